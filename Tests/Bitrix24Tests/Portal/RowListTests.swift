import JSONText
import PortalKit
import RoomCore
import Testing

@testable import Bitrix24

/// Lists whose elements nobody can understand: what was known stays, and nothing is written over it.
struct RowListTests {
    private static let window = Span(
        start: .testDay - .seconds(86_400), length: .seconds(30 * 86_400))
    private static let days: JSON = [
        "type": "group", "ownerId": 5, "from": "2026-11-22", "to": "2026-12-20",
    ]
    private static let slot = Span(start: .testNow, length: .seconds(1_800))

    /// What has been seen in place of a list of rows.
    static let strangeLists: [JSON] = [
        [.null], [[:], [:]], [[1]], ["x"], [5], [.bool(true)], [["NAME": "Budget"]],
        ["error": "x"], "x", 7, .bool(false), .null,
    ]

    private static let shelves: [(source: Bitrix24Settings.Source, method: String)] = [
        (.group, "calendar.event.get"), (.company, "calendar.event.get"),
        (.location, "calendar.event.get"), (.booking, "booking.v1.booking.list"),
        (.resource, "calendar.resource.booking.list"),
    ]

    /// The rows of the group's calendar as the panel's user sees them.
    private func rows(_ portal: InProcessPortal) async throws -> [JSON] {
        try await portal.portal.call(
            "calendar.event.get", Self.days, as: InProcessPortal.panel(.group)
        ).elements
    }

    private static func answer(_ list: JSON, of method: String) -> JSON {
        method.hasPrefix("booking") ? ["booking": list] : list
    }

