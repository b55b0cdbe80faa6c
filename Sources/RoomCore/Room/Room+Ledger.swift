/// One booking with what the panel knows of its people, for listings.
public struct LedgerEntry: Hashable, Sendable {
    /// The booking, with what the panel has changed and the server may not know yet.
    ///
    /// Its title and organiser are there whatever `show_titles` says: whoever shows it to people asks
    /// ``TitleDisplay/shown(_:)``.
    public var booking: Booking
    /// How it stands, with check-in and `default_confirmation` taken into account.
    public var confirmation: Booking.Confirmation
    /// What is known of its people; nil before its check-in window, and where nothing was kept, as a day after its end.
    public var sitting: Sitting?
    /// Whether the server has yet to confirm what the panel did to it.
    public var isPending: Bool

    /// Makes an entry.
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

extension Room {
    /// The known bookings that share an instant with `span`, by start, each with its people; blocking or not.
    public func ledger(in span: Span) -> [LedgerEntry] {
        schedule.bookings(in: span).map { booking in
            LedgerEntry(
                booking: booking, confirmation: confirmation(of: booking),
                sitting: sittings[booking.id], isPending: outbox.isPending(booking.id))
        }
    }
}
