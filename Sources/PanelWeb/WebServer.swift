import HTTPTypes
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
import RoomCore
public import ServiceLifecycle

/// The panel's HTTP side as a service: the door as a page, the state, its events, the records, and health.
///
/// Runs on NIO's shared event loops; a process that wants few threads sets
/// `NIOSingletons.groupLoopCountSuggestion` before anything else uses them. There is no authentication but for a
/// ``WebAnnex``: what ``ListenAddress`` reaches may look, and with simulated GPIO or `web.booking` press.
public struct WebServer: Service {
    private let view: any PanelView
    private let address: ListenAddress
    private let names: PanelNames
    private let language: PageLanguage
    private let limits: WebLimits
    private let clock: any Clock<Duration>
    private let logger: Logger
    private let onListening: @Sendable (ListenAddress) async -> Void
    private var annex: (any WebAnnex)?
    private var certificates: (any WebCertificates)?

    /// Makes a server; nothing happens before ``run()``.
    ///
    /// - Parameters:
    ///   - view: what is shown.
    ///   - address: where to listen.
    ///   - names: what the panel answers to besides the loopback and its own addresses.
    ///   - language: what the page speaks.
    ///   - limits: how much is given away at a time.
    ///   - clock: times keep-alive comments, readers who take nothing, and the end of open answers.
    ///   - logger: where the start, failures and, at debug level, refused requests are told.
    ///   - onListening: called once with the address in use, its port chosen by the system where 0 was asked for.
    public init(
        view: any PanelView, address: ListenAddress, names: PanelNames = PanelNames(),
        language: PageLanguage = .auto, limits: WebLimits = WebLimits(),
        clock: any Clock<Duration> = ContinuousClock(), logger: Logger,
        onListening: @escaping @Sendable (ListenAddress) async -> Void = { _ in }
    ) {
        self.view = view
        self.address = address
        self.names = names
        self.language = language
        self.limits = limits
        self.clock = clock
        self.logger = logger
        self.onListening = onListening
    }

    /// The same server with one more part, whose places come before its own.
    package func joined(by annex: any WebAnnex) -> WebServer {
        var server = self
        server.annex = annex
        return server
    }

    /// The same server under TLS 1.2 or newer, and under nothing else.
    package func secured(by certificates: any WebCertificates) -> WebServer {
        var server = self
        server.certificates = certificates
        return server
    }

    /// Serves until the group shuts down gracefully, or the task is cancelled.
    ///
    /// On shutdown readers of events are let go at once; other answers have ``WebLimits/drain`` to end.
    ///
    /// - Throws: ``WebError`` with the operation `listen` if the address cannot be had.
    public func run() async throws {
        let events = EventHub(limit: limits.subscribers, share: limits.subscribersPerClient)
        let server = try makeServer(events)
        // Watched from before the first reader on: no change after a reader's first state is missed.
        let states = view.states()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask { try await serve(server) }
            group.addTask { await relay(states, to: events) }
            group.addTask { await keepAlive(events) }
            group.addTask { await stop(events) }
            while try await group.next() == false {}
            group.cancelAll()
        }
    }

    /// Runs the server to its end; true says that there is nothing left to do.
    private func serve(_ server: any Service) async throws -> Bool {
        do {
            try await server.run()
            return true
        } catch let error as IOError {
            throw WebError(listeningOn: address, error, code: error.errnoCode)
        } catch let error as SocketAddressError {
            throw WebError(listeningOn: address, error, code: nil)
        }
    }

    private func relay(_ states: AsyncStream<RoomState>, to events: EventHub) async -> Bool {
        for await state in states {
            events.publish(state)
        }
        return false
    }

    /// Keeps the readers' connections alive; without a reader an idle panel is not woken.
    private func keepAlive(_ events: EventHub) async -> Bool {
        for await _ in events.firstReaders {
            while events.readers > 0, (try? await clock.sleep(for: limits.keepAlive)) != nil {
                events.wakeAll()
            }
        }
        return false
    }

    /// Waits for the graceful shutdown, and for open answers as long as they may take.
    private func stop(_ events: EventHub) async -> Bool {
        guard (try? await gracefulShutdown()) != nil else { return false }
        events.close()
        try? await clock.sleep(for: limits.drain)
        return true
    }
}

extension WebServer {
    private func makeServer(_ events: EventHub) throws -> any Service {
        let responder = PanelResponder(
            view: view, events: events, limits: limits, names: names, language: language,
            annex: annex, clock: clock, logger: logger)
        let places = PlaceShare(limit: limits.connections, perClient: limits.connectionsPerClient)
        let builder = HTTPServerBuilder { responder in
            GuardedChannel(
                http: HTTP1Channel(responder: responder, configuration: connection),
                places: places, patience: TimeAmount(limits.idle), certificates: certificates)
        }
        return try builder.buildServer(
            configuration: ServerConfiguration(
                address: .hostname(address.host, port: address.port),
                availableConnectionsDelegate: .maximum(limits.connections, logger: quietLogger)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: quietLogger,
            responder: { request, writer, channel in
                let exchange = Exchange(
                    request: certificates == nil ? request : request.underTLS,
                    caller: Caller(channel), limits: limits)
                try await exchange.answer(with: responder, to: writer)
            },
            onServerRunning: { await listening(on: $0) })
    }

    private var connection: HTTP1Channel.Configuration {
        let stall = TimeAmount(limits.stall)
        return HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                IdleStateHandler(writeTimeout: stall), ConnectionGuard(),
            ],
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.headers, maxHeaderListSize: limits.headers,
                maxHeaderFieldCount: 64))
    }

    /// The library's own messages are not constant; only what it warns of is worth a line.
    private var quietLogger: Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }

    private func listening(on channel: any Channel) async {
        let port = channel.localAddress?.port ?? address.port
        let bound = ListenAddress(host: address.host, port: port)
        logger.info("web listening", metadata: ["address": "\(bound)"])
        await onListening(bound)
    }
}
