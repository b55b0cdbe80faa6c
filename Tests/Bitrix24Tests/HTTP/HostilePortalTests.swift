import HTTPExchange
import NIOPosix
import RoomCore
import Testing
import WebTestKit

@testable import Bitrix24

/// Portals that answer too much, too slowly or something else, on real sockets.
struct HostilePortalTests {
    private static let client = HostileServerClaim.Client(
        head: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", body: "{\"result\":",
        answerBytes: 2_097_152
    ) { port, limits in
        var settings = TestHook.settings()
        settings.webhook = "http://127.0.0.1:\(port)/rest/7/\(TestHook.secret)/"
        settings.limits.http.exchange = limits.exchange
        settings.limits.http.connect = limits.connect
        settings.limits.http.idle = limits.idle
        settings.limits.http.operation = limits.operation
        let server = try Bitrix24Server(
            settings: settings, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: .silent)
        var failure: ServerFailure?
        do throws(ServerFailure) {
            _ = try await server.read(window: Span(start: .testDay, length: .seconds(86_400)))
        } catch {
            failure = error
        }
        await server.shutdown()
        #expect(failure?.message.contains(TestHook.secret) != true)
        return failure
    }

    @Test(arguments: HostileServerClaim.allCases)
    func keepsTheClaim(_ claim: HostileServerClaim) async throws {
        try await claim.check(Self.client)
    }

    @Test func everyRequestIsAPostWithoutRedirectsOfTheClientsOwn() async throws {
        let (failure, raw) = try await Self.client.read { request in
            #expect(request.hasPrefix("POST /rest/7/"))
            #expect(request.lowercased().contains("content-type: application/json"))
            return .text(
                "HTTP/1.1 302 Found\nLocation: http://127.0.0.1:1/login\nContent-Length: 0\n\n")
        }
        #expect(failure.kind == .offline)
        #expect(raw.requests.value == 1)
    }
}
