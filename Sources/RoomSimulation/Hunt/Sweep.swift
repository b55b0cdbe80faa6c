/// Cuts the power after the n-th effect, and loses the n-th call to the server, for every n of a scenario.
public struct Sweep: Sendable {
    /// What broke, and where.
    public struct Finding: Sendable, CustomStringConvertible {
        /// The scenario.
        public var scenario: String
        /// What was done to it; nil if nothing.
        public var ordeal: String?
        /// What did not hold.
        public var text: String

        /// The options of `domovoy-sim` that run it again.
        public var replay: String

        /// All on one line.
        public var description: String {
            "\(scenario)\(ordeal.map { ", \($0)" } ?? ""): \(text) (replay: domovoy-sim \(replay))"
        }
    }

    /// Worlds run.
    public private(set) var worlds = 0
    /// What broke.
    public private(set) var findings: [Finding] = []

    /// Nothing swept yet.
    public init() {}

    /// Sweeps one scenario.
    public mutating func sweep(_ scenario: Scenario) {
        var plain = Ordeal()
        plain.watchesLamps = true
        let outcome = Simulation(scenario.world, ordeal: plain).run()
        worlds += 1
        if let violation = outcome.violation { add(scenario, nil, "\(violation)") }
        if let difference = scenario.difference(outcome) { add(scenario, nil, difference) }
        for effect in stride(from: 1, through: outcome.tally.effects, by: 1) {
            var ordeal = Ordeal()
            ordeal.cutAfterEffect = effect
            let replay = "--cut-after-effect \(effect)"
            run(scenario, ordeal, "power cut after effect \(effect)", replay)
        }
        for call in stride(from: 1, through: outcome.tally.calls, by: 1) {
            var ordeal = Ordeal()
            ordeal.losesCall = call
            run(scenario, ordeal, "call \(call) lost", "--lose-call \(call)")
            ordeal.losesAnswerOnly = true
            run(scenario, ordeal, "answer of call \(call) lost", "--lose-answer \(call)")
        }
    }

    private mutating func run(
        _ scenario: Scenario, _ ordeal: Ordeal, _ name: String, _ replay: String
    ) {
        worlds += 1
        if let violation = Simulation(scenario.world, ordeal: ordeal).run().violation {
            add(scenario, name, "\(violation)", " \(replay)")
        }
    }

    private mutating func add(
        _ scenario: Scenario, _ ordeal: String?, _ text: String, _ replay: String = ""
    ) {
        findings.append(
            Finding(
                scenario: scenario.name, ordeal: ordeal, text: text,
                replay: "--scenario \(scenario.name)\(replay)"))
    }
}
