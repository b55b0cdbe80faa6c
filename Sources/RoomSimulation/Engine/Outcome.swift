/// What came of a world.
public struct Outcome: Sendable {
    /// The first thing that did not hold; nil if all did.
    public var violation: Violation?
    /// What happened in it, counted.
    public var tally: Tally
    /// Verdicts and presses of the first panel, in short and in their order: `b late 301`.
    public var findings: [String]
    /// What the first panel's organisers were told, in short and in its order: `b claimable`.
    public var told: [String]
    /// The same for two runs only if they went the same way.
    public var hash: UInt64
    /// Days simulated, once for each panel.
    public var roomDays: Double
}

/// Something that has to hold, and did not.
public struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// The name of the invariant.
    public var invariant: String
    /// What was seen instead.
    public var text: String
    /// When: microseconds since the world began.
    public var at: Int64
    /// At which panel; nil where it is nobody's alone.
    public var panel: Int?

    /// Invariant and text on one line.
    public var description: String { "\(invariant): \(text)" }
}

/// What happened, counted.
public struct Tally: Hashable, Sendable {
    /// Facts that the cores took in.
    public var steps = 0
    /// Misfortunes that began and single calls that went wrong.
    public var faults = 0
    /// Verdicts given.
    public var verdicts = 0
    /// Presses decided.
    public var presses = 0
    /// Calls to the server, those that tell organisers among them.
    public var calls = 0
    /// Messages to organisers that were ordered.
    public var messages = 0
    /// Starts of a panel's process.
    public var starts = 0
    /// Effects carried out by the first panel, but for messages.
    public var effects = 0

    /// Nothing yet.
    public init() {}

    static func + (left: Tally, right: Tally) -> Tally {
        var sum = left
        sum.steps += right.steps
        sum.faults += right.faults
        sum.verdicts += right.verdicts
        sum.presses += right.presses
        sum.calls += right.calls
        sum.messages += right.messages
        sum.starts += right.starts
        sum.effects += right.effects
        return sum
    }
}
