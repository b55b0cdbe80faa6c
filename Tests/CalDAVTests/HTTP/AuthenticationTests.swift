import HTTPExchange
import Testing

@testable import CalDAV

struct AuthenticationTests {
    @Test func challengesAreRead() {
        let lines = [
            "Digest realm=\"a, \\\"b\\\"\", qop=\"auth, auth-int\", nonce=n1,algorithm=MD5 , Basic realm=\"x\"",
            "Negotiate", "Bearer error=\"e\"",
        ]
        #expect(
            Challenge.parse(lines) == [
                Challenge(
                    scheme: "digest",
                    parameters: [
                        "realm": "a, \"b\"", "qop": "auth, auth-int", "nonce": "n1",
                        "algorithm": "MD5",
                    ]),
                Challenge(scheme: "basic", parameters: ["realm": "x"]),
                Challenge(scheme: "negotiate", parameters: [:]),
                Challenge(scheme: "bearer", parameters: ["error": "e"]),
            ])
    }

    @Test(arguments: [
        "", ",", "\"", "Basic realm=\"", "=", "a=b", "Digest nonce=\"\\",
        String(repeating: ",", count: 99_999),
    ])
    func anyHeaderIsSurvived(_ line: String) {
        _ = Challenge.parse([line])
        _ = Challenge.parameters(line)
    }

    /// The examples of RFC 7616, section 3.9.1.
    @Test(arguments: [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ])
    func theExamplesOfTheStandardComeOut(_ algorithm: String, _ response: String) throws {
        let header = """
            Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=\(algorithm), \
            nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", \
            opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
            """
        let challenge = try #require(Challenge.parse([header]).first)
        var digest = try #require(Digest(challenge))
        let value = digest.authorization(
            user: "Mufasa", password: "Circle of Life", method: "GET", path: "/dir/index.html",
            clientNonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
        let fields = Challenge.parameters(String(value.dropFirst(7)))
        #expect(fields["response"] == response)
        #expect(fields["nc"] == "00000001")
        #expect(fields["opaque"] == "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")
    }

    /// The example of RFC 2617, section 3.5, and its older form without `qop`.
    @Test func olderServersAreAnswered() throws {
        let header =
            "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\""
        let challenge = try #require(Challenge.parse([header]).first)
        var digest = try #require(Digest(challenge))
        let value = digest.authorization(
            user: "Mufasa", password: "Circle Of Life", method: "GET", path: "/dir/index.html",
            clientNonce: "x")
        let fields = Challenge.parameters(String(value.dropFirst(7)))
        #expect(fields["response"] == "670fd8c2df070c60b045671b8b24ff02")
        #expect(fields["qop"] == nil)
    }

    @Test func theUserIsHashedOnDemand() throws {
        let header =
            "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256, userhash=true"
        var digest = try #require(Challenge.parse([header]).first.flatMap { Digest($0) })
        let value = digest.authorization(
            user: "u", password: "p", method: "GET", path: "/", clientNonce: "c")
        let fields = Challenge.parameters(String(value.dropFirst(7)))
        // The SHA-256 of "u:r".
        #expect(
            fields["username"] == "1d8a03a6e21a4ce775060ea57360329ac750dea5d847297b42f0d46539af8ab2"
        )
        #expect(fields["userhash"] == "true")
    }

    @Test(arguments: [
        "Digest realm=r", "Digest realm=r, nonce=n, algorithm=SHA-512-256", "Basic realm=r",
        "Digest realm=r, nonce=n, qop=\"auth-int\"",
    ])
    func otherChallengesAreNotTaken(_ header: String) {
        #expect(Challenge.parse([header]).first.flatMap { Digest($0) } == nil)
    }

    // MARK: - The exchange of words

    private func refusal(_ challenges: String...) -> HTTPAnswer {
        HTTPAnswer(
            status: 401, headers: challenges.map { HTTPField("WWW-Authenticate", $0) })
    }

    private func header(_ authenticator: inout Authenticator) -> String? {
        authenticator.authorization(method: "GET", path: "/", clientNonce: "c")
    }

    @Test func nothingIsSentBeforeTheServerAsks() {
        var authenticator = Authenticator(user: "u", password: "p")
        #expect(header(&authenticator) == nil)
        #expect(authenticator.refused(refusal("Basic realm=x"), sent: false, retries: 0) == .retry)
        #expect(header(&authenticator) == "Basic dTpw")
        #expect(header(&authenticator) == "Basic dTpw")
    }

    @Test func theStrongestSchemeIsTaken() {
        var authenticator = Authenticator(user: "u", password: "p")
        let verdict = authenticator.refused(
            refusal(
                "Basic realm=x", "Digest realm=r, nonce=n, qop=\"auth\"",
                "Digest realm=r, nonce=n, qop=\"auth\", algorithm=SHA-256"), sent: false, retries: 0
        )
        #expect(verdict == .retry)
        #expect(header(&authenticator)?.contains("algorithm=SHA-256") == true)
    }

    @Test func aWrongPasswordIsShownOnce() {
        var authenticator = Authenticator(user: "u", password: "secret")
        _ = authenticator.refused(refusal("Basic realm=x"), sent: false, retries: 0)
        guard
            case .refuse(let reason) = authenticator.refused(
                refusal("Basic realm=x"), sent: true, retries: 1)
        else {
            Issue.record("tried again")
            return
        }
        #expect(!reason.contains("secret"))
        #expect(header(&authenticator) == nil)
    }

    @Test func aStaleNonceIsReplacedTwiceAtMost() {
        var authenticator = Authenticator(user: "u", password: "p")
        _ = authenticator.refused(
            refusal("Digest realm=r, nonce=one, qop=\"auth\""), sent: false, retries: 0)
        let stale = refusal("Digest realm=r, nonce=two, qop=\"auth\", stale=TRUE")
        #expect(authenticator.refused(stale, sent: true, retries: 1) == .retry)
        #expect(header(&authenticator)?.contains("nonce=\"two\"") == true)
        guard case .refuse = authenticator.refused(stale, sent: true, retries: 2) else {
            Issue.record("tried for ever")
            return
        }
    }

    @Test func theNextNonceIsUsed() {
        var authenticator = Authenticator(user: "u", password: "p")
        _ = authenticator.refused(
            refusal("Digest realm=r, nonce=one, qop=\"auth\""), sent: false, retries: 0)
        _ = header(&authenticator)
        authenticator.accepted(
            HTTPAnswer(
                status: 200,
                headers: [HTTPField("Authentication-Info", "nextnonce=\"three\", qop=auth")]))
        #expect(header(&authenticator)?.contains("nonce=\"three\"") == true)
        #expect(header(&authenticator)?.contains("nc=00000002") == true)
    }

    @Test(arguments: [
        ("", "Basic realm=x", "none is configured"), ("u", "Negotiate", "negotiate"),
        ("u", "", "nothing"),
    ])
    func whatCannotBeAnsweredIsSaid(_ user: String, _ challenge: String, _ reason: String) {
        var authenticator = Authenticator(user: user, password: "p")
        let verdict = authenticator.refused(refusal(challenge), sent: false, retries: 0)
        guard case .refuse(let said) = verdict else {
            Issue.record("it was tried")
            return
        }
        #expect(said.contains(reason))
    }
}
