import Logging
import NIOCore
import NIOEmbedded
import ServiceLifecycle
import Testing
import WebTestKit

@testable import PanelWeb

struct WebServerTests {
    @Test func aPortThatIsTakenIsNamedInTheError() async throws {
        try await withServer { server in
            let second = WebServer(
                view: ScriptedPanel(), address: try ListenAddress("127.0.0.1:\(server.port)"),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let error = await #expect(throws: WebError.self) { try await second.run() }
            #expect(
                error?.description == """
                    web: cannot listen on 127.0.0.1:\(server.port): the address is in use by \
                    another program (errno 98)
                    """)
        }
    }

    @Test func anAddressOfAnotherMachineIsNamedInTheError() async throws {
        let server = WebServer(
            view: ScriptedPanel(), address: try ListenAddress("192.0.2.1:0"),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let error = await #expect(throws: WebError.self) { try await server.run() }
        #expect(
            error?.description
                == "web: cannot listen on 192.0.2.1:0: this machine has no such address (errno 99)")
    }

    @Test func requestsFollowEachOtherOnOneConnection() async throws {
        try await withServer(limits: .patient) { server in
            let request = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
            try await server.talk(request) { talk in
                for _ in 1...3 {
                    #expect(try await talk.until("\"ok\"}").hasPrefix("HTTP/1.1 200 OK\r\n"))
                    try await talk.say(request)
                }
            }
        }
    }

    @Test func headDoesNotDisturbWhatFollows() async throws {
        try await withServer(limits: .patient) { server in
            let head = "HEAD /api/v1/log HTTP/1.1\r\nHost: x\r\n\r\n"
            try await server.talk(head + "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n") { talk in
                let first = try await talk.until("\r\n\r\n")
                #expect(first.contains("Content-Length: 70\r\n"))
                #expect(try await talk.until("\r\n").hasPrefix("HTTP/1.1 200 OK"))
            }
        }
    }

    @Test(
        .timeLimit(.minutes(HangGuard.minutes)),
        arguments: [
            "Content-Length: 257\r\n\r\n" + String(repeating: "x", count: 257),
            "Content-Length: 1000000000000\r\n\r\nx",
            "Transfer-Encoding: chunked\r\n\r\n3b9aca00\r\nx",
        ])
    func aLongBodyClosesTheConnection(rest: String) async throws {
        try await withServer { server in
            for line in ["GET /healthz", "PUT /api/v1/simulator/lines/x"] {
                let answer = try await server.talk("\(line) HTTP/1.1\r\nHost: x\r\n\(rest)") {
                    try await $0.rest()
                }
                #expect(answer.contains("Connection: close\r\n"))
            }
        }
    }

