import Logging
import NIOCore
import NIOEmbedded
import NIOSSL
import Testing
import WebTestKit

@testable import PanelWeb

@Suite(.timeLimit(.minutes(HangGuard.minutes)))
struct TLSTests {
    @Test(arguments: [TLSVersion.tlsv12, .tlsv13])
    func thePageIsServedUnderTLS(newest: TLSVersion) async throws {
        let certificates = try ScriptedCertificates(TestCertificates.good)
        try await withServer(limits: .patient, certificates: certificates) { server in
            let answer = try await server.get("/", under: .client(upTo: newest))
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(!answer.lowercased().contains("strict-transport-security"))
        }
    }

    @Test func olderVersionsAndPlainTextAreRefused() async throws {
        let certificates = try ScriptedCertificates(TestCertificates.good)
        let log = RecordedLog()
        try await withServer(limits: .patient, logger: log.logger, certificates: certificates) {
            server in
            await #expect(throws: (any Error).self) {
                try await server.get("/", under: .client(upTo: .tlsv11))
            }
            let plain = (try? await server.get("/")) ?? ""
            #expect(!plain.contains("HTTP/1.1"))
        }
        #expect(log.lines.filter { $0.level > .info }.isEmpty, "\(log.lines)")
    }

    /// The connection that is open goes on with the certificate that it began with.
    @Test func anotherCertificateCountsForNewConnections() async throws {
        let certificates = try ScriptedCertificates(TestCertificates.good)
        let request = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        try await withServer(limits: .patient, certificates: certificates) { server in
            try await server.talk(request, under: .client()) { talk in
                _ = try await talk.until("\"ok\"}")
                try certificates.show(TestCertificates.otherHost)
                await #expect(throws: (any Error).self) {
                    try await server.get("/healthz", under: .client())
                }
                try await talk.say(request)
                #expect(try await talk.until("\"ok\"}").hasPrefix("HTTP/1.1 200 OK\r\n"))
            }
            try certificates.show(TestCertificates.good)
            let answer = try await server.get("/healthz", under: .client())
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test(arguments: [("https://x", "200"), ("http://x", "403"), ("https://y", "403")])
    func aPageThatCameWithoutTLSIsAnothersPage(origin: String, status: String) async throws {
        let certificates = try ScriptedCertificates(TestCertificates.good)
        let panel = ScriptedPanel { $0.simulator = SimulatedPanelLines() }
        try await withServer(panel, limits: .patient, certificates: certificates) { server in
            let head =
                "PUT /api/v1/simulator/lines/pir HTTP/1.1\r\nHost: x\r\nOrigin: \(origin)\r\n"
                + "Content-Type: application/json\r\nContent-Length: 11\r\nConnection: close\r\n\r\n"
            let answer = try await server.talk(head + #"{"level":1}"#, under: .client()) {
                try await $0.rest()
            }
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
        }
    }

    /// The first bytes of a handshake, and no more of it.
    @Test func aHandshakeThatIsNotFinishedIsNotWaitedFor() throws {
        let channel = EmbeddedChannel()
        let pipeline = channel.pipeline.syncOperations
        let certificate = try WebCertificate(TestCertificates.good)
        try pipeline.addHandler(NIOSSLServerHandler(context: certificate.context))
        try pipeline.addHandler(RequestDeadline(.seconds(5)))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        _ = try channel.writeInbound(ByteBuffer(bytes: [0x16, 0x03, 0x01]))
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(4_999))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(!channel.isActive)
    }
}
