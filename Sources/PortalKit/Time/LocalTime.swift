import Foundation

/// A wall clock's reading without its zone: seconds since 1970-01-01 00:00:00 on that clock.
struct LocalTime: Hashable, Comparable, Sendable, Codable {
    /// The seconds in a day; the calendar's days all have as many.
    static let daySeconds = 86_400

    /// Seconds since 1970-01-01 00:00:00 on the same clock.
    var seconds: Int

    /// Makes a reading from its seconds.
    init(seconds: Int) {
        self.seconds = seconds
    }

    /// Makes a reading from its parts; nil if there is no such date or time of day.
    init?(
        _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0, _ second: Int = 0
    ) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (
            Int32(year - 1900), Int32(month - 1), Int32(day)
        )
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (Int32(hour), Int32(minute), Int32(second))
        // SAFETY: timegm reads and writes the one structure that is lent to it for the call.
        seconds = unsafe timegm(&parts)
        guard self.parts.day == day else { return nil }
    }

    /// Year, month, day and so on of a reading.
    struct Parts: Hashable, Sendable {
        var year: Int
        /// 1 for January.
        var month: Int
        var day: Int
        var hour: Int
        var minute: Int
        var second: Int
        /// 0 for Monday.
        var weekday: Int
    }

    /// What a calendar on the wall and the clock beside it show.
    var parts: Parts {
        var time = time_t(seconds)
        var parts = tm()
        // SAFETY: gmtime_r reads the first and fills the second; both are lent for the call only.
        _ = unsafe gmtime_r(&time, &parts)
        return Parts(
            year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday),
            hour: Int(parts.tm_hour), minute: Int(parts.tm_min), second: Int(parts.tm_sec),
            weekday: (Int(parts.tm_wday) + 6) % 7)
    }

    /// Midnight at the beginning of the same day.
    var startOfDay: LocalTime {
        let remainder = seconds % Self.daySeconds
        return LocalTime(
            seconds: seconds - (remainder < 0 ? remainder + Self.daySeconds : remainder))
    }

    /// The reading so many days later, at the same time of day.
    func adding(days: Int) -> LocalTime { LocalTime(seconds: seconds + days * Self.daySeconds) }

    static func < (one: LocalTime, other: LocalTime) -> Bool { one.seconds < other.seconds }
}

extension LocalTime {
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The date in the fixed English of `DATE_*_FORMATTED`: `Fri Dec 20 2024`.
    var formattedDate: String {
        let parts = parts
        return "\(Self.weekdays[parts.weekday]) \(Self.months[parts.month - 1]) "
            + "\(parts.day.padded) \(parts.year)"
    }

    /// Date and time in the fixed English of `DATE_*_FORMATTED`: `Wed Dec 11 2024 17:59:00`.
    var formatted: String { "\(formattedDate) \(clock)" }

    /// The date as `2024-12-11`.
    var isoDate: String {
        let parts = parts
        return "\(parts.year)-\(parts.month.padded)-\(parts.day.padded)"
    }

    /// The time of day as `17:59:00`.
    var clock: String {
        let parts = parts
        return "\(parts.hour.padded):\(parts.minute.padded):\(parts.second.padded)"
    }

    /// Date and time as `2024-12-10 06:36:00`, the form that sections have.
    var databaseForm: String { "\(isoDate) \(clock)" }
}

extension Int {
    /// Two digits at least.
    var padded: String { self < 10 && self >= 0 ? "0\(self)" : "\(self)" }
}
