/// A date and time on the wall of some place, without saying which place.
struct CivilTime: Hashable, Sendable, Comparable {
    /// Seconds from 1970-01-01T00:00:00, as if the place were at UTC.
    var seconds: Int64

    static let secondsPerDay: Int64 = 86_400

    /// Makes it from a count of seconds.
    init(seconds: Int64) {
        self.seconds = seconds
    }

    /// The midnight of a day; nil if there is no such day in the years 1 to 9999.
    init?(year: Int64, month: Int64, day: Int64) {
        guard (1...9_999).contains(year), (1...12).contains(month),
            day >= 1, day <= CivilTime.days(inMonth: month, of: year)
        else { return nil }
        // Days since 0000-03-01, so that the leap day comes last in its year.
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        seconds = (era * 146_097 + dayOfEra - 719_468) * CivilTime.secondsPerDay
    }

    static func < (left: CivilTime, right: CivilTime) -> Bool { left.seconds < right.seconds }

    /// The midnight of the same day.
    var midnight: CivilTime { CivilTime(seconds: seconds - secondOfDay) }

    /// Seconds since that midnight.
    var secondOfDay: Int64 {
        let rest = seconds % CivilTime.secondsPerDay
        return rest < 0 ? rest + CivilTime.secondsPerDay : rest
    }

    /// The same time of day, some days later.
    func adding(days: Int64) -> CivilTime {
        CivilTime(seconds: seconds + days * CivilTime.secondsPerDay)
    }

    /// Year, month and day.
    var date: (year: Int64, month: Int64, day: Int64) {
        let days = (seconds - secondOfDay) / CivilTime.secondsPerDay + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

// MARK: - As text

extension CivilTime {
    /// `2026-11-23`.
    var dateText: String {
        let date = date
        return
            "\(CivilTime.pad(date.year, 4))-\(CivilTime.pad(date.month))-\(CivilTime.pad(date.day))"
    }

    /// `2026-11-23T10:00:00`, which takes its zone from elsewhere.
    var text: String {
        let second = secondOfDay
        let clock = [second / 3_600, second / 60 % 60, second % 60].map { CivilTime.pad($0) }
        return dateText + "T" + clock.joined(separator: ":")
    }

    /// `20261123T100000`: the same in the few characters of a name.
    var stamp: String {
        text.filter { $0 != "-" && $0 != ":" }
    }

    /// Reads a ``stamp``; nil for anything else.
    init?(stamp: some StringProtocol) {
        let bytes = Array(stamp.utf8)
        guard bytes.count == 15, bytes[8] == UInt8(ascii: "T") else { return nil }
        let digits = bytes.filter { (48...57).contains($0) }.map { Int64($0 - 48) }
        guard digits.count == 14 else { return nil }
        let numbers = [digits[0..<4], digits[4..<6], digits[6..<8]].map {
            $0.reduce(0) { $0 * 10 + $1 }
        }
        let clock = [digits[8..<10], digits[10..<12], digits[12..<14]].map {
            $0.reduce(0) { $0 * 10 + $1 }
        }
        guard let date = CivilTime(year: numbers[0], month: numbers[1], day: numbers[2]),
            clock[0] < 24, clock[1] < 60, clock[2] < 60
        else { return nil }
        self.init(seconds: date.seconds + clock[0] * 3_600 + clock[1] * 60 + clock[2])
    }

    /// The number of an English month's first three letters.
    static func month(named name: some StringProtocol) -> Int64? {
        months.firstIndex(of: String(name)).map { Int64($0 + 1) }
    }

    /// Reads `17:59:00` or `17:59`; nil for anything else.
    static func secondOfDay(_ text: some StringProtocol) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts.allSatisfy({ (1...2).contains($0.utf8.count) })
        else { return nil }
        let numbers = parts.compactMap { UInt8($0) }.map(Int64.init)
        guard numbers.count == parts.count, numbers[0] < 24,
            numbers.dropFirst().allSatisfy({ $0 < 60 })
        else { return nil }
        return numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func pad(_ number: Int64, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
