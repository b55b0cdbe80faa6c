import HTTPExchange
import JSONText
import RoomCore
import Synchronization
import Testing

@testable import Bitrix24

/// What a portal, or something in its place, may answer, and what the panel makes of it.
struct PortalSessionTests {
    private let portal = ScriptedTransport()

    private func session(_ clock: QuickClock = QuickClock()) throws -> PortalSession {
        PortalSession(
            webhook: try #require(Webhook(TestHook.address)),
            world: .test(portal, clock: clock))
    }

    private func answer(
        _ body: String, status: Int = 200, type: String = "application/json",
        headers: [HTTPField] = []
    ) -> HTTPAnswer {
        ScriptedTransport.answer(body, status: status, type: type, headers: headers)
    }

    private func failure(_ answers: HTTPAnswer...) async throws -> Bitrix24Error {
        portal.next(results: answers.map { .success($0) })
        let session = try session()
        let error = await #expect(throws: Bitrix24Error.self) {
            try await session.call("calendar.event.get", for: .read)
        }
        return try #require(error)
    }

    // MARK: - Envelopes

    @Test(arguments: [
        #"{"result":[],"time":{"start":1733412607.64,"finish":1733412607,"processing":0}}"#,
        #"{"result":[],"time":{"start":1,"operating":3.3,"operating_reset_at":1778747792}}"#,
        #"{"result":[],"time":[]}"#, #"{"result":[],"total":0}"#, "\u{FEFF}{\"result\":[]}",
        #"{"time":null,"next":50,"result":[],"total":"123"}"#,
    ])
    func everyFormOfSuccessIsRead(_ body: String) async throws {
        portal.next(answer(body))
        let envelope = try await session().call("scope", for: .read)
        #expect(envelope.result.isEmpty)
        if body.contains("operating\"") { #expect(envelope.cost?.operatingSeconds == 3.3) }
        if body.contains("next") { #expect(envelope.next == 50 && envelope.total == 123) }
    }

    /// The error is a string, an empty string, a number, or a number in a string.
    @Test(arguments: [
        (#"{"error":"","error_description":"Доступ запрещён"}"#, 400, "" as String?),
        (#"{"error":422,"error_description":"Invalid date"}"#, 400, "422"),
        (#"{"error":"1009","error_description":"Resource not found"}"#, 400, "1009"),
        (#"{"error":0,"error_description":"Required fields: from"}"#, 400, "0"),
        (#"{"error":"ERROR_BATCH_LENGTH_EXCEEDED"}"#, 400, "ERROR_BATCH_LENGTH_EXCEEDED"),
        (#"{"error":null,"error_description":"x"}"#, 400, nil),
        (#"{"error":{"code":"BAD","message":"m"}}"#, 400, "BAD"),
    ])
    func everyFormOfErrorIsRead(_ body: String, _ status: Int, _ code: String?) async throws {
        let error = try await failure(answer(body, status: status))
        #expect(error.code == code)
        #expect(error.isBusiness)
        #expect(error.failure.kind == .refused)
    }

    // MARK: - Classes

    @Test(arguments: [
        ("NO_AUTH_FOUND", 401, ErrorCode.Class.authentication, ServerFailure.Kind.authentication),
        ("expired_token", 401, .authentication, .authentication),
        ("INVALID_CREDENTIALS", 403, .configuration, .forbidden),
        ("INVALID_CREDENTIALS", 401, .configuration, .forbidden),
        ("insufficient_scope", 403, .configuration, .configuration),
        ("insufficient_scope", 401, .configuration, .configuration),
        ("ACCESS_DENIED", 403, .configuration, .configuration),
        ("user_access_error", 403, .configuration, .forbidden),
        ("WRONG_AUTH_TYPE", 403, .configuration, .configuration),
        ("INVALID_REQUEST", 400, .configuration, .configuration),
        ("ERROR_METHOD_NOT_FOUND", 404, .configuration, .configuration),
        ("ERROR_MANIFEST_IS_NOT_AVAILABLE", 404, .configuration, .configuration),
        ("PAYMENT_REQUIRED", 401, .configuration, .configuration),
        ("allowed_only_intranet_user", 403, .configuration, .configuration),
        ("METHOD_CONFIRM_WAITING", 401, .configuration, .configuration),
        ("METHOD_CONFIRM_DENIED", 403, .configuration, .configuration),
        ("ACCESS_ERROR", 403, .configuration, .forbidden),
        ("authorization_error", 401, .authentication, .authentication),
        ("APPLICATION_NOT_FOUND", 401, .authentication, .authentication),
        ("invalid_token", 401, .authentication, .authentication),
        ("wrong_client", 200, .authentication, .authentication),
        ("ERROR_BATCH_METHOD_NOT_ALLOWED", 405, .business, .refused),
        ("ERROR_BATCH_LENGTH_EXCEEDED", 400, .business, .refused),
        ("INVALID_ARG_VALUE", 400, .business, .refused),
        ("PORTAL_DELETED", 410, .configuration, .configuration),
        ("PORTAL_DELETED", 500, .configuration, .configuration),
        ("QUERY_LIMIT_EXCEEDED", 503, .limit, .limit),
        ("QUERY_LIMIT_EXCEEDED", 429, .limit, .limit),
        ("OPERATION_TIME_LIMIT", 429, .limit, .limit),
        ("OVERLOAD_LIMIT", 503, .limit, .limit),
        ("INTERNAL_SERVER_ERROR", 500, .transport, .server),
        ("ERROR_UNEXPECTED_ANSWER", 500, .transport, .server),
        ("SOMETHING_NEW", 502, .transport, .server), ("SOMETHING_NEW", 400, .business, .refused),
        ("SOMETHING_NEW", 200, .business, .refused),
        ("SOMETHING_NEW", 401, .authentication, .authentication),
        ("SOMETHING_NEW", 503, .limit, .limit),
    ])
    func everyCodeHasItsClass(
        _ code: String, _ status: Int, _ wanted: ErrorCode.Class, _ kind: ServerFailure.Kind
    ) async throws {
        #expect(ErrorCode.classify(code, status: status) == wanted)
        let error = try await failure(
            answer(#"{"error":"\#(code)","error_description":"Text"}"#, status: status))
        #expect(error.failure.kind == kind)
        #expect(error.failure.message.contains(code))
        #expect(error.failure.message.contains("calendar.event.get"))
    }

    @Test func aMissingScopeIsNamed() async throws {
        let error = try await failure(
            answer(
                #"{"error":"insufficient_scope","error_description":"higher privileges"}"#,
                status: 403))
        #expect(error.failure.message.contains("scope calendar is missing"))
    }

    @Test func aPlanWithoutRESTIsNamed() async throws {
        let error = try await failure(
            answer(
                #"{"error":"ACCESS_DENIED","error_description":"REST API is available only on commercial plans"}"#,
                status: 403))
        #expect(error.failure.message.contains("plan"))
    }

    // MARK: - What is no portal

    @Test(arguments: [
        ("<html>sign in</html>", 200, "text/html", ServerFailure.Kind.offline),
        ("<html>forbidden</html>", 403, "text/html", .offline),
        ("<html>wait</html>", 503, "text/html", .limit),
        ("<html>slow</html>", 429, "text/html", .limit),
        ("<html>oops</html>", 500, "text/html", .server),
        ("<html>bad</html>", 502, "text/html", .server),
        ("", 200, "application/json", .malformed),
        ("{\"result\":", 200, "application/json", .malformed),
        ("[]", 200, "application/json", .malformed), ("{}", 200, "application/json", .offline),
        ("null", 404, "application/json", .offline),
    ])
    func whatIsNoEnvelopeIsSaidSo(
        _ body: String, _ status: Int, _ type: String, _ kind: ServerFailure.Kind
    ) async throws {
        let error = try await failure(answer(body, status: status, type: type))
        #expect(error.failure.kind == kind, "\(error)")
    }

    @Test func packedAnswersAreNotTaken() async throws {
        let error = try await failure(
            answer("{}", headers: [HTTPField("Content-Encoding", "gzip")]))
        #expect(error.failure.kind == .malformed)
    }

    /// What the panel found out by itself is not put into the portal's mouth.
    @Test(arguments: [
        ("<html>wait</html>", 503, "text/html", "answered 503 with text/html, not JSON"),
        ("", 500, "text/html", "answered 500 with nothing, not JSON"),
        ("{}", 503, "application/json", "answered 503 with neither a result nor an error"),
    ])
    func whatIsNoEnvelopeIsToldAsSeen(
        _ body: String, _ status: Int, _ type: String, _ words: String
    ) async throws {
        let error = try await failure(answer(body, status: status, type: type))
        #expect(error.failure.message.hasSuffix(": " + words), "\(error)")
    }

    // MARK: - A portal that moved

    private func moved(_ location: String) -> HTTPAnswer {
        answer("", status: 302, type: "text/html", headers: [HTTPField("Location", location)])
    }

    private let newHome = "https://mansion.bitrix24.example/rest/7/\(TestHook.secret)/scope"

    @Test func aRenamedPortalIsFollowedOnceAndRemembered() async throws {
        portal.next(moved(newHome), answer(#"{"result":["calendar"]}"#))
        let session = try session()
        let envelope = try await session.call("scope", for: .read)
        #expect(envelope.result.elements == ["calendar"])
        #expect(session.origin.description == "https://mansion.bitrix24.example")
        #expect(
            session.renameNotice
                == "https://house.bitrix24.example was renamed to https://mansion.bitrix24.example: change the webhook"
        )
        // The next call goes there at once.
        let before = portal.requests
        _ = try await session.call("scope", for: .read)
        #expect(portal.requests == before + 1)
    }

    @Test(arguments: [
        "https://login.example/?next=x", "https://mansion.bitrix24.example/",
        "http://mansion.bitrix24.example/rest/7/\(TestHook.secret)/calendar.event.get", "/login",
        "", "https://mansion.bitrix24.example:99999/rest/7/\(TestHook.secret)/scope",
        "https://house.bitrix24.example/rest/7/\(TestHook.secret)/calendar.event.get",
    ])
    func otherRedirectsAreNotFollowed(_ location: String) async throws {
        let error = try await failure(moved(location))
        #expect(error.failure.kind == .offline)
        #expect(portal.requests == 1)
        #expect(!error.failure.message.contains(TestHook.secret))
    }

    @Test func aSecondRedirectIsNotFollowed() async throws {
        let path = "/rest/7/\(TestHook.secret)/calendar.event.get"
        let error = try await failure(
            moved("https://b.bitrix24.example" + path), moved("https://c.bitrix24.example" + path))
        #expect(error.failure.kind == .offline)
        #expect(portal.requests == 2)
    }

    /// Where the secret may go: other names and countries of the vendor's cloud, and back to the configured host.
    @Test(arguments: [
        ("https://acme.bitrix24.de", "https://acme2.bitrix24.de", true),
        ("https://acme.bitrix24.de", "https://acme2.bitrix24.com", true),
        ("https://acme.bitrix24.com.br", "https://acme.bitrix24.com", true),
        ("https://acme.bitrix24.de", "https://ACME.bitrix24.de:8443", true),
        ("https://portal.acme.example", "https://portal.acme.example:8443", true),
        ("http://127.0.0.1:8080", "http://localhost:8081", true),
        ("https://acme.bitrix24.de", "http://acme2.bitrix24.de", false),
        ("https://acme.bitrix24.de", "https://stranger.example", false),
        ("https://acme.bitrix24.de", "https://acme.bitrix24.de.stranger.example", false),
        ("https://acme.bitrix24.de", "https://acme.bitrix24.stranger", false),
        ("https://acme.bitrix24.de", "https://bitrix24.de", false),
        ("https://acme.bitrix24.de", "https://x.acme.bitrix24.de", false),
        ("https://acme.bitrix24.de", "https://acme.notbitrix24.de", false),
        ("https://acme.bitrix24.de", "https://127.0.0.1", false),
        ("https://portal.acme.example", "https://acme.bitrix24.de", false),
        ("https://portal.acme.example", "https://other.acme.example", false),
        ("http://127.0.0.1:8080", "https://acme.bitrix24.de", false),
    ])
    func onlyTheFamilyLearnsTheSecret(
        _ configured: String, _ wanted: String, _ isFamily: Bool
    ) async throws {
        let path = "/rest/7/\(TestHook.secret)/"
        portal.next(moved(wanted + path + "scope"), answer(#"{"result":["calendar"]}"#))
        let session = PortalSession(
            webhook: try #require(Webhook(configured + path)), world: .test(portal))
        if isFamily {
            #expect(try await session.call("scope", for: .read).result.elements == ["calendar"])
            #expect(portal.requests == 2)
            return
        }
        let error = await #expect(throws: Bitrix24Error.self) {
            try await session.call("scope", for: .read)
        }
        let told = try #require(error?.failure)
        #expect(portal.requests == 1)
        #expect(told.kind == .offline)
        #expect(told.message.contains(wanted.dropFirst(8).lowercased()), "\(told.message)")
        #expect(told.message.contains("allowed is"), "\(told.message)")
        #expect(!told.message.contains(TestHook.secret))
        #expect(session.origin.description == configured)
    }

    /// A portal that was renamed and named back is followed home.
    @Test func theConfiguredHostIsAlwaysFamily() async throws {
        let path = "/rest/7/\(TestHook.secret)/scope"
        let good = answer(#"{"result":[]}"#)
        let (away, home) = (moved(newHome), moved("https://house.bitrix24.example" + path))
        portal.next(away, good, home, good)
        let session = try session()
        _ = try await session.call("scope", for: .read)
        _ = try await session.call("scope", for: .read)
        #expect(session.origin.description == "https://house.bitrix24.example")
        #expect(session.renameNotice == nil)
    }

    // MARK: - Limits

    private var blocked: HTTPAnswer {
        answer(
            #"{"error":"OPERATION_TIME_LIMIT","error_description":"Method is blocked"}"#,
            status: 429)
    }

    /// A batch that the portal has stopped is left alone like any other method, and so is nothing else.
    @Test func aStoppedBatchWaitsAndSingleCallsGoOn() async throws {
        portal.next(blocked)
        let session = try session()
        for kind in [ServerFailure.Kind.limit, .paced, .paced] {
            let error = await #expect(throws: Bitrix24Error.self) {
                try await session.batch([BatchCommand("scope")], for: .read)
            }
            #expect(error?.failure.kind == kind)
            #expect((error?.failure.retryAfter ?? .zero) > .seconds(8))
        }
        #expect(portal.requests == 1)
        #expect(session.rate.stoppedMethods == ["batch"])
        _ = try await session.call("scope", for: .read)
        #expect(portal.requests == 2)
    }

    /// What a batch costs draws the polls apart, too.
    @Test func theCostOfABatchIsHeeded() async throws {
        portal.next(
            answer(
                #"{"result":{"result":{"c0":[]}},"time":{"operating":480,"operating_reset_at":1}}"#
            ))
        let session = try session()
        _ = try await session.batch([BatchCommand("scope")], for: .read)
        #expect(session.rate.stretch == 2)
    }

    /// An answer of 600 000 empty objects is short, and would take 135 MB.
    @Test func anAnswerOfTooManyValuesIsNotTaken() async throws {
        let error = try await failure(
            answer("{\"result\":[" + String(repeating: "{},", count: 600_000) + "{}]}"))
        #expect(error.failure.kind == .malformed)
        #expect(error.isTooLarge)
        #expect(
            error.failure.message.hasSuffix(
                "the answer is too much: it has more than 200000 values"))
    }

    @Test func aStoppedMethodWaitsAndOthersGoOn() async throws {
        portal.next(blocked)
        let session = try session()
        for kind in [ServerFailure.Kind.limit, .paced, .paced] {
            let error = await #expect(throws: Bitrix24Error.self) {
                try await session.call("calendar.event.get", for: .read)
            }
            #expect(error?.failure.kind == kind)
        }
        #expect(portal.requests == 1)
        #expect(session.rate.stoppedMethods == ["calendar.event.get"])
        _ = try await session.call("scope", for: .read)
        #expect(portal.requests == 2)
    }

    @Test func aFullBucketKeepsEverybodyAway() async throws {
        portal.last(
            answer(
                #"{"error":"QUERY_LIMIT_EXCEEDED","error_description":"Too many requests"}"#,
                status: 503))
        let session = try session(QuickClock(patience: .seconds(1)))
        let error = await #expect(throws: Bitrix24Error.self) {
            try await session.call("scope", for: .read)
        }
        let wait = try #require(error?.failure.retryAfter)
        #expect(wait >= .milliseconds(1_500))
        #expect(session.rate.backoff > .zero)
        #expect(session.rate.level >= 24)
    }

    // MARK: - Batch

    @Test func aBatchIsTakenApart() async throws {
        let portal = try await InProcessPortal()
        try await portal.plant("A & B + C #1", Span(start: .testNow, length: .seconds(3_600)))
        let session = try portal.server().session
        let query = EventQuery(session: session, zone: .moscow)
        let window = Span(start: .testDay, length: .seconds(86_400))
        let answers = try await session.batch(
            [
                query.command(type: "group", ownerID: 5, section: nil, in: window),
                BatchCommand("calendar.event.get", ["ownerId": 5]),
                BatchCommand("scope"),
            ], for: .read)
        #expect(try answers[0].get().result.elements.count == 1)
        #expect(throws: Bitrix24Error.self) { try answers[1].get() }
        #expect(try answers[2].get().result.elements.contains("calendar"))
        #expect(portal.requests == 1)
    }

    @Test(arguments: [
        (
            #"{"result":[],"result_error":[],"result_total":[],"result_next":[],"result_time":[]}"#,
            0
        ),
        (#"{"result":{"c0":null},"result_error":[]}"#, 1),
        (#"{"result":[[1]],"result_error":[]}"#, 0),
        ("[]", 0), ("null", 0),
    ])
    func shortBatchAnswersAreMissingParts(_ text: String, _ there: Int) throws {
        let answer = BatchAnswer(try JSON.answer(Array(text.utf8)), count: 2)
        #expect(answer.outcomes.count == 2)
        #expect(answer.outcomes.filter { $0 != .missing }.count == there)
    }

    @Test func commandsAreEncodedAsPHPReadsThem() {
        let command = BatchCommand(
            "x",
            [
                "name": "A & B + C #1 = 100% \"ü\"", "section": [5, 7], "flag": .bool(true),
                "nothing": .null,
                "filter": ["within": ["dateFrom": 1, "dateTo": "2"]], "empty": [],
            ])
        #expect(
            command.line
                == "x?name=A%20%26%20B%20%2B%20C%20%231%20%3D%20100%25%20%22%C3%BC%22&section[0]=5"
                + "&section[1]=7&flag=Y&filter[within][dateFrom]=1&filter[within][dateTo]=2")
        let back = PHPQuery.parse(String(command.line.dropFirst(2)))
        #expect(back["name"]?.text == "A & B + C #1 = 100% \"ü\"")
        #expect(back["filter"]?["within"]?["dateTo"]?.text == "2")
        #expect(BatchCommand("scope").line == "scope")
    }
}
