import HTTPTypes
import RoomCore
import Testing

@testable import PanelWeb

struct SensorReportTests {
    private static let good = #"{"active":true,"ttl_seconds":300}"#
    private let sensors = ScriptedSensors([
        "right": .admitted, "other": .unknown, "often": .tooOften(retryAfterSeconds: 3),
    ])

    private func put(
        _ name: String = "camera", _ body: String = Self.good, token: String? = "Bearer right",
        type: String? = "application/json"
    ) async -> Answer {
        let panel = ScriptedPanel { $0.reportedSensors = sensors }
        var headers: HTTPFields = [:]
        headers[.authorization] = token
        headers[.contentType] = type
        return await PanelResponder.testing(panel).ask(
            "/api/v1/sensors/\(name)", .put, headers: headers, body: body)
    }

    @Test func reportIsTakenAndToldBackWithItsEnd() async {
        let answer = await put()
        #expect(answer.status == 200)
        #expect(
            answer.text
                == #"{"active":true,"expires_at":"2026-11-21T19:05:00Z","name":"camera"}"#)
        #expect(sensors.reports == ["camera": SensorReport(isActive: true, timeToLiveSeconds: 300)])
    }

    @Test(arguments: [
        nil, "", "right", "Bearer", "Bearer ", "Bearer wrong", "Basic right", "Bearer right right",
    ])
    func withoutTheTokenNothingIsTold(token: String?) async {
        for body in [Self.good, "nonsense", String(repeating: "x", count: 300)] {
            let answer = await put("camera", body, token: token, type: nil)
            #expect(answer.status == 401)
            #expect(answer.code == "unauthorized")
            #expect(answer.message == "allowed: Authorization: Bearer with the sensor's token")
            #expect(answer.headers[.wwwAuthenticate] == "Bearer")
        }
        #expect(sensors.reports.isEmpty)
    }

    @Test func schemeIsReadInAnyCase() async {
        #expect(await put(token: "bearer  right ").status == 200)
    }

    @Test func unknownSensorIsToldToWhoHasAToken() async {
        let answer = await put("nothing", token: "Bearer other")
        #expect(answer.status == 404)
        #expect(answer.message == "no sensor that reports is called nothing")
    }

    @Test func tooManyReportsAreRefusedForAWhile() async {
        let answer = await put(token: "Bearer often")
        #expect(answer.status == 429)
        #expect(answer.headers[.retryAfter] == "3")
    }

    @Test func panelWithoutSuchSensorsHasNothingThere() async {
        let answer = await PanelResponder.testing().ask(
            "/api/v1/sensors/camera", .put, headers: [.authorization: "Bearer right"],
            body: Self.good)
        #expect(answer.status == 404)
        #expect(answer.code == "no_sensors")
    }

    @Test(arguments: [
        ("", "bad_json"), ("{", "bad_json"), ("0", "bad_report"), ("null", "bad_report"),
        ("[]", "bad_report"), ("{}", "bad_report"), (#"{"active":true}"#, "bad_report"),
        (#"{"ttl_seconds":300}"#, "bad_report"),
        (#"{"active":1,"ttl_seconds":300}"#, "bad_report"),
        (#"{"active":"true","ttl_seconds":300}"#, "bad_report"),
        (#"{"active":null,"ttl_seconds":300}"#, "bad_report"),
        (#"{"active":true,"ttl_seconds":"300"}"#, "bad_report"),
        (#"{"active":true,"ttl_seconds":9}"#, "bad_report"),
        (#"{"active":true,"ttl_seconds":-300}"#, "bad_report"),
        (#"{"active":true,"ttl_seconds":86401}"#, "bad_report"),
        (#"{"active":true,"ttl_seconds":10.5}"#, "bad_report"),
        (#"{"active":true,"ttl_seconds":1e99}"#, "bad_report"),
        (#"{"active":true,"ttl_seconds":300,"people":3}"#, "bad_report"),
    ])
    func aBodyThatDoesNotFitIsOneClearError(body: String, code: String) async {
        let answer = await put("camera", body)
        #expect(answer.status == 400)
        #expect(answer.code == code)
        #expect(
            answer.message.hasSuffix(
                #"allowed: {"active":true or false,"ttl_seconds":10 to 86400}"#))
        #expect(sensors.reports.isEmpty)
    }

    @Test(arguments: [10, 86_400])
    func bothEndsOfTheTimeToLiveAreTaken(seconds: Int) async {
        let answer = await put("camera", #"{"ttl_seconds":\#(seconds),"active":false}"#)
        #expect(answer.status == 200)
        #expect(sensors.reports["camera"]?.timeToLiveSeconds == seconds)
    }

    @Test func aLongBodyAndAnotherTypeAreRefused() async {
        let long = await put("camera", Self.good + String(repeating: " ", count: 256))
        #expect(long.status == 413)
        #expect(await put(type: "text/plain").status == 415)
        #expect(sensors.reports.isEmpty)
    }

    @Test func aSensorIsOnlyPut() async {
        let answer = await PanelResponder.testing().ask("/api/v1/sensors/camera", .get)
        #expect(answer.status == 405)
        #expect(answer.headers[.allow] == "PUT")
    }
}
