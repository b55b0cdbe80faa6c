import JSONText
import RoomCore

/// What was read of the room last, by the portal's numbers.
///
/// A row that can no longer be read is not gone: its booking stays as it was read before, until the portal tells when
/// it is, or lists it no more. See docs/decisions/0019.
struct ReadingMemory: Sendable {
    private var bookings: [Int64: [Booking]] = [:]

    /// The bookings of a reading, with those in it that cannot be read any more as they were.
    mutating func bookings(of reading: ShelfReading, in window: Span) -> [Booking] {
        var found = Dictionary(grouping: reading.entries, by: \.number)
            .mapValues { $0.map(\.booking) }
        var all = reading.entries.map(\.booking)
        let names = Set(all.map(\.id))
        for number in Set(reading.unreadable).sorted() {
            let kept = (bookings[number] ?? []).filter { !names.contains($0.id) }
            found[number, default: []] += kept
            all += kept.filter { $0.span.overlaps(window) }
        }
        bookings = found
        return all
    }
}
