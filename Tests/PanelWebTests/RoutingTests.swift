import HTTPTypes
import Testing

@testable import PanelWeb

struct RoutingTests {
    private static let readable = [
        "/", "/panel.css", "/panel.js", "/panel.svg", "/api/v1/state", "/api/v1/bookings",
        "/api/v1/log", "/api/v1/verdicts", "/api/v1/stats", "/api/v1/report", "/api/v1/simulator",
        "/api/v1/legend", "/healthz", "/legend", "/panel-legend.css", "/panel-legend.js",
        "/commission", "/panel-commission.css",
    ]

    @Test(arguments: readable)
    func headSaysWhatGetWouldWithoutTheBody(path: String) async {
        let responder = PanelResponder.testing()
        let (get, head) = (await responder.ask(path), await responder.ask(path, .head))
        #expect(get.status == 200)
        #expect(head.status == 200)
        #expect(head.text.isEmpty)
        #expect(head.headers[.contentLength] == "\(get.text.utf8.count)")
        #expect(head.headers[.contentType] == get.headers[.contentType])
    }

    @Test(
        arguments: readable + ["/api/v1/events"],
        [.put, .post, .delete, .options] as [HTTPRequest.Method])
    func otherMethodsAreNotAllowed(path: String, method: HTTPRequest.Method) async {
        let answer = await PanelResponder.testing().ask(path, method)
        #expect(answer.status == 405)
        #expect(answer.code == "method_not_allowed")
        #expect(answer.headers[.allow] == (path == "/api/v1/events" ? "GET" : "GET, HEAD"))
    }

    @Test func aLineIsOnlyPut() async {
        let answer = await PanelResponder.testing().ask("/api/v1/simulator/lines/button", .get)
        #expect(answer.status == 405)
        #expect(answer.headers[.allow] == "PUT")
    }

    @Test(arguments: [
        "/nothing", "/index.html", "/api", "/api/v1/", "/api/v1/state/", "//", "/../etc/passwd",
        "/panel.js/..", "/%2e%2e", "/api/v1/statistics", "/calendar.ics/", "/people", "/metrics/",
        "/API/v1/state",
    ])
    func elsewhereThereIsNothing(path: String) async {
        let answer = await PanelResponder.testing().ask(path)
        #expect(answer.status == 404)
        #expect(answer.code == "not_found")
        #expect(answer.message == "there is nothing at \(path)")
    }

    @Test func aTargetThatIsTooLongIsRefused() async {
        let path = "/" + String(repeating: "a", count: 2_047)
        let responder = PanelResponder.testing()
        #expect(await responder.ask(path).status == 404)
        let answer = await responder.ask(path + "a")
        #expect(answer.status == 414)
        #expect(answer.code == "target_too_long")
    }

    @Test func whatIsNotThereIsNamedInAFewCharacters() async {
        let answer = await PanelResponder.testing().ask(
            "/\u{1b}[2J" + String(repeating: "é", count: 500))
        #expect(answer.message.hasPrefix("there is nothing at / [2J"))
        #expect(answer.message.hasSuffix("…"))
        #expect(answer.message.count < 100)
    }

    @Test(arguments: readable + ["/nothing"])
    func everyAnswerBearsTheGuardingHeaders(path: String) async {
        let headers = await PanelResponder.testing().ask(path).headers
        #expect(headers[.xContentTypeOptions] == "nosniff")
        #expect(headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
        #expect(headers[.contentSecurityPolicy]?.contains("unsafe-inline") == false)
        #expect(headers[.accessControlAllowOrigin] == nil)
        #expect(headers[.date] == "Sat, 21 Nov 2026 19:00:00 GMT")
    }
}
