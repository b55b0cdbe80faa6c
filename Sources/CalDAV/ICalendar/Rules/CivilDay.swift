/// One day of the Gregorian calendar, counted from 1970-01-01, with what recurrence rules ask of a day.
struct CivilDay: Hashable, Sendable {
    /// Days since 1970-01-01; negative before.
    let number: Int
    let year: Int
    /// 1 to 12.
    let month: Int
    /// 1 to 31.
    let day: Int

    /// The year's first day counts as 1 March here, so that a leap day is the last day of a year.
    private static let daysPer400Years = 146_097
    /// Days from 0000-03-01 to 1970-01-01.
    private static let daysBefore1970 = 719_468
    private static let monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    /// Makes the day of that number.
    init(number: Int) {
        self.number = number
        let shifted = number + CivilDay.daysBefore1970
        let cycle = shifted.flooredDivision(by: CivilDay.daysPer400Years)
        let dayOfCycle = shifted - cycle * CivilDay.daysPer400Years
        let yearOfCycle =
            (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0)
    }

    /// Makes the first day of a month.
    ///
    /// - Parameter month: 1 to 12.
    init(firstOf month: Int, _ year: Int) {
        let yearFromMarch = month <= 2 ? year - 1 : year
        let cycle = yearFromMarch.flooredDivision(by: 400)
        let yearOfCycle = yearFromMarch - cycle * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5
        let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        number = cycle * CivilDay.daysPer400Years + dayOfCycle - CivilDay.daysBefore1970
        self.year = year
        self.month = month
        day = 1
    }

    /// Makes the day that holds a civil time, given in seconds.
    init(of seconds: Int64) {
        self.init(number: Int(seconds.flooredDivision(by: CalendarTime.secondsPerDay)))
    }

    /// 0 is Monday, 6 is Sunday.
    var weekDay: Int { (number + 3).flooredRemainder(by: 7) }

    /// 1 to 366.
    var dayOfYear: Int { number - CivilDay(firstOf: 1, year).number + 1 }

    var monthLength: Int {
        CivilDay.monthLengths[month - 1] + (month == 2 && yearLength == 366 ? 1 : 0)
    }

    var yearLength: Int {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365
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

extension BinaryInteger {
    /// The quotient rounded towards negative infinity.
    func flooredDivision(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// What ``flooredDivision(by:)`` leaves: 0 up to, not including, the divisor.
    func flooredRemainder(by divisor: Self) -> Self {
        self - flooredDivision(by: divisor) * divisor
    }
}
