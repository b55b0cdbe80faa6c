import Logging
import NIOCore
import NIOPosix
import NIOSSL
import PanelWeb
import ServiceLifecycle
import WebTestKit

/// A server on a port of its own, for as long as `body` runs.
func withServer<Value: Sendable>(
    _ panel: ScriptedPanel = ScriptedPanel(), limits: WebLimits = WebLimits(),
    names: PanelNames = PanelNames(["x"]), language: PageLanguage = .auto,
    clock: any Clock<Duration> = ManualClock(), logger: Logger? = nil,
    certificates: (any WebCertificates)? = nil,
    _ body: @Sendable (LiveServer) async throws -> Value
) async throws -> Value {
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let logger = logger ?? Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    var server = WebServer(
        view: panel, address: try ListenAddress("127.0.0.1:0"), names: names,
        language: language, limits: limits, clock: clock, logger: logger
    ) { continuation.yield($0.port) }
    if let certificates { server = server.secured(by: certificates) }
    let group = ServiceGroup(services: [server], logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        tasks.addTask {
            defer { end.finish() }
            try await group.run()
        }
        guard let port = await ports.first(where: { _ in true }) else {
            preconditionFailure("the server ended before it began")
        }
        let value = try await body(LiveServer(port: port, group: group, ends: ends))
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return value
    }
}

extension WebLimits {
    /// A connection may wait for its next request as long as a busy machine takes to write it.
    static var patient: WebLimits {
        var limits = WebLimits()
        limits.idle = HangGuard.duration
        return limits
    }
}

/// A server that runs.
struct LiveServer: Sendable {
    let port: Int
    let group: ServiceGroup
    let ends: AsyncStream<Void>

    /// Opens a connection, sends text, and hands over what comes back.
    ///
    /// - Parameter tls: what to speak it under; nil for none.
    func talk<Value: Sendable>(
        _ text: String, under tls: NIOSSLContext? = nil,
        _ body: (inout Conversation) async throws -> Value
    ) async throws -> Value {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: nil))
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            var conversation = Conversation(inbound.makeAsyncIterator(), outbound)
            return try await body(&conversation)
        }
    }

    /// Sends a `GET` that closes the connection, and reads the answer to its end.
    func get(_ path: String, under tls: NIOSSLContext? = nil) async throws -> String {
        let request = "GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        return try await talk(request, under: tls) { try await $0.rest() }
    }
}

/// What a server says on one connection.
struct Conversation {
    private var incoming: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outgoing: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var heard = ""

    init(
        _ incoming: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        _ outgoing: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.incoming = incoming
        self.outgoing = outgoing
    }

    /// Everything up to and with the next occurrence of `end`; all that was left if it never comes.
    mutating func until(_ end: String) async throws -> String {
        while true {
            if let range = heard.firstRange(of: end) {
                let part = heard[..<range.upperBound]
                heard = String(heard[range.upperBound...])
                return String(part)
            }
            guard let more = try await incoming.next(isolation: #isolation) else { return heard }
            heard += String(buffer: more)
        }
    }

    /// Everything up to the end of the connection.
    mutating func rest() async throws -> String {
        while let more = try await incoming.next(isolation: #isolation) {
            heard += String(buffer: more)
        }
        return heard
    }

    /// Says more.
    func say(_ text: String) async throws {
        try await outgoing.write(ByteBuffer(string: text))
    }
}
