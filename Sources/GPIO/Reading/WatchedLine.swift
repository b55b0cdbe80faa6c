internal import Glibc

/// One line of the reader: requested or looked for.
///
/// For the reader's thread only.
final class WatchedLine {
    /// Batches taken in one go, so that a noisy line does not keep the others waiting.
    private static let batchesPerTurn = 8

    let settings: InputSettings
    private let tell: ([LineEvent]) -> Void
    private var input: (any InputLine)?
    private var tracker: LineTracker?
    private var gate = FloodGate()
    /// What was told as the reason of its absence.
    private var told: GPIOError?

    init(_ settings: InputSettings, tell: @escaping ([LineEvent]) -> Void) {
        self.settings = settings
        self.tell = tell
    }

    /// Whether the line is requested.
    var isOpen: Bool { input != nil }

    /// What to poll for edges; nil while the line is not open or makes too many.
    func descriptor(at now: UInt64) -> Int32? {
        gate.isClosed(at: now) ? nil : input?.descriptor
    }

    /// When ``settle(at:)`` is due, or reading goes on; nil while nothing is waited for.
    var deadline: UInt64? {
        [tracker?.settleDeadline, tracker?.compareDeadline, gate.closedUntil].compactMap { $0 }
            .min()
    }

    /// Requests the line and tells its level.
    func open(on chip: any LineChip, consumer: String) throws(GPIOError) {
        let input = try chip.requestInput(settings, consumer: "\(consumer):\(settings.name)")
        let level = try input.readLevel()
        self.input = input
        tracker = LineTracker(settings, isDebounced: input.isDebounced, level: level)
        gate = FloodGate()
        told = nil
        tell([.found(line: settings.name), .level(line: settings.name, isActive: level)])
    }

    /// Tells the waiting edges, and the level if some are lost.
    func read() throws(GPIOError) {
        guard let input else { return }
        for _ in 0..<Self.batchesPerTurn {
            let batch = try input.readEdges()
            let now = Monotonic.now()
            gate.count(batch.edges.count, at: now)
            if let events = tracker?.take(batch, at: now) { tell(events) }
            guard batch.isPartial else { break }
        }
        if tracker?.owesLevel == true { try compare() }
    }

    /// Looks whether the chip still answers and the level agrees with the last edge.
    func compare() throws(GPIOError) {
        guard let level = try input?.readLevel() else { return }
        let now = Monotonic.now()
        guard !gate.isClosed(at: now) else { return }
        if let events = tracker?.compare(level, at: now) { tell(events) }
    }

    /// Ends a debounce period or a doubt whose time has come.
    func settle(at now: UInt64) throws(GPIOError) {
        if let doubt = tracker?.compareDeadline, doubt <= now { try compare() }
        if let events = tracker?.settle(at: now) { tell(events) }
    }

    /// Lets the line go, and tells why unless that is known.
    func lose(_ reason: GPIOError) {
        close()
        if told?.code != reason.code { tell([.gone(line: settings.name, reason: reason)]) }
        told = reason
    }

    /// Gives the line back.
    func close() {
        input = nil
        tracker = nil
        gate = FloodGate()
    }

    /// The error of a descriptor that poll(2) says is dead.
    var hangUp: GPIOError {
        GPIOError(
            .readEdges, code: ENODEV, subject: "line \(settings.line)",
            detail: GPIOError.detail(code: ENODEV))
    }
}
