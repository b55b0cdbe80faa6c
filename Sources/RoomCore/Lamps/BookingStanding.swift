/// How the booking on the booking lamp stands.
public enum BookingStanding: String, Hashable, Sendable, Codable, CaseIterable {
    /// No running booking, and none in its check-in window.
    case none
    /// The booking is not confirmed.
    case unconfirmed
    /// The booking is confirmed, or somebody has checked in.
    case confirmed
    /// Its people are late.
    case late
    /// The last minute before the booking becomes a no-show.
    case lastMinute = "last_minute"
    /// Booked at the door; the server has not confirmed it yet.
    case pending
}
