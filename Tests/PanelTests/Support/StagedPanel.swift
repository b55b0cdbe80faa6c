import Logging
import PanelWeb
import RoomCore
import ServiceLifecycle

@testable import Panel

/// A whole panel inside this process: real sockets, page and journal, and clocks that a test moves.
///
/// The button and the sensors are worked by facts, since the simulated chip stamps its edges with the real clock.
final class StagedPanel: PanelPage, Sendable {
    let time: ManualTime
    let log: LogLines
    let address: String
    private let inlet: FactInlet
    private let parts: Assembly.Parts
    private let group: ServiceGroup
    private let task: Task<Void, any Error>

    /// Builds a panel by a file and waits until its page is served and its lines are there: edges before that count for
    /// nothing.
    ///
    /// - Parameter isReady: what else to wait for, where a sensor has no line.
    static func start(
        _ file: String, _ time: ManualTime,
        until isReady: (StateDocument) -> Bool = { $0.areLinesThere }
    ) async throws -> StagedPanel {
        let log = LogLines()
        let (addresses, found) = AsyncStream.makeStream(of: String.self)
        var assembly = Assembly(
            file: file,
            configuration: try ConfigurationReader.read(file: file, builtAt: BuildDate.instant),
            time: time, logger: log.logger, environment: [:])
        assembly.onListening = { found.yield("\($0)") }
        let parts = try await assembly.build()
        let group = ServiceGroup(
            services: parts.services,
            logger: Logger(label: "group") { _ in SwiftLogNoOpLogHandler() })
        let task = Task { try await group.run() }
        for await address in addresses {
            let panel = StagedPanel(time, log, address, assembly.inlet, parts, group, task)
            _ = try await panel.state(isReady)
            return panel
        }
        throw CancellationError()
    }

    private init(
        _ time: ManualTime, _ log: LogLines, _ address: String, _ inlet: FactInlet,
        _ parts: Assembly.Parts, _ group: ServiceGroup, _ task: Task<Void, any Error>
    ) {
        (self.time, self.log, self.address, self.inlet) = (time, log, address, inlet)
        (self.parts, self.group, self.task) = (parts, group, task)
    }

    /// Stops it as SIGTERM does.
    func stop() async {
        await group.triggerGracefulShutdown()
        _ = await task.result
        await parts.server?.shutdown()
        parts.lamps.close()
    }

    /// Lets time pass until it ends by itself; nil if it ended well.
    func failure() async -> (any Error)? {
        let clock = Task {
            while !Task.isCancelled {
                await pass(.seconds(5))
                await Task.yield()
            }
        }
        let result = await task.result
        clock.cancel()
        await parts.server?.shutdown()
        parts.lamps.close()
        if case .failure(let error) = result { return error }
        return nil
    }

    // MARK: Time

    /// Lets time pass in steps small enough for whatever is due to happen at its time.
    func pass(_ duration: Duration, step: Duration = .seconds(5)) async {
        let end = time.now().uptime + duration
        while time.now().uptime < end {
            time.advance(by: min(step, end - time.now().uptime))
            await settle()
        }
    }

    /// Waits until the room has done what is due.
    func settle() async {
        while let isBehind = await inlet.ask({ room, now in room.deadline <= now.uptime }), isBehind
        {
            await Task.yield()
        }
    }

    /// Waits for a line, and time goes on meanwhile, twenty times as fast as outside.
    ///
    /// A portal's answers take real time; what waits for its turn at the portal waits for the moved clock.
    @discardableResult
    func line(_ text: String, from start: Int = 0) async throws -> String {
        let clock = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .milliseconds(50))
                await pass(.seconds(1), step: .seconds(1))
            }
        }
        defer { clock.cancel() }
        return try await log.line(text, from: start)
    }

    // MARK: The door

    /// A short press.
    func press() async {
        inlet.send(.button(.pressed(at: time.now().uptime)))
        await pass(.milliseconds(200), step: .milliseconds(200))
        inlet.send(.button(.released(at: time.now().uptime)))
        await pass(.milliseconds(100), step: .milliseconds(100))
    }

    /// Somebody moves: an active edge, and the line is quiet again.
    func motion() async {
        inlet.send(.sensor("pir", .edge(isActive: true, at: time.now().uptime)))
        await pass(.seconds(2), step: .seconds(1))
        inlet.send(.sensor("pir", .edge(isActive: false, at: time.now().uptime)))
        await settle()
    }
}
