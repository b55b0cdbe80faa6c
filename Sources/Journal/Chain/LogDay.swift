import RoomCore

/// A day of the log: one of UTC, whose days never change with a zone's rules.
public struct LogDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let number: Int64

    private static let length: Int64 = 86_400_000_000

    /// Makes a day from its number; one beyond the years 1 to 9999 counts as the nearest one within.
    init(_ number: Int64) { self.number = min(max(number, -719_162), 2_932_896) }

    /// The day of an instant.
    init(of instant: WallTime) { self.init(ofColumn: instant.column) }

    /// The day of an instant in a column of the journal.
    init(ofColumn microseconds: Int64) {
        let quotient = microseconds / Self.length
        number = microseconds % Self.length < 0 ? quotient - 1 : quotient
    }

    /// Where it begins, as a column of the journal has it.
    var start: Int64 { number.multipliedReportingOverflow(by: Self.length).partialValue }
    /// Where the next one begins.
    var end: Int64 { next.start }
    /// The next day.
    var next: LogDay { LogDay(number + 1) }
    /// The day before.
    var previous: LogDay { LogDay(number - 1) }

    /// Whether `left` comes before `right`.
    public static func < (left: LogDay, right: LogDay) -> Bool { left.number < right.number }

    /// The date, such as `2026-11-30`.
    public var description: String {
        // Days from civil, the other way round (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let day = shifted - era * 146_097
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        let date = (
            year + era * 400 + (month < 10 ? 0 : 1), month < 10 ? month + 3 : month - 9,
            dayOfYear - (153 * month + 2) / 5 + 1
        )
        return "\(date.0)-\(Self.twoDigits(date.1))-\(Self.twoDigits(date.2))"
    }

    private static func twoDigits(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
