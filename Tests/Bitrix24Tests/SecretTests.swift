import HTTPExchange
import Logging
import NIOPosix
import RoomCore
import Testing
import WebTestKit

@testable import Bitrix24

/// Whoever knows the secret of the webhook acts as its user, so it appears nowhere.
struct SecretTests {
    private static let canary = TestHook.secret

    private func shows(_ value: Any) -> Bool {
        var dumped = ""
        dump(value, to: &dumped, maxDepth: 12)
        let texts = [dumped, String(describing: value), String(reflecting: value), "\(value)"]
        return texts.contains { $0.contains(Self.canary) }
    }

    private func server(
        _ transport: ScriptedTransport, logger: Logger = .silent
    ) throws -> Bitrix24Server {
        try Bitrix24Server(
            settings: TestHook.settings(), world: .test(transport, logger: logger))
    }

    @Test func nothingThatIsMadeOfItShowsIt() throws {
        let settings = TestHook.settings()
        let webhook = try #require(Webhook(TestHook.address))
        let target = webhook.target("calendar.event.get")
        #expect(target.secretURL.contains(Self.canary))
        #expect(!shows(settings) && !shows(webhook) && !shows(target))
        #expect(!shows(HTTPRequest(target: target, body: [])))
        #expect(!shows(try server(ScriptedTransport())))
        #expect(!shows(webhook as Any? as Any) && !shows([webhook]) && !shows(["x": settings]))
    }

    @Test(arguments: [
        "https://u:\(canary)@h/rest/1/abcd/", "https://h/rest/1/\(canary)/?x=1",
        "https://h/rest/\(canary)/",
        "ftp://h/rest/1/\(canary)/", "http://far.example/rest/1/\(canary)/", "rest/1/\(canary)",
        "https://h/rest/api/1/\(canary)/", "https://h/rest/1/\(canary)/profile.json", canary,
        "https://h/rest/-1/\(canary)/",
    ])
    func aBadWebhookIsNamedWithoutIt(_ text: String) throws {
        let fault = try #require(Bitrix24Settings.fault(ofWebhook: text, allowsPlainHTTP: false))
        #expect(!shows(fault))
    }

    /// The portal or a proxy may send it back in an error's text, a page or an address.
    @Test func noErrorAndNoLineOfTheLogShowsIt() async throws {
        let body =
            #"{"error":"NO_AUTH_FOUND","error_description":"wrong \#(Self.canary) at /rest/7/\#(Self.canary)/"}"#
        let path = "/rest/7/\(Self.canary)/calendar.section.get"
        let answers: [Result<HTTPAnswer, TransportFailure>] = [
            .success(HTTPAnswer(status: 401, body: Array(body.utf8))),
            .success(HTTPAnswer(status: 200, body: Array("<a href=\"\(Self.canary)\">".utf8))),
            .success(HTTPAnswer(status: 500, body: Array(Self.canary.utf8))),
            .success(
                HTTPAnswer(status: 302, headers: [HTTPField("location", "http://x.example\(path)")])
            ),
            .success(
                HTTPAnswer(
                    status: 302, headers: [HTTPField("location", "https://x.example\(path)")])),
            .success(
                HTTPAnswer(
                    status: 302,
                    headers: [
                        HTTPField("location", "https://mansion.bitrix24.example\(path)")
                    ])),
            .success(
                HTTPAnswer(
                    status: 401,
                    body: Array(body.replacing("NO_AUTH_FOUND", with: Self.canary).utf8))),
            .failure(.unreachable("the line broke")), .failure(.deadline),
        ]
        let log = RecordedLog()
        let portal = ScriptedTransport()
        let server = try server(portal, logger: log.logger)
        var messages: [String] = []
        for answer in answers {
            portal.next(results: [answer])
            do {
                let reading = try await server.read(
                    window: Span(start: .testDay, length: .seconds(86_400)))
                messages += reading.complaints
            } catch {
                messages.append(String(reflecting: error))
                #expect(!shows(error))
            }
        }
        #expect(messages.count >= answers.count - 1)
        #expect(!messages.contains { $0.contains(Self.canary) })
        let logged = log.lines.map { "\($0)" }
        #expect(logged.contains { $0.contains("exchange") })
        #expect(logged.contains { $0.contains("renamed") })
        #expect(!logged.contains { $0.contains(Self.canary) })
    }

    /// On a real socket, with nobody there and with somebody else there.
    @Test func theTransportShowsNothingEither() async throws {
        let log = RecordedLog()
        var settings = TestHook.settings()
        settings.webhook = "http://127.0.0.1:1/rest/7/\(Self.canary)/"
        let server = try Bitrix24Server(
            settings: settings, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: log.logger)
        let failure = await #expect(throws: ServerFailure.self) {
            try await server.read(window: Span(start: .testDay, length: .seconds(86_400)))
        }
        await server.shutdown()
        #expect(failure?.kind == .unreachable)
        #expect(!shows(failure as Any))
        #expect(!shows(log.lines))
    }
}

struct Bitrix24SettingsTests {
    @Test(arguments: [
        "https://house.bitrix24.ru/rest/1/abcdef123456/",
        "https://house.bitrix24.ru/rest/1/abcdef123456",
        " https://b24.example.org:8443/rest/17/x1_y-2/\n", "http://127.0.0.1:8080/rest/1/abcd/",
        "http://[::1]:8080/rest/1/abcd/", "http://localhost/rest/1/abcd",
    ])
    func goodWebhooksHaveNoFault(_ text: String) {
        #expect(Bitrix24Settings.fault(ofWebhook: text, allowsPlainHTTP: false) == nil)
    }

    @Test func allFaultsAreToldAtOnce() {
        var settings = Bitrix24Settings(
            webhook: "nonsense", source: .group, sourceID: 0, alsoBooks: [1, 1],
            timeZone: "Mars/Olympus")
        settings.limits.http.answerBytes = 9 << 20
        settings.limits.answerValues = 0
        #expect(
            settings.faults().map(\.setting)
                == [
                    "webhook", "sourceID", "alsoBooks", "timeZone", "limits.answerBytes",
                    "limits.answerValues",
                ])
    }

    @Test(arguments: [
        (Bitrix24Settings.Source.group, [5] as [Int64]), (.booking, [0]),
        (.location, [1, 2, 3, 4, 6, 7, 8, 9, 10]),
        (.resource, [3]),
    ])
    func whatIsBookedAlongHasItsRules(_ source: Bitrix24Settings.Source, _ also: [Int64]) {
        #expect(TestHook.settings(source, also: also).faults().map(\.setting) == ["alsoBooks"])
    }

    @Test func plainHTTPHasToBeAllowed() {
        let text = "http://b24.example.org/rest/1/abcd/"
        #expect(
            Bitrix24Settings.fault(ofWebhook: text, allowsPlainHTTP: false)?.allowed.contains(
                "https") == true)
        #expect(Bitrix24Settings.fault(ofWebhook: text, allowsPlainHTTP: true) == nil)
    }
}
