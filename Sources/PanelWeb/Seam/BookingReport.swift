public import RoomCore

/// One booking of the schedule, with what is known about its people.
public struct BookingReport: Hashable, Sendable {
    /// The booking; title and organiser are nil where hidden.
    public var booking: Booking
    /// Its standing, with check-in and `default_confirmation` taken into account.
    public var confirmation: Booking.Confirmation
    /// What is known about its people; nil before its check-in window opens, and where nothing was kept.
    public var sitting: Sitting?
    /// Whether the server has yet to confirm what the panel did to it.
    public var isPending: Bool

    /// Makes a report.
    public init(
        booking: Booking, confirmation: Booking.Confirmation, sitting: Sitting? = nil,
        isPending: Bool = false
    ) {
        self.booking = booking
        self.confirmation = confirmation
        self.sitting = sitting
        self.isPending = isPending
    }
}
