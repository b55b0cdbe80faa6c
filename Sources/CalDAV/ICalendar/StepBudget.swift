/// How many steps libical may still take: for one series, and for everything one read expands.
struct StepBudget: Hashable, Sendable {
    private let perSeries: Int
    private var left: Int

    init(_ limits: CalDAVLimits) {
        perSeries = limits.stepsPerSeries
        left = limits.stepsPerRead
    }

    /// Takes that many steps; false, and nothing taken, if there are not enough.
    mutating func take(_ steps: Int) -> Bool {
        guard steps <= perSeries, steps <= left else { return false }
        left -= steps
        return true
    }
}
