import CivilCalendar

/// Which days a rule leaves, whatever its interval, count and times of day.
///
/// All day parts together are one question to a day: whether they expand or limit (the table of RFC 5545, section
/// 3.3.10) makes no difference to the answer, once it is said what a part that is absent takes from DTSTART.
struct RuleDays: Sendable {
    private var months: [Int]
    private var monthDays: [Int]
    private let yearDays: [Int]
    private let weekNumbers: [Int]
    private var weekDays: [RuleParts.WeekDay]
    private let weekStart: Int
    private let countsInMonth: Bool

    /// Takes up the day parts of a rule, and from the first start whatever they leave open.
    init(_ parts: RuleParts, start: CivilDay) {
        months = parts.months
        monthDays = parts.monthDays
        yearDays = parts.yearDays
        weekNumbers = parts.weekNumbers
        weekDays = parts.weekDays
        weekStart = parts.weekStart
        countsInMonth = parts.frequency == .monthly || !parts.months.isEmpty
        guard weekDays.isEmpty && monthDays.isEmpty && yearDays.isEmpty else { return }
        switch parts.frequency {
        case .weekly: weekDays = [RuleParts.WeekDay(ordinal: 0, day: start.weekDay)]
        case .monthly: monthDays = [start.day]
        case .yearly where !weekNumbers.isEmpty:
            weekDays = [RuleParts.WeekDay(ordinal: 0, day: start.weekDay)]
        case .yearly:
            if months.isEmpty { months = [start.month] }
            monthDays = [start.day]
        default: break
        }
    }

    /// Whether the rule leaves this day.
    func holds(_ day: CivilDay) -> Bool {
        (months.isEmpty || months.contains(day.month))
            && (weekDays.isEmpty || weekDays.contains { isDay(day, $0) })
            && RuleDays.hold(monthDays, day.day, of: day.monthLength)
            && (yearDays.isEmpty || RuleDays.hold(yearDays, day.dayOfYear, of: day.yearLength))
            && (weekNumbers.isEmpty || isInWeek(day))
    }

    /// Whether a list that also counts from the end holds a number; an empty list leaves all.
    private static func hold(_ list: [Int], _ number: Int, of length: Int) -> Bool {
        list.isEmpty || list.contains(number) || list.contains(number - length - 1)
    }

    private func isInWeek(_ day: CivilDay) -> Bool {
        let week = day.week(from: weekStart)
        return RuleDays.hold(weekNumbers, week.number, of: week.ofYear)
    }

    private func isDay(_ day: CivilDay, _ wanted: RuleParts.WeekDay) -> Bool {
        if day.weekDay != wanted.day { return false }
        if wanted.ordinal == 0 { return true }
        let place = countsInMonth ? day.day : day.dayOfYear
        let length = countsInMonth ? day.monthLength : day.yearLength
        return wanted.ordinal == (place - 1) / 7 + 1
            || wanted.ordinal == -((length - place) / 7 + 1)
    }
}
