import CivilCalendar
import JSONText
import Logging
import RoomCore

/// Writes events of a calendar and reads them back, whichever zone the portal reads dates in.
struct EventWriter: Sendable {
    private let session: PortalSession
    private let query: EventQuery
    private let zone: Zone
    private let shift: DateShift
    private let logger: Logger

    private static let method = "calendar.event.update"

    init(_ tools: ShelfTools) {
        session = tools.session
        query = EventQuery(session: tools.session, zone: tools.zone)
        zone = tools.zone
        shift = tools.shift
        logger = tools.logger
    }

    /// Makes an event.
    ///
    /// - Returns: its number; nil if the answer does not tell.
    func add(
        _ booking: Booking, at slot: Span, _ place: EventFields.Place
    ) async throws(Bitrix24Error) -> Int64? {
        let fields = EventFields.add(booking, at: slot, place, zone: zone, shift: shift.seconds)
        let answer = try await session.call("calendar.event.add", fields, for: .write)
        return answer.result.wholeNumber.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Writes a change of an event, once more if the portal read its dates in another zone.
    ///
    /// - Returns: the event as it is then.
    func write(
        _ base: CalendarRow, _ id: Int64, _ change: EventFields.Change
    ) async throws(Bitrix24Error) -> CalendarRow {
        try await update(base, id, change)
        let after = try await event(id)
        guard isMisread(after, change) else { return after }
        try await update(base, id, change)
        return try await event(id)
    }

    /// Writes a change of one occurrence; of an event that was split off for it the dates are put right likewise.
    func writeOccurrence(
        _ base: CalendarRow, _ id: Int64, _ change: EventFields.Change
    ) async throws(Bitrix24Error) {
        let answer = try await update(base, id, change)
        guard let number = answer.result["recEventId"]?.wholeNumber, number > 0, number != id,
            let single = try await query.event(number), isMisread(single, change)
        else { return }
        var again = change
        again.occurrence = nil
        try await update(single, number, again)
    }

    /// Writes an event as it was.
    ///
    /// - Returns: whether it is so again.
    func restore(_ base: CalendarRow, _ id: Int64) async throws(Bitrix24Error) -> Bool {
        guard let times = times(base) else { return false }
        let change = EventFields.Change(
            start: times.start, end: times.end, isAllDay: times.isAllDay, color: base.color,
            keepsRule: base.isRecurring)
        let after = try await write(base, id, change)
        return isSame(after, base) && self.times(after)?.span == times.span
            && after.color.lowercased() == base.color.lowercased()
    }

    /// Sends a change.
    @discardableResult
    func update(
        _ base: CalendarRow, _ id: Int64, _ change: EventFields.Change
    ) async throws(Bitrix24Error) -> Envelope {
        guard let fields = fields(base, id, change) else {
            throw refused("event \(id) does not tell who takes part, so it is left alone")
        }
        return try await session.call(Self.method, fields, for: .write)
    }

    /// What a change sends; nil if the event does not tell who takes part.
    func fields(_ base: CalendarRow, _ id: Int64, _ change: EventFields.Change) -> JSON? {
        EventFields.update(
            base, id: id, change, roomZone: zone.name, userID: session.userID,
            shift: shift.seconds)
    }

    /// The event as it is now.
    func event(_ id: Int64) async throws(Bitrix24Error) -> CalendarRow {
        guard let row = try await query.event(id) else {
            throw session.error(Self.method, .gone("event \(id) is not there any more"))
        }
        return row
    }

    // MARK: - Comparing

    /// Whether nothing changed but the end and the colour, and what the change names besides.
    func isSame(
        _ after: CalendarRow, _ base: CalendarRow, except change: EventFields.Change? = nil
    ) -> Bool {
        after.name == base.name && after.details == change?.details ?? base.details
            && after.attendees == base.attendees && after.place == base.place
            && after.isPrivate == base.isPrivate && after.sectionID == base.sectionID
            && after.isRecurring == base.isRecurring
            && times(after)?.span.start == times(base)?.span.start
    }

    func times(_ row: CalendarRow) -> RowTimes? {
        RowTimes(row, RowTimes.Context(room: zone))
    }

    /// Whether an event is at another time for nothing but the portal's way to read dates.
    func isShifted(_ row: CalendarRow, _ now: RowTimes, from start: CivilTime) -> Bool {
        !now.isAllDay && shift.learn(from: row, now, wanted: start, nil)
    }

    private func isMisread(_ row: CalendarRow, _ change: EventFields.Change) -> Bool {
        guard change.namesTimes, !change.isAllDay, let now = times(row),
            shift.learn(from: row, now, wanted: change.start, change.end)
        else { return false }
        logger.warning(
            """
            the portal reads dates in another zone than they name: give the webhook's user the \
            time zone of the portal's server
            """,
            metadata: ["seconds": "\(shift.seconds)"])
        return true
    }

    func refused(_ why: String) -> Bitrix24Error {
        session.error(Self.method, .refused(why))
    }
}

extension CalendarRow {
    /// The place without the number of its reservation, which a change may give it anew.
    fileprivate var place: Substring {
        let parts = location.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "calendar" else { return location[...] }
        return location[..<parts[1].endIndex]
    }
}
