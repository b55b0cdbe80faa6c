public import RoomCore

/// One booking in `current`, `next` or `conflicts` of the state.
public struct BookingState: Hashable, Sendable, Codable {
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
    /// How far its people are.
    public var phase: RoomState.Phase
    /// From when on its people are expected: its start, or when the panel learned of it, if that was later.
    public var expectedFrom: Timestamp
    /// When its people arrived; nil if nobody did.
    @NullWhenNil public var arrivedAt: Timestamp?
    /// How many seconds after ``expectedFrom`` that was; nil if nobody came, or not late.
    @NullWhenNil public var lateBySeconds: Int?
    /// Whether that is the most it may have been, since the panel was blind before.
    public var lateAtMost: Bool
    /// Whether the server has yet to confirm what the panel did to it.
    public var pending: Bool

    private enum CodingKeys: String, CodingKey {
        case id, title, organiser, source, confirmation, phase, pending
        case startsAt = "starts_at"
        case endsAt = "ends_at"
        case expectedFrom = "expected_from"
        case arrivedAt = "arrived_at"
        case lateBySeconds = "late_by_seconds"
        case lateAtMost = "late_at_most"
    }
}

extension BookingState {
    /// Puts a booking into the words of the contract.
    public init(_ view: RoomState.BookingView) {
        self.init(
            id: view.id.text, title: view.title, organiser: view.organiser,
            startsAt: Timestamp(view.span.start), endsAt: Timestamp(view.span.end),
            source: view.source, confirmation: view.confirmation, phase: view.phase,
            expectedFrom: Timestamp(view.expectedFrom),
            arrivedAt: view.arrivedAt.map { Timestamp($0) }, lateBySeconds: view.lateBySeconds,
            lateAtMost: view.isLateAtMost, pending: view.isPending)
    }
}
