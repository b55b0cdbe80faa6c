import NIOPosix
import RoomCore
import Testing
import WebTestKit

@testable import Bitrix24

/// Portals that answer too much, too slowly or something else, on real sockets.
///
/// The limit under test is short, so that the test is; the others are long, so that a busy machine does not matter.
struct HostilePortalTests {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

    private static func limits(
        exchange: Duration = .seconds(60), idle: Duration = .seconds(30)
    ) -> Bitrix24Limits {
        var limits = Bitrix24Limits()
        limits.exchange = exchange
        limits.connect = .seconds(30)
        limits.idle = idle
        limits.operation = .seconds(120)
        return limits
    }

    private func read(
        _ limits: Bitrix24Limits = Self.limits(),
        _ answer: @escaping @Sendable (String) -> RawServer.Answer
    ) async throws -> (ServerFailure, RawServer) {
        let raw = try await RawServer.start(answer)
        var settings = FakePortal.settings()
        settings.webhook = "http://127.0.0.1:\(raw.port)/rest/7/\(FakePortal.secret)/"
        settings.limits = limits
        let server = try Bitrix24Server(
            settings: settings, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: .silent)
        var failure = ServerFailure(.refused, "it succeeded")
        do {
            _ = try await server.read(window: Span(start: .testDay, length: .seconds(86_400)))
        } catch {
            failure = error
        }
        await server.shutdown()
        await raw.stop()
        #expect(!failure.message.contains(FakePortal.secret))
        #expect(failure.message.contains("http://127.0.0.1:\(raw.port)"), "\(failure.message)")
        return (failure, raw)
    }

    @Test func aGigabyteThatIsAnnouncedIsNotTaken() async throws {
        let (failure, raw) = try await read { _ in
            .endless(
                head: Array((Self.head + "Content-Length: 1073741824\r\n\r\n").utf8),
                piece: [UInt8](repeating: 0x20, count: 65_536))
        }
        #expect(failure.kind == .malformed)
        #expect(failure.message.contains("longer than 2097152 bytes"))
        #expect(raw.sent.value < 64 << 20)
    }

    @Test func anAnswerWithoutEndIsCutWhileItStreams() async throws {
        let piece = "10000\r\n" + String(repeating: " ", count: 65_536) + "\r\n"
        let (failure, raw) = try await read { _ in
            .endless(
                head: Array((Self.head + "Transfer-Encoding: chunked\r\n\r\n").utf8),
                piece: Array(piece.utf8))
        }
        #expect(failure.kind == .malformed)
        #expect(raw.sent.value < 64 << 20)
    }

    @Test func aSlowAnswerEndsAtTheDeadline() async throws {
        let (failure, _) = try await read(Self.limits(exchange: .milliseconds(300))) { _ in
            .drip(head: Array((Self.head + "Content-Length: 100000\r\n\r\n").utf8))
        }
        #expect(failure.kind == .unreachable)
        #expect(failure.message.contains("no whole answer in time"))
    }

    @Test func silenceEndsAtTheIdleLimit() async throws {
        let (failure, _) = try await read(Self.limits(idle: .milliseconds(200))) { _ in .silence }
        #expect(failure.kind == .unreachable)
        #expect(failure.message.contains("stopped coming"))
    }

    @Test(arguments: [
        "", "HTTP/1.1 200", head + "Content-Length: 1000\r\n\r\n{\"result\":",
        head + "Transfer-Encoding: chunked\r\n\r\n100\r\nabc",
    ])
    func anAnswerThatBreaksOffIsNone(_ text: String) async throws {
        let (failure, _) = try await read { _ in .bytesThenClose(Array(text.utf8)) }
        #expect(failure.kind == .unreachable)
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
    func whatIsNotHTTPIsMalformed(_ text: String) async throws {
        let (failure, _) = try await read { _ in .bytesThenClose(Array(text.utf8)) }
        #expect(failure.kind == .malformed, "\(failure)")
    }

    @Test func everyRequestIsAPostWithoutRedirectsOfTheClientsOwn() async throws {
        let (failure, raw) = try await read { request in
            #expect(request.hasPrefix("POST /rest/7/"))
            #expect(request.lowercased().contains("content-type: application/json"))
            #expect(!request.lowercased().contains("accept-encoding"))
            return .text(
                "HTTP/1.1 302 Found\nLocation: http://127.0.0.1:1/login\nContent-Length: 0\n\n")
        }
        #expect(failure.kind == .offline)
        #expect(raw.requests.value == 1)
    }

    @Test func aSignInPageIsOffline() async throws {
        let (failure, raw) = try await read { _ in
            .text("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 6\n\n<html>")
        }
        #expect(failure.kind == .offline)
        #expect(raw.requests.value == 1)
    }
}
