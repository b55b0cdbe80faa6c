/// What the next messages depend on besides the room: claims and releases that are not told yet, and double bookings that
/// were.
///
/// Kept in memory only.
struct MessageWatch: Sendable {
    var takeovers = TakeoverWatch()
    var releases = ReleaseWatch()
    var doubles: DoubleBookingWatch

    /// Begins with the bookings that an earlier run knew: it has told of them.
    init(knownTo bookings: [Booking]) {
        doubles = DoubleBookingWatch(knownTo: bookings)
    }
}
