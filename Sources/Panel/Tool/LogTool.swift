import Journal
import RoomCore

/// `domovoy log verify`.
public enum LogTool {
    /// Why nothing can be said about a journal.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// One line that names the file.
        public let description: String
        /// The exit code of the tool (EX_IOERR of sysexits.h).
        public let exitCode: Int32 = 74
    }

    /// Checks that the log is as it was sealed.
    ///
    /// - Parameters:
    ///   - journal: the journal's file; nil for the one that a configuration names.
    ///   - file: that configuration.
    ///   - known: hashes of seals that were noted elsewhere.
    ///   - progress: told the day that is looked at.
    /// - Returns: what was found, a line each, and whether all of it is as it was sealed.
    /// - Throws: ``ConfigurationError`` or ``Failure``.
    public static func verify(
        journal: String?, configuration file: String, known: [String],
        _ progress: (String) -> Void
    ) throws -> (text: String, isWell: Bool) {
        let path =
            try journal
            ?? ConfigurationReader.read(file: file, builtAt: BuildDate.instant).journal.path
        let report: LogCheck.Report
        do throws(JournalError) {
            report = try LogCheck.run(path, known: known, at: SystemTime().now().wall) { day in
                progress("\(day)")
            }
        } catch {
            throw Failure(description: "\(error)")
        }
        return (lines(report, path).joined(separator: "\n"), report.faults.isEmpty)
    }

    private static func lines(_ report: LogCheck.Report, _ path: String) -> [String] {
        guard let first = report.first, let newest = report.newest else {
            return report.faults.map(\.description)
                + ["\(path): no day is sealed yet: a day is sealed once it is over"]
        }
        let partial =
            report.partial == 0
            ? "" : ", of which the retention has begun to delete \(report.partial)"
        return report.faults.map(\.description) + report.late.map(\.description) + [
            "\(path): \(report.days) days (UTC) with a seal, \(first) to \(newest.day)\(partial); \(report.rows) rows: \(verdict(report))",
            "newest seal: \(newest.hash)",
        ]
    }

    private static func verdict(_ report: LogCheck.Report) -> String {
        if !report.faults.isEmpty { return "\(report.faults.count) faults, as above" }
        if report.lateRows == 0 { return "nothing was altered" }
        return "nothing that was sealed was altered, but \(report.lateRows) rows came late, as "
            + "above: a clock that was set back does that, and so does whoever can write the file"
    }
}
