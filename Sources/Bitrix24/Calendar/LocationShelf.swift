import HTTPExchange
import JSONText
import Logging
import RoomCore
import Synchronization

/// One of the portal's meeting rooms.
///
/// Its rows only reserve the room: they bear a person's name and the number of the real event. The panel books by an
/// event of its own user that names the room as its place, which is believed to be what the portal's page does too;
/// whether the room was really given is read back every time.
final class LocationShelf: Shelf {
    private struct Details: Sendable {
        var version: String
        var title: String?
        var isPrivate: Bool
        var organiserID: String?
        var isWritable: Bool
        /// The occurrence that the event was split off as; nil if it was not.
        var name: BookingID?
    }

    private let room: Int64
    private let wantsTitles: Bool
    private let session: PortalSession
    private let zone: Zone
    private let limit: Int
    private let wall: @Sendable () -> WallTime
    private let query: EventQuery
    private let editor: EventEditor
    private let descriptions: OwnDescriptions
    private let details = Mutex<[Int64: Details]>([:])

    private static let rememberedDetails = 4_096

    init(_ room: Int64, wantsTitles: Bool, _ tools: ShelfTools) {
        self.room = room
        self.wantsTitles = wantsTitles
        session = tools.session
        zone = tools.zone
        limit = tools.limits.bookings
        wall = tools.wall
        query = EventQuery(session: tools.session, zone: tools.zone)
        editor = EventEditor(tools)
        descriptions = OwnDescriptions(session: tools.session)
    }

    var name: String { "meeting room \(room)" }

    func read(_ window: Span) async throws(Bitrix24Error) -> ShelfReading {
        let userID = session.userID
        let commands = [
            query.command(type: "location", ownerID: 0, section: room, in: window),
            query.command(type: "user", ownerID: userID, section: nil, in: window),
            BatchCommand("calendar.section.get", ["type": "location", "ownerId": 0]),
        ]
        let answers = try await session.batch(commands, for: .read)
        let rows = try query.list(try hidden(answers[0]))
        let rights = try SectionRights(try hidden(answers[2]), session)
        try check(rights)
        let own = ownEvents(
            try await descriptions.fill(try query.list(try hidden(answers[1])).rows), window)
        var reading = CalendarMapper(
            times: RowTimes.Context(room: zone), userID: userID, section: room,
            isReservation: true
        ).map(rows.rows, window: window, limit: limit)
        reading.date = rows.date
        adopt(own.entries.filter(\.isOurs), in: &reading)
        reading.displaced = own.displaced
        if wantsTitles { try await addTitles(to: &reading) }
        reading.entries.settleCreationOrder()
        return reading
    }

    func find(_ id: BookingID) async throws(Bitrix24Error) -> ShelfEntry? {
        guard let name = EventName(id) else { return nil }
        if let start = name.start {
            let middle = zone.instant(of: start)
            let day = Span(start: middle - .seconds(86_400), end: middle + .seconds(86_400))
            return try await read(day).entries.first { $0.booking.id == id }
        }
        guard let row = try await query.event(name.number), isPlaced(row) else {
            return try await listed(id)
        }
        return CalendarMapper(times: RowTimes.Context(room: zone), userID: session.userID)
            .entry(row)?.entry
    }

    /// A booking whose event the webhook's user may not see, or not whole: the room's own row of it has to do.
    private func listed(_ id: BookingID) async throws(Bitrix24Error) -> ShelfEntry? {
        let around = Span(start: wall() - .seconds(86_400), length: .seconds(15 * 86_400))
        return try await read(around).entries.first { $0.booking.id == id }
    }

    /// Only what the portal put at another time: whether the room was given, the room's own rows tell.
    func made(_ number: Int64) async throws(Bitrix24Error) -> ShelfEntry? {
        guard let row = try await query.event(number) else { return nil }
        let entry = CalendarMapper(times: RowTimes.Context(room: zone), userID: session.userID)
            .entry(row)?.entry
        return entry.flatMap { $0.isOurs ? nil : $0 }
    }

    func add(_ booking: Booking, at slot: Span) async throws(Bitrix24Error) -> Int64? {
        do {
            return try await add(booking, at: slot, section: nil)
        } catch {
            // A user who never opened the calendar has none, and no event without one.
            guard error.isBusiness, let section = try await firstCalendar() else { throw error }
            return try await add(booking, at: slot, section: section)
        }
    }

    private func add(
        _ booking: Booking, at slot: Span, section: Int64?
    ) async throws(Bitrix24Error) -> Int64? {
        try await editor.add(
            booking, at: slot,
            EventFields.Place(
                type: "user", ownerID: session.userID, section: section, location: place))
    }

    /// Makes the panels' user its first calendar; nil if it has one.
    private func firstCalendar() async throws(Bitrix24Error) -> Int64? {
        let rights = try await SectionRights.ask(session, type: "user", ownerID: session.userID)
        guard rights.sections.isEmpty else { return nil }
        let made = try await session.call(
            "calendar.section.add",
            [
                "type": "user", "ownerId": .integer(session.userID),
                "name": "Meeting-room panels",
            ], for: .write)
        return made.result.wholeNumber
    }

    func move(_ entry: ShelfEntry, to slot: Span) async throws(Bitrix24Error) {
        try await editor.move(entry, event: entry.eventID, to: slot)
    }

