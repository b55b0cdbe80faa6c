import RoomCore

/// The whole minutes in which a portal's calendar keeps the times of a booking.
///
/// A portal rounds them to the nearest minute, 30 s up (the vendor's source, and live rows). What a press makes has
/// seconds; so that a portal never rounds a booking into its neighbour's time, the panel sends whole minutes itself.
enum Minutes {
    private static let length: Int64 = 60

    /// The start of the minute that an instant lies in.
    static func down(_ instant: WallTime) -> WallTime {
        let seconds = instant.secondsSinceEpoch
        let rest = seconds % length
        return WallTime(secondsSinceEpoch: seconds - (rest < 0 ? rest + length : rest))
    }

    /// The first whole minute that is not before an instant.
    static func up(_ instant: WallTime) -> WallTime {
        let minute = down(instant)
        return minute == instant ? minute : minute + .seconds(length)
    }

    /// Whether a portal that keeps whole minutes may show the one for the other.
    static func isSame(_ one: WallTime, _ other: WallTime) -> Bool {
        let off = one - other
        return off < .seconds(length) && off > .zero - .seconds(length)
    }

    /// What is sent for a new booking: its start rounded down and its end up, but not into the time of a neighbour.
    ///
    /// - Parameter neighbours: the times of other bookings as the portal lists them; none really overlaps `span`.
    static func slot(_ span: Span, among neighbours: [Span]) -> Span {
        var slot = Span(start: down(span.start), end: up(span.end))
        for other in neighbours where other.overlaps(slot) {
            if other.start < span.start {
                slot.start = max(slot.start, other.end)
            } else {
                slot.end = min(slot.end, other.start)
            }
        }
        return slot.start < slot.end ? slot : Span(start: down(span.start), end: up(span.end))
    }

    /// The end that is sent for one that is wanted.
    ///
    /// A cut is rounded down, so that whoever begins there finds the time free; a minute is always left. More time for
    /// a booking of the panel is rounded up, but not into the time of whoever comes next.
    /// - Parameters:
    ///   - listed: the booking's time as the portal lists it.
    ///   - limit: when the next one begins; nil if nobody comes that soon.
    static func end(
        _ wanted: WallTime, of listed: Span, isOurs: Bool, before limit: WallTime? = nil
    ) -> WallTime {
        if listed.end >= down(wanted), listed.end <= up(wanted) { return listed.end }
        if isOurs, wanted > listed.end { return min(up(wanted), limit ?? up(wanted)) }
        return max(down(wanted), listed.start + .seconds(length))
    }
}
