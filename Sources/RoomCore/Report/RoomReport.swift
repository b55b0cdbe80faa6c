/// How a room was booked and used in a stretch of time, minute by minute.
///
/// Takes in the record part by part, a week or so each, and keeps no rows of it: a year need not lie in memory.
public struct RoomReport: Sendable {
    /// A part of the record: everything that a stretch of the window is counted from.
    public struct Part: Sendable {
        /// The stretch; begins where the part before ended.
        public var span: Span
        /// The bookings that share an instant with ``reach(of:)`` the stretch, titles as they may be shown.
        public var bookings: [Booking]
        /// The verdicts about bookings that share an instant with it, in the order of their numbers.
        public var verdicts: [Verdict]
        /// What was seen in the stretch; where nothing is said, nothing is known.
        public var presence: [PresenceSpan]

        /// Makes a part.
        public init(
            span: Span, bookings: [Booking], verdicts: [Verdict], presence: [PresenceSpan]
        ) {
            self.span = span
            self.bookings = bookings
            self.verdicts = verdicts
            self.presence = presence
        }

        /// The time whose bookings matter to a stretch: a judged booking is no longer than a day, and one that was cut since
        /// has to be listed for that to be known.
        public static func reach(of span: Span) -> Span {
            Span(start: span.start - .seconds(86_400), end: span.end)
        }
    }

    /// An hour of the week, on the room's clock.
    public struct Hour: Hashable, Sendable {
        /// The day.
        public var weekday: Weekday
        /// The hour; 0 to 23.
        public var hour: Int

        /// Makes an hour.
        public init(_ weekday: Weekday, _ hour: Int) {
            self.weekday = weekday
            self.hour = hour
        }
    }

    /// Bookings of a series from which on something is told of it: fewer would tell of persons.
    static let leastBookings = 5
    /// The most series that are followed; later ones are passed over.
    static let greatestSeries = 5_000

    /// The window that was asked for.
    public let window: Span
    /// The bookable minutes by hour of the week; hours without any are not there.
    public private(set) var cells: [Hour: MinuteCells] = [:]
    /// Bookable minutes that a booking had held and given back: it was ended, claimed or cut short before.
    public private(set) var released = 0
    /// Those of them that were booked again, or in which somebody was seen.
    public private(set) var reused = 0
    /// The figures of the bookings that begin in the window.
    public private(set) var figures: [RoomFigure: Int]
    /// How late people came.
    public private(set) var lateness = Lateness()
    /// The same by the day of the week that a booking begins on.
    public private(set) var latenessByDay: [Weekday: Lateness] = [:]
    /// The same by the hour that a booking begins in; 0 to 23.
    public private(set) var latenessByHour: [Int: Lateness] = [:]
    private var latenessBySeries: [Series: Lateness] = [:]
    private var rightSize = RightSize()

    private let calendar: RoomCalendar
    private let now: WallTime

    /// Begins without minutes.
    ///
    /// - Parameter now: minutes from then on are still to come, and not counted yet.
    public init(of window: Span, calendar: RoomCalendar, now: WallTime) {
        self.window = window
        self.calendar = calendar
        self.now = now
        figures = RoomStatistics(in: window).values
    }

    /// The stretches that the record is to be read in, in their order.
    public var parts: [Span] {
        var parts: [Span] = []
        var start = window.start
        while start < window.end {
            let end = min(start + .seconds(7 * 86_400), window.end)
            parts.append(Span(start: start, end: end))
            start = end
        }
        return parts
    }

    /// Takes in the record of one stretch; to be called with ``parts`` in their order.
    public mutating func add(_ part: Part) {
        var statistics = RoomStatistics(in: part.span)
        var judged = JudgedBookings()
        for booking in part.bookings {
            statistics.add(booking)
            judged.add(booking)
        }
        for verdict in part.verdicts {
            statistics.add(verdict)
            judged.add(verdict)
        }
        let bookings = judged.all
        figures.merge(statistics.values, uniquingKeysWith: +)
        for booking in bookings where part.span.contains(booking.run.start) { count(booking) }
        count(MinuteStretch(of: part, bookings, until: now, calendar))
    }

    private mutating func count(_ booking: JudgedBookings.Judged) {
        let start = calendar.local(booking.run.start)
        rightSize.add(booking, at: start)
        lateness.add(booking.arrival)
        latenessByDay[start.weekday, default: Lateness()].add(booking.arrival)
        latenessByHour[start.minute / 60, default: Lateness()].add(booking.arrival)
        guard let series = Series(booking),
            latenessBySeries[series] != nil || latenessBySeries.count < Self.greatestSeries
        else { return }
        latenessBySeries[series, default: Lateness()].add(booking.arrival)
    }

    private mutating func count(_ stretch: MinuteStretch) {
        for minute in stretch.minutes {
            let hour = Hour(minute.local.weekday, minute.local.minute / 60)
            cells[hour, default: MinuteCells()][isBooked: minute.isBooked, minute.seen] += 1
            guard minute.isReleased else { continue }
            released += 1
            if minute.isBooked || minute.seen == .present { reused += 1 }
        }
    }

    // MARK: What comes of it

    /// All bookable minutes of the window that have passed.
    public var total: MinuteCells { cells.values.reduce(MinuteCells(), +) }

    /// Series of five arrivals and more of which some were late, those with most late ones first; 50 at most.
    public var lateSeries: [(series: Series, lateness: Lateness)] {
        let all = latenessBySeries.filter {
            $0.value.arrivals >= Self.leastBookings && $0.value.late > 0
        }
        let sorted = all.sorted {
            ($1.value.late, $0.key.key) < ($0.value.late, $1.key.key)
        }
        return sorted.prefix(50).map { ($0.key, $0.value) }
    }

    /// Weekly meetings that were left early for seven weeks running or more.
    public var hints: [RightSizeHint] { rightSize.hints }
}

extension RoomReport {
    /// The hours of the week that have bookable minutes, from Monday 00:00 on.
    public var hoursOfTheWeek: [(hour: Hour, cells: MinuteCells)] {
        Weekday.allCases.flatMap { weekday in
            (0..<24).compactMap { hour in
                let hour = Hour(weekday, hour)
                return cells[hour].map { (hour, $0) }
            }
        }
    }

    /// `09:05`, of minutes after midnight.
    public static func clock(_ minute: Int) -> String {
        let parts = [minute / 60, minute % 60]
        return parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
