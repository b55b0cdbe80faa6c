import HTTPTypes
import RoomCore
import Testing

@testable import PanelWeb

struct SimulatorTests {
    private static let json: HTTPFields = [.contentType: "application/json"]
    private let lines = SimulatedPanelLines()

    private func put(
        _ name: String = "button", _ body: String = #"{"level":0}"#,
        _ headers: HTTPFields = Self.json
    ) async -> Answer {
        let panel = ScriptedPanel { $0.simulator = lines }
        return await PanelResponder.testing(panel).ask(
            "/api/v1/simulator/lines/\(name)", .put, headers: headers, body: body)
    }

    private var levels: [Int] { lines.lines().map(\.level) }

    @Test func aLineTakesTheLevelAndIsShownAsItIsNow() async {
        let answer = await put("button", " { \"level\" : 0 } ")
        #expect(answer.status == 200)
        #expect(answer.text == #"{"active":"low","kind":"button","level":0,"name":"button"}"#)
        #expect(levels == [0, 0])
        #expect(await put("pir", #"{"level":1}"#).status == 200)
        #expect(levels == [0, 1])
    }

    @Test func whatCanBeSwitchedIsListed() async {
        let panel = ScriptedPanel { $0.simulator = lines }
        let answer = await PanelResponder.testing(panel).ask("/api/v1/simulator")
        #expect(
            answer.text == """
                {"lines":[{"active":"low","kind":"button","level":1,"name":"button"},\
                {"active":"high","kind":"motion","level":0,"name":"pir"}],"simulated":true}
                """)
    }

    @Test func realLinesCannotBeSwitched() async {
        let responder = PanelResponder.testing()
        #expect(await responder.ask("/api/v1/simulator").text == #"{"lines":[],"simulated":false}"#)
        let answer = await responder.ask(
            "/api/v1/simulator/lines/button", .put, headers: Self.json, body: #"{"level":0}"#)
        #expect(answer.status == 404)
        #expect(answer.code == "not_simulated")
        #expect(answer.message.contains("gpio.chip: simulated"))
    }

    @Test(arguments: ["", "nothing", "button/", "BUTTON", "%62utton"])
    func anUnknownLineIsNamedWithTheOnesThereAre(name: String) async {
        let answer = await put(name)
        #expect(answer.status == 404)
        #expect(answer.code == "unknown_line")
        #expect(answer.message == "no line is called \(name); there are: button, pir")
        #expect(levels == [1, 0])
    }

    @Test(arguments: [
        ("", "bad_json"), ("{", "bad_json"), ("level=0", "bad_json"),
        ("{\"level\":0}}", "bad_json"),
        ("\u{0}", "bad_json"), ("0", "bad_level"), ("[0]", "bad_level"), ("null", "bad_level"),
        ("{}", "bad_level"), (#"{"level":2}"#, "bad_level"), (#"{"level":-1}"#, "bad_level"),
        (#"{"level":0.5}"#, "bad_level"), (#"{"level":"0"}"#, "bad_level"),
        (#"{"level":true}"#, "bad_level"), (#"{"level":null}"#, "bad_level"),
        (#"{"level":0,"force":1}"#, "bad_level"), (#"{"Level":0}"#, "bad_level"),
        (#"{"level":99999999999999999999}"#, "bad_level"),
    ])
    func aBodyThatDoesNotFitIsOneClearError(body: String, code: String) async {
        let answer = await put("button", body)
        #expect(answer.status == 400)
        #expect(answer.code == code)
        #expect(answer.message.hasSuffix(#"allowed: {"level":0} or {"level":1}"#))
        #expect(levels == [1, 0])
    }

    @Test func aLongBodyIsRefused() async {
        let fits = #"{"level":0}"# + String(repeating: " ", count: 245)
        #expect(await put("button", fits).status == 200)
        let answer = await put("button", fits + " ")
        #expect(answer.status == 413)
        #expect(answer.message == "the body is longer than 256 bytes")
    }

    @Test(arguments: [
        nil, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
        "application/jsonp", "",
    ])
    func onlyJSONIsTaken(type: String?) async {
        var headers: HTTPFields = [:]
        headers[.contentType] = type
        let answer = await put("button", #"{"level":0}"#, headers)
        #expect(answer.status == 415)
        #expect(answer.code == "not_json")
        #expect(levels == [1, 0])
    }

    @Test(arguments: ["application/json", "Application/JSON ; charset=utf-8"])
    func jsonMayHaveACharset(type: String) async {
        #expect(await put("button", #"{"level":0}"#, [.contentType: type]).status == 200)
    }

    @Test(
        arguments: [
            ("https://evil.example", nil), ("http://evil.example:8080", nil), ("null", nil),
            ("http://panel.local", nil), ("http://panel.local:8081", nil), ("", nil),
            (nil, "cross-site"), (nil, "same-site"), ("http://panel.local:8080", "cross-site"),
        ] as [(String?, String?)])
    func anotherSitesPageCannotPress(origin: String?, site: String?) async {
        var headers = Self.json
        headers[.origin] = origin
        headers[.secFetchSite] = site
        let answer = await put("button", #"{"level":0}"#, headers)
        #expect(answer.status == 403)
        #expect(answer.code == "foreign_origin")
        #expect(levels == [1, 0])
    }

    @Test(
        arguments: [
            ("http://panel.local:8080", "same-origin"), ("HTTP://Panel.Local:8080", nil),
            (nil, "none"), (nil, nil),
        ] as [(String?, String?)])
    func theOwnPageAndOtherProgramsCan(origin: String?, site: String?) async {
        var headers = Self.json
        headers[.origin] = origin
        headers[.secFetchSite] = site
        #expect(await put("button", #"{"level":0}"#, headers).status == 200)
    }

    @Test func aFaultOfTheSimulatorIsShown() async {
        let panel = ScriptedPanel { $0.simulator = SimulatedPanelLines(fault: "chip is gone") }
        let answer = await PanelResponder.testing(panel).ask(
            "/api/v1/simulator/lines/pir", .put, headers: Self.json, body: #"{"level":1}"#)
        #expect(answer.status == 503)
        #expect(answer.message == "chip is gone")
    }
}
