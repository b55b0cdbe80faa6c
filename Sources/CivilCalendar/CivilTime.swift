/// A date and time on the wall of some place, without saying which place.
package struct CivilTime: Hashable, Comparable, Codable, Sendable {
    /// Seconds from 1970-01-01T00:00:00, as if the place were at UTC.
    package var seconds: Int

    /// The calendar's days all have as many.
    package static let secondsPerDay = 86_400

    /// Makes it from a count of seconds.
    package init(seconds: Int) {
        self.seconds = seconds
    }

    /// Makes it from its parts; nil if there is no such day in the years 1 to 9999, or no such time of day.
    package init?(
        _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0, _ second: Int = 0
    ) {
        guard let day = CivilDay(year, month, day), (0...23).contains(hour),
            (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        seconds = day.number * Self.secondsPerDay + hour * 3_600 + minute * 60 + second
    }

    package static func < (left: CivilTime, right: CivilTime) -> Bool {
        left.seconds < right.seconds
    }

    /// What a calendar on the wall shows.
    package var day: CivilDay {
        CivilDay(number: seconds.flooredDivision(by: Self.secondsPerDay))
    }

    /// Seconds since midnight.
    package var secondOfDay: Int { seconds.flooredRemainder(by: Self.secondsPerDay) }
    /// 0 to 23.
    package var hour: Int { secondOfDay / 3_600 }
    /// 0 to 59.
    package var minute: Int { secondOfDay / 60 % 60 }
    /// 0 to 59.
    package var second: Int { secondOfDay % 60 }

    /// The midnight at the beginning of the same day.
    package var midnight: CivilTime { CivilTime(seconds: seconds - secondOfDay) }

    /// The same time of day, some days later.
    package func adding(days: Int) -> CivilTime {
        CivilTime(seconds: seconds + days * Self.secondsPerDay)
    }
}

// MARK: - As text

extension CivilTime {
    /// `2026-11-23`.
    package var dateText: String {
        let day = day
        return "\(day.year.padded(4))-\(day.month.padded(2))-\(day.day.padded(2))"
    }

    /// `10:00:00`.
    package var clockText: String {
        "\(hour.padded(2)):\(minute.padded(2)):\(second.padded(2))"
    }

    /// `2026-11-23T10:00:00`, which takes its zone from elsewhere.
    package var text: String { "\(dateText)T\(clockText)" }

    /// Reads `17:59:00` or `17:59`, as seconds since midnight; nil for anything else.
    package static func secondOfDay(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count),
            parts.allSatisfy({ part in
                (1...2).contains(part.utf8.count) && part.utf8.allSatisfy { (48...57).contains($0) }
            })
        else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers[0] < 24, numbers.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
        return numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
    }
}

extension CivilDay {
    private static let weekDays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Mon`.
    package var weekDayName: String { Self.weekDays[weekDay] }
    /// `Nov`.
    package var monthName: String { Self.months[month - 1] }

    /// The number of an English month's first three letters; nil for anything else.
    package static func month(named name: some StringProtocol) -> Int? {
        months.firstIndex { $0 == name }.map { $0 + 1 }
    }
}

extension Int {
    /// The number with leading zeros up to `width` digits.
    package func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
    }
}
