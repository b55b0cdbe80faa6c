/// Something that has to hold after every step of a panel.
///
/// Each is a type of its own, worked out from the facts and from the truth of the world, never from the core's own code.
protocol Invariant {
    /// What it is called in a report and in the documentation.
    static var name: String { get }

    /// Looks at one step.
    ///
    /// - Returns: what does not hold; nil if all is well.
    mutating func check(_ sight: Sight, _ known: Knowledge) -> String?
}
