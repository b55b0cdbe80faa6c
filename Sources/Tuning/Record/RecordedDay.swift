package import RoomCore

/// A part of the record, mostly a day long: the facts that a replay begins with.
package struct RecordedDay: Sendable {
    /// The time it tells of; where the part before it ended.
    package var span: Span
    /// The changes of the sensors' lines in that time, by when they came.
    package var edges: [SensorEdge]
    /// The presses in that time that were not taken back, by when they were made.
    package var presses: [Press]
    /// When no sensor could be believed, or no panel ran: these times may reach beyond the part.
    package var blind: [Span]
    /// Every booking that shares an instant with that time or with the day after it.
    package var bookings: [RecordedBooking]

    package init(
        _ span: Span, edges: [SensorEdge], presses: [Press] = [], blind: [Span] = [],
        bookings: [RecordedBooking]
    ) {
        self.span = span
        self.edges = edges
        self.presses = presses
        self.blind = blind
        self.bookings = bookings
    }

    /// Whether nobody could see at that moment.
    func isBlind(at instant: WallTime) -> Bool { blind.contains { $0.contains(instant) } }
}
