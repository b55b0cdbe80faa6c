import RoomCore

/// A wall time taken apart into the fields of the proleptic Gregorian calendar, in UTC.
struct CivilTime: Hashable, Sendable {
    /// Year, 1-9999 wherever it comes from text.
    var year: Int
    /// Month, 1-12.
    var month: Int
    /// Day of the month, 1-31.
    var day: Int
    /// Hour, 0-23.
    var hour: Int
    /// Minute, 0-59.
    var minute: Int
    /// Second, 0-59; 60 in text that names a leap second.
    var second: Int

    private static let secondsPerDay = 86_400
    /// Days from 0000-03-01 to 1970-01-01: years are counted from March, so that the leap day comes last.
    private static let daysBeforeEpoch = 719_468
    private static let daysPerEra = 146_097

    /// Takes the whole seconds of an instant apart.
    init(_ instant: WallTime) {
        let seconds = Int(instant.secondsSinceEpoch)
        let (days, ofDay) = seconds.flooredQuotientAndRemainder(by: Self.secondsPerDay)
        self.init(daysSinceEpoch: days, secondOfDay: ofDay)
    }

    /// Makes a time from its fields, unchecked.
    init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    private init(daysSinceEpoch: Int, secondOfDay: Int) {
        let shifted = daysSinceEpoch + Self.daysBeforeEpoch
        let (era, dayOfEra) = shifted.flooredQuotientAndRemainder(by: Self.daysPerEra)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        self.init(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1,
            hour: secondOfDay / 3_600, minute: secondOfDay / 60 % 60, second: secondOfDay % 60)
    }

    /// Days from 1970-01-01 to this day.
    var daysSinceEpoch: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = shiftedYear.flooredQuotientAndRemainder(by: 400)
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * Self.daysPerEra + dayOfEra - Self.daysBeforeEpoch
    }

    /// The instant the fields name; a leap second is the first instant of the next minute.
    var wallTime: WallTime {
        let seconds = daysSinceEpoch * Self.secondsPerDay + hour * 3_600 + minute * 60 + second
        return WallTime(secondsSinceEpoch: Int64(seconds))
    }

    /// Whether the month has the day, and the clock the time.
    var isValid: Bool {
        (1...12).contains(month) && (1...Self.days(inMonth: month, of: year)).contains(day)
            && (0...23).contains(hour) && (0...59).contains(minute) && (0...60).contains(second)
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}

extension Int {
    fileprivate func flooredQuotientAndRemainder(by divisor: Int) -> (Int, Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// The number with leading zeros up to `width` digits.
    func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
