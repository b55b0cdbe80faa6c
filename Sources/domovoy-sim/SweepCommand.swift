import ArgumentParser
import Dispatch
import RoomSimulation
import Synchronization

/// Cuts the power and loses a call at every place of every scenario.
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Run scenarios, with the power cut after every effect and every call lost.")

    @Option(help: "Only this scenario; see --list.")
    var scenario: String?

    @Option(help: "Scenarios swept at the same time; 1 to 64.")
    var jobs: Int = 2

    @Flag(help: "List the scenarios with what comes of them.")
    var list = false

    func validate() throws {
        guard (1...64).contains(jobs) else {
            throw ValidationError("--jobs \(jobs): allowed is 1 to 64")
        }
    }

    func run() throws {
        var scenarios = Scenario.all
        if let name = scenario {
            guard let one = Scenario.named(name) else {
                throw ValidationError("--scenario \(name): there is none of this name; see --list")
            }
            scenarios = [one]
        }
        if list {
            for one in scenarios {
                Report.line("\(one.name): \(one.expected.joined(separator: ", "))")
            }
            return
        }
        let (worlds, violations) = sweep(scenarios)
        Report.line("\(scenarios.count) scenarios, \(worlds) worlds, \(violations) violations")
        if violations > 0 { throw ExitCode(1) }
    }

    private func sweep(_ scenarios: [Scenario]) -> (worlds: Int, violations: Int) {
        let shared = Mutex((left: scenarios, worlds: 0, violations: 0))
        DispatchQueue.concurrentPerform(iterations: jobs) { _ in
            while let scenario = shared.withLock({ $0.left.popLast() }) {
                var sweep = Sweep()
                sweep.sweep(scenario)
                shared.withLock { shared in
                    shared.worlds += sweep.worlds
                    shared.violations += sweep.findings.count
                    for finding in sweep.findings { Report.line("\(finding)") }
                }
            }
        }
        return shared.withLock { ($0.worlds, $0.violations) }
    }
}
