import Glibc
import HTTPExchange
import NIOPosix
import NIOSSL
import RoomCore
import Testing
import WebTestKit

@testable import CalDAV

/// Servers that answer too much, too slowly, too early or something else, on real sockets.
///
/// The limit under test is short, so that the test is; the others are long, so that a busy machine does not matter.
struct HostileServerTests {
    private static func limits(
        exchange: Duration = .seconds(60), connect: Duration = .seconds(30),
        idle: Duration = .seconds(30)
    ) -> CalDAVLimits {
        var limits = CalDAVLimits()
        limits.exchange = exchange
        limits.connect = connect
        limits.idle = idle
        limits.operation = .seconds(120)
        return limits
    }

    private func read(
        _ limits: CalDAVLimits = Self.limits(),
        _ answer: @escaping @Sendable (String) -> RawServer.Answer
    ) async throws -> (ServerFailure, RawServer) {
        let raw = try await RawServer.start(answer)
        let server = try CalDAVServer(
            settings: CalDAVSettings(
                url: "http://127.0.0.1:\(raw.port)/cal/", user: "panel", password: "topsecret",
                timeZone: "Europe/Moscow", limits: limits),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: .silent)
        var failure = ServerFailure(.refused, "it succeeded")
        do {
            _ = try await server.read(window: Sample.window)
        } catch {
            failure = error
        }
        await server.shutdown()
        await raw.stop()
        #expect(!failure.message.contains("topsecret"))
        #expect(failure.message.contains("http://127.0.0.1:\(raw.port)/"), "\(failure.message)")
        return (failure, raw)
    }

    private static let head =
        "HTTP/1.1 207 Multi-Status\r\nContent-Type: application/xml\r\n"

    @Test func aGigabyteThatIsAnnouncedIsNotTaken() async throws {
        let (failure, raw) = try await read { _ in
            .endless(
                head: Array((Self.head + "Content-Length: 1073741824\r\n\r\n").utf8),
                piece: [UInt8](repeating: 0x20, count: 65_536))
        }
        #expect(failure.kind == .malformed)
        #expect(failure.message.contains("longer than 1048576 bytes"))
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

    @Test func aSlowHeadEndsAtTheDeadline() async throws {
        let (failure, _) = try await read(Self.limits(exchange: .milliseconds(300))) { _ in
            .drip(head: Array("HTTP/1.1 207 Multi".utf8))
        }
        #expect(failure.kind == .unreachable)
    }

    @Test func silenceEndsAtTheIdleLimit() async throws {
        let (failure, _) = try await read(Self.limits(idle: .milliseconds(200))) { _ in .silence }
        #expect(failure.kind == .unreachable)
        #expect(failure.message.contains("stopped coming"))
        let (half, _) = try await read(Self.limits(idle: .milliseconds(200))) { _ in
            .bytes(Array((Self.head + "Content-Length: 1000\r\n\r\n<D:").utf8))
        }
        #expect(half.kind == .unreachable)
        #expect(half.message.contains("stopped coming"))
    }

    @Test(arguments: [
        "", "HTTP/1.1 207", head + "Content-Length: 1000\r\n\r\n<D:multistatus",
        head + "Transfer-Encoding: chunked\r\n\r\n100\r\nabc",
    ])
    func anAnswerThatBreaksOffIsNone(_ text: String) async throws {
        let (failure, _) = try await read { _ in .bytesThenClose(Array(text.utf8)) }
        #expect(failure.kind == .unreachable)
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH_9.2\r\n", "\u{0}\u{1}\u{2}\u{3}\r\n\r\n",
        "HTTP/1.1 207 OK\r\nContent-Length: -5\r\n\r\n", "HTTP/9.9 abc\r\n\r\n",
        "HTTP/1.1 207 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
    func whatIsNotHTTPIsMalformed(_ text: String) async throws {
        let (failure, _) = try await read { _ in .bytesThenClose(Array(text.utf8)) }
        #expect(failure.kind == .malformed, "\(failure)")
    }

    @Test func headersWithoutEndAreNotTaken() async throws {
        let (failure, raw) = try await read { _ in
            .endless(
                head: Array("HTTP/1.1 207 OK\r\n".utf8),
                piece: Array("X-Header: \(String(repeating: "x", count: 1_000))\r\n".utf8))
        }
        #expect(failure.kind == .malformed)
        #expect(raw.sent.value < 64 << 20)
    }

    @Test func aPackedBombIsNotUnpacked() async throws {
        let (failure, raw) = try await read { request in
            #expect(!request.lowercased().contains("accept-encoding"))
            return .bytes(
                Array((Self.head + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n").utf8) + [
                    31, 139, 8, 0,
                ])
        }
        #expect(failure.kind == .malformed)
        #expect(failure.message.contains("packed as gzip"))
        #expect(raw.requests.value == 1)
    }

    @Test func redirectsInACircleEnd() async throws {
        let (failure, raw) = try await read { request in
            let next = request.contains(" /a/ ") ? "/b/" : "/a/"
            return .text("HTTP/1.1 302 Found\nLocation: \(next)\nContent-Length: 0\n\n")
        }
        #expect(failure.kind == .malformed)
        #expect(raw.requests.value == 4)
    }

    @Test func aSignInPageIsOffline() async throws {
        let (failure, raw) = try await read { _ in
            .text("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 6\n\n<html>")
        }
        #expect(failure.kind == .offline)
        #expect(failure.message.contains("text/html"))
        #expect(raw.requests.value == 1)
        let (elsewhere, _) = try await read { _ in
            .text(
                "HTTP/1.1 302 Found\nLocation: http://login.portal.example/?next=x\nContent-Length: 0\n\n"
            )
        }
        #expect(elsewhere.kind == .offline)
        #expect(elsewhere.message.contains("http://login.portal.example"))
    }

    @Test func aWrongPasswordIsShownOnce() async throws {
        let (failure, raw) = try await read { _ in
            .text("HTTP/1.1 401 No\nWWW-Authenticate: Basic realm=\"x\"\nContent-Length: 0\n\n")
        }
        #expect(failure.kind == .authentication)
        #expect(raw.requests.value == 2)
    }

    @Test func anEntityBombIsNotExpanded() async throws {
        let body =
            "<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;&x;&x;&x;&x;&x;\">]><a>&y;</a>"
        let (failure, _) = try await read { _ in
            .bytes(Array((Self.head + "Content-Length: \(body.utf8.count)\r\n\r\n" + body).utf8))
        }
        #expect(failure.kind == .malformed)
        #expect(failure.message.contains("document type"))
    }

    @Test func nobodyThereIsUnreachable() async throws {
        let raw = try await RawServer.start { _ in .silence }
        await raw.stop()
        let transport = AsyncHTTPTransport(
            limits: Self.limits(connect: .milliseconds(300)),
            group: MultiThreadedEventLoopGroup.singleton)
        let url = try #require(ResourceURL("http://127.0.0.1:\(raw.port)/"))
        await #expect(throws: TransportFailure.self) {
            try await transport.exchange(HTTPRequest(method: "GET", url: url))
        }
        await transport.shutdown()
    }

    /// A socket whose queue is full leaves the client's first packet unanswered, as a dead host does.
    @Test func aHostThatDoesNotAnswerIsGivenUpSoon() async throws {
        let (listener, port) = try fullQueue()
        defer { listener.forEach { close($0) } }
        let transport = AsyncHTTPTransport(
            limits: Self.limits(connect: .milliseconds(300)),
            group: MultiThreadedEventLoopGroup.singleton)
        let url = try #require(ResourceURL("http://127.0.0.1:\(port)/"))
        let failure = await #expect(throws: TransportFailure.self) {
            try await transport.exchange(HTTPRequest(method: "GET", url: url))
        }
        #expect(failure == .connectTimeout || failure == .deadline)
        await transport.shutdown()
    }

    private func fullQueue() throws -> ([Int32], Int) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var sockets = [listener]
        // SAFETY: the pointer is used during the calls only; sockaddr_in begins as sockaddr does.
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(listener, address, length) == 0, listen(listener, 0) == 0,
                    getsockname(listener, address, &length) == 0
                else { return }
                for _ in 0..<4 {
                    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
                    let client = socket(AF_INET, kind, 0)
                    _ = connect(client, address, length)
                    sockets.append(client)
                }
            }
        }
        return (sockets, Int(UInt16(bigEndian: address.sin_port)))
    }
}

