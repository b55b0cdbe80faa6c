import Foundation
import HTTPTypes
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// A local portal that speaks the part of Bitrix24's REST API that a door panel needs.
///
/// It is no kinder than the real one: what it does not understand is an error, numbers come as texts where the portal
/// sends texts, and its limits are the documented ones. What nobody knows of real portals can be switched.
public struct Portal: Service {
    /// Where it listens and how it is set up.
    public let settings: PortalSettings
    let engine: PortalEngine
    private let logger: Logger
    private let onListening: @Sendable (PortalAddress) async -> Void

    /// Opens the database; nothing is served before ``run()``.
    ///
    /// - Parameters:
    ///   - settings: where it listens and how it is set up.
    ///   - storage: where it keeps what it knows.
    ///   - clock: tells the time and waits.
    ///   - logger: where the start and failures are told.
    ///   - onListening: called once with the address in use.
    /// - Throws: ``PortalError`` if the database cannot be opened, ``SettingError`` if a limit is out of range, or
    ///   the zone or the new name cannot be.
    public init(
        settings: PortalSettings = PortalSettings(), storage: Storage = .memory,
        clock: PortalClock = .system, logger: Logger = Logger(label: "portal"),
        onListening: @escaping @Sendable (PortalAddress) async -> Void = { _ in }
    ) throws {
        try settings.limits.validate()
        guard let zone = Zone(settings.serverZone) else {
            throw SettingError("there is no time zone \"\(settings.serverZone)\"")
        }
        if let name = settings.renamedTo { try PortalSettings.check(name) }
        let state = PortalState(
            culture: settings.culture, serverZone: zone, switches: settings.switches,
            limits: settings.limits, faults: settings.faults, renamedTo: settings.renamedTo,
            clockOffset: settings.clockOffset)
        self.settings = settings
        self.engine = PortalEngine(try storage.open(), state, clock)
        self.logger = logger
        self.onListening = onListening
    }

    /// A portal around an engine that is there already.
    init(settings: PortalSettings, engine: PortalEngine) {
        self.settings = settings
        self.engine = engine
        logger = Logger(label: "portal")
        onListening = { _ in }
    }

    /// Serves until the group shuts down gracefully, or the task is cancelled.
    ///
    /// - Throws: ``PortalError`` if the address cannot be had.
    public func run() async throws {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let responder = PortalResponder(engine: engine, control: ControlPath(engine: engine))
        let server = try HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(60))
        ).buildServer(
            configuration: ServerConfiguration(
                address: .hostname(settings.host, port: settings.port),
                availableConnectionsDelegate: .maximum(settings.connections, logger: quiet)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet,
            responder: { request, writer, channel in
                try await responder.answer(request, to: writer, from: channel)
            },
            onServerRunning: { await listening(on: $0) })
        do {
            try await server.run()
        } catch let error as IOError {
            throw PortalError(
                operation: "listen on", subject: "\(settings.host):\(settings.port)",
                reason: error.errnoCode == EADDRINUSE
                    ? "the address is in use by another program" : "\(error)")
        } catch is SocketAddressError.UnknownHost {
            throw PortalError(
                operation: "listen on", subject: "\(settings.host):\(settings.port)",
                reason: "that is no IP address of this machine")
        } catch let error as SocketAddressError {
            throw PortalError(
                operation: "listen on", subject: "\(settings.host):\(settings.port)",
                reason: "\(error)")
        }
    }

    private func listening(on channel: any Channel) async {
        let address = PortalAddress(
            host: settings.host, port: channel.localAddress?.port ?? settings.port)
        logger.info("portal listening", metadata: ["address": "\(address.base)"])
        await onListening(address)
    }
}

/// Where a portal can be reached.
public struct PortalAddress: Hashable, Sendable {
    /// The IP address.
    public let host: String
    /// The port, never 0.
    public let port: Int

    /// Scheme, address and port, without a slash at the end.
    public var base: String {
        host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
    }

    /// The address of an incoming webhook, with a slash at the end: method names follow.
    public func webhook(user: Int, secret: String) -> String { "\(base)/rest/\(user)/\(secret)/" }
}
