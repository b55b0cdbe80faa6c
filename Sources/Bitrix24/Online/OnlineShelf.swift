import JSONText
import Logging
import RoomCore
import Synchronization

/// A resource of Online booking, with those that are booked together with it.
final class OnlineShelf: Shelf {
    private let resource: Int64
    private let also: [Int64]
    private let session: PortalSession
    private let zone: Zone
    private let limit: Int
    private let wall: @Sendable () -> WallTime
    private let checkedAt = Mutex<WallTime?>(nil)

    private static let list = "booking.v1.booking.list"
    /// How long a resource is taken to be there.
    private static let resourceHolds = Duration.seconds(1_800)
    /// Pages that are asked for in one request once the first was full.
    private static let pagesAtOnce = 10

    init(_ resource: Int64, also: [Int64], _ tools: ShelfTools) {
        self.resource = resource
        self.also = also
        session = tools.session
        zone = tools.zone
        limit = tools.limits.bookings
        wall = tools.wall
    }

    var name: String {
        let names = ([resource] + also).map(String.init).joined(separator: ", ")
        return "Online booking, \(also.isEmpty ? "resource" : "resources") \(names)"
    }

    // MARK: - Reading

    func read(_ window: Span) async throws(Bitrix24Error) -> ShelfReading {
        try await checkResource()
        let first = try await session.readable("Online booking") { () throws(Bitrix24Error) in
            try await session.call(Self.list, parameters(window, page: 0), for: .read)
        }
        var rows = try list(first)
        var page = 1
        while rows.count == page * Bitrix24Limits.pageRows, page < Bitrix24Limits.pages {
            rows += try await pages(from: page, window)
            page += Self.pagesAtOnce
        }
        var reading = mapped(rows, window)
        reading.date = first.date
        if rows.count >= Bitrix24Limits.pages * Bitrix24Limits.pageRows {
            reading.complain(
                "the portal has more than \(rows.count) bookings; later ones are left out")
        }
        return reading
    }

    private func mapped(_ values: [JSON], _ window: Span) -> ShelfReading {
        var reading = ShelfReading()
        var seen = Set<Int64>()
        var owned: [BookingID: Int] = [:]
        let wanted = Set([resource] + also)
        for value in values {
            guard let row = OnlineRow(value) else {
                reading.leaveOut(
                    "booking", OnlineRow.number(of: value) ?? 0, lacking: "period or resources")
                continue
            }
            guard !wanted.isDisjoint(with: row.resources), row.span.overlaps(window),
                seen.insert(row.id).inserted
            else { continue }
            let entry = row.entry
            if !row.resources.contains(resource) {
                reading.obstacles.append(entry)
            } else if entry.isOurs,
                owned.updateValue(reading.entries.count, forKey: entry.booking.id) != nil
            {
                reading.strays.append(entry)
            } else {
                reading.entries.append(entry)
            }
        }
        if reading.entries.count > limit {
            reading.complain("bookings beyond the first \(limit) were left out")
            reading.entries.removeLast(reading.entries.count - limit)
        }
        reading.entries.sort {
            ($0.booking.span.start, $0.number) < ($1.booking.span.start, $1.number)
        }
        reading.entries.settleCreationOrder()
        return reading
    }

    /// Pages from one on, in one request; the first short one is the last.
    private func pages(from page: Int, _ window: Span) async throws(Bitrix24Error) -> [JSON] {
        let last = min(page + Self.pagesAtOnce, Bitrix24Limits.pages)
        let commands = (page..<last).map { BatchCommand(Self.list, parameters(window, page: $0)) }
        var rows: [JSON] = []
        for answer in try await session.batch(commands, for: .read) {
            let found = try list(try answer.get())
            rows += found
            if found.count < Bitrix24Limits.pageRows { break }
        }
        return rows
    }

    private func list(_ envelope: Envelope) throws(Bitrix24Error) -> [JSON] {
        // An empty map comes as an empty list.
        if envelope.result == .array([]) || envelope.result == [:] { return [] }
        return try session.rows(Self.list, envelope.result["booking"], date: envelope.date) {
            OnlineRow.number(of: $0) == nil ? nil : $0
        }
    }

    /// Whether the portal means bookings that lie inside the period or that touch it is not documented, so a day more
    /// is asked for at either end.
    private func parameters(_ window: Span, page: Int) -> JSON {
        let day = Duration.seconds(86_400)
        return [
            "filter": [
                "within": [
                    "dateFrom": .integer((window.start - day).secondsSinceEpoch),
                    "dateTo": .integer((window.end + day).secondsSinceEpoch),
                ]
            ],
            "order": ["id": "asc"], "start": .integer(Int64(page * Bitrix24Limits.pageRows)),
        ]
    }

