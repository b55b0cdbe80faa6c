/// Tells whether a monthly or yearly rule can ever come true.
///
/// libical looks for the first day of such a rule up to the year 20000 before it hands anything back, for seconds
/// of processor time, and nothing can stop it. A rule that never comes true is therefore found out beforehand.
struct RuleShape {
    private let isMonthly: Bool
    private let interval: Int
    private let months: Set<Int>
    private let monthDays: Set<Int>
    private let yearDays: Set<Int>
    private let weekDays: [(ordinal: Int, day: Int)]
    private let positions: [Int]
    private let perDay: Int
    private let usesWeekNumbers: Bool

    private static let dayNames = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    private static let monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    /// Takes up the parts of a rule, such as `["FREQ": "MONTHLY", "BYDAY": "1MO"]`.
    ///
    /// - Returns: nil if the rule is neither monthly nor yearly, or a part cannot be read.
    init?(_ parts: [String: String]) {
        guard let frequency = parts["FREQ"], frequency == "MONTHLY" || frequency == "YEARLY",
            let months = RuleShape.numbers(parts["BYMONTH"]),
            let monthDays = RuleShape.numbers(parts["BYMONTHDAY"]),
            let yearDays = RuleShape.numbers(parts["BYYEARDAY"]),
            let positions = RuleShape.numbers(parts["BYSETPOS"]),
            let weekDays = RuleShape.weekDays(parts["BYDAY"])
        else { return nil }
        self.isMonthly = frequency == "MONTHLY"
        self.interval = max(Int(parts["INTERVAL"] ?? "1") ?? 1, 1)
        self.months = Set(months)
        self.monthDays = Set(monthDays)
        self.yearDays = Set(yearDays)
        self.weekDays = weekDays
        self.positions = positions
        self.usesWeekNumbers = parts["BYWEEKNO"] != nil
        self.perDay = ["BYHOUR", "BYMINUTE", "BYSECOND"].reduce(1) { product, name in
            product * max(parts[name]?.split(separator: ",").count ?? 1, 1)
        }
    }

    /// Whether any year holds a day of the rule.
    ///
    /// Week numbers together with months or days of the month or year are taken for impossible.
    /// - Parameter start: DTSTART, in civil seconds: gives the day and month that the rule leaves open.
    func canMatch(start: Int64) -> Bool {
        if usesWeekNumbers {
            return !isMonthly && months.isEmpty && monthDays.isEmpty && yearDays.isEmpty
        }
        let stamp = CalendarTime(seconds: start, form: .date).stamp
        let month = Int(stamp.dropFirst(4).prefix(2)) ?? 1
        let day = Int(stamp.suffix(2)) ?? 1
        for isLeap in [false, true] {
            for firstDay in 0..<7 where matches(isLeap, firstDay, startMonth: month, startDay: day)
            {
                return true
            }
        }
        return false
    }

    /// Whether a year that begins on `firstDay` (0 is Monday) holds a day of the rule.
    private func matches(
        _ isLeap: Bool, _ firstDay: Int, startMonth: Int, startDay: Int
    ) -> Bool {
        var dayOfYear = 0
        var inYear = 0
        for month in 1...12 {
            let length = RuleShape.monthLengths[month - 1] + (month == 2 && isLeap ? 1 : 0)
            var inMonth = 0
            for day in 1...length {
                dayOfYear += 1
                let date = Day(
                    month: month, day: day, monthLength: length, dayOfYear: dayOfYear,
                    yearLength: isLeap ? 366 : 365, weekDay: (firstDay + dayOfYear - 1) % 7)
                if holds(date, startMonth, startDay) { inMonth += 1 }
            }
            inYear += inMonth
            if isMonthly && suffices(inMonth) { return true }
        }
        return !isMonthly && suffices(inYear)
    }

    private struct Day {
        var month: Int
        var day: Int
        var monthLength: Int
        var dayOfYear: Int
        var yearLength: Int
        var weekDay: Int
    }

    private func holds(_ date: Day, _ startMonth: Int, _ startDay: Int) -> Bool {
        let daysAreOpen = monthDays.isEmpty && weekDays.isEmpty && yearDays.isEmpty
        if !months.isEmpty && !months.contains(date.month) { return false }
        if isMonthly {
            let step = RuleShape.greatestCommonDivisor(interval, 12)
            if (date.month - startMonth) % step != 0 { return false }
        } else if daysAreOpen && months.isEmpty && date.month != startMonth {
            return false
        }
        if daysAreOpen { return date.day == startDay }
        if !monthDays.isEmpty && !monthDays.contains(date.day)
            && !monthDays.contains(date.day - date.monthLength - 1)
        {
            return false
        }
        if !yearDays.isEmpty && !yearDays.contains(date.dayOfYear)
            && !yearDays.contains(date.dayOfYear - date.yearLength - 1)
        {
            return false
        }
        return weekDays.isEmpty || weekDays.contains { isDay(date, $0.ordinal, $0.day) }
    }

    private func isDay(_ date: Day, _ ordinal: Int, _ weekDay: Int) -> Bool {
        if date.weekDay != weekDay { return false }
        if ordinal == 0 { return true }
        let countsInMonth = isMonthly || !months.isEmpty
        let day = countsInMonth ? date.day : date.dayOfYear
        let length = countsInMonth ? date.monthLength : date.yearLength
        return ordinal == (day - 1) / 7 + 1 || ordinal == -((length - day) / 7 + 1)
    }

    private func suffices(_ days: Int) -> Bool {
        days > 0 && (positions.isEmpty || positions.contains { abs($0) <= days * perDay })
    }

    private static func numbers(_ text: String?) -> [Int]? {
        guard let text else { return [] }
        let numbers = text.split(separator: ",").map { Int($0) }
        return numbers.count > 400 || numbers.contains(nil) ? nil : numbers.compactMap { $0 }
    }

    private static func weekDays(_ text: String?) -> [(ordinal: Int, day: Int)]? {
        guard let text else { return [] }
        var days: [(ordinal: Int, day: Int)] = []
        for part in text.split(separator: ",").prefix(400) {
            let number = part.dropLast(2)
            guard let day = dayNames.firstIndex(of: String(part.suffix(2))),
                let ordinal = number.isEmpty ? 0 : Int(number)
            else { return nil }
            days.append((ordinal, day))
        }
        return days
    }

    private static func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
        right == 0 ? left : greatestCommonDivisor(right, left % right)
    }
}
