import CivilCalendar

/// The forms in which a portal writes dates.
///
/// `*_FORMATTED` is English everywhere; all other dates follow the portal's culture, which an administrator can
/// change and no answer names.
enum PortalDate {
    /// A date that was read, and whether it came with a time of day.
    struct Reading: Hashable, Sendable {
        var time: CivilTime
        var hasClock: Bool
    }

    /// Which of the two numbers before the year is the day, where a portal writes them with slashes.
    enum Order: Hashable, Sendable {
        case dayFirst
        case monthFirst
    }

    /// Reads `Wed Dec 11 2024 17:59:00` or `Fri Dec 20 2024`.
    static func formatted(_ text: String) -> Reading? {
        let words = text.split(separator: " ")
        guard (4...5).contains(words.count), let month = CivilDay.month(named: words[1]),
            let day = Int(words[2]), let year = Int(words[3]),
            let date = CivilTime(year, month, day)
        else { return nil }
        guard words.count == 5 else { return Reading(time: date, hasClock: false) }
        guard let second = CivilTime.secondOfDay(words[4]) else { return nil }
        return Reading(time: CivilTime(seconds: date.seconds + second), hasClock: true)
    }

    /// Reads a date of the portal's culture: `23.11.2026 10:00:00`, `11/23/2026 10:00:00 am`, `2026-11-23`.
    ///
    /// - Parameter order: what other rows of the portal showed; nil if nothing did. Then a time with am or pm is
    ///   taken as the English form, any other as day before month.
    static func cultural(_ text: String, order: Order? = nil) -> Reading? {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard (1...3).contains(words.count) else { return nil }
        let half = words.count == 3 ? words[2].lowercased() : nil
        if let half, half != "am" && half != "pm" { return nil }
        guard let date = date(words[0], order: order, isEnglish: half != nil) else { return nil }
        guard words.count > 1 else { return Reading(time: date, hasClock: false) }
        guard var second = CivilTime.secondOfDay(words[1].prefix { $0 != "+" && $0 != "Z" }) else {
            return nil
        }
        if let half {
            guard (3_600..<13 * 3_600).contains(second) else { return nil }
            second = second % (12 * 3_600) + (half == "pm" ? 12 * 3_600 : 0)
        }
        return Reading(time: CivilTime(seconds: date.seconds + second), hasClock: true)
    }

    /// What a pair of the same date in both forms tells of the order; nil if it tells nothing.
    static func order(of cultural: String, meaning formatted: Reading) -> Order? {
        guard cultural.contains("/") else { return nil }
        let numbers = cultural.prefix { $0 != " " }.split(separator: "/").compactMap { Int($0) }
        let date = formatted.time.day
        guard numbers.count == 3, date.month != date.day else { return nil }
        if numbers[0] == date.day, numbers[1] == date.month { return .dayFirst }
        return numbers[0] == date.month && numbers[1] == date.day ? .monthFirst : nil
    }

    private static func date(
        _ text: Substring, order: Order?, isEnglish: Bool
    ) -> CivilTime? {
        for separator in ["-", ".", "/"] as [Character] where text.contains(separator) {
            let numbers = text.split(separator: separator, omittingEmptySubsequences: false)
                .compactMap { Int($0) }
            guard numbers.count == 3 else { return nil }
            if separator == "-" {
                return CivilTime(numbers[0], numbers[1], numbers[2])
            }
            let dayFirst = CivilTime(numbers[2], numbers[1], numbers[0])
            if separator == "." { return dayFirst }
            let monthFirst = CivilTime(numbers[2], numbers[0], numbers[1])
            switch order ?? (isEnglish ? .monthFirst : .dayFirst) {
            case .dayFirst: return dayFirst ?? monthFirst
            case .monthFirst: return monthFirst ?? dayFirst
            }
        }
        return nil
    }
}
