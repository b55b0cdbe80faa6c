import ArgumentParser
import RoomSimulation

/// Cuts the power and loses a call at every place of every scenario.
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Run scenarios, with the power cut after every effect and every call lost.")

    @Option(help: "Only this scenario; see --list.")
    var scenario: String?

    @Flag(help: "List the scenarios with what comes of them.")
    var list = false

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
                print("\(one.name): \(one.expected.joined(separator: ", "))")
            }
            return
        }
        var sweep = Sweep()
        for one in scenarios {
            let before = sweep.findings.count
            sweep.sweep(one)
            for finding in sweep.findings.dropFirst(before) { Report.line("\(finding)") }
        }
        Report.line(
            "\(scenarios.count) scenarios, \(sweep.worlds) worlds, \(sweep.findings.count) violations"
        )
        if !sweep.findings.isEmpty { throw ExitCode(1) }
    }
}
