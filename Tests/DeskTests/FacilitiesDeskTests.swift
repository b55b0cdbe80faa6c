import HTTPTypes
import PanelWeb
import Testing

@testable import Desk

struct FacilitiesDeskTests {
    private let stage = DeskStage()

    private func status(_ desk: FacilitiesDesk, _ cookie: String) async throws -> Int {
        try await desk.ask("/desk/session", headers: [.cookie: cookie]).status
    }

    @Test func thePasswordBeginsASession() async throws {
        let desk = stage.desk()
        let answer = try await desk.enter()
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try answer.session().secondsLeft == 43_200)
        let fields = answer.headers[values: .setCookie]
        #expect(fields.count == 2)
        #expect(fields.first?.hasPrefix("domovoy-desk=") == true)
        #expect(
            fields.first?.hasSuffix("; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict") == true)
        #expect(fields.last?.hasPrefix("domovoy-desk-device=") == true)
        #expect(
            fields.last?.hasSuffix("; Path=/; Max-Age=34560000; HttpOnly; SameSite=Strict")
                == true)
        #expect(answer.cookie.utf8.count == "domovoy-desk=".utf8.count + 32)
        stage.pass(.seconds(60))
        let again = try await desk.ask(
            "/desk/session", headers: [.cookie: "theme=dark; \(answer.cookie)"])
        #expect(try again.session().token == answer.session().token)
        #expect(try again.session().secondsLeft == 43_140)
        #expect(again.headers[.cacheControl] == "no-store")
    }

    @Test func underTLSTheCookieIsTheHostsAlone() async throws {
        let answer = try await stage.desk(isSecure: true).enter()
        let fields = answer.headers[values: .setCookie]
        #expect(fields.first?.hasPrefix("__Host-domovoy-desk=") == true)
        #expect(fields.last?.hasPrefix("__Host-domovoy-desk-device=") == true)
        #expect(
            fields.allSatisfy {
                $0.contains("; Path=/;") && $0.hasSuffix("SameSite=Strict; Secure")
            })
    }

    @Test func behindAProxyWithTLSTheCookieIsTheHostsAlone() async throws {
        let desk = stage.desk()
        let origin: HTTPFields = [.origin: "https://panel.local"]
        let answer = try await desk.enter(headers: origin)
        #expect(answer.headers[.setCookie]?.hasPrefix("__Host-domovoy-desk=") == true)
        #expect(answer.headers[values: .setCookie].allSatisfy { $0.hasSuffix("; Secure") })
        // With what it reads, a browser tells no origin.
        #expect(try await status(desk, "domovoy-desk=0; \(answer.cookie)") == 200)
        var headers = origin
        headers[.cookie] = answer.cookie
        headers[.deskToken] = try answer.session().token
        let left = try await desk.ask("/desk/session", .delete, headers: headers)
        #expect(
            left.headers[.setCookie]?.hasPrefix("__Host-domovoy-desk=; Path=/; Max-Age=0;") == true)
        #expect(try await status(desk, answer.cookie) == 401)
    }

    @Test func aCookieThatAnyHostCanSetCountsForNothingUnderTLS() async throws {
        let desk = stage.desk(isSecure: true)
        let cookie = try await desk.enter().cookie
        #expect(try await status(desk, cookie) == 200)
        #expect(try await status(desk, cookie.replacing("__Host-", with: "")) == 401)
    }

    @Test func aWrongPasswordIsNone() async throws {
        let answer = try await stage.desk().enter("incorrect horse")
        #expect((answer.status, answer.code) == (401, "wrong_password"))
        #expect(answer.headers[.setCookie] == nil)
        #expect(answer.headers[.wwwAuthenticate] != nil)
    }

    @Test(arguments: ["", "domovoy-desk=", "domovoy-desk=0", "domovoy-desk", "=;=", "other=1"])
    func nobodyElseIsSignedIn(cookie: String) async throws {
        let desk = stage.desk()
        _ = try await desk.enter()
        let answer = try await desk.ask("/desk/session", headers: [.cookie: cookie])
        #expect((answer.status, answer.code) == (401, "not_signed_in"))
    }

    @Test func aSessionEndsAfterTwelveHours() async throws {
        let desk = stage.desk()
        let cookie = try await desk.enter().cookie
        stage.pass(.seconds(43_199))
        #expect(try await status(desk, cookie) == 200)
        stage.pass(.seconds(1))
        #expect(try await status(desk, cookie) == 401)
    }

    @Test func anotherPasswordEndsAllSessions() async throws {
        let desk = stage.desk()
        let cookie = try await desk.enter().cookie
        stage.keep(DeskStage.otherHash)
        #expect(try await status(desk, cookie) == 401)
        #expect(try await desk.enter().status == 401)
        #expect(try await desk.enter("another password").status == 200)
    }

    @Test func whoCannotReadThePasswordLetsNobodyIn() async throws {
        let desk = stage.desk()
        let cookie = try await desk.enter().cookie
        stage.keep(nil)
        #expect(try await status(desk, cookie) == 503)
        let answer = try await desk.enter()
        #expect(answer.status == 503)
        #expect(answer.text == "the desk's password cannot be read; /healthz says why")
    }

    @Test func signingOutEndsTheSession() async throws {
        let desk = stage.desk()
        let answer = try await desk.enter()
        let fields: HTTPFields = [
            .cookie: answer.cookie, .deskToken: try answer.session().token,
        ]
        let left = try await desk.ask("/desk/session", .delete, headers: fields)
        #expect(left.status == 204)
        #expect(left.headers[.setCookie]?.hasPrefix("domovoy-desk=; Path=/; Max-Age=0;") == true)
        #expect(try await status(desk, answer.cookie) == 401)
    }

    @Test func signingInAgainEndsTheFormerSession() async throws {
        let desk = stage.desk()
        let former = try await desk.enter().cookie
        let headers: HTTPFields = [.cookie: former]
        #expect(try await desk.enter("wrong password", headers: headers).status == 401)
        #expect(try await status(desk, former) == 200)
        let new = try await desk.enter(headers: headers).cookie
        #expect(try await status(desk, former) == 401)
        #expect(try await status(desk, new) == 200)
    }

    @Test(arguments: ["", "0", nil])
    func aWriteNeedsTheToken(token: String?) async throws {
        let desk = stage.desk()
        let cookie = try await desk.enter().cookie
        var headers: HTTPFields = [.cookie: cookie]
        headers[.deskToken] = token
        let answer = try await desk.ask("/desk/session", .delete, headers: headers)
        #expect((answer.status, answer.code) == (403, "bad_token"))
        #expect(try await status(desk, cookie) == 200)
    }

    @Test(
        arguments: [
            ("http://evil.example", nil), ("null", nil), (nil, "cross-site"), (nil, "same-site"),
        ] as [(String?, String?)])
    func anotherSitesPageDoesNothing(origin: String?, site: String?) async throws {
        let desk = stage.desk()
        let session = try await desk.enter()
        var headers: HTTPFields = [
            .cookie: session.cookie, .deskToken: try session.session().token,
        ]
        headers[.origin] = origin
        headers[.secFetchSite] = site
        let left = try await desk.ask("/desk/session", .delete, headers: headers)
        #expect((left.status, left.code) == (403, "foreign_origin"))
        #expect(try await desk.enter(headers: headers).code == "foreign_origin")
    }

    @Test func guessesByTheThousandAreNotTried() async throws {
        let desk = stage.desk()
        var statuses: [Int: Int] = [:]
        for _ in 0..<1_000 {
            let answer = try await desk.enter("wrong password")
            statuses[answer.status, default: 0] += 1
        }
        #expect(statuses == [401: 3, 429: 997])
        let answer = try await desk.enter()
        #expect((answer.status, answer.code) == (429, "too_soon"))
        #expect(answer.headers[.retryAfter] == "1")
        stage.pass(.seconds(1))
        #expect(try await desk.enter().status == 200)
    }

    @Test func whoGuessesAtAProxyKeepsOutNoBrowserThatWasLetInBefore() async throws {
        let desk = stage.desk()
        let former = try await desk.enter().cookies
        for _ in 0..<4 { _ = try await desk.enter("wrong password") }
        #expect(try await desk.enter().status == 429)
        let again = try await desk.enter(headers: [.cookie: former])
        #expect(again.status == 200, "\(again.text)")
        // Another cookie has taken its place.
        #expect(try await desk.enter(headers: [.cookie: former]).status == 429)
        stage.keep(DeskStage.otherHash)
        let afterwards = try await desk.enter(
            "another password", headers: [.cookie: again.cookies])
        #expect(afterwards.status == 429)
    }

    @Test func networksOfIPv6AreTakenTogether() async throws {
        let desk = stage.desk()
        for host in 1...3 {
            let answer = try await desk.enter("wrong password", from: "2001:db8::\(host)")
            #expect(answer.status == 401)
        }
        #expect(try await desk.enter(from: "2001:db8::ffff:4").status == 429)
        #expect(try await desk.enter(from: "2001:db8:0:1::4").status == 200)
    }

    @Test(arguments: [
        "", "{", "[]", "{}", "null", #"{"password":1}"#, #"{"Password":"correct horse battery"}"#,
        #"{"password":"correct horse battery","user":"root"}"#,
    ])
    func aBodyThatDoesNotFitIsOneClearError(body: String) async throws {
        let answer = try await stage.desk().ask(
            "/desk/session", .post, headers: [.contentType: "application/json"], body: body)
        #expect((answer.status, answer.code) == (400, "bad_login"))
        #expect(answer.text == #"the body does not fit; allowed: {"password":"..."}"#)
    }

    @Test func otherBodiesAreRefused() async throws {
        let desk = stage.desk()
        let form = try await desk.ask("/desk/session", .post, body: "password=x")
        #expect((form.status, form.code) == (415, "not_json"))
        let long = try await desk.enter(String(repeating: "x", count: 1_024))
        #expect((long.status, long.code) == (413, "body_too_long"))
    }

    @Test func pagesAreThereForEverybodyAndKeptByNobody() async throws {
        let desk = stage.desk()
        for asset in DeskAsset.allCases {
            let answer = try await desk.ask(asset.rawValue)
            #expect(answer.status == 200)
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(!answer.text.isEmpty)
        }
    }

    @Test(arguments: ["/desk/", "/desk/nothing", "/desk/session/", "/desk/%73ession"])
    func otherPlacesAreNotThere(path: String) async throws {
        #expect(stage.desk().has(path))
        #expect(try await stage.desk().ask(path).status == 404)
    }

    @Test func placesBesideTheDeskAreNotItsOwn() {
        for path in ["/", "/desktop", "/api/v1/state", "/Desk"] {
            #expect(!stage.desk().has(path))
        }
    }

    @Test func otherMethodsAreRefused() async throws {
        let answer = try await stage.desk().ask("/desk", .post)
        #expect(answer.status == 405)
        #expect(answer.headers[.allow] == "GET, HEAD")
    }
}
