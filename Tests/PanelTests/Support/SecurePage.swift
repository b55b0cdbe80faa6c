import Logging
import PanelWeb
import RoomCore
import ServiceLifecycle

@testable import Panel

/// A whole panel inside this process whose page is served under TLS.
enum SecurePage {
    /// A configuration with these files.
    static func configuration(
        _ workshop: Workshop, _ files: PanelConfiguration.Certificate
    ) throws -> String {
        let web =
            "127.0.0.1:0\", certificate_file: \"\(files.file)\", key_file: \"\(files.keyFile)"
        return try workshop.configuration(listen: web)
    }

    /// The parts of a panel in 2030.
    static func assembly(_ file: String, _ log: LogLines) throws -> Assembly {
        Assembly(
            file: file,
            configuration: try ConfigurationReader.read(file: file, builtAt: BuildDate.instant),
            time: ManualTime(1_900_000_000), logger: log.logger, environment: [:])
    }

    /// Runs a panel and hands over the address of its page.
    static func serve(_ file: String, _ body: (String) async throws -> Void) async throws {
        let (addresses, found) = AsyncStream.makeStream(of: String.self)
        var assembly = try assembly(file, LogLines())
        assembly.onListening = { found.yield("\($0)") }
        let parts = try await assembly.build()
        let group = ServiceGroup(
            services: parts.services,
            logger: Logger(label: "group") { _ in SwiftLogNoOpLogHandler() })
        let task = Task { try await group.run() }
        var iterator = addresses.makeAsyncIterator()
        if let address = await iterator.next() { try await body(address) }
        await group.triggerGracefulShutdown()
        _ = await task.result
        parts.lamps.close()
    }
}