/// Connections that are not safe enough: closed, and the reason told.
struct TLSTests {
    private func exchange(
        _ certificate: String?, root: String? = TestCertificates.root
    ) async throws -> TransportFailure? {
        let raw = try await RawServer.start(certificate: certificate) { _ in
            .text("HTTP/1.1 204 No Content\n\n")
        }
        var tls = TLSConfiguration.makeClientConfiguration()
        if let root {
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(root.utf8)))
        }
        let transport = AsyncHTTPTransport(
            limits: CalDAVLimits(), group: MultiThreadedEventLoopGroup.singleton, tls: tls)
        let url = try #require(ResourceURL("https://127.0.0.1:\(raw.port)/"))
        var failure: TransportFailure?
        do {
            let answer = try await transport.exchange(HTTPRequest(method: "GET", url: url))
            #expect(answer.status == 204)
        } catch {
            failure = error
        }
        await transport.shutdown()
        await raw.stop()
        #expect(failure == nil || certificate == nil || raw.requests.value == 0)
        return failure
    }

    private func reason(_ failure: TransportFailure?) -> String {
        if case .tls(let reason) = failure { reason } else { "\(String(describing: failure))" }
    }

    @Test func aGoodCertificateIsTrusted() async throws {
        #expect(try await exchange(TestCertificates.good) == nil)
    }

    @Test func anUnknownRootIsNotTrusted() async throws {
        let reason = reason(try await exchange(TestCertificates.good, root: nil))
        #expect(reason == "the certificate is not trusted")
    }

    @Test func aCertificateOfTheFutureAsksAboutTheClock() async throws {
        let reason = reason(try await exchange(TestCertificates.notYetValid))
        #expect(reason.contains("not valid yet"))
        #expect(reason.contains("is the clock wrong?"))
    }

    @Test func anExpiredCertificateSaysSo() async throws {
        #expect(reason(try await exchange(TestCertificates.expired)).contains("expired"))
    }

    @Test func anotherHostsCertificateIsNotTaken() async throws {
        let reason = reason(try await exchange(TestCertificates.otherHost))
        #expect(reason.contains("another host"))
    }

    @Test func aServerWithoutTLSIsNotSpokenTo() async throws {
        let reason = reason(try await exchange(nil))
        #expect(reason == "the server does not speak TLS on this port")
    }
}
