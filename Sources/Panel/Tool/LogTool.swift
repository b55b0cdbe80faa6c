import Journal
import PanelWeb
import RoomCore

/// `domovoy log verify`.
public enum LogTool {
    /// Why nothing can be said about a journal.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// One line that names the file, or the option.
        public let description: String
        /// The exit code of the tool: EX_IOERR of sysexits.h, or EX_USAGE.
        public var exitCode: Int32 = 74
    }

    /// Checks that the log is as it was sealed.
    ///
    /// - Parameters:
    ///   - journal: the journal's file; nil for the one that a configuration names.
    ///   - file: that configuration.
    ///   - retentionDays: the shortest retention that was in force; nil for that of the configuration, or with `journal` the
    ///     one by default.
    ///   - copied: when the copy was made that is checked, in RFC 3339; nil for now.
    ///   - known: hashes of seals that were noted elsewhere.
    ///   - progress: told the day that is looked at.
    /// - Returns: what was found, a line each, and whether all of it is as it was sealed.
    /// - Throws: ``ConfigurationError`` or ``Failure``.
    public static func verify(
        journal: String?, configuration file: String, retentionDays: Int? = nil,
        copied: String? = nil, known: [String], _ progress: (String) -> Void
    ) throws -> (text: String, isWell: Bool) {
        let settings =
            try journal.map { JournalSettings(path: $0) }
            ?? ConfigurationReader.read(file: file, builtAt: BuildDate.instant).journal
        let path = settings.path
        let days = try allowed(retentionDays ?? settings.retentionDays)
        let now = try instant(copied)
        let report: LogCheck.Report
        do throws(JournalError) {
            report = try LogCheck.run(path, known: known, retentionDays: days, at: now) {
                progress("\($0)")
            }
        } catch {
            throw Failure(description: "\(error)")
        }
        return (lines(report, path, at: now).joined(separator: "\n"), report.faults.isEmpty)
    }

    /// - Throws: ``Failure`` if no panel keeps its log for so many days.
    private static func allowed(_ days: Int) throws -> Int {
        let range = JournalSettings.allowedRetentionDays
        guard range.contains(days) else {
            throw Failure(
                description: "--retention-days \(days) is not in "
                    + "\(range.lowerBound)-\(range.upperBound)", exitCode: 64)
        }
        return days
    }

    /// - Throws: ``Failure`` if it is no instant.
    private static func instant(_ text: String?) throws -> WallTime {
        guard let text else { return SystemTime().now().wall }
        guard let time = Timestamp(text) else {
            throw Failure(
                description: "--copied \(text.clipped) is no time such as 2026-11-30T12:00:00Z",
                exitCode: 64)
        }
        return time.wall
    }

    private static func lines(
        _ report: LogCheck.Report, _ path: String, at now: WallTime
    ) -> [String] {
        let older = "\(report.before) rows are older than the chain: nothing binds them"
        let unbound = report.before > 0 ? [older] : []
        guard let first = report.first, let newest = report.newest else {
            return report.faults.map(\.description) + unbound
                + [
                    report.days == 0
                        ? "\(path): no day is sealed yet: a day is sealed once it is over"
                        : "\(path): none of its \(report.days) seals can be read"
                ]
        }
        return report.faults.map(\.description) + report.late.map(\.description) + unbound + [
            "\(path): \(report.days) days (UTC) with a seal, \(first) to \(newest.day); \(report.rows) rows: \(verdict(report))",
            "newest seal: \(newest.hash), \(age(newest, at: now)); \(report.since) rows came since, which no seal binds yet",
        ]
    }

    private static func age(_ seal: Seal, at now: WallTime) -> String {
        let days = seal.days(before: now)
        return "of \(seal.day), \(days == 1 ? "yesterday" : "\(days) days ago")"
    }

    private static func verdict(_ report: LogCheck.Report) -> String {
        if !report.faults.isEmpty { return "\(report.faults.count) faults, as above" }
        var limits: [String] = []
        if report.partial > 0 {
            limits.append(
                "\(report.partial) days, which the retention has begun to delete, cannot be proven")
        }
        if report.lateRows > 0 {
            limits.append(
                "\(report.lateRows) rows came late, as above: a clock that was set back does that, "
                    + "and so does whoever can write the file")
        }
        if limits.isEmpty { return "nothing was altered" }
        return "what can be proven was not altered; " + limits.joined(separator: "; ")
    }
}
