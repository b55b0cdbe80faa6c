import CivilCalendar
import JSONText
import Logging
import RoomCore
import Synchronization

/// A room that is a group's calendar, or a section of the company calendar.
final class CalendarShelf: Shelf {
    /// Which calendar it is.
    struct Place: Hashable, Sendable {
        var type: String
        var ownerID: Int64
        /// The section that is the room; nil if the whole calendar is.
        var section: Int64?

        static func group(_ id: Int64) -> Place { Place(type: "group", ownerID: id) }
        static func company(section: Int64) -> Place {
            Place(type: "company_calendar", ownerID: 0, section: section)
        }

        /// For people.
        var name: String {
            section.map { "section \($0) of the company calendar" } ?? "group \(ownerID)"
        }
    }

    private struct State: Sendable {
        var rights: SectionRights?
        var checkedAt: WallTime?
        var hadEntries = true
        var order: PortalDate.Order?
    }

    private let place: Place
    private let session: PortalSession
    private let zone: Zone
    private let limit: Int
    private let wall: @Sendable () -> WallTime
    private let query: EventQuery
    private let editor: EventEditor
    private let descriptions: OwnDescriptions
    private let state = Mutex(State())

    /// How long rights are taken as known, and an empty calendar as truly empty.
    private static let rightsHold = Duration.seconds(1_800)

    init(_ place: Place, _ tools: ShelfTools) {
        self.place = place
        session = tools.session
        zone = tools.zone
        limit = tools.limits.bookings
        wall = tools.wall
        query = EventQuery(session: tools.session, zone: tools.zone)
        editor = EventEditor(tools)
        descriptions = OwnDescriptions(session: tools.session)
    }

    var name: String { place.name }

    func read(_ window: Span) async throws(Bitrix24Error) -> ShelfReading {
        let rights = try await rights()
        let list: EventQuery.List
        do {
            list = try await query.events(
                type: place.type, ownerID: place.ownerID, section: place.section, in: window)
        } catch {
            state.withLock { $0.rights = nil }
            throw hidden(error)
        }
        let mapper = CalendarMapper(
            times: RowTimes.Context(room: zone, order: learn(list.rows)), userID: session.userID,
            section: place.section, isWritable: rights.mayEdit(place.section))
        let rows = try await descriptions.fill(list.rows)
        var reading = mapper.map(rows, window: window, limit: limit)
        reading.date = list.date
        try await checkEmptiness(isEmpty: rows.isEmpty, window)
        return reading
    }

    /// An empty list may also mean that the calendar is gone, or not to be seen any more; a quiet day means nothing.
    private func checkEmptiness(isEmpty: Bool, _ window: Span) async throws(Bitrix24Error) {
        guard window.length > .seconds(2 * 86_400) else { return }
        let wasFull = state.withLock { state in
            defer { state.hadEntries = !isEmpty }
            return state.hadEntries
        }
        if isEmpty, wasFull { _ = try await rights(isForced: true) }
    }

    func find(_ id: BookingID) async throws(Bitrix24Error) -> ShelfEntry? {
        guard let name = EventName(id) else { return nil }
        guard let start = name.start else { return try await single(name.number) }
        let middle = zone.instant(of: start)
        let day = Span(start: middle - .seconds(86_400), end: middle + .seconds(86_400))
        return try await read(day).entries.first { $0.booking.id == id }
    }

    func made(_ number: Int64) async throws(Bitrix24Error) -> ShelfEntry? {
        try await single(number)
    }

    func add(_ booking: Booking, at slot: Span) async throws(Bitrix24Error) -> Int64? {
        guard let section = try await rights().target(place.section) else {
            throw session.error(
                "calendar.event.add", .forbidden("the webhook's user may not book in \(place.name)")
            )
        }
        let target = EventFields.Place(
            type: place.type, ownerID: place.ownerID, section: section.id)
        return try await editor.add(booking, at: slot, target)
    }

    func move(_ entry: ShelfEntry, to slot: Span) async throws(Bitrix24Error) {
        try await editor.move(entry, event: entry.eventID, to: slot)
    }

    func setEnd(
        _ entry: ShelfEntry, to end: WallTime, before limit: WallTime?
    ) async throws(Bitrix24Error) -> WallTime {
        try await editor.setEnd(entry, event: entry.eventID, to: end, before: limit) {
            (span) throws(Bitrix24Error) in try await self.read(span)
        }
    }

