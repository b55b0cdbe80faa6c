/// The bookable minutes of a stretch that have passed, each with what it was.
///
/// A minute is what its first instant was. So every minute is one thing, minutes of windows that touch are counted once,
/// and bookings that overlap count once.
struct MinuteStretch {
    /// A bookable minute.
    struct Minute {
        var local: RoomCalendar.LocalMinute
        var isBooked = false
        /// Whether a booking had held it and given it back.
        var isReleased = false
        var seen = Presence.unknown
    }

    private let start: WallTime
    private var all: [Minute?]

    /// The bookable minutes, in their order.
    var minutes: [Minute] { all.compactMap { $0 } }

    init(
        of part: RoomReport.Part, _ bookings: [JudgedBookings.Judged], until now: WallTime,
        _ calendar: RoomCalendar
    ) {
        start = Self.roundedUp(part.span.start)
        let passed = Span(start: start, end: min(part.span.end, now))
        all = calendar.minutes(of: passed).map { local in local.map { Minute(local: $0) } }
        for booking in bookings { mark(booking) }
        // Where the clock was set back stretches overlap: whoever was seen was there.
        for presence in [Presence.vacant, .present] {
            for stretch in part.presence where stretch.presence == presence {
                change(stretch.span) { $0.seen = presence }
            }
        }
    }

    private mutating func mark(_ booking: JudgedBookings.Judged) {
        let (start, planned) = (booking.run.start, booking.plannedEnd)
        let ended = booking.leaving?.endedAt ?? booking.arrival?.endedAt
        let listed = booking.listedEnd ?? planned
        let freed = max(start, min(ended ?? listed, listed))
        change(Span(start: start, end: freed)) { $0.isBooked = true }
        guard booking.measure != nil else { return }
        change(Span(start: freed, end: planned)) { $0.isReleased = true }
    }

    /// Changes the minutes whose first instant lies in a span.
    private mutating func change(_ span: Span, _ body: (inout Minute) -> Void) {
        let range = index(of: span.start)..<max(index(of: span.start), index(of: span.end))
        for index in range {
            guard var minute = all[index] else { continue }
            body(&minute)
            all[index] = minute
        }
    }

    /// The first minute that begins at an instant or later.
    private func index(of instant: WallTime) -> Int {
        let seconds = Int((Self.roundedUp(instant) - start).components.seconds)
        return min(max(seconds / 60, 0), all.count)
    }

    /// The first full minute from an instant on.
    private static func roundedUp(_ instant: WallTime) -> WallTime {
        let minute = RoomCalendar.quotient(Int(instant.secondsSinceEpoch), 60)
        let floored = WallTime(secondsSinceEpoch: Int64(minute * 60))
        return floored < instant ? floored + .seconds(60) : floored
    }
}