    func setEnd(
        _ entry: ShelfEntry, to end: WallTime, before limit: WallTime?
    ) async throws(Bitrix24Error) -> WallTime {
        do {
            return try await editor.setEnd(
                entry, event: entry.eventID, to: end, before: limit
            ) {
                (span) throws(Bitrix24Error) in try await self.read(span)
            }
        } catch {
            // Somebody's own calendar: without the right to change it the rest of it is not tried again either.
            if error.isBusiness { details.withLock { $0[entry.number]?.isWritable = false } }
            throw error
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

    // MARK: - Own bookings

    /// What an event's place is when it has this room.
    private var place: String { "calendar_\(room)" }

    private func isPlaced(_ row: CalendarRow) -> Bool {
        row.location == place || row.location.hasPrefix(place + "_")
    }

    /// The events that the panels of the portal made in their user's own calendar.
    private func ownEvents(_ rows: [CalendarRow], _ window: Span) -> ShelfReading {
        CalendarMapper(times: RowTimes.Context(room: zone), userID: session.userID)
            .map(rows, window: window, limit: limit)
    }

    /// Gives the rows that belong to the panel's own events their names; events that got no row are strays.
    private func adopt(_ own: [ShelfEntry], in reading: inout ShelfReading) {
        var waiting = Dictionary(
            own.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        var firsts: [BookingID: Int] = [:]
        var kept: [ShelfEntry] = []
        for entry in reading.entries.sorted(by: { $0.number < $1.number }) {
            guard let mine = waiting.removeValue(forKey: entry.number) else {
                kept.append(entry)
                continue
            }
            var adopted = mine
            adopted.listed = entry.listed
            adopted.booking.span = mine.marker?.exact(entry.listed) ?? entry.listed
            if firsts[mine.booking.id] != nil {
                reading.strays.append(adopted)
            } else {
                firsts[mine.booking.id] = kept.count
                kept.append(adopted)
            }
        }
        reading.strays += waiting.values.filter { entry in
            if case .event(let row) = entry.row {
                isPlaced(row) || row.location.isEmpty
            } else {
                false
            }
        }
        reading.entries = kept.sorted {
            ($0.booking.span.start, $0.number) < ($1.booking.span.start, $1.number)
        }
    }

    // MARK: - Titles

    /// Asks for the events behind the rows, a batch at most: what is left out comes with the next reading.
    private func addTitles(to reading: inout ShelfReading) async throws(Bitrix24Error) {
        let known = details.withLock { $0 }
        let unknown = reading.entries.filter { entry in
            guard case .event(let row) = entry.row, !entry.isOurs else { return false }
            return known[entry.number]?.version != row.version
        }.prefix(Bitrix24Limits.batchCommands)
        let commands = unknown.map {
            BatchCommand("calendar.event.getbyid", ["id": .integer($0.number)])
        }
        if !commands.isEmpty {
            let answers = try await session.batch(commands, for: .read)
            for (entry, answer) in zip(unknown, answers) { remember(entry, answer) }
        }
        let details = details.withLock { $0 }
        for index in reading.entries.indices where !reading.entries[index].isOurs {
            guard let detail = details[reading.entries[index].number] else { continue }
            reading.entries[index].booking.title = detail.isPrivate ? nil : detail.title
            if detail.isPrivate { reading.entries[index].booking.organiser = nil }
            reading.entries[index].booking.organiserID = detail.organiserID
            if !detail.isWritable { reading.entries[index].booking.isWritable = false }
            if let name = detail.name, !reading.entries[index].isOccurrence,
                !reading.entries.contains(where: { $0.booking.id == name })
            {
                reading.entries[index].booking.id = name
            }
        }
    }

    /// An event that cannot be read keeps no title, and cannot be changed either.
    private func remember(_ entry: ShelfEntry, _ answer: Result<Envelope, Bitrix24Error>) {
        guard case .event(let row) = entry.row else { return }
        let event = (try? answer.get()).flatMap { CalendarRow($0.result) }
        let title = event?.name.map { String($0.trimmed.prefix(Bitrix24Limits.nameCharacters)) }
        // The row itself may not tell that it belongs to an occurrence of its own.
        let mapper = CalendarMapper(times: RowTimes.Context(room: zone), userID: session.userID)
        let name = event.flatMap { $0.splitFrom == nil ? nil : mapper.entry($0)?.entry.booking.id }
        details.withLock { details in
            if details.count >= Self.rememberedDetails { details = [:] }
            details[entry.number] = Details(
                version: row.version, title: title, isPrivate: event?.isPrivate ?? false,
                organiserID: event?.organiserID, isWritable: event != nil, name: name)
        }
    }

    // MARK: - Rights

    private func check(_ rights: SectionRights) throws(Bitrix24Error) {
        guard let section = rights.sections.first(where: { $0.id == room }) else {
            if rights.mayBeCut { return }
            throw session.error(
                "calendar.section.get",
                .missing("meeting room \(room) is not there, or the webhook's user may not see it"),
                date: rights.date)
        }
        guard section.mayView else {
            throw session.error(
                "calendar.section.get",
                .forbidden("the webhook's user may not see meeting room \(room)"),
                date: rights.date)
        }
    }

    private func hidden(
        _ answer: Result<Envelope, Bitrix24Error>
    ) throws(Bitrix24Error) -> Envelope {
        do { return try answer.get() } catch {
            guard case .portal(.business, _, _, let text) = error.cause else { throw error }
            throw session.error(
                error.operation,
                .forbidden(
                    "the webhook's user may not read meeting rooms; the portal says: \(text)"),
                date: error.serverDate)
        }
    }
}
