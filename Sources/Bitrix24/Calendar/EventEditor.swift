import CivilCalendar
import JSONText
import Logging
import RoomCore
import Synchronization

/// Changes single events of a calendar, and makes sure that nothing else changed.
///
/// Every change is read back. What the portal changed besides is put back, and that is read back too; a change whose
/// answer was lost is looked after before the next one. What a portal was seen to do wrong is not asked of it again.
final class EventEditor: Sendable {
    /// A change that was sent, with the event as it was before.
    enum Sent: Sendable {
        case end(CalendarRow)
        case occurrence(CalendarRow)
        case colour(CalendarRow)
    }

    struct State: Sendable {
        /// Whether an update of the colour was seen to leave the rest as it was; nil before the first.
        var marksAreSafe: Bool?
        /// Whether the portal was seen to change a whole series when asked for one occurrence.
        var changesSeries = false
        /// What was not looked at since it was sent.
        var open: [Int64: Sent] = [:]
    }

    let writer: EventWriter
    private let zone: Zone
    let logger: Logger
    let state = Mutex(State())

    /// Changes that are looked after; one write is under way at a time.
    private static let greatestOpen = 64

    init(_ tools: ShelfTools) {
        writer = EventWriter(tools)
        zone = tools.zone
        logger = tools.logger
    }

    // MARK: - Own bookings

    /// Makes an event.
    ///
    /// - Returns: its number; nil if the answer does not tell.
    func add(
        _ booking: Booking, at slot: Span, _ place: EventFields.Place
    ) async throws(Bitrix24Error) -> Int64? {
        try await writer.add(booking, at: slot, place)
    }

    /// Brings an event to the time that it was made for.
    func move(
        _ entry: ShelfEntry, event id: Int64, to slot: Span
    ) async throws(Bitrix24Error) {
        let base = try await writer.event(id)
        let change = EventFields.Change(
            start: civil(slot.start, base, "TZ_FROM"), end: civil(slot.end, base, "TZ_TO"),
            isAllDay: false, color: base.color)
        let after = try await writer.write(base, id, change)
        guard let span = writer.times(after)?.span, Minutes.isSame(span.start, slot.start),
            Minutes.isSame(span.end, slot.end)
        else { throw writer.refused("the portal does not keep event \(id) at its time") }
    }

    // MARK: - The end

    /// Lets an event end at another time, or one occurrence of a series.
    ///
    /// - Parameters:
    ///   - id: the event, of a series the series.
    ///   - limit: when somebody else begins soon after that.
    ///   - reread: reads the room again, to see what became of an occurrence.
    /// - Returns: the end as the portal lists it now.
    func setEnd(
        _ entry: ShelfEntry, event id: Int64, to end: WallTime, before limit: WallTime?,
        reread: (Span) async throws(Bitrix24Error) -> ShelfReading
    ) async throws(Bitrix24Error) -> WallTime {
        let listed = Minutes.end(end, of: entry.listed, isOurs: entry.isOurs, before: limit)
        let isKnown = !entry.isOurs || entry.booking.span.end == end
        if listed == entry.listed.end, isKnown { return listed }
        let base = try await base(of: entry, id)
        guard let times = writer.times(base), !times.isAllDay else {
            throw writer.refused("event \(id) fills whole days")
        }
        var change = EventFields.Change(
            start: times.start, end: civil(listed, base, "TZ_TO"), isAllDay: false,
            color: base.color)
        if entry.isOccurrence {
            change.start = civil(entry.listed.start, base, "TZ_FROM")
            change.occurrence = change.start
            try await setOccurrence(base, id, change)
            try await checkOccurrence(Span(start: entry.listed.start, end: listed), reread)
        } else {
            if entry.isOurs { change.details = Marker.setting(end: end, in: base.details ?? "") }
            try await setSingle(base, id, change, to: listed)
        }
        close(id)
        return listed
    }

    private func setSingle(
        _ base: CalendarRow, _ id: Int64, _ change: EventFields.Change, to end: WallTime
    ) async throws(Bitrix24Error) {
        open(id, .end(base))
        let after = try await writer.write(base, id, change)
        let (now, before) = (writer.times(after)?.span, writer.times(base)?.span)
        if let now, let before, !Minutes.isSame(now.start, before.start) {
            try await putBack(base, id, "the portal moved event \(id)")
            throw writer.refused("the portal moves event \(id) when it is to change its end")
        }
        guard let now, Minutes.isSame(now.end, end) else {
            close(id)
            throw writer.refused("the portal did not change the end of event \(id)")
        }
        if !writer.isSame(after, base, except: change) {
            logger.error("the portal changed more than the end", metadata: ["event": "\(id)"])
        }
    }