    /// Refused while they are on their way: the end of the head is never sent.
    @Test(
        .timeLimit(.minutes(HangGuard.minutes)),
        arguments: [
            "GET /" + String(repeating: "a", count: 20_000),
            "GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + String(repeating: "a", count: 20_000),
            "GET / HTTP/1.1\r\nHost: x\r\n" + String(repeating: "a", count: 20_000),
            "GET / HTTP/1.1\r\nHost: x\r\n" + String(repeating: "X-Short: a\r\n", count: 70),
        ])
    func headersThatAreTooLongAreRefused(head: String) async throws {
        try await withServer(limits: .patient) { server in
            let answer = try await server.talk(head) { try await $0.rest() }
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test(.timeLimit(.minutes(HangGuard.minutes)))
    func oneNetworkLeavesConnectionsToOthers() async throws {
        var limits = WebLimits.patient
        limits.connectionsPerClient = 1
        try await withServer(limits: limits) { server in
            let request = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
            try await server.talk(request) { talk in
                _ = try await talk.until("\"ok\"}")
                // Closed as it is opened, perhaps before anything is said.
                let second = (try? await server.talk("") { try await $0.rest() }) ?? ""
                #expect(second.isEmpty)
            }
            // The place is free once the server has seen the end of the first.
            var answer = ""
            while !answer.hasPrefix("HTTP/1.1 200 ") {
                answer = (try? await server.get("/healthz")) ?? ""
            }
        }
    }

    /// By the real clock, which is all that sockets know; nothing is asked of it but that it goes on.
    @Test(
        .timeLimit(.minutes(HangGuard.minutes)),
        arguments: ["", "GET /healthz HTTP/1.1\r\nHost: x\r\n"])
    func aHeadThatIsNotFinishedIsNotWaitedFor(text: String) async throws {
        var limits = WebLimits()
        limits.idle = .milliseconds(10)
        try await withServer(limits: limits) { server in
            let answer = (try? await server.talk(text) { try await $0.rest() }) ?? ""
            #expect(answer.isEmpty)
        }
    }

    @Test(arguments: [
        "\u{16}\u{3}\u{1}\u{2}", "GET\r\n\r\n", "\r\n\r\n\r\nNONSENSE / FTP/9\r\n\r\n",
    ])
    func whatIsNotHTTPIsAnsweredWithAnErrorAndClosed(text: String) async throws {
        try await withServer { server in
            let answer = try await server.talk(text) { try await $0.rest() }
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
        }
    }

    /// Asks a hundred times and reads none of the answers, so that the server cannot go on writing; if it waited for
    /// that, the test would never end.
    @Test(.timeLimit(.minutes(HangGuard.minutes)))
    func anAnswerThatDoesNotEndIsCutOffAfterTheDrainTime() async throws {
        let clock = ManualClock()
        let panel = ScriptedPanel { $0.log = LogEntry.edges(2_000) }
        try await withServer(panel, clock: clock) { server in
            let request = "GET /api/v1/log HTTP/1.1\r\nHost: x\r\n\r\n"
            try await server.talk(String(repeating: request, count: 100)) { talk in
                _ = try await talk.until("\r\n\r\n")
                await server.group.triggerGracefulShutdown()
                // Who waits: for the reader to take something, for the end of the drain.
                await clock.sleepers(2)
                clock.advance(by: WebLimits().drain)
                for await _ in server.ends {}
            }
        }
    }

    /// Reads the head of a long listing and nothing more; while it is under way nobody else gets one.
    @Test(.timeLimit(.minutes(HangGuard.minutes)))
    func aReaderWhoTakesNothingLosesItsPlaceInTenSeconds() async throws {
        let clock = ManualClock()
        var limits = WebLimits()
        limits.listings = 1
        let panel = ScriptedPanel { $0.log = LogEntry.edges(20_000) }
        try await withServer(panel, limits: limits, clock: clock) { server in
            try await server.talk("GET /api/v1/log HTTP/1.1\r\nHost: x\r\n\r\n") { talk in
                _ = try await talk.until("\r\n\r\n")
                while try await !server.get("/api/v1/verdicts").hasPrefix("HTTP/1.1 200 ") {
                    clock.advance(by: .seconds(10))
                }
                #expect(try await !talk.rest().hasSuffix("0\r\n\r\n"))
            }
        }
    }

    /// Whoever sends nonsense, or leaves, must not fill the log.
    @Test(arguments: [
        "Transfer-Encoding: chunked\r\n\r\nnonsense\r\n", "Content-Length: 11\r\n\r\n{",
    ])
    func whatAClientDoesWrongIsNoErrorInTheLog(rest: String) async throws {
        let log = RecordedLog()
        let panel = ScriptedPanel { $0.simulator = SimulatedPanelLines() }
        try await withServer(panel, logger: log.logger) { server in
            let head =
                "PUT /api/v1/simulator/lines/pir HTTP/1.1\r\nHost: x\r\n"
                + "Content-Type: application/json\r\n"
            try await server.talk(head + rest) { talk in
                if rest.hasSuffix("{") { return }
                _ = try await talk.rest()
            }
        }
        #expect(log.lines.filter { $0.level > .info }.isEmpty, "\(log.lines)")
    }

    @Test func aConnectionThatTakesNothingIsClosed() throws {
        let channel = EmbeddedChannel(handler: ConnectionGuard())
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        channel.pipeline.fireUserInboundEventTriggered(IdleStateHandler.IdleStateEvent.read)
        #expect(channel.isActive)
        channel.pipeline.fireUserInboundEventTriggered(IdleStateHandler.IdleStateEvent.write)
        #expect(!channel.isActive)
    }
}