    func remove(_ entry: ShelfEntry) async throws(Bitrix24Error) {
        _ = try await session.call(
            "calendar.event.delete", ["id": .integer(entry.eventID)], for: .write)
    }

    func mark(_ entry: ShelfEntry, _ mark: BookingMark) async throws(Bitrix24Error) {
        try await editor.mark(entry, event: entry.eventID, mark)
    }

    func settle() async throws(Bitrix24Error) { try await editor.settle() }

    // MARK: - Means

    private func single(_ number: Int64) async throws(Bitrix24Error) -> ShelfEntry? {
        guard let row = try await query.event(number), row.type == place.type,
            row.ownerID == place.ownerID, place.section == nil || row.sectionID == place.section
        else { return nil }
        let mapper = CalendarMapper(
            times: RowTimes.Context(room: zone, order: state.withLock { $0.order }),
            userID: session.userID, isWritable: try await rights().mayEdit(place.section))
        return mapper.entry(row)?.entry
    }

    /// What is known of the rights; asked for when it is not, or not any more.
    private func rights(isForced: Bool = false) async throws(Bitrix24Error) -> SectionRights {
        let now = wall()
        let known = state.withLock { state in
            let isFresh = state.checkedAt.map { now >= $0 && now - $0 < Self.rightsHold } ?? false
            return isFresh && !isForced ? state.rights : nil
        }
        if let known { return known }
        do {
            let rights = try await SectionRights.ask(
                session, type: place.type, ownerID: place.ownerID)
            try check(rights)
            state.withLock { ($0.rights, $0.checkedAt) = (rights, now) }
            return rights
        } catch {
            state.withLock { $0.rights = nil }
            throw hidden(error)
        }
    }

    private func check(_ rights: SectionRights) throws(Bitrix24Error) {
        let mine = rights.sections.filter { place.section == nil || $0.id == place.section }
        if mine.isEmpty, place.section == nil || !rights.mayBeCut {
            throw session.error(
                "calendar.section.get",
                .missing("\(place.name) is not there, or the webhook's user may not see it"),
                date: rights.date)
        }
        if !mine.isEmpty, !mine.contains(where: \.mayView) {
            throw session.error(
                "calendar.section.get", .forbidden("the webhook's user may not see \(place.name)"),
                date: rights.date)
        }
    }

    /// A calendar's own error to a read means that the calendar is not to be seen.
    private func hidden(_ error: Bitrix24Error) -> Bitrix24Error {
        guard case .portal(.business, _, _, let text) = error.cause else { return error }
        var error = error
        error.cause = .forbidden(
            "\(place.name) cannot be read by the webhook's user; the portal says: \(text)")
        return error
    }

    private func learn(_ rows: [CalendarRow]) -> PortalDate.Order? {
        let known = state.withLock { $0.order }
        if known != nil { return known }
        let order = RowTimes.order(in: rows)
        if let order { state.withLock { $0.order = order } }
        return order
    }
}

/// What every shelf works with.
struct ShelfTools: Sendable {
    var session: PortalSession
    var zone: Zone
    var limits: Bitrix24Limits
    var wall: @Sendable () -> WallTime
    var logger: Logger
    /// What is known of the portal's way to read dates.
    let shift = DateShift()
}

/// A name that ``CalendarMapper`` gave, taken apart.
struct EventName: Hashable, Sendable {
    /// The event or, with a start, the series.
    var number: Int64
    /// The occurrence's start in its series, on the event's own wall clock.
    var start: CivilTime?

    init?(_ id: BookingID) {
        guard id.text.hasPrefix(CalendarMapper.eventPrefix) else { return nil }
        let parts = id.text.dropFirst(CalendarMapper.eventPrefix.count)
            .split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let number = Int64(parts[0]), number > 0 else {
            return nil
        }
        self.number = number
        if parts.count == 2 {
            guard let start = CivilTime(stamp: parts[1]) else { return nil }
            self.start = start
        }
    }
}

extension ShelfEntry {
    /// The event to change: the row's own, and where the row only reserves a room, the event it does so for.
    var eventID: Int64 {
        if case .event(let row) = row, row.type != "location" { row.id ?? number } else { number }
    }
}
