import HTTPExchange
import RoomCore
import Synchronization
import Testing

@testable import CalDAV

/// Redirects, credentials, and what is not the server at all.
struct WebDAVSessionTests {
    /// Plays answers in turn and keeps what was asked.
    private final class Script: HTTPTransport {
        private let answers: Mutex<[HTTPAnswer]>
        let requests = Mutex<[HTTPRequest]>([])

        init(_ answers: [HTTPAnswer]) { self.answers = Mutex(answers) }

        func shutdown() async {}

        func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
            requests.withLock { $0.append(request) }
            let answer = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            guard let answer else { throw .unreachable("the script is at its end") }
            return answer
        }
    }

    private func run(
        _ answers: [HTTPAnswer], method: String = "PROPFIND", user: String = "panel"
    ) async throws -> (ServerFailure?, [HTTPRequest]) {
        let url = try #require(ResourceURL("https://h/cal/"))
        let script = Script(answers)
        let session = WebDAVSession(
            transport: script, origin: url, user: user, password: "topsecret", logger: .silent,
            wall: { .testNow }, clientNonce: { "c0ffee" })
        let request = HTTPRequest(method: method, url: url)
        do {
            _ = try await session.multiStatus(request, method)
            return (nil, script.requests.withLock { $0 })
        } catch {
            let failure = error.failure
            #expect(!failure.description.contains("topsecret"))
            #expect(!failure.description.contains("dG9wc2VjcmV0"))
            #expect(failure.message.utf8.count <= 512)
            return (failure, script.requests.withLock { $0 })
        }
    }

    private func answer(_ status: Int, _ headers: (String, String)..., body: String = "")
        -> HTTPAnswer
    {
        HTTPAnswer(
            status: status, headers: headers.map { HTTPField($0.0, $0.1) }, body: Array(body.utf8))
    }

    private var good: HTTPAnswer {
        answer(207, ("Content-Type", "text/xml; charset=utf-8"), body: MultiStatusText.wrap(""))
    }

    @Test func aGoodAnswerIsTaken() async throws {
        #expect(try await run([good]).0 == nil)
    }

    @Test func credentialsAreSentWhenAsked() async throws {
        let (failure, requests) = try await run([
            answer(401, ("WWW-Authenticate", "Basic realm=\"x\"")), good,
        ])
        #expect(failure == nil)
        let sent = requests.map { $0.headers.contains { $0.name == "authorization" } }
        #expect(sent == [false, true])
    }

    @Test func aWrongPasswordIsOneFailure() async throws {
        let no = answer(401, ("WWW-Authenticate", "Basic realm=\"x\""))
        let (failure, requests) = try await run([no, no, no, no])
        #expect(failure?.kind == .authentication)
        #expect(requests.count == 2)
    }

    @Test func aStaleNonceIsAnsweredAnew() async throws {
        let ask = { (more: String) in
            self.answer(401, ("WWW-Authenticate", "Digest realm=\"r\", qop=\"auth\", \(more)"))
        }
        let (failure, requests) = try await run([
            ask("nonce=\"one\""), ask("nonce=\"two\", stale=true"), good,
        ])
        #expect(failure == nil)
        #expect(requests.count == 3)
        #expect(requests[2].headers.contains { $0.value.contains("nonce=\"two\"") })
    }

    @Test(arguments: [301, 302, 307, 308])
    func aRedirectWithinTheServerIsFollowed(_ status: Int) async throws {
        let (failure, requests) = try await run([answer(status, ("Location", "/other/")), good])
        #expect(failure == nil)
        #expect(requests.map(\.url.path) == ["/cal/", "/other/"])
        #expect(requests[1].method == "PROPFIND")
    }

    @Test(arguments: [
        "https://portal.example/login", "http://h/cal/", "https://h:8443/cal/", "//portal.example/",
        "",
    ])
    func aRedirectElsewhereIsNot(_ target: String) async throws {
        let (failure, requests) = try await run([answer(302, ("Location", target)), good])
        #expect(failure?.kind == .offline)
        #expect(requests.count == 1)
    }

    @Test func redirectsInCirclesEnd() async throws {
        let circle = (0..<10).map { answer(302, ("Location", "/\($0)/")) }
        let (failure, requests) = try await run(circle)
        #expect(failure?.kind == .malformed)
        #expect(requests.count == 4)
        #expect(try await run([answer(302, ("Location", "/cal/")), good]).0?.kind == .malformed)
    }

    @Test func writesAreNotRedirected() async throws {
        let (failure, requests) = try await run(
            [answer(307, ("Location", "/x")), good], method: "PUT")
        #expect(failure?.kind == .malformed)
        #expect(requests.count == 1)
    }

    @Test(arguments: [
        (200, "text/html", "<html>", ServerFailure.Kind.offline), (200, "", "", .offline),
        (200, "application/xml", "<D:multistatus xmlns:D='DAV:'/>", .offline),
        (204, "", "", .offline),
        (207, "text/html", "<html>", .offline), (207, "application/json", "{}", .offline),
        (207, "application/xml", "<html/>", .malformed), (207, "text/xml", "<cut", .malformed),
        (207, "text/xml", "<!DOCTYPE x [<!ENTITY a 'a'>]><x>&a;</x>", .malformed),
        (511, "text/html", "", .offline), (407, "text/html", "", .offline),
        (404, "text/html", "", .gone),
        (403, "", "", .forbidden), (500, "text/html", "", .server), (502, "text/html", "", .server),
        (429, "", "", .limit), (503, "", "", .limit), (418, "", "", .refused),
        (999, "", "", .server),
        (100, "", "", .malformed), (0, "", "", .malformed),
    ])
    func otherAnswersAreSorted(
        _ status: Int, _ type: String, _ body: String, _ kind: ServerFailure.Kind
    ) async throws {
        let (failure, _) = try await run([answer(status, ("Content-Type", type), body: body)])
        #expect(failure?.kind == kind)
    }

    @Test func thePreconditionIsNamed() async throws {
        let body = "<D:error xmlns:D='DAV:'><D:need-privileges><D:x/></D:need-privileges></D:error>"
        let (failure, _) = try await run([answer(403, ("Content-Type", "text/xml"), body: body)])
        #expect(failure?.message == "PROPFIND https://h/cal/: answered 403 (need-privileges)")
    }

    @Test func retryAfterAndDateAreHandedOn() async throws {
        let (failure, _) = try await run([
            answer(
                503, ("Retry-After", "Mon, 23 Nov 2026 12:10:00 GMT"),
                ("Date", "Mon, 23 Nov 2026 12:00:00 GMT"))
        ])
        // A date is measured by the server's own clock, which is 3 h ahead of ours here.
        #expect(failure?.retryAfter == .seconds(600))
        #expect(failure?.serverDate == Sample.time("20261123T120000Z"))
    }

    @Test func anAnswerPackedUnaskedIsMalformed() async throws {
        var packed = good
        packed.headers.append(HTTPField("Content-Encoding", "gzip"))
        #expect(try await run([packed]).0?.kind == .malformed)
    }
}
