/// How many days and times rules may still look at: for one series, and for everything one read expands.
struct StepBudget: Hashable, Sendable {
    private let perSeries: Int
    private var leftOfSeries: Int
    private var left: Int

    init(_ limits: CalDAVLimits) {
        perSeries = limits.stepsPerSeries
        leftOfSeries = limits.stepsPerSeries
        left = limits.stepsPerRead
    }

    /// Begins another series.
    mutating func beginSeries() {
        leftOfSeries = perSeries
    }

    /// Takes that many steps; false, and nothing taken, if there are not enough.
    mutating func take(_ steps: Int) -> Bool {
        guard steps <= leftOfSeries, steps <= left else { return false }
        leftOfSeries -= steps
        left -= steps
        return true
    }
}
