import RoomCore

/// What has to be written so that the table holds the bookings of a new reading.
///
/// Bookings that ended before the window's start are not in the reading, but were real: they stay as history.
struct ScheduleChange: Equatable {
    /// Before anything else, all rows that are not history by then; nil if it is known which to delete.
    var forgetsFrom: WallTime?
    /// Rows to delete.
    var removed: [Booking] = []
    /// Rows to write.
    var added: [Booking] = []

    var isEmpty: Bool { forgetsFrom == nil && removed.isEmpty && added.isEmpty }

    /// Compares by id; a booking that moved leaves its old row.
    ///
    /// - Parameter stored: the bookings in the table; nil if it is not known which these are.
    init(from stored: [Booking]?, to reading: ScheduleReading) {
        if stored == reading.bookings { return }
        if stored == nil { forgetsFrom = reading.window.start }
        let stored = stored ?? []
        let old = Self.byID(stored)
        let new = Self.byID(reading.bookings)
        added = reading.bookings.filter { old[$0.id] != $0 && new[$0.id] == $0 }
        removed = stored.filter { booking in
            guard let successor = new[booking.id] else {
                return booking.span.end > reading.window.start
            }
            return successor.span.start != booking.span.start
        }
    }

    /// Of two with the same id the last one counts.
    private static func byID(_ bookings: [Booking]) -> [BookingID: Booking] {
        Dictionary(bookings.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    }
}