    private func checkResource() async throws(Bitrix24Error) {
        let now = wall()
        let isFresh = checkedAt.withLock { checked in
            checked.map { now >= $0 && now - $0 < Self.resourceHolds } ?? false
        }
        if isFresh { return }
        do {
            _ = try await session.call(
                "booking.v1.resource.get", ["id": .integer(resource)], for: .read)
        } catch {
            guard error.isBusiness else { throw error }
            var told = error
            told.cause = .missing(
                "resource \(resource) of Online booking is not there; "
                    + "the portal says: \(error.portalText)")
            throw told
        }
        checkedAt.withLock { $0 = now }
    }

    // MARK: - Writing

    func find(_ id: BookingID) async throws(Bitrix24Error) -> ShelfEntry? {
        guard id.text.hasPrefix(OnlineRow.prefix),
            let number = Int64(id.text.dropFirst(OnlineRow.prefix.count)), number > 0
        else { return nil }
        do throws(Bitrix24Error) {
            let answer = try await session.call(
                "booking.v1.booking.get", ["id": .integer(number)], for: .read)
            if answer.result.isEmpty { return nil }
            guard let row = OnlineRow(answer.result["booking"] ?? answer.result) else {
                throw session.error(
                    "booking.v1.booking.get", .malformed("the answer holds no booking"),
                    date: answer.date)
            }
            return row.resources.contains(resource) ? row.entry : nil
        } catch {
            if error.isBusiness { return nil }
            throw error
        }
    }

    func made(_ number: Int64) async throws(Bitrix24Error) -> ShelfEntry? {
        try await find(number)
    }

    /// Online booking counts in seconds.
    func slot(for booking: Booking, in reading: ShelfReading) -> Span { booking.span }

    func add(_ booking: Booking, at slot: Span) async throws(Bitrix24Error) -> Int64? {
        let fields = OnlineRow.fields(
            name: booking.title ?? "", details: Marker(booking).description(of: booking),
            resources: [resource] + also, span: slot, zones: (zone.name, zone.name))
        do {
            let answer = try await session.call(
                "booking.v1.booking.add", ["fields": fields], for: .write)
            return (answer.result["id"] ?? answer.result).wholeNumber
        } catch {
            guard error.code == "1018" else { throw error }
            throw session.error(
                error.operation,
                .taken("a resource is taken at that time, or not there: \(error.portalText)"))
        }
    }

    func setEnd(
        _ entry: ShelfEntry, to end: WallTime, before limit: WallTime?
    ) async throws(Bitrix24Error) -> WallTime {
        guard case .online(let row) = entry.row, entry.booking.span.end != end else {
            return entry.listed.end
        }
        let details = entry.isOurs ? Marker.setting(end: end, in: row.details) : row.details
        try await update(row, row.fields(end: end, details: details, zone: zone.name))
        guard let after = try await find(row.id), Minutes.isSame(after.listed.end, end) else {
            throw session.error(
                "booking.v1.booking.update",
                .refused("the portal did not change the end of booking \(row.id)"))
        }
        return after.listed.end
    }

    func remove(_ entry: ShelfEntry) async throws(Bitrix24Error) {
        do {
            _ = try await session.call(
                "booking.v1.booking.delete", ["id": .integer(entry.number)], for: .write)
        } catch {
            guard error.isBusiness, try await find(entry.number) == nil else { throw error }
        }
    }

    func mark(_ entry: ShelfEntry, _ mark: BookingMark) async throws(Bitrix24Error) {
        guard case .online(let row) = entry.row else { return }
        let details = MarkLine.setting(mark, in: row.details)
        if details == row.details { return }
        try await update(row, row.fields(details: details, zone: zone.name))
    }

    private func find(_ number: Int64) async throws(Bitrix24Error) -> ShelfEntry? {
        try await find(BookingID("\(OnlineRow.prefix)\(number)"))
    }

    private func update(_ row: OnlineRow, _ fields: JSON) async throws(Bitrix24Error) {
        do {
            _ = try await session.call(
                "booking.v1.booking.update", ["id": .integer(row.id), "fields": fields], for: .write
            )
        } catch {
            guard error.code == "1019" || error.code == "1021" else { throw error }
            throw session.error(error.operation, .gone("booking \(row.id) is not there any more"))
        }
    }
}
