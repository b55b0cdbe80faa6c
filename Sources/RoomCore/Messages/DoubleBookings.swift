/// Which bookings hold the same time, and where they could go.
enum DoubleBookings {
    /// Two bookings that share an instant, the one that has the room first.
    struct Pair: Hashable, Sendable {
        var first: BookingID
        var second: BookingID
    }

    /// Pairs that are looked at; more are left out.
    static let most = 64
    /// How far ahead of a booking another place for it is looked for.
    static let searchAhead = Duration.seconds(8 * 3_600)

    /// The pairs among bookings that begin in order and end after `instant`.
    ///
    /// Whole days and free time are in nobody's way.
    static func pairs(in bookings: [Booking], after instant: WallTime) -> [(Booking, Booking)] {
        let blocking = bookings.filter { takesPart($0) && $0.span.end > instant }
        var found: [(Booking, Booking)] = []
        for (index, booking) in blocking.enumerated() {
            for other in blocking[(index + 1)...] {
                guard other.span.start < booking.span.end, found.count < most else { break }
                found.append((booking, other))
            }
        }
        return found
    }

    /// Whether two bookings are in each other's way.
    static func collide(_ first: Booking, _ second: Booking) -> Bool {
        takesPart(first) && takesPart(second) && first.span.overlaps(second.span)
    }

    private static func takesPart(_ booking: Booking) -> Bool {
        booking.isBlocking && !booking.isAllDay && !booking.span.isEmpty
    }

    /// The first time at or after a booking's start, and not before `instant`, that holds it whole; nil if none does
    /// within ``searchAhead``.
    ///
    /// - Parameter bookings: all that are known, by start.
    static func nextFree(
        for booking: Booking, among bookings: [Booking], notBefore instant: WallTime
    ) -> Span? {
        let earliest = max(booking.span.start, instant.ceiled(toSeconds: 300))
        let latest = max(booking.span.start, instant) + searchAhead
        var start = earliest
        for other in bookings
        where other.isBlocking && other.id != booking.id && !other.span.isEmpty {
            if other.span.end <= start { continue }
            if other.span.start >= start + booking.span.length { break }
            start = other.span.end
        }
        return start <= latest ? Span(start: start, length: booking.span.length) : nil
    }
}

extension WallTime {
    /// The next instant that is a whole multiple of so many seconds, or this one.
    fileprivate func ceiled(toSeconds step: Int64) -> WallTime {
        let seconds = secondsSinceEpoch
        let rest = ((seconds % step) + step) % step
        let floor = WallTime(secondsSinceEpoch: seconds - rest)
        return floor == self ? self : floor + .seconds(step)
    }
}
