/// Collects the activity that checks a booking in, and tells when it is enough.
///
/// The rule (design, section 2): after the start two separate active edges within `check_in_within`, or 60 s of
/// active level; or one active edge, if presence has been unbroken since before the start. Activity before the start alone is nothing.
/// For a booking that the panel learned of later, that moment stands for the start: whoever sits there and has just
/// booked the room is there, and need only move.
struct CheckInEvidence: Sendable {
    /// Nearer edges are one movement, seen by two sensors or by a line that bounces.
    static let edgesApart = Duration.seconds(1)
    static let activeLevel = Duration.seconds(60)

    let booking: BookingID
    /// The first and the last edge of the last movement.
    private var movement: (first: Uptime, last: Uptime)?

    init(for booking: BookingID) {
        self.booking = booking
    }

    /// An active edge of a healthy sensor.
    ///
    /// - Parameters:
    ///   - start: from when its people are expected, on the steady clock.
    ///   - presentSince: since when presence was unbroken before this edge; nil if nobody was there.
    ///   - within: how far apart two edges may be (`check_in_within`).
    /// - Returns: whether it is enough.
    mutating func edge(
        at instant: Uptime, start: Uptime, presentSince: Uptime?, within: Duration
    ) -> Bool {
        guard instant >= start else { return false }
        if let presentSince, presentSince < start { return true }
        guard let (first, last) = movement, last >= start else {
            movement = (instant, instant)
            return false
        }
        guard instant - (first < start ? last : first) >= Self.edgesApart else {
            movement?.last = instant
            return false
        }
        movement = (instant, instant)
        return instant - last <= within
    }

    /// When a level that has been active since `activeSince` becomes enough.
    static func deadline(activeSince: Uptime, start: Uptime) -> Uptime {
        max(activeSince, start) + activeLevel
    }
}
