public import RoomCore

/// Where to find the chip, time and again: it may come back under another number.
///
/// Implemented by ``KernelChips`` and ``SimulatedChip``; both pass the same suite, `ChipContract`.
public protocol ChipSource: Sendable {
    /// Opens the chip as it is now.
    ///
    /// - Throws: ENODEV if there is none, EINVAL if the reference fits more than one, EACCES if it may not be opened.
    func open() throws(GPIOError) -> sending any LineChip
}

/// What the panel wants of an open chip.
///
/// For one thread only; closed when the last reference to it goes.
public protocol LineChip: AnyObject {
    /// What the chip says about itself.
    var info: ChipInfo { get }

    /// Asks how the line at `offset` stands.
    ///
    /// - Throws: EINVAL for an offset the chip does not have, ENODEV when the chip is gone.
    func line(_ offset: Int) throws(GPIOError) -> LineInfo

    /// Requests an input that detects both edges.
    ///
    /// - Throws: EBUSY with the holder's name, EINVAL for a line the chip does not have, ENODEV when the chip is gone.
    func requestInput(
        _ settings: InputSettings, consumer: String
    ) throws(GPIOError) -> any InputLine

    /// Requests all outputs together; they have the levels of `lit` from the first moment on.
    ///
    /// - Throws: as ``requestInput(_:consumer:)``; then none of them is held.
    func requestOutputs(
        _ offsets: [Int], active: SensorSettings.ActiveLevel, lit: [Bool], consumer: String
    ) throws(GPIOError) -> any OutputLines
}

/// A requested input.
///
/// Keeps its chip open, and gives the line back when the last reference to it goes.
public protocol InputLine: AnyObject {
    /// Becomes readable when edges wait. Not to be read or closed by others.
    var descriptor: Int32 { get }
    /// Whether edges come debounced, and are stamped a debounce period late.
    var isDebounced: Bool { get }
    /// Takes the waiting edges, or as many as fit a batch; never blocks, and is empty if none waits.
    ///
    /// - Throws: ENODEV when the chip is gone.
    func readEdges() throws(GPIOError) -> EdgeBatch
    /// Reads whether the line is active now.
    ///
    /// - Throws: ENODEV when the chip is gone.
    func readLevel() throws(GPIOError) -> Bool
}

/// Outputs that were requested together.
///
/// Keeps its chip open, and gives the lines back when the last reference goes.
public protocol OutputLines: AnyObject {
    /// Lights or darkens all of them in one step, in the order of the request.
    ///
    /// - Throws: ENODEV when the chip is gone.
    func set(_ lit: [Bool]) throws(GPIOError)
}

/// One edge as the kernel tells it.
public struct RawEdge: Hashable, Sendable {
    /// Whether the line became active.
    public var isActive: Bool
    /// When, in nanoseconds of CLOCK_MONOTONIC.
    public var nanoseconds: UInt64
    /// Its number among the edges of the request, from 1 on; 0 where edges are not numbered.
    public var sequence: UInt32

    /// Makes an edge.
    public init(isActive: Bool, nanoseconds: UInt64, sequence: UInt32 = 0) {
        self.isActive = isActive
        self.nanoseconds = nanoseconds
        self.sequence = sequence
    }
}

/// Edges that were taken from the queue in one go.
public struct EdgeBatch: Hashable, Sendable {
    /// The edges, the oldest first.
    public var edges: [RawEdge]
    /// Whether the queue was found full and does not number its edges, so that some may be lost.
    public var mayHaveOverflowed: Bool
    /// Whether more may be waiting.
    public var isPartial: Bool

    /// Makes a batch.
    public init(edges: [RawEdge], mayHaveOverflowed: Bool = false, isPartial: Bool = false) {
        self.edges = edges
        self.mayHaveOverflowed = mayHaveOverflowed
        self.isPartial = isPartial
    }
}
