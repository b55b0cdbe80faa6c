import RoomCore
import Synchronization

/// What this run knows of its own writes.
///
/// Nothing here has to outlast a restart: a booking is found again by its marker, and an end that was cut to the
/// second is never later on the portal than the panel remembers it.
final class WriteMemory: Sendable {
    /// A booking that was made and not yet seen: it is not made again.
    private struct Made: Sendable {
        var id: BookingID
        /// The numbers that the portal gave it, by shelf.
        var numbers: [String: Int64]
    }

    /// An end that was asked for to the second.
    private struct Cut: Sendable {
        var id: BookingID
        /// The end as the portal lists it.
        var listed: WallTime
        var wanted: WallTime
    }

    private struct State: Sendable {
        var made: [Made] = []
        var cuts: [Cut] = []
    }

    private let state = Mutex(State())
    /// One write is under way at a time, so a few are plenty.
    private static let most = 64

    // MARK: - Bookings

    func isAwaited(_ id: BookingID) -> Bool {
        state.withLock { $0.made.contains { $0.id == id } }
    }

    /// The number that the portal gave a booking which is not seen yet; nil if the answer did not tell.
    func number(of id: BookingID, on shelf: String) -> Int64? {
        state.withLock { $0.made.last { $0.id == id }?.numbers[shelf] }
    }

    func await(_ id: BookingID, numbers: [String: Int64]) {
        state.withLock { state in
            if state.made.count == Self.most { state.made.removeFirst() }
            state.made.append(Made(id: id, numbers: numbers))
        }
    }

    func forget(_ id: BookingID) {
        state.withLock { state in
            state.made.removeAll { $0.id == id }
            state.cuts.removeAll { $0.id == id }
        }
    }

    // MARK: - Ends

    /// Remembers which end was asked for where the portal shows another one in its place.
    func cut(_ id: BookingID, listed: WallTime, wanted: WallTime) {
        state.withLock { state in
            state.cuts.removeAll { $0.id == id }
            guard listed != wanted else { return }
            if state.cuts.count == Self.most { state.cuts.removeFirst() }
            state.cuts.append(Cut(id: id, listed: listed, wanted: wanted))
        }
    }

    /// The same entries, with the ends that were asked for.
    func told(_ entries: [ShelfEntry]) -> [ShelfEntry] {
        let cuts = state.withLock { $0.cuts }
        if cuts.isEmpty { return entries }
        return entries.map { entry in
            let cut = cuts.last { $0.id == entry.booking.id && $0.listed == entry.listed.end }
            guard let cut, cut.wanted > entry.booking.span.start else { return entry }
            var told = entry
            told.booking.span.end = cut.wanted
            return told
        }
    }
}
