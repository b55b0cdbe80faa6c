import Foundation
public import Logging
import NIOCore
import NIOPosix
import RoomCore
import ServiceLifecycle

/// The whole panel: wires the parts together and runs them until it is told to stop.
public struct Daemon: Sendable {
    /// The exit code for a configuration with faults (EX_CONFIG of sysexits.h).
    public static let configurationExitCode: Int32 = 78
    /// The exit code where another panel has the journal or the page's address (EX_TEMPFAIL of sysexits.h): to be tried
    /// again, since the other one may end.
    public static let occupiedExitCode: Int32 = 75

    private let file: String
    private let configuration: PanelConfiguration
    private let logger: Logger

    /// Reads the configuration.
    ///
    /// - Throws: ``ConfigurationError`` with everything that is wrong.
    public init(file: String, logger: Logger) throws(ConfigurationError) {
        self.file = file
        self.logger = logger
        configuration = try ConfigurationReader.read(file: file, builtAt: BuildDate.instant)
    }

    /// Runs the panel until SIGTERM or SIGINT; then makes the lamps dark and closes the journal.
    ///
    /// - Throws: ``ConfigurationError`` if the page's certificate cannot be used; ``OccupiedError``, which the log tells
    ///   too; else only what leaves nothing to show at the door at all.
    public func run() async throws {
        do {
            try await runPanel()
        } catch let error as OccupiedError {
            logger.critical("panel ends", metadata: ["error": "\(error)"])
            throw error
        }
    }

    private func runPanel() async throws {
        CoreDump.forbid()
        let signals = await Signals.trap()
        // Held to the end: a signal that nobody traps any more would cut it short.
        defer { withExtendedLifetime(signals) {} }
        // One event loop serves a door; more would only cost memory.
        NIOSingletons.groupLoopCountSuggestion = 1
        let assembly = Assembly(
            file: file, configuration: configuration, time: SystemTime(), logger: logger,
            environment: ProcessInfo.processInfo.environment)
        let parts = try await assembly.build()
        let ear = SignalService(
            signals: signals, reload: { parts.reload.reload() }, logger: logger)
        let services = parts.services.map {
            ServiceGroupConfiguration.ServiceConfiguration(service: $0)
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services + [
                    .init(service: ear, successTerminationBehavior: .gracefullyShutdownGroup)
                ],
                logger: logger))
        defer { parts.lamps.close() }
        logger.notice("panel starts", metadata: ["room": "\(configuration.room.id)"])
        do {
            try await group.run()
        } catch {
            await parts.server?.shutdown()
            throw error
        }
        await parts.server?.shutdown()
        parts.notifier.send("STOPPING=1")
        logger.notice("panel stopped")
    }
}
