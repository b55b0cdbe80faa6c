import HTTPTypes
import HummingbirdCore
import Testing

@testable import PanelWeb

/// A part of the web with places of its own.
struct AnnexTests {
    private struct Shed: WebAnnex {
        func has(_ path: String) -> Bool { path == "/shed" || path == "/healthz" }

        func answer(_ request: Request, from caller: Caller) async throws -> Response {
            try request.admit([.get, .head])
            if request.uri.path == "/healthz" { throw ErrorReply.notFound("no_tools", "none") }
            return .json(["tools": 3])
        }
    }

    private let responder = PanelResponder.testing(annex: Shed())

    @Test func itsPlacesComeFirstAndAreGuardedLikeAllOthers() async {
        let answer = await responder.ask("/shed?all")
        #expect((answer.status, answer.text) == (200, #"{"tools":3}"#))
        #expect(answer.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
        #expect(answer.headers[.date] != nil)
        #expect(await responder.ask("/healthz").code == "no_tools")
        #expect(await responder.ask("/api/v1/state").status == 200)
    }

    @Test func itsRequestsAreCheckedLikeAllOthers() async {
        #expect(await responder.ask("/shed", host: "evil.example").status == 421)
        #expect(await responder.ask("/shed?" + String(repeating: "x", count: 2_048)).status == 414)
        #expect(await responder.ask("/shed", .post).status == 405)
        let head = await responder.ask("/shed", .head)
        #expect((head.status, head.text) == (200, ""))
    }

    @Test func withoutOneItsPlacesAreNotThere() async {
        #expect(await PanelResponder.testing().ask("/desk").status == 404)
    }
}
