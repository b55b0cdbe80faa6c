/// The room's own clock and opening hours, through all their changes.
///
/// Instants are asked for the time of day, never the other way round: an hour that a change of the clocks leaves out has no
/// instants, one that comes twice has twice as many, and both count as they passed.
public struct RoomCalendar: Sendable {
    /// How far a zone is from UTC at an instant, in seconds, east positive.
    public typealias Offset = @Sendable (_ zone: String, _ instant: WallTime) -> Int

    /// A minute as the room's wall clock shows it.
    public struct LocalMinute: Hashable, Sendable {
        /// Days since 1970-01-01; negative before.
        public var day: Int
        /// Minutes after midnight; 0 to 1 439.
        public var minute: Int

        fileprivate init(secondsOnTheWall seconds: Int) {
            day = RoomCalendar.quotient(seconds, 86_400)
            minute = RoomCalendar.remainder(seconds, 86_400) / 60
        }

        /// The day of the week.
        public var weekday: Weekday {
            // 1970-01-01 was a Thursday.
            Weekday.allCases[RoomCalendar.remainder(day + 3, 7)]
        }

        /// The week, counted from that of 1970-01-01; it begins on Monday.
        public var week: Int { RoomCalendar.quotient(day + 3, 7) }
    }

    /// By when they came into force; never empty.
    private let periods: [HoursInForce]
    private let offset: Offset

    /// Makes a calendar.
    ///
    /// - Parameters:
    ///   - periods: the hours, in any order; the earliest ones count for the time before them as well. Without any the room is
    ///     always open, and its clock shows UTC.
    ///   - offset: knows the zones.
    public init(_ periods: [HoursInForce], offset: @escaping Offset) {
        let always = HoursInForce(since: .earliest, timeZone: "UTC", hours: .always)
        self.periods = periods.isEmpty ? [always] : periods.sorted { $0.since < $1.since }
        self.offset = offset
    }

    /// What the room's wall clock shows.
    public func local(_ instant: WallTime) -> LocalMinute {
        let ahead = offset(period(at: instant).timeZone, instant)
        return LocalMinute(secondsOnTheWall: Int(instant.secondsSinceEpoch) + ahead)
    }

    private func period(at instant: WallTime) -> HoursInForce {
        periods.last { $0.since <= instant } ?? periods[0]
    }

    /// The bookable minutes of a span that begins on a whole minute; nil for those in which the room is closed.
    ///
    /// A minute is what its first instant is. Clocks are changed at a full quarter of an hour of UTC, so that a zone is asked
    /// once in a quarter.
    func minutes(of span: Span) -> [LocalMinute?] {
        var found: [LocalMinute?] = []
        var (asked, ahead) = ((quarter: Int.min, zone: ""), 0)
        var instant = span.start
        while instant < span.end {
            let period = period(at: instant)
            let second = Int(instant.secondsSinceEpoch)
            let question = (quarter: Self.quotient(second, 900), zone: period.timeZone)
            if question != asked { (asked, ahead) = (question, offset(question.zone, instant)) }
            let local = LocalMinute(secondsOnTheWall: second + ahead)
            found.append(period.hours.isOpen(on: local.weekday, minute: local.minute) ? local : nil)
            instant = instant + .seconds(60)
        }
        return found
    }

    static func quotient(_ number: Int, _ divisor: Int) -> Int {
        number >= 0 ? number / divisor : -((-number + divisor - 1) / divisor)
    }

    static func remainder(_ number: Int, _ divisor: Int) -> Int {
        number - quotient(number, divisor) * divisor
    }
}
