internal import RoomCore
internal import Synchronization

/// A chip in memory, for panels without hardware and for tests; passes the same suite as the kernel's.
///
/// Thread safe. Levels set from outside are electrical, 0 or 1. Lines can be held by several programs' worth of
/// openings: each ``open()`` is one of them.
public final class SimulatedChip: ChipSource {
    /// How the edges of an unread line are kept.
    public enum Queue: Hashable, Sendable {
        /// As libgpiod 1.6 has it: a few, without numbers, and what comes after that is dropped.
        case unnumbered(capacity: Int = 16)
        /// As libgpiod 2.x has it: numbered, the oldest dropped.
        case numbered(capacity: Int = 256)
    }

    /// The most lines of one chip.
    public static let mostLines = 1024

    /// Its label, which stays when the number changes.
    public let label: String
    let queue: Queue
    let state: Mutex<SimulatedState>

    /// Makes a chip that is plugged in, with all lines floating at 0.
    ///
    /// - Parameters:
    ///   - lineCount: 1 to ``mostLines``.
    ///   - names: names of lines by their offset; may repeat, as on real chips.
    ///   - queue: how edges are kept.
    public init(
        label: String = "domovoy-sim", lineCount: Int = 32, names: [Int: String] = [:],
        queue: Queue = .numbered()
    ) {
        precondition((1...Self.mostLines).contains(lineCount))
        self.label = label
        self.queue = queue
        let lines = (0..<lineCount).map { SimulatedLine(name: names[$0]) }
        state = Mutex(SimulatedState(lines: lines))
    }

    /// Makes a chip on which all lines of `settings` exist, with each input driven inactive.
    ///
    /// Offsets beyond ``mostLines`` are left out: such a line is told as gone, as on a real chip.
    public convenience init(for settings: GPIOSettings) {
        let references = settings.inputs.map(\.line) + settings.lamps.values
        var offsets = references.compactMap {
            if case .offset(let offset) = $0 { offset } else { nil }
        }
        var names: [Int: String] = [:]
        for case .name(let name) in Set(references).sorted(by: { "\($0)" < "\($1)" }) {
            let free = (0...).first { !offsets.contains($0) && names[$0] == nil } ?? 0
            names[free] = name
            offsets.append(free)
        }
        let last = min(offsets.max() ?? 0, Self.mostLines - 1)
        self.init(lineCount: max(32, last + 1), names: names)
        for input in settings.inputs {
            try? set(input.line, to: input.active.level(isActive: false))
        }
    }

    /// Opens the chip, like one more program.
    ///
    /// - Throws: ENODEV while it is unplugged.
    public func open() throws(GPIOError) -> sending any LineChip {
        try SimulatedOpening(of: self)
    }

    /// Drives a line from outside; nil lets it float, so that the bias decides.
    ///
    /// - Throws: as ``LineChip/find(_:)``, and ENODEV while the chip is unplugged.
    public func set(_ line: LineReference, to level: Int?) throws(GPIOError) {
        let offset = try SimulatedOpening(of: self).find(line).offset
        state.withLock {
            $0.drive(offset, level.map { $0 != 0 }, at: Monotonic.now(), queue: queue)
        }
    }

    /// Reads the electrical level of a line, 0 or 1: an output's, or what an input sees.
    ///
    /// - Throws: as ``set(_:to:)``.
    public func level(of line: LineReference) throws(GPIOError) -> Int {
        let offset = try SimulatedOpening(of: self).find(line).offset
        return state.withLock { $0.lines[offset].level ? 1 : 0 }
    }

    /// Takes the chip away; everything that was requested of it is lost.
    ///
    /// - Parameter isWaking: whether sleepers are woken, as by new kernels; old ones leave them asleep.
    public func unplug(isWaking: Bool = true) {
        state.withLock { $0.unplug(isWaking: isWaking) }
    }

    /// Brings the chip back under the next number, with its lines floating at 0.
    public func plug() {
        state.withLock { $0.isPlugged = true }
    }
}