    @Test(arguments: shelves, strangeLists)
    func whatCannotBeUnderstoodFreesNoRoom(
        _ shelf: (source: Bitrix24Settings.Source, method: String), _ list: JSON
    ) async throws {
        let portal = try await InProcessPortal()
        try await portal.plant("Theirs", Self.slot, source: shelf.source)
        let server = try portal.server(InProcessPortal.settings(shelf.source))
        #expect(try await server.read(window: Self.window).bookings.count == 1)
        portal.answer(shelf.method, with: Self.answer(list, of: shelf.method))
        let failure = await #expect(throws: ServerFailure.self) {
            try await server.read(window: Self.window)
        }
        #expect(failure?.kind == .malformed)
        #expect(failure?.message.contains(shelf.method) == true, "\(String(describing: failure))")
        // The portal answered, so its clock was heard.
        #expect(failure?.serverDate != nil)
    }

    /// Among rows that can be read, too: nobody knows which booking the strange one was.
    @Test func oneStrangeElementAmongRowsIsEnough() async throws {
        let portal = try await InProcessPortal()
        try await portal.plant("Theirs", Self.slot)
        let rows = try await rows(portal)
        #expect(rows.count == 1)
        portal.answer("calendar.event.get", with: .array(rows + [.null]))
        let server = try portal.server()
        let failure = await #expect(throws: ServerFailure.self) {
            try await server.read(window: Self.window)
        }
        #expect(
            failure?.message.contains(
                "1 of the list's 2 elements cannot be read; the first is null") == true)
    }

    /// An event that the panel knows and cannot read any more holds the room as before, until it can be read again.
    @Test func aKnownEventThatLosesItsDateStays() async throws {
        let portal = try await InProcessPortal()
        try await portal.plant("Theirs", Self.slot)
        try await portal.plant("Later", Span(start: Self.slot.end, length: .seconds(600)))
        let server = try portal.server()
        let before = try await server.read(window: Self.window).bookings
        #expect(before.count == 2)
        let rows = try await rows(portal)
        let dates: Set<String> = ["DATE_FROM", "DATE_FROM_FORMATTED"]
        let broken = JSON.object(
            JSON.Members(
                rows[0].entries.filter { !dates.contains($0.name) }.map {
                    ($0.name, $0.value)
                }))
        portal.answer("calendar.event.get", with: [broken, rows[1]])
        for _ in 1...2 {
            let reading = try await server.read(window: Self.window)
            #expect(Set(reading.bookings) == Set(before))
            #expect(reading.complaints.contains { $0.contains("has no date") })
        }
        portal.answer("calendar.event.get", with: [rows[1]])
        #expect(try await server.read(window: Self.window).bookings == [before[1]])
        portal.answer("calendar.event.get", with: [broken, rows[1]])
        #expect(try await server.read(window: Self.window).bookings == [before[1]])
    }

    /// Also where the panel never saw the room before.
    @Test func theFirstReadingIsHeldToTheRuleToo() async throws {
        let portal = try await InProcessPortal()
        portal.answer("calendar.event.get", with: [.null])
        let server = try portal.server()
        await #expect(throws: ServerFailure.self) { try await server.read(window: Self.window) }
    }

    @Test(arguments: [JSON.array([.null]), "x", .null])
    func rightsThatCannotBeReadAreNotMissingRights(_ list: JSON) async throws {
        let portal = try await InProcessPortal()
        portal.answer("calendar.section.get", with: list)
        let server = try portal.server()
        let failure = await #expect(throws: ServerFailure.self) {
            try await server.read(window: Self.window)
        }
        #expect(failure?.kind == .malformed)
    }

    /// Nothing is booked into a room whose bookings cannot be read.
    @Test(arguments: [Bitrix24Settings.Source.group, .booking], strangeLists)
    func nothingIsBookedBlindly(
        _ source: Bitrix24Settings.Source, _ list: JSON
    ) async throws {
        let portal = try await InProcessPortal()
        try await portal.plant("Theirs", Self.slot, source: source)
        for method in ["calendar.event.get", "booking.v1.booking.list"] {
            portal.answer(method, with: Self.answer(list, of: method))
        }
        let server = try portal.server(InProcessPortal.settings(source))
        let own = Booking(
            id: BookingID("domovoy-a-1"), span: Self.slot, source: .panel, createdAt: .testNow)
        let failure = await #expect(throws: ServerFailure.self) {
            try await server.write(.create(own))
        }
        #expect(failure?.kind == .malformed)
        #expect(try await portal.events().count + portal.bookings().count == 1)
    }

    /// A garbled answer about one event does not mean that it is gone.
    @Test(arguments: ["x", [[1]], ["NAME": "Budget"], 5] as [JSON])
    func aGarbledEventIsNotGone(_ value: JSON) async throws {
        let portal = try await InProcessPortal()
        let id = try await portal.plant("Theirs", Self.slot)
        portal.answer("calendar.event.getbyid", with: value)
        let server = try portal.server()
        let failure = await #expect(throws: ServerFailure.self) {
            try await server.write(
                .changeEnd(
                    BookingID("event-\(id)"), from: Self.slot.end,
                    to: Self.slot.start + .seconds(600)))
        }
        #expect(failure?.kind == .malformed)
    }

    /// Whom a booking of Online booking holds has to be told as well.
    @Test(arguments: [.null, "x", ["a"], [.null]] as [JSON])
    func aBookingWithoutReadableResourcesIsToldOf(_ resources: JSON) async throws {
        let portal = try await InProcessPortal()
        try await portal.plant("Theirs", Self.slot, source: .booking)
        let server = try portal.server(InProcessPortal.settings(.booking))
        #expect(try await server.read(window: Self.window).bookings.count == 1)
        let period: JSON = [
            "from": ["timestamp": 1_795_424_400, "timezone": "Europe/Moscow"],
            "to": ["timestamp": 1_795_426_200, "timezone": "Europe/Moscow"],
        ]
        portal.answer(
            "booking.v1.booking.list",
            with: ["booking": [["id": 100, "resourceIds": resources, "datePeriod": period]]])
        let failure = await #expect(throws: ServerFailure.self) {
            try await server.read(window: Self.window)
        }
        #expect(failure?.message.contains("booking 100 has no period or resources") == true)
    }

    /// Maps in place of lists, and empty ones, are what portals send every day.
    @Test func listsAndMapsOfRowsAreRead() throws {
        let numbers = { (value: JSON) in try RowList(value) { $0["id"]?.wholeNumber }.rows }
        let row: JSON = ["id": "5"]
        #expect(try numbers([row, row]) == [5, 5])
        #expect(try numbers(["2": row, "7": row]) == [5, 5])
        #expect(try numbers([]).isEmpty)
        #expect(try numbers([:]).isEmpty)
    }
}
