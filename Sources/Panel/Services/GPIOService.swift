import GPIO
import Logging
import RoomCore
import ServiceLifecycle
import Synchronization

/// Brings the input lines' events to the room, as facts.
final class GPIOService: Service {
    private let reader: LineReader
    private let logger: Logger
    private let faults: Faults

    /// Why lines cannot be read, by name.
    final class Faults: Sendable {
        private let kept = Mutex<[String: String]>([:])
        var byLine: [String: String] { kept.withLock { $0 } }
        func set(_ line: String, _ reason: String?) { kept.withLock { $0[line] = reason } }
    }

    /// - Parameters:
    ///   - onFound: told when a line is there or there again; called on the reader's thread.
    ///   - onPress: told of a press before the room is; called on the reader's thread.
    /// - Throws: ``GPIO/GPIOError`` if the process has no descriptor left.
    init(
        _ source: any ChipSource, inputs: [InputSettings], inlet: FactInlet, faults: Faults,
        logger: Logger, onFound: @escaping @Sendable () -> Void,
        onPress: @escaping @Sendable () -> Void
    ) throws(GPIOError) {
        self.faults = faults
        self.logger = logger
        let buttons = Set(inputs.filter { $0.role == .button }.map(\.name))
        let reader = try LineReader(source, inputs: inputs) { event in
            let isButton = buttons.contains(event.line)
            if isButton, case .edge(_, isActive: true, _) = event { onPress() }
            Self.note(event, faults, logger)
            if case .found = event { onFound() }
            if let fact = Self.fact(event, isButton: isButton) { inlet.send(fact) }
        }
        self.reader = reader
        heartbeat = Heartbeat("gpio", turns: { reader.turns })
    }

    /// Shows that the reader's thread comes round: it does every 2 s at the latest, unasked.
    let heartbeat: Heartbeat

    func run() async throws {
        try await cancelWhenGracefulShutdown { [reader] in
            try await reader.run()
        }
    }

    private static func note(_ event: LineEvent, _ faults: Faults, _ logger: Logger) {
        switch event {
        case .gone(let line, let reason):
            faults.set(line, reason.description)
            logger.error(
                "line is gone", metadata: ["line": "\(line)", "error": "\(reason)"])
        case .found(let line):
            faults.set(line, nil)
            logger.info("line found", metadata: ["line": "\(line)"])
        case .lost(let line, let count):
            logger.warning("edges lost", metadata: ["line": "\(line)", "count": "\(count)"])
        case .level, .edge: break
        }
    }

    private static func fact(_ event: LineEvent, isButton: Bool) -> Event? {
        switch event {
        case .found: nil
        case .level(let line, let isActive):
            isButton
                ? .button(.found(isPressed: isActive)) : .sensor(line, .found(isActive: isActive))
        case .edge(let line, let isActive, let at):
            if isButton {
                .button(isActive ? .pressed(at: at) : .released(at: at))
            } else {
                .sensor(line, .edge(isActive: isActive, at: at))
            }
        case .lost(let line, let count):
            isButton ? nil : .sensor(line, .edgesLost(count))
        case .gone(let line, _):
            isButton ? .button(.gone) : .sensor(line, .gone)
        }
    }
}