    // MARK: - One occurrence

    private func setOccurrence(
        _ base: CalendarRow, _ id: Int64, _ change: EventFields.Change
    ) async throws(Bitrix24Error) {
        if state.withLock({ $0.changesSeries }) { throw cannotChangeOne }
        open(id, .occurrence(base))
        try await writer.writeOccurrence(base, id, change)
        if try await isSeriesChanged(base, id) { throw cannotChangeOne }
    }

    private func checkOccurrence(
        _ wanted: Span, _ reread: (Span) async throws(Bitrix24Error) -> ShelfReading
    ) async throws(Bitrix24Error) {
        let after = try await reread(wanted)
        // A split-off occurrence may have got another name, so its times have to do.
        let isThere = after.entries.contains {
            Minutes.isSame($0.listed.start, wanted.start)
                && Minutes.isSame($0.listed.end, wanted.end)
        }
        guard isThere else {
            throw writer.refused("the portal did not change that occurrence alone")
        }
    }

    /// Some portals change the whole series when asked for one occurrence: then it is put right again, and no
    /// occurrence is tried any more.
    private func isSeriesChanged(
        _ base: CalendarRow, _ id: Int64
    ) async throws(Bitrix24Error) -> Bool {
        let after = try await writer.event(id)
        if let now = writer.times(after)?.span, now == writer.times(base)?.span {
            close(id)
            return false
        }
        state.withLock { $0.changesSeries = true }
        try await putBack(
            base, id, "the portal changed a whole series instead of one occurrence of event \(id)")
        return true
    }

    private var cannotChangeOne: Bitrix24Error {
        writer.refused("the portal cannot change one occurrence alone; the series is as it was")
    }

    // MARK: - Looking after

    /// Looks after the changes whose answers were lost: what the portal changed besides is put back.
    func settle() async throws(Bitrix24Error) {
        for (id, sent) in state.withLock({ $0.open }) {
            do {
                switch sent {
                case .end(let base): try await checkStart(base, id)
                case .occurrence(let base): _ = try await isSeriesChanged(base, id)
                case .colour(let base): try await checkMark(base, id)
                }
            } catch {
                // What is for good was said in the log; the write that comes next is another one.
                guard error.isFinal else { throw error }
                close(id)
            }
        }
    }

    private func checkStart(_ base: CalendarRow, _ id: Int64) async throws(Bitrix24Error) {
        let after = try await writer.event(id)
        if let now = writer.times(after), let before = writer.times(base),
            writer.isShifted(after, now, from: before.start)
        {
            try await putBack(base, id, "the portal moved event \(id)")
        }
        close(id)
    }

    /// Puts an event back as it was, and looks whether it is.
    func putBack(
        _ base: CalendarRow, _ id: Int64, _ what: String
    ) async throws(Bitrix24Error) {
        let isBack = try await writer.restore(base, id)
        close(id)
        logger.error("\(what); it is \(isBack ? "" : "not ")put back", metadata: ["event": "\(id)"])
        guard isBack else {
            throw writer.refused("\(what), and it cannot be put back: look at it in the calendar")
        }
    }

    func open(_ id: Int64, _ sent: Sent) {
        state.withLock { state in
            guard state.open.count < Self.greatestOpen else { return }
            state.open[id] = state.open[id] ?? sent
        }
    }

    func close(_ id: Int64) {
        state.withLock { $0.open[id] = nil }
    }

    // MARK: - Means

    /// The event to change as it is now: rows of a list may lack what an update would clear.
    func base(
        of entry: ShelfEntry, _ id: Int64
    ) async throws(Bitrix24Error) -> CalendarRow {
        if case .event(let row) = entry.row, row.isWhole, row.id == id { return row }
        return try await writer.event(id)
    }

    private func civil(_ instant: WallTime, _ row: CalendarRow, _ key: String) -> CivilTime {
        let name = row.value[key]?.nonEmptyText ?? row.value["TZ_FROM"]?.nonEmptyText
        return (name.flatMap(Zone.named) ?? zone).civil(instant)
    }
}
