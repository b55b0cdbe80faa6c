public import RoomCore

/// One row of `/api/v1/bookings`.
public struct BookingRow: Hashable, Sendable, Codable {
    /// Its name.
    public var id: String
    /// What it is about; nil where hidden or without one.
    @NullWhenNil public var title: String?
    /// Who called it; nil where hidden or unknown.
    @NullWhenNil public var organiser: String?
    /// When it begins.
    public var startsAt: Timestamp
    /// When it ends.
    public var endsAt: Timestamp
    /// Who made it.
    public var source: Booking.Source
    /// Its standing.
    public var confirmation: Booking.Confirmation
    /// Whether it fills whole days.
    public var allDay: Bool
    /// Whether it takes up the room.
    public var blocking: Bool
    /// Whether the server has yet to confirm what the panel did to it.
    public var pending: Bool
    /// How it was taken up; nil while it is not.
    @NullWhenNil public var checkIn: CheckInSource?
    /// When its people arrived; nil if nobody did.
    @NullWhenNil public var arrivedAt: Timestamp?
    /// How late they were, in seconds, by a verdict of `late`; nil otherwise.
    @NullWhenNil public var lateBySeconds: Int?
    /// Whether that is the most it may have been, since the panel was blind before.
    public var lateAtMost: Bool
    /// The standing verdict on the arrival; nil while there is none.
    @NullWhenNil public var arrival: Verdict.Kind?
    /// The standing verdict on the leaving; nil while there is none.
    @NullWhenNil public var leaving: Verdict.Kind?
    /// When it was ended by hand or claimed by somebody; nil otherwise.
    @NullWhenNil public var endedAt: Timestamp?

    private enum CodingKeys: String, CodingKey {
        case id, title, organiser, source, confirmation, blocking, pending, arrival, leaving
        case startsAt = "starts_at"
        case endsAt = "ends_at"
        case allDay = "all_day"
        case checkIn = "check_in"
        case arrivedAt = "arrived_at"
        case lateBySeconds = "late_by_seconds"
        case lateAtMost = "late_at_most"
        case endedAt = "ended_at"
    }
}

extension BookingRow {
    /// Puts an entry into the words of the contract.
    public init(_ entry: LedgerEntry) {
        let (booking, sitting) = (entry.booking, entry.sitting)
        let arrivedAt = sitting?.checkIn?.arrivedAt
        self.init(
            id: booking.id.text, title: booking.title, organiser: booking.organiser,
            startsAt: Timestamp(booking.span.start), endsAt: Timestamp(booking.span.end),
            source: booking.source, confirmation: entry.confirmation,
            allDay: booking.isAllDay, blocking: booking.isBlocking, pending: entry.isPending,
            checkIn: sitting?.checkIn?.source, arrivedAt: arrivedAt.map { Timestamp($0) },
            lateBySeconds: (sitting?.lateBy).map { Int($0.components.seconds) },
            lateAtMost: sitting?.lateBy != nil && sitting?.lateAtMostBecause != nil,
            arrival: sitting?.arrival, leaving: sitting?.leaving,
            endedAt: (sitting?.endedAt).map { Timestamp($0) })
    }
}

extension BookingRow: ListingRow {
    static let columns = [
        "id", "title", "organiser", "starts_at", "ends_at", "source", "confirmation", "all_day",
        "blocking", "pending", "check_in", "arrived_at", "late_by_seconds", "arrival", "leaving",
        "ended_at", "late_at_most",
    ]

    var cells: [String] {
        [
            id, title.cell, organiser.cell, startsAt.description, endsAt.description,
            source.rawValue, confirmation.rawValue, allDay.description, blocking.description,
            pending.description, checkIn.cell(\.rawValue), arrivedAt.cell, lateBySeconds.cell,
            arrival.cell(\.rawValue), leaving.cell(\.rawValue), endedAt.cell,
            lateAtMost.description,
        ]
    }
}
