import Glibc
import HTTPExchange
import NIOPosix
import NIOSSL
import RoomCore
import Testing
import WebTestKit

@testable import CalDAV

/// Servers that answer too much, too slowly, too early or something else, on real sockets.
struct HostileServerTests {
    private static let client = HostileServerClaim.Client(
        head: "HTTP/1.1 207 Multi-Status\r\nContent-Type: application/xml\r\n",
        body: "<D:multistatus", answerBytes: 1_048_576
    ) { port, limits in
        var own = CalDAVLimits()
        own.http.exchange = limits.exchange
        own.http.connect = limits.connect
        own.http.idle = limits.idle
        own.http.operation = limits.operation
        let server = try CalDAVServer(
            settings: CalDAVSettings(
                url: "http://127.0.0.1:\(port)/cal/", user: "panel", password: "topsecret",
                timeZone: "Europe/Moscow", limits: own),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: .silent)
        var failure: ServerFailure?
        do throws(ServerFailure) {
            _ = try await server.read(window: Sample.window)
        } catch {
            failure = error
        }
        await server.shutdown()
        #expect(failure?.message.contains("topsecret") != true)
        return failure
    }

    /// Long ones, but for the time until a connection stands.
    private static var limits: CalDAVLimits {
        var limits = CalDAVLimits()
        limits.http.exchange = .seconds(60)
        limits.http.connect = .milliseconds(300)
        return limits
    }

    @Test(arguments: HostileServerClaim.allCases)
    func keepsTheClaim(_ claim: HostileServerClaim) async throws {
        try await claim.check(Self.client)
    }

    @Test func redirectsInACircleEnd() async throws {
        let (failure, raw) = try await Self.client.read { request in
            let next = request.contains(" /a/ ") ? "/b/" : "/a/"
            return .text("HTTP/1.1 302 Found\nLocation: \(next)\nContent-Length: 0\n\n")
        }
        #expect(failure.kind == .malformed)
        #expect(raw.requests.value == 4)
    }

    @Test func aWrongPasswordIsShownOnce() async throws {
        let (failure, raw) = try await Self.client.read { _ in
            .text("HTTP/1.1 401 No\nWWW-Authenticate: Basic realm=\"x\"\nContent-Length: 0\n\n")
        }
        #expect(failure.kind == .authentication)
        #expect(raw.requests.value == 2)
    }

    @Test func anEntityBombIsNotExpanded() async throws {
        let body =
            "<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;&x;&x;&x;&x;&x;\">]><a>&y;</a>"
        let (failure, _) = try await Self.client.read { _ in
            .bytes(
                Array((Self.client.head + "Content-Length: \(body.utf8.count)\r\n\r\n" + body).utf8)
            )
        }
        #expect(failure.kind == .malformed)
        #expect(failure.message.contains("document type"))
    }

    @Test func nobodyThereIsUnreachable() async throws {
        let raw = try await RawServer.start { _ in .silence }
        await raw.stop()
        let transport = AsyncHTTPTransport(
            limits: Self.limits,
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
            limits: Self.limits,
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
