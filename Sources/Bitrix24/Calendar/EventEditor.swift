import Logging
import RoomCore
import Synchronization

/// Changes single events of somebody's calendar, and makes sure that nothing else changed.
final class EventEditor: Sendable {
    private let session: PortalSession
    private let query: EventQuery
    private let zone: Zone
    private let logger: Logger
    /// Whether an update of the colour alone was seen to leave the rest as it was; nil before the first.
    private let marksAreSafe = Mutex<Bool?>(nil)

    private static let method = "calendar.event.update"

    init(session: PortalSession, zone: Zone, logger: Logger) {
        self.session = session
        self.query = EventQuery(session: session, zone: zone)
        self.zone = zone
        self.logger = logger
    }

    // MARK: - The end

    /// Lets an event end at another time, or one occurrence of a series.
    ///
    /// - Parameters:
    ///   - id: the event, of a series the series.
    ///   - reread: reads the room again, to see what became of an occurrence.
    func setEnd(
        _ entry: ShelfEntry, event id: Int64, to end: WallTime,
        reread: (Span) async throws(Bitrix24Error) -> ShelfReading
    ) async throws(Bitrix24Error) {
        let base = try await base(of: entry, id)
        guard let times = times(base), !times.isAllDay else {
            throw refused("event \(id) fills whole days")
        }
        let start = civil(entry.booking.span.start, base, "TZ_FROM")
        let change = EventFields.Change(
            start: start, end: civil(end, base, "TZ_TO"), isAllDay: false, color: base.color,
            occurrence: entry.isOccurrence ? start : nil)
        try await update(base, id, change)
        if entry.isOccurrence {
            try await checkSeries(base, id)
            let after = try await reread(entry.booking.span)
            // A split-off occurrence may have got another name, so its times have to do.
            let wanted = Span(start: entry.booking.span.start, end: end)
            guard after.entries.contains(where: { $0.booking.span == wanted }) else {
                throw refused("the portal did not change that occurrence alone")
            }
        } else {
            try await checkEnd(base, id, end)
        }
    }

    private func checkEnd(
        _ base: CalendarRow, _ id: Int64, _ end: WallTime
    ) async throws(Bitrix24Error) {
        guard let after = try await query.event(id) else { throw gone(id) }
        guard times(after)?.span.end == end else {
            throw refused("the portal did not change the end of event \(id)")
        }
        if !isSame(after, base) {
            logger.error("the portal changed more than the end", metadata: ["event": "\(id)"])
        }
    }

    /// Some portals change the whole series when asked for one occurrence: then it is put right again.
    private func checkSeries(_ base: CalendarRow, _ id: Int64) async throws(Bitrix24Error) {
        guard let before = times(base), let after = try await query.event(id) else {
            throw gone(id)
        }
        guard let now = times(after), now.span != before.span else { return }
        logger.error(
            "the portal changed a whole series instead of one occurrence; it is put right",
            metadata: ["event": "\(id)"])
        try await update(
            base, id,
            EventFields.Change(
                start: before.start, end: before.end, isAllDay: before.isAllDay, color: base.color,
                keepsRule: true))
        throw refused("the portal cannot change one occurrence alone")
    }

    // MARK: - The colour

    /// Writes the state's colour to an event; a series is left alone, since all of it would change.
    ///
    /// The first time it looks whether the portal kept the rest; where it did not, no colour is written again.
    func mark(
        _ entry: ShelfEntry, event id: Int64, _ mark: BookingMark
    ) async throws(Bitrix24Error) {
        guard !entry.isOccurrence, marksAreSafe.withLock({ $0 }) != false else { return }
        let base = try await base(of: entry, id)
        guard let times = times(base), !base.isRecurring, base.color.lowercased() != mark.color
        else { return }
        let change = EventFields.Change(
            start: times.start, end: times.end, isAllDay: times.isAllDay, color: mark.color)
        guard fields(base, id, change) != nil else { return }
        try await update(base, id, change)
        guard marksAreSafe.withLock({ $0 }) == nil, let after = try await query.event(id) else {
            return
        }
        let isSafe = isSame(after, base) && self.times(after)?.span == times.span
        marksAreSafe.withLock { $0 = isSafe }
        if !isSafe {
            logger.error(
                "the portal changed more than the colour; no more colours are written",
                metadata: ["event": "\(id)"])
            let back = EventFields.Change(
                start: times.start, end: times.end, isAllDay: times.isAllDay, color: base.color)
            try await update(base, id, back)
        }
    }

    // MARK: - Means

    /// The event to change as it is now: the row just read, where that is the event itself and no occurrence.
    private func base(
        of entry: ShelfEntry, _ id: Int64
    ) async throws(Bitrix24Error) -> CalendarRow {
        if case .event(let row) = entry.row, row.id == id, !row.isRecurring { return row }
        guard let row = try await query.event(id) else { throw gone(id) }
        return row
    }

    private func update(
        _ base: CalendarRow, _ id: Int64, _ change: EventFields.Change
    ) async throws(Bitrix24Error) {
        guard let fields = fields(base, id, change) else {
            throw refused("event \(id) does not tell who takes part, so it is left alone")
        }
        _ = try await session.call(Self.method, fields, for: .write)
    }

    private func fields(
        _ base: CalendarRow, _ id: Int64, _ change: EventFields.Change
    ) -> JSONValue? {
        EventFields.update(
            base, id: id, change, roomZone: zone.name, userID: session.userID)
    }

    private func isSame(_ after: CalendarRow, _ base: CalendarRow) -> Bool {
        after.name == base.name && after.details == base.details
            && after.attendees == base.attendees && after.location == base.location
            && after.isPrivate == base.isPrivate && after.sectionID == base.sectionID
            && times(after)?.span.start == times(base)?.span.start
    }

    private func times(_ row: CalendarRow) -> RowTimes? {
        RowTimes(row, RowTimes.Context(room: zone))
    }

    private func civil(_ instant: WallTime, _ row: CalendarRow, _ key: String) -> CivilTime {
        let name = row.value[key]?.nonEmptyText ?? row.value["TZ_FROM"]?.nonEmptyText
        return (name.flatMap(Zone.named) ?? zone).civil(instant)
    }

    private func gone(_ id: Int64) -> Bitrix24Error {
        session.error(Self.method, .gone("event \(id) is not there any more"))
    }

    private func refused(_ why: String) -> Bitrix24Error {
        session.error(Self.method, .refused(why))
    }
}
