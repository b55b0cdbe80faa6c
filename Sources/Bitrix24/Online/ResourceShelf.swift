import CivilCalendar
import JSONText
import RoomCore

/// A resource of the older CRM field "resource booking": its bookings are made in deals and leads, so they are only read.
struct ResourceShelf: Shelf {
    private let resource: Int64
    private let session: PortalSession
    private let zone: Zone
    private let limit: Int

    init(_ resource: Int64, _ tools: ShelfTools) {
        self.resource = resource
        session = tools.session
        zone = tools.zone
        limit = tools.limits.bookings
    }

    var name: String { "resource \(resource)" }

    func read(_ window: Span) async throws(Bitrix24Error) -> ShelfReading {
        let day = Duration.seconds(86_400)
        let answer = try await session.readable("resource \(resource)") {
            () throws(Bitrix24Error) in
            try await session.call(
                "calendar.resource.booking.list",
                [
                    "filter": [
                        "resourceTypeIdList": [.integer(resource)],
                        "from": .string(zone.civil(window.start - day).dateText),
                        "to": .string(zone.civil(window.end + day).dateText),
                    ]
                ], for: .read)
        }
        let rows = try session.rows(
            "calendar.resource.booking.list", answer.result, date: answer.date
        ) { CalendarRow($0) }
        if rows.isEmpty { try await checkResource() }
        var reading = CalendarMapper(
            times: RowTimes.Context(room: zone), userID: session.userID, section: resource,
            isWritable: false, prefix: CalendarMapper.resourcePrefix
        ).map(rows, window: window, limit: limit)
        reading.date = answer.date
        return reading
    }

    /// An empty list may also mean that the resource is gone.
    private func checkResource() async throws(Bitrix24Error) {
        let answer = try await session.call("calendar.resource.list", for: .read)
        let ids = try session.rows(
            "calendar.resource.list", answer.result, date: answer.date
        ) { $0["ID"]?.wholeNumber }
        guard ids.contains(resource) || ids.count >= Bitrix24Limits.pageRows else {
            throw session.error(
                "calendar.resource.list", .missing("resource \(resource) is not there"),
                date: answer.date)
        }
    }

    func find(_ id: BookingID) async throws(Bitrix24Error) -> ShelfEntry? { throw readOnly }
    func made(_ number: Int64) async throws(Bitrix24Error) -> ShelfEntry? { throw readOnly }
    func add(_ booking: Booking, at slot: Span) async throws(Bitrix24Error) -> Int64? {
        throw readOnly
    }
    func setEnd(
        _ entry: ShelfEntry, to end: WallTime, before limit: WallTime?
    ) async throws(Bitrix24Error) -> WallTime {
        throw readOnly
    }
    func remove(_ entry: ShelfEntry) async throws(Bitrix24Error) { throw readOnly }
    func mark(_ entry: ShelfEntry, _ mark: BookingMark) async throws(Bitrix24Error) {
        throw readOnly
    }

    private var readOnly: Bitrix24Error {
        session.error(
            "calendar.resource", .forbidden("bookings of a CRM field are only read, not written"))
    }
}
