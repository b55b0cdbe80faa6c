import CivilCalendar

/// Walks along a rule, period by period: the days, months or hours that its frequency and interval reach.
///
/// Everything is counted in civil seconds of the series' own zone.
struct RuleWalk {
    /// The starts of one period, in order, BYSETPOS applied.
    struct Step {
        /// Where the period begins; all later starts lie after it.
        var begin: Int64
        var starts: [Int64]
        /// How many days or moments were looked at.
        var cost: Int
    }

    private let parts: RuleParts
    private let days: RuleDays
    private let start: Int64
    private let startDay: CivilDay
    /// The times of day, in seconds, of a rule that repeats by days or more.
    private let times: [Int64]
    /// Where days begin and end that can matter; periods are cut to it unless BYSETPOS counts in them.
    private let reach: ClosedRange<Int64>
    /// How many periods after that of the first start.
    private var index: Int

    private static let unitSeconds: [Int64] = [1, 60, 3_600]

    /// Begins in the last period that begins before `reach` does.
    ///
    /// - Parameters:
    ///   - start: the first start.
    ///   - isDate: whether the series is one of whole days, whose rules have no times of day.
    ///   - reach: which starts are wanted; others may be yielded, too.
    init(_ parts: RuleParts, start: Int64, isDate: Bool, reach: ClosedRange<Int64>) {
        self.parts = parts
        self.start = start
        self.reach = reach
        startDay = CivilDay(of: start)
        days = RuleDays(parts, start: startDay)
        times = isDate ? [0] : RuleWalk.times(parts, start)
        index = 0
        let from = CivilDay(of: max(reach.lowerBound, start))
        let ahead: Int
        switch parts.frequency {
        case .yearly: ahead = from.year - startDay.year
        case .monthly: ahead = (from.year - startDay.year) * 12 + from.month - startDay.month
        case .weekly: ahead = (from.number - weekBegin) / 7
        case .daily: ahead = from.number - startDay.number
        default: ahead = Int((max(reach.lowerBound, start) - unitBegin) / unit)
        }
        index = ahead / parts.interval
    }

    /// Takes the next period.
    mutating func next() -> Step {
        defer { index += 1 }
        let ahead = index * parts.interval
        switch parts.frequency {
        case .yearly:
            let year = startDay.year + ahead
            return step(
                CivilDay(firstOf: 1, year).number..<CivilDay(firstOf: 1, year + 1).number)
        case .monthly:
            let first = month(ahead)
            return step(first.number..<(first.number + first.monthLength))
        case .weekly:
            let first = weekBegin + ahead * 7
            return step(first..<(first + 7))
        case .daily:
            let first = startDay.number + ahead
            return step(first..<(first + 1))
        default:
            return step(at: unitBegin + Int64(ahead) * unit)
        }
    }

    private func month(_ ahead: Int) -> CivilDay {
        let months = startDay.month - 1 + ahead
        return CivilDay(firstOf: months % 12 + 1, startDay.year + months / 12)
    }

    private var weekBegin: Int {
        startDay.number - (startDay.weekDay - parts.weekStart).flooredRemainder(by: 7)
    }

    // MARK: - By days and more

    private func step(_ period: Range<Int>) -> Step {
        let day = CalendarTime.secondsPerDay
        var looked = period
        if parts.positions.isEmpty {
            let first = Int(max(reach.lowerBound, start).flooredDivision(by: day))
            let last = Int(reach.upperBound.flooredDivision(by: day))
            looked = looked.clamped(to: first..<max(first, last + 1))
        }
        var starts: [Int64] = []
        for number in looked where days.holds(CivilDay(number: number)) {
            for time in times { starts.append(Int64(number) * day + time) }
        }
        return Step(
            begin: Int64(period.lowerBound) * day, starts: selected(starts),
            cost: max(looked.count, 1) + starts.count)
    }

    /// The times of day that BYHOUR, BYMINUTE and BYSECOND name; what is not named is that of the first start.
    private static func times(_ parts: RuleParts, _ start: Int64) -> [Int64] {
        let time = Int(start.flooredRemainder(by: CalendarTime.secondsPerDay))
        var times: [Int64] = []
        for hour in parts.hours.isEmpty ? [time / 3_600] : parts.hours {
            for minute in parts.minutes.isEmpty ? [time / 60 % 60] : parts.minutes {
                for second in parts.seconds.isEmpty ? [time % 60] : parts.seconds {
                    times.append(Int64(hour * 3_600 + minute * 60 + second))
                }
            }
        }
        return times
    }

    // MARK: - By hours and less

    private var unit: Int64 { RuleWalk.unitSeconds[parts.frequency.rawValue] }

    private var unitBegin: Int64 { start - start.flooredRemainder(by: unit) }

    private func step(at begin: Int64) -> Step {
        let time = Int(begin.flooredRemainder(by: CalendarTime.secondsPerDay))
        guard parts.hours.isEmpty || parts.hours.contains(time / 3_600),
            parts.frequency == .hourly || parts.minutes.isEmpty
                || parts.minutes.contains(time / 60 % 60),
            parts.frequency != .secondly || parts.seconds.isEmpty
                || parts.seconds.contains(time % 60),
            days.holds(CivilDay(of: begin))
        else { return Step(begin: begin, starts: [], cost: 1) }
        let starts = moments(in: begin)
        return Step(begin: begin, starts: selected(starts), cost: starts.count + 1)
    }

    /// The starts within one hour, minute or second.
    private func moments(in begin: Int64) -> [Int64] {
        if parts.frequency == .secondly { return [begin] }
        let own = Int(start.flooredRemainder(by: 3_600))
        let seconds = parts.seconds.isEmpty ? [own % 60] : parts.seconds
        if parts.frequency == .minutely { return seconds.map { begin + Int64($0) } }
        let minutes = parts.minutes.isEmpty ? [own / 60] : parts.minutes
        return minutes.flatMap { minute in seconds.map { begin + Int64(minute * 60 + $0) } }
    }

    // MARK: - BYSETPOS

    private func selected(_ starts: [Int64]) -> [Int64] {
        if parts.positions.isEmpty { return starts }
        let places = Set(parts.positions.map { $0 > 0 ? $0 - 1 : starts.count + $0 })
        return starts.indices.filter(places.contains).map { starts[$0] }
    }
}
