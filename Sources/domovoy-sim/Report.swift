import ArgumentParser
import Foundation
import RoomSimulation

/// What is printed, in one form everywhere.
enum Report {
    static func error(_ text: String) {
        FileHandle.standardError.write(Data("domovoy-sim: \(text)\n".utf8))
    }

    /// Prints a line at once, also into a pipe.
    static func line(_ text: String) {
        FileHandle.standardOutput.write(Data("\(text)\n".utf8))
    }

    /// Writes a file.
    ///
    /// - Throws: exit code 73 after saying why it cannot be written.
    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            self.error("\(path): cannot be written: \(error.localizedDescription)")
            throw ExitCode(73)
        }
    }

    static func summary(_ outcome: Outcome) -> String {
        let days = String(format: "%.1f", outcome.roomDays)
        let tally = outcome.tally
        let counts =
            "\(days) room-days, \(tally.steps) facts, \(tally.faults) faults, "
            + "\(tally.presses) presses, \(tally.verdicts) verdicts"
        let hash = String(outcome.hash, radix: 16)
        guard let violation = outcome.violation else { return "all held: \(counts), trace \(hash)" }
        return "\(violation)\n\(counts), trace \(hash)"
    }

    /// One line for a seed that failed.
    static func failure(_ seed: UInt64, _ violation: Violation) -> String {
        "seed \(seed): \(violation) (replay: domovoy-sim --seed \(seed))"
    }

    static func total(_ total: Hunt.Total) -> String {
        let years = String(format: "%.1f", total.roomYears)
        let faults = String(format: "%.1f", total.faultsPerDay)
        let rate = String(format: "%.1f", total.roomYearsPerMinute)
        return "\(total.seeds) seeds, \(years) room-years, \(total.tally.faults) faults "
            + "(\(faults) a room-day), \(total.tally.verdicts) verdicts, "
            + "\(total.tally.presses) presses, \(total.violations) violations; "
            + "\(rate) room-years simulated a core-minute, "
            + "trace \(String(total.trace, radix: 16))"
    }
}
