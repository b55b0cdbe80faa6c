import ArgumentParser
import Foundation
import RoomSimulation

/// What is printed, in one form everywhere.
enum Report {
    static func error(_ text: String) {
        // Where nobody takes the error either, the exit code has to do.
        try? FileHandle.standardError.write(contentsOf: Data("domovoy-sim: \(text)\n".utf8))
    }

    /// Prints a line at once, also into a pipe; ends with exit code 74 if nobody takes it.
    static func line(_ text: String) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
        } catch {
            self.error("standard output cannot be written: \(reason)")
            Foundation.exit(74)
        }
    }

    /// Writes a file in place: a link, a pipe or a device stays what it is.
    ///
    /// - Throws: exit code 73 after saying why it cannot be written.
    static func write(_ content: Data, to path: String) throws {
        guard !path.isEmpty else {
            error("the name of the output is empty")
            throw ExitCode(73)
        }
        let file = fopen(path, "w")
        let count = file.map { file in
            content.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
        }
        let isClosed = file.map { fclose($0) == 0 } ?? false
        guard count == content.count, isClosed else {
            error("\(path): cannot be written: \(reason)")
            throw ExitCode(73)
        }
    }

    private static var reason: String { String(cString: strerror(errno)) }

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
