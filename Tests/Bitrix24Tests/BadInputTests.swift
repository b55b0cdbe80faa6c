import JSONText
import PortalKit
import RoomCore
import Testing

@testable import Bitrix24

/// Portals that are badly set up or answer badly: one clear line each, and the cached day kept.
struct BadInputTests {
    private let portal: InProcessPortal
    private static let window = Span(
        start: .testDay - .seconds(86_400), length: .seconds(15 * 86_400))
    private static let slot = Span(start: .testNow, length: .seconds(1_800))

    init() async throws { portal = try await InProcessPortal() }

    private func failure(_ server: Bitrix24Server) async throws -> ServerFailure {
        let failure = await #expect(throws: ServerFailure.self) {
            try await server.read(window: Self.window)
        }
        let told = try #require(failure)
        #expect(told.message.contains("https://house.bitrix24.example"))
        #expect(!told.message.contains("\n") && told.message.utf8.count <= 512)
        return told
    }

    @Test(arguments: [
        ("NO_AUTH_FOUND", 401, ServerFailure.Kind.authentication, "webhook was revoked"),
        ("insufficient_scope", 403, .configuration, "scope calendar is missing"),
        ("ACCESS_DENIED", 403, .configuration, "plan has no REST access"),
        ("ERROR_METHOD_NOT_FOUND", 404, .configuration, "does not know the method"),
    ])
    func faultsOfTheWebhookAreNamed(
        _ code: String, _ status: Int, _ kind: ServerFailure.Kind, _ words: String
    ) async throws {
        portal.portal.inject(
            try Fault(.error, method: "calendar.*", times: 10, status: status, code: code))
        let failure = try await failure(try portal.server())
        #expect(failure.kind == kind)
        #expect(failure.message.contains(words), "\(failure)")
    }

    /// Whether a portal answers an error or nothing for a group that may not be read is not documented.
    @Test func aGroupThatMayNotBeReadIsNamedEitherWay() async throws {
        portal.portal.inject(try Fault(.error, method: "calendar.event.get", code: ""))
        let error = try await failure(try portal.server())
        #expect(error.kind == .forbidden && error.message.contains("group 5 cannot be read"))
        try await portal.portal.call(
            "portal.group.leave", ["id": 5, "user": .int(SamplePortal.panelUser)])
        let empty = try await failure(try portal.server())
        #expect(empty.kind == .configuration && empty.message.contains("group 5 is not there"))
        portal.answer(
            "calendar.section.get",
            with: [["ID": "6", "NAME": "Аврора", "PERM": ["view_time": false]]])
        let unseen = try await failure(try portal.server())
        #expect(unseen.kind == .forbidden && unseen.message.contains("may not see group 5"))
    }

    @Test(arguments: [
        (Bitrix24Settings.Source.group, "portal.section.delete", 6, "group 5"),
        (.company, "portal.section.delete", 12, "section 12"),
        (.location, "portal.section.delete", 9, "meeting room 9"),
        (.booking, "booking.v1.resource.delete", 1, "resource 1"),
    ])
    func aDeletedRoomIsMissedAfterItWasThere(
        _ source: Bitrix24Settings.Source, _ method: String, _ number: Int, _ words: String
    ) async throws {
        let clock = TestWall()
        try await portal.plant("Theirs", Self.slot, source: source)
        let server = try portal.server(InProcessPortal.settings(source), wall: { clock.now })
        #expect(try await server.read(window: Self.window).bookings.count == 1)
        try await portal.portal.call(method, ["id": .int(number)], as: 1)
        if source == .booking { clock.advance(by: .seconds(1_801)) }
        let failure = try await failure(server)
        #expect(failure.kind == .configuration)
        #expect(failure.message.contains(words), "\(failure)")
        // The portal answered, so its clock was heard.
        #expect(failure.serverDate != nil)
    }

    @Test func aQuietRoomCostsOneRequest() async throws {
        let server = try portal.server()
        for _ in 0..<5 { #expect(try await server.read(window: Self.window).bookings.isEmpty) }
        // The rights twice (before the first reading, and because it was empty), and five readings.
        #expect(portal.requests == 7)
    }

    @Test func aResourceThatIsNotThereIsNamed() async throws {
        var settings = InProcessPortal.settings(.resource)
        settings.sourceID = 99
        let failure = try await failure(try portal.server(settings))
        #expect(
            failure.kind == .configuration && failure.message.contains("resource 99 is not there"))
    }

    @Test(arguments: [JSON.integer(0), "0", ""])
    func aToolThatIsSwitchedOffIsNamed(_ code: JSON) async throws {
        portal.refuse("booking.v1.booking.list", code, "Booking tool is disabled")
        let failure = try await failure(try portal.server(InProcessPortal.settings(.booking)))
        #expect(failure.kind == .configuration)
        #expect(failure.message.contains("Booking tool is disabled"))
    }

    /// The panels' user sees the section of the company calendar, with its titles.
    private func mayOnlyLook() async throws {
        try await portal.portal.call(
            "portal.section.access",
            ["id": 12, "access": ["U\(SamplePortal.panelUser)": 15]])
    }

    @Test func aRoomThatMayNotBeBookedSaysSo() async throws {
        try await mayOnlyLook()
        let server = try portal.server(InProcessPortal.settings(.company))
        let own = Booking(
            id: BookingID("domovoy-a-1"), span: Self.slot, source: .panel, createdAt: .testNow)
        let failure = await #expect(throws: ServerFailure.self) {
            try await server.write(.create(own))
        }
        #expect(failure?.kind == .forbidden)
        #expect(failure?.message.contains("may not book in section 12") == true)
    }

    @Test func rightsToChangeAreToldWithTheBookings() async throws {
        try await portal.plant("Theirs", Self.slot, source: .company)
        try await mayOnlyLook()
        let server = try portal.server(InProcessPortal.settings(.company))
        let bookings = try await server.read(window: Self.window).bookings
        #expect(bookings.map(\.isWritable) == [false])
        let failure = await #expect(throws: ServerFailure.self) {
            try await server.write(
                .changeEnd(
                    bookings[0].id, from: Self.slot.end, to: .testNow + .seconds(600)))
        }
        #expect(failure?.kind == .forbidden)
    }

    /// The header has no fractions of a second, and the answer takes its time.
    @Test func aClockThatIsOffIsToldInTheNearestMinute() async throws {
        portal.portal.setClockOffset(7_198)
        let reading = try await portal.server().read(window: Self.window)
        #expect(reading.complaints == ["the portal's clock is 120 minutes from ours"])
    }

    @Test func aClockThatIsHoursOffIsTold() async throws {
        portal.portal.setClockOffset(12_600)
        let reading = try await portal.server().read(window: Self.window)
        #expect(reading.complaints == ["the portal's clock is 210 minutes from ours"])
        #expect(reading.serverDate == .testNow + .seconds(12_600))
    }

    private func plantEveryTwoHours() async throws {
        for number in 0..<150 {
            let start = WallTime.testDay + .seconds(number * 7_200)
            try await portal.plant("e\(number)", Span(start: start, length: .seconds(1_800)))
        }
    }

    /// A list that is too long is asked for in shorter stretches.
    @Test func aLongListIsReadInParts() async throws {
        try await plantEveryTwoHours()
        portal.change { $0.answerBytes = 60_000 }
        let reading = try await portal.server().read(window: Self.window)
        #expect(reading.bookings.count == 150)
        #expect(Set(reading.bookings.map(\.id)).count == 150)
    }

    /// The same goes for a list whose bytes are few and whose values are many.
    @Test func aListOfManyValuesIsReadInParts() async throws {
        try await plantEveryTwoHours()
        var settings = InProcessPortal.settings()
        settings.limits.answerValues = 4_000
        let reading = try await portal.server(settings).read(window: Self.window)
        #expect(reading.bookings.count == 150)
    }

    @Test func aDayThatIsTooLongFailsWithAWord() async throws {
        try await portal.plant(
            "Theirs", Self.slot,
            more: ["description": .string(String(repeating: "x", count: 5_000))])
        portal.change { $0.answerBytes = 4_000 }
        let failure = try await failure(try portal.server())
        #expect(failure.kind == .malformed && failure.message.contains("longer than"))
    }

    @Test(arguments: PortalSwitches.MissingEvent.allCases)
    func whatIsNotThereIsGoneHoweverItIsSaid(
        _ quirk: PortalSwitches.MissingEvent
    ) async throws {
        portal.portal.change { $0.missingEvent = quirk }
        let server = try portal.server()
        let failure = await #expect(throws: ServerFailure.self) {
            try await server.write(
                .changeEnd(BookingID("event-999"), from: Self.slot.end, to: .testNow))
        }
        #expect(failure?.kind == .gone)
    }

    @Test(arguments: [
        "", "event-", "event-x", "event-5/", "event-5/20261301T000000", "event--5", "booking-5",
        "uid@x/1",
        "event-99999999999999999999",
    ])
    func namesThatAreNoneAreGone(_ name: String) async throws {
        let server = try portal.server()
        let failure = await #expect(throws: ServerFailure.self) {
            try await server.write(.mark(BookingID(name), .late))
        }
        #expect(failure?.kind == .gone)
    }

    // MARK: - Panels behind one address

    @Test func marksWaitForTheirTurnAmongManyPanels() async throws {
        let clock = TestWall()
        let id = try await portal.plant("Theirs", Self.slot)
        var settings = InProcessPortal.settings()
        settings.fleet = Fleet(panels: 200)
        let server = try portal.server(settings, wall: { clock.now })
        let mark = ServerWrite.mark(BookingID("event-\(id)"), .late)
        let first = await #expect(throws: ServerFailure.self) { try await server.write(mark) }
        #expect(first?.kind == .paced && first?.retryAfter == .seconds(450))
        #expect(portal.requests == 0)
        clock.advance(by: .seconds(451))
        try await server.write(mark)
        #expect(try await portal.event(id)["COLOR"] == "#ffa900")
    }

    /// Nobody comes in all rooms at the same minute; who pressed or came late did so at a time of their own.
    @Test(arguments: [Message.Kind.claimable, .released, .takenOver, .late, .doubleBooked])
    func messagesThatAreDueEverywhereWaitForTheirTurn(_ kind: Message.Kind) async throws {
        let clock = TestWall()
        let id = try await portal.plant("Theirs", Self.slot)
        var settings = InProcessPortal.settings()
        settings.fleet = Fleet(panels: 200)
        let server = try portal.server(settings, wall: { clock.now })
        let message = Message(
            kind, to: BookingID("event-\(id)"), span: Self.slot, title: nil, room: "Aurora")
        if kind == .claimable || kind == .released {
            let first = await #expect(throws: ServerFailure.self) {
                try await server.tell(message)
            }
            #expect(first?.kind == .paced && first?.retryAfter == .seconds(600))
            #expect(portal.requests == 0)
            clock.advance(by: .seconds(601))
        }
        #expect(try await server.tell(message))
        #expect(try await portal.notices().count == 1)
    }

    @Test func theFirstReadingWaitsForItsTurnAmongManyPanels() async throws {
        let clock = TestWall()
        var settings = InProcessPortal.settings()
        settings.fleet = Fleet(panels: 200)
        let server = try portal.server(settings, wall: { clock.now })
        let failure = await #expect(throws: ServerFailure.self) {
            try await server.read(window: Self.window)
        }
        #expect(failure?.kind == .paced && failure?.retryAfter == .seconds(150))
        clock.advance(by: .seconds(151))
        _ = try await server.read(window: Self.window)
        #expect(server.pollInterval(configured: .seconds(30)) == .seconds(300))
    }

    @Test func pollsFollowWhatTheyCostThePortal() async throws {
        try await portal.plant("Theirs", Self.slot)
        try portal.portal.changeLimits { $0.calendarCost = 480 }
        let server = try portal.server()
        _ = try await server.read(window: Self.window)
        #expect(server.rate?.stretch == 2)
        #expect(server.pollInterval(configured: .seconds(60)) == .seconds(120))
        #expect(server.pollInterval(configured: .seconds(1_800)) == .seconds(1_800))
    }
}
