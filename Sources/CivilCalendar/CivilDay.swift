/// One day of the Gregorian calendar, counted from 1970-01-01.
package struct CivilDay: Hashable, Sendable {
    /// Days since 1970-01-01; negative before.
    package let number: Int
    package let year: Int
    /// 1 to 12.
    package let month: Int
    /// 1 to 31.
    package let day: Int

    /// The year's first day counts as 1 March here, so that a leap day is the last day of a year.
    private static let daysPer400Years = 146_097
    /// Days from 0000-03-01 to 1970-01-01.
    private static let daysBefore1970 = 719_468
    private static let monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    /// Makes the day of that number.
    package init(number: Int) {
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
    package init(firstOf month: Int, _ year: Int) {
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

    /// Makes a day; nil if there is none such in the years 1 to 9999.
    package init?(_ year: Int, _ month: Int, _ day: Int) {
        guard (1...9_999).contains(year), (1...12).contains(month) else { return nil }
        let first = CivilDay(firstOf: month, year)
        guard (1...first.monthLength).contains(day) else { return nil }
        self.init(number: first.number + day - 1)
    }

    /// 0 is Monday, 6 is Sunday.
    package var weekDay: Int { (number + 3).flooredRemainder(by: 7) }

    /// 1 to 366.
    package var dayOfYear: Int { number - CivilDay(firstOf: 1, year).number + 1 }

    package var monthLength: Int {
        CivilDay.monthLengths[month - 1] + (month == 2 && yearLength == 366 ? 1 : 0)
    }

    package var yearLength: Int {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365
    }
}

extension BinaryInteger {
    /// The quotient rounded towards negative infinity.
    package func flooredDivision(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// What ``flooredDivision(by:)`` leaves: 0 up to, not including, the divisor.
    package func flooredRemainder(by divisor: Self) -> Self {
        self - flooredDivision(by: divisor) * divisor
    }
}
