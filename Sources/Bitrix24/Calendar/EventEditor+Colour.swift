import Logging
import RoomCore
import Synchronization

/// Writing the state of a booking as the colour of its event.
extension EventEditor {
    /// Writes the state's colour to an event; a series is left alone, since all of it would change.
    ///
    /// The first time it looks whether the portal kept the rest; where it did not, no colour is written again. Where
    /// the clocks of user and server are apart, the times are not named, since a portal may read them in either zone.
    func mark(
        _ entry: ShelfEntry, event id: Int64, _ mark: BookingMark
    ) async throws(Bitrix24Error) {
        let areSafe = state.withLock { $0.marksAreSafe }
        guard !entry.isOccurrence, areSafe != false else { return }
        let base = try await base(of: entry, id)
        guard let times = writer.times(base), !base.isRecurring,
            base.color.lowercased() != mark.color
        else { return }
        var change = EventFields.Change(
            start: times.start, end: times.end, isAllDay: times.isAllDay, color: mark.color)
        change.namesTimes = (base.zoneDifference(times) ?? 0) == 0
        guard writer.fields(base, id, change) != nil else { return }
        if areSafe == nil { open(id, .colour(base)) }
        try await writer.update(base, id, change)
        if areSafe == nil { try await checkMark(base, id) }
    }

    func checkMark(_ base: CalendarRow, _ id: Int64) async throws(Bitrix24Error) {
        let after = try await writer.event(id)
        let isSafe =
            writer.isSame(after, base) && writer.times(after)?.span == writer.times(base)?.span
        if isSafe {
            // A write that never arrived proves nothing.
            let wasWritten = after.color != base.color
            state.withLock { if wasWritten, $0.marksAreSafe == nil { $0.marksAreSafe = true } }
            return close(id)
        }
        state.withLock { $0.marksAreSafe = false }
        logger.error("no more colours are written", metadata: ["event": "\(id)"])
        try await putBack(base, id, "the portal changed more than the colour of event \(id)")
    }
}
