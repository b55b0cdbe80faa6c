import GPIO

/// A chip to test against, with hands on its outer side.
///
/// Each claim gets one of its own, freshly made.
protocol ChipBench: Sendable {
    /// Where the panel finds the chip.
    var source: any ChipSource { get }
    /// All ways in which a configuration may name the chip.
    var sources: [any ChipSource] { get }
    /// Drives an input from outside to an electrical level.
    func drive(_ offset: Int, _ level: Int) throws
    /// Reads the electrical level of an output from outside.
    func level(_ offset: Int) throws -> Int
    /// Takes the chip away, in use or not.
    func unplug() throws
    /// Brings it back, if possible under another number.
    func plug() throws
}

/// The chips there are to test against.
enum BenchKind: String, CaseIterable, Sendable {
    /// The simulated chip as it is in a panel.
    case simulatedNumbered
    /// The simulated chip with the short queue of libgpiod 1.6.
    case simulatedUnnumbered
    /// The kernel's gpio-sim through libgpiod.
    case kernel

    /// Makes a chip of 24 lines with the names that ``ChipContract`` relies on.
    func make() throws -> any ChipBench {
        switch self {
        case .simulatedNumbered: SimulatedBench(.numbered())
        case .simulatedUnnumbered: SimulatedBench(.unnumbered())
        case .kernel: try GPIOSimBench()
        }
    }

    static let names = [4: "PIR", 7: "TWIN", 8: "TWIN", 17: "DOOR_BUTTON", 18: "DOOR_LED"]
    static let lineCount = 24
}

/// The simulated chip.
struct SimulatedBench: ChipBench {
    private let chip: SimulatedChip

    init(_ queue: SimulatedChip.Queue) {
        chip = SimulatedChip(lineCount: BenchKind.lineCount, names: BenchKind.names, queue: queue)
    }

    var source: any ChipSource { chip }
    var sources: [any ChipSource] { [chip] }
    func drive(_ offset: Int, _ level: Int) throws { try chip.set(.offset(offset), to: level) }
    func level(_ offset: Int) throws -> Int { try chip.level(of: .offset(offset)) }
    // Nobody is woken: the hardest case, as on kernel 6.1.
    func unplug() throws { chip.unplug(isWaking: false) }
    func plug() throws { chip.plug() }
}
