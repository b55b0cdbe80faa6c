/// What came of a step in the commissioning of a panel.
public struct CommissioningResult: Hashable, Sendable, Codable {
    /// What was found.
    public enum Finding: Hashable, Sendable, Codable {
        /// Whether the lamp showed the colour that it should, and nothing else was lit.
        case lamp(isRight: Bool)
        /// What was heard of the button.
        case button(ButtonTrial.Finding)
        /// What each sensor saw of somebody who walked about.
        case walk([WalkTest.Sight])
        /// What the sensors saw of somebody who sat still.
        case seated(SeatedTest.Finding)

        /// What the finding says about the panel.
        var outcome: CommissioningOutcome {
            switch self {
            case .lamp(let isRight): isRight ? .passed : .failed
            case .button(let finding): finding.outcome
            case .walk(let sights): WalkTest.outcome(of: sights)
            case .seated(let finding): finding.outcome
            }
        }
    }

    /// The step.
    public var step: CommissioningStep
    /// How often it was tried; 0 if it was skipped at once.
    public var tries: Int
    /// What the last try found; nil if the step was skipped.
    public var finding: Finding?
    /// What that says about the panel, by the rules of the day.
    public var outcome: CommissioningOutcome

    /// Judges a step.
    ///
    /// - Parameter finding: what the last try found; nil if the step was skipped.
    public init(_ step: CommissioningStep, tries: Int, finding: Finding?) {
        self.step = step
        self.tries = tries
        self.finding = finding
        outcome = finding?.outcome ?? .skipped
    }
}
