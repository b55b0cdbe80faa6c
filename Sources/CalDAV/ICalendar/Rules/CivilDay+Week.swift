import CivilCalendar

extension CivilDay {
    /// Makes the day that holds a civil time, given in seconds.
    init(of seconds: Int64) {
        self.init(number: Int(seconds.flooredDivision(by: CalendarTime.secondsPerDay)))
    }

    /// The number of the week, and how many weeks its year has (RFC 5545, section 3.3.10, BYWEEKNO).
    ///
    /// Week 1 is the first that has four days or more in its year.
    /// - Parameter weekStart: the day on which weeks begin; 0 is Monday.
    func week(from weekStart: Int) -> (number: Int, ofYear: Int) {
        let daysIntoWeek = (weekDay - weekStart).flooredRemainder(by: 7)
        let fourth = CivilDay(number: number - daysIntoWeek + 3)
        let dayOfYear = fourth.dayOfYear
        let week = (dayOfYear - 1) / 7 + 1
        return (week, week + (fourth.yearLength - dayOfYear) / 7)
    }
}
