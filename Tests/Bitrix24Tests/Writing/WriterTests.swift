import CivilCalendar
import JSONText
import PortalKit
import RoomCore
import Testing

@testable import Bitrix24

/// Writes: each once in effect, and nothing of anybody else's is taken away.
struct WriterTests {
    private let portal: InProcessPortal
    private static let slot = Span(start: .testNow, length: .seconds(1_800))
    private static let window = Span(
        start: .testDay - .seconds(86_400), length: .seconds(15 * 86_400))

    init() async throws { portal = try await InProcessPortal() }

    private func own(_ number: String = "1", _ span: Span = Self.slot) -> Booking {
        Booking(
            id: BookingID("domovoy-aurora-\(number)"), title: "Booked at the door",
            organiser: "Aurora",
            span: span, source: .panel, createdAt: .testNow)
    }

    private func failure(
        _ body: () async throws(ServerFailure) -> Void
    ) async -> ServerFailure? {
        do {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    /// The numbers of the events that the panels' user has made.
    private func made(_ source: Bitrix24Settings.Source = .group) async throws -> [Int64] {
        let user = Int64(InProcessPortal.panel(source))
        return try await portal.events()
            .filter { $0.createdBy == user && $0.type != "location" }.compactMap(\.id)
    }

    private func numbers() async throws -> [Int] {
        try await portal.events().compactMap(\.id).map { Int($0) }
    }

    // MARK: - Lost answers

    /// The answer was so late that a second try looked and found nothing: the surplus goes, the first stays.
    @Test func aSecondCopyOfOursIsTakenAway() async throws {
        let server = try portal.server()
        try await server.write(.create(own()))
        let first = try await made()
        let row = try await portal.event(Int(try #require(first.first)))
        try await portal.plant(
            row["NAME"]?.text ?? "", Self.slot, more: ["description": row["DESCRIPTION"] ?? ""],
            by: SamplePortal.panelUser)
        #expect(try await made().count == 2)
        #expect(try await server.read(window: Self.window).bookings.count == 1)
        try await server.write(.create(own()))
        #expect(try await made() == first)
    }

    @Test(arguments: [JSON.null, [], [:], "", .bool(false), 0])
    func anEmptyAnswerIsSettledByLooking(_ answer: JSON) async throws {
        portal.answer("calendar.event.add", with: answer, takesEffect: true)
        let server = try portal.server()
        try await server.write(.create(own()))
        #expect(try await made().count == 1)
    }

    /// What was answered with nothing and is not there is not written again: it may still come.
    @Test func whatIsNotSeenIsNotMadeAgain() async throws {
        portal.answer("calendar.event.add", with: .null)
        let server = try portal.server()
        for _ in 0..<3 {
            let failure = await failure { () throws(ServerFailure) in
                try await server.write(.create(own()))
            }
            #expect(failure?.kind == .malformed)
        }
        #expect(portal.calls().filter { $0 == "calendar.event.add" }.count == 1)
    }

    // MARK: - Who was first

    @Test func aTakenSlotIsRefusedBeforeAnythingIsWritten() async throws {
        let theirs = try await portal.plant("Theirs", Self.slot)
        let server = try portal.server()
        let failure = await failure { () throws(ServerFailure) in
            try await server.write(.create(own()))
        }
        #expect(failure?.kind == .taken)
        #expect(failure?.message.contains("event-\(theirs)") == true)
        #expect(try await numbers() == [theirs])
        #expect(!portal.calls().contains("calendar.event.add"))
    }

    /// A person's event came between the look and the making: theirs has the smaller number.
    @Test func oursYieldsToTheEarlierNumber() async throws {
        portal.before("calendar.event.add") { _ = try? await $0.plant("Theirs", Self.slot) }
        let server = try portal.server()
        let failure = await failure { () throws(ServerFailure) in
            try await server.write(.create(own()))
        }
        #expect(failure?.kind == .taken)
        #expect(try await portal.events().map(\.createdBy) == [2])
    }

    @Test func oursStaysBeforeTheLaterNumber() async throws {
        let server = try portal.server()
        try await server.write(.create(own()))
        let theirs = try await portal.plant("Theirs", Self.slot)
        try await server.write(.create(own()))
        let found = try await server.read(window: Self.window).bookings
        #expect(Set(found.map(\.id.text)) == ["domovoy-aurora-1", "event-\(theirs)"])
        // And so it is told to the core.
        let made = found.sorted { $0.id.text < $1.id.text }.compactMap(\.createdAt)
        #expect(made.count == 2 && made[0] < made[1])
    }

    /// The panel books over a booking on purpose where nobody came: it knew of it.
    @Test func aClaimedBookingIsNoRival() async throws {
        try await portal.plant("Theirs", Self.slot)
        let server = try portal.server()
        _ = try await server.read(window: Self.window)
        try await server.write(.create(own()))
        #expect(try await made().count == 1)
    }

    // MARK: - Several resources

    @Test(arguments: [Bitrix24Settings.Source.group, .company, .booking])
    func whatIsBookedAlongIsBookedToo(_ source: Bitrix24Settings.Source) async throws {
        let also = source == .company ? 11 : source == .group ? 7 : 2
        let server = try portal.server(InProcessPortal.settings(source, also: [Int64(also)]))
        try await server.write(.create(own()))
        if source == .booking {
            #expect(try await portal.bookings().map(\.resources) == [[1, 2]])
        } else {
            #expect(try await made().count == 2)
        }
        try await server.write(
            .changeEnd(own().id, from: own().span.end, to: .testNow + .seconds(3_600)))
        let context = RowTimes.Context(room: .moscow)
        let spans =
            try await portal.events().compactMap { RowTimes($0, context)?.span }
            + portal.bookings().map(\.span)
        #expect(spans.allSatisfy { $0.length == .seconds(3_600) })
        try await server.write(.withdraw(own().id))
        #expect(try await portal.events().isEmpty)
        #expect(try await portal.bookings().isEmpty)
    }

    @Test func allOrNoneIsBooked() async throws {
        try await portal.plant("Has the projector", Self.slot, room: 7)
        let server = try portal.server(InProcessPortal.settings(also: [7]))
        let failure = await failure { () throws(ServerFailure) in
            try await server.write(.create(own()))
        }
        #expect(failure?.kind == .taken)
        // The room itself looks free, so the line has to say where it was taken.
        #expect(failure?.message.contains(" in group 7, which was first") == true)
        #expect(try await made().isEmpty)
    }

    @Test func aConflictInBetweenTakesBackWhatWasMade() async throws {
        let server = try portal.server(InProcessPortal.settings(also: [7]))
        portal.before("calendar.event.add") {
            _ = try? await $0.plant("Faster", Self.slot, room: 7)
        }
        let failure = await failure { () throws(ServerFailure) in
            try await server.write(.create(own()))
        }
        #expect(failure?.kind == .taken)
        #expect(try await made().isEmpty)
        #expect(try await portal.events().count == 1)
    }

    // MARK: - Meeting rooms, whichever way they turn out

    @Test(arguments: PortalSwitches.BusyRoom.allCases)
    func aBusyRoomIsNeverHeldTwice(_ quirk: PortalSwitches.BusyRoom) async throws {
        portal.portal.change { $0.busyRoom = quirk }
        portal.before("calendar.event.add") {
            _ = try? await $0.plant("Theirs", Self.slot, source: .location)
        }
        let server = try portal.server(InProcessPortal.settings(.location))
        let failure = await failure { () throws(ServerFailure) in
            try await server.write(.create(own()))
        }
        let expected: ServerFailure.Kind = quirk == .refuses ? .refused : .taken
        #expect(failure?.kind == expected, "\(String(describing: failure))")
        #expect(try await made(.location).isEmpty)
        // The event, and the room's row of it.
        #expect(try await portal.events().map(\.createdBy) == [2, 2])
    }

    @Test func titlesOfMeetingRoomsAreAskedForOnce() async throws {
        try await portal.plant("Budget", Self.slot, source: .location)
        let server = try portal.server(InProcessPortal.settings(.location))
        for _ in 0..<2 {
            let booking = try #require(try await server.read(window: Self.window).bookings.first)
            #expect(booking.title == "Budget")
            #expect(booking.organiser == "Павел Орлов")
        }
        #expect(portal.calls().filter { $0 == "calendar.event.getbyid" }.count == 1)
        #expect(portal.requests == 3)
        var quiet = InProcessPortal.settings(.location)
        quiet.wantsTitles = false
        let without = try await portal.server(quiet).read(window: Self.window).bookings
        #expect(without.map(\.title) == [nil])
        #expect(!portal.calls().contains("calendar.event.getbyid"))
    }

    // MARK: - Online booking

    @Test(arguments: [PortalSwitches.BookingOverlap.refuses, .accepts])
    func anOccupiedResourceIsRefused(_ quirk: PortalSwitches.BookingOverlap) async throws {
        portal.portal.change { $0.bookingOverlap = quirk }
        portal.before("booking.v1.booking.add") {
            _ = try? await $0.plant("Theirs", Self.slot, source: .booking)
        }
        let server = try portal.server(InProcessPortal.settings(.booking))
        let failure = await failure { () throws(ServerFailure) in
            try await server.write(.create(own()))
        }
        #expect(failure?.kind == .taken)
        #expect(try await portal.bookings().count == 1)
    }

    @Test func longListsAreReadToTheirEnd() async throws {
        for number in 0..<730 {
            let start = WallTime.testDay + .seconds(number * 600)
            try await portal.plant(
                "b\(number)", Span(start: start, length: .seconds(300)), source: .booking)
        }
        let server = try portal.server(InProcessPortal.settings(.booking))
        let reading = try await server.read(window: Self.window)
        #expect(reading.bookings.count == 730)
        // The resource, the first page, and twice ten pages at once.
        #expect(portal.requests == 4)
        #expect(try await server.read(window: Self.window).bookings.count == 730)
        #expect(portal.requests == 7)
    }

    @Test func theStateIsWrittenIntoTheDescription() async throws {
        let id = try await portal.plant("Theirs", Self.slot, source: .booking)
        let server = try portal.server(InProcessPortal.settings(.booking))
        try await server.write(.mark(BookingID("booking-\(id)"), .late))
        try await server.write(.mark(BookingID("booking-\(id)"), .noShow))
        let row = try await portal.bookings().first
        #expect(
            row?.details == "\ndomovoy-state:no_show" || row?.details == "domovoy-state:no_show")
        #expect(row?.name == "Theirs" && row?.span == Self.slot)
    }

    /// Some portals end lines with CR LF, however they were sent.
    @Test(arguments: ["\n", "\r\n", "\r"])
    func oneStateIsInTheDescriptionWhateverEndsItsLines(_ end: String) {
        let before = ["Anna", "domovoy-state:late", "two", ""].joined(separator: end)
        #expect(
            MarkLine.setting(.noShow, in: before) == "Anna\ntwo\ndomovoy-state:no_show")
    }

    @Test func theDescriptionIsALineForPeopleAndTheMarker() {
        var booking = Booking(
            id: BookingID("domovoy-a-1"), organiser: "Au\nrora", span: Self.slot, source: .panel,
            createdAt: .testNow)
        let marker = Marker(booking).text
        #expect(Marker(booking).description(of: booking) == "Au rora\n" + marker)
        booking.organiser = nil
        #expect(Marker(booking).description(of: booking) == marker)
    }

    // MARK: - Series and colours

    /// An old portal changes the whole series: it is put right, and the panel says no.
    @Test func aSeriesThatWasCutIsPutRight() async throws {
        let id = try await portal.plant("Daily", Self.slot, daily: 5)
        portal.portal.change { $0.recurrenceMode = .ignored }
        let server = try portal.server()
        let before = try await server.read(window: Self.window).bookings
        let failure = await failure { () throws(ServerFailure) in
            try await server.write(
                .changeEnd(
                    before[1].id, from: before[1].span.end,
                    to: before[1].span.start + .seconds(600)))
        }
        #expect(failure?.kind == .refused)
        #expect(failure?.message.contains("cannot change one occurrence alone") == true)
        #expect(try await server.read(window: Self.window).bookings == before)
        #expect(try await numbers() == [id])
        // Nor is it tried on another day.
        _ = portal.calls()
        let again = await self.failure { () throws(ServerFailure) in
            try await server.write(
                .changeEnd(
                    before[2].id, from: before[2].span.end,
                    to: before[2].span.start + .seconds(600)))
        }
        #expect(again?.kind == .refused)
        #expect(!portal.calls().contains("calendar.event.update"))
    }

    /// Lets updates change the name, too.
    private func spoilNames(times: Int? = nil) {
        portal.garble("calendar.event.update", times: times) { $0.with("name", "spoiled") }
    }

    /// Lets updates move what they name by so many seconds.
    private func moveEvents(by seconds: Int) {
        portal.garble("calendar.event.update") { parameters in
            var moved = parameters
            for name in ["from", "to"] {
                guard let text = parameters[name]?.text,
                    let time = PortalDate.cultural(text)?.time
                else { continue }
                moved = moved.with(
                    name, .string(CivilTime(seconds: time.seconds + seconds).text))
            }
            return moved
        }
    }

    @Test func aColourChangesNothingElse() async throws {
        let id = try await portal.plant(
            "Budget", Self.slot,
            more: [
                "is_meeting": "Y", "attendees": [2, 3], "meeting": ["notify": true],
                "location": "Aurora", "private_event": "N",
            ])
        let server = try portal.server()
        let before = try await portal.event(id)
        try await server.write(.mark(BookingID("event-\(id)"), .late))
        let after = try await portal.event(id)
        #expect(after["COLOR"] == "#ffa900" && before["COLOR"] == "#9dcf00")
        for key in [
            "NAME", "DESCRIPTION", "DATE_FROM", "DATE_TO", "LOCATION", "ATTENDEE_LIST",
            "ATTENDEES_CODES",
        ] {
            #expect(after[key] != nil && after[key] == before[key], "\(key)")
        }
        _ = portal.calls()
        try await server.write(.mark(BookingID("event-\(id)"), .late))
        #expect(!portal.calls().contains("calendar.event.update"))
    }

    @Test func aPortalThatChangesMoreThanTheColourGetsNoMoreColours() async throws {
        let id = try await portal.plant("Budget", Self.slot)
        let other = try await portal.plant(
            "Other", Span(start: .testNow + .seconds(7_200), length: .seconds(600)))
        spoilNames(times: 1)
        let server = try portal.server()
        try await server.write(.mark(BookingID("event-\(id)"), .late))
        let event = try await portal.event(id)
        #expect(event["NAME"] == "Budget" && event["COLOR"] == "#9dcf00")
        _ = portal.calls()
        try await server.write(.mark(BookingID("event-\(other)"), .late))
        #expect(!portal.calls().contains("calendar.event.update"))
        #expect(try await portal.event(other)["NAME"] == "Other")
    }

    /// A portal that spoils every event it touches: the write is no success, and none is touched again.
    @Test(arguments: [true, false])
    func whatCannotBePutBackIsTold(_ isName: Bool) async throws {
        let id = try await portal.plant("Budget", Self.slot)
        let other = try await portal.plant(
            "Other", Span(start: .testNow + .seconds(7_200), length: .seconds(600)))
        if isName { spoilNames() } else { moveEvents(by: 700) }
        let server = try portal.server()
        let told = await failure { () throws(ServerFailure) in
            try await server.write(.mark(BookingID("event-\(id)"), .late))
        }
        #expect(told?.kind == .refused && told?.message.contains("event \(id)") == true)
        #expect(told?.message.contains("cannot be put back") == true)
        _ = portal.calls()
        try await server.write(.mark(BookingID("event-\(other)"), .late))
        #expect(!portal.calls().contains("calendar.event.update"))
    }

    /// Every update moves the event by an hour: what was written is at its time in the end, and says no word less.
    @Test func whatAPortalMovesByAnHourIsPutBack() async throws {
        let id = try await portal.plant("Budget", Self.slot)
        moveEvents(by: 3_600)
        // Where its rows tell the user's offset, they tell that this is no way to read dates.
        portal.change { $0.rewritten["~USER_OFFSET_FROM"] = .some(nil) }
        let server = try portal.server()
        let before = try await portal.event(id)
        try await server.write(.mark(BookingID("event-\(id)"), .late))
        #expect(try await portal.event(id)["DATE_FROM"] == before["DATE_FROM"])
        try await server.write(
            .changeEnd(
                BookingID("event-\(id)"), from: Self.slot.end, to: .testNow + .seconds(600)))
        try await server.write(
            .create(own("1", Span(start: .testNow + .seconds(620), length: .seconds(900)))))
        let found = try await server.read(window: Self.window).bookings
        #expect(found.map(\.span.start) == [.testNow, .testNow + .seconds(620)])
        #expect(found.map(\.span.length) == [.seconds(600), .seconds(900)])
    }

    @Test func aSpoiltColourWhoseAnswerWasLostIsPutBack() async throws {
        let id = try await portal.plant("Budget", Self.slot)
        spoilNames(times: 1)
        portal.change { $0.losesWrites = 1 }
        let server = try portal.server()
        let mark = ServerWrite.mark(BookingID("event-\(id)"), .late)
        let lost = await failure { () throws(ServerFailure) in try await server.write(mark) }
        #expect(lost?.kind == .unreachable)
        try await server.write(mark)
        let event = try await portal.event(id)
        #expect(event["NAME"] == "Budget" && event["COLOR"] == "#9dcf00")
    }

    @Test func aMeetingWhoseGuestsAreUnknownIsLeftAlone() async throws {
        let id = try await portal.plant("Budget", Self.slot, more: ["is_meeting": "Y"])
        portal.change {
            $0.rewritten["ATTENDEE_LIST"] = []
            $0.rewritten["attendeesEntityList"] = []
        }
        let server = try portal.server()
        try await server.write(.mark(BookingID("event-\(id)"), .late))
        let failure = await failure { () throws(ServerFailure) in
            try await server.write(
                .changeEnd(
                    BookingID("event-\(id)"), from: Self.slot.end, to: .testNow + .seconds(600)))
        }
        #expect(failure?.kind == .refused)
        #expect(!portal.calls().contains("calendar.event.update"))
    }

    @Test func bookingsOfACRMFieldAreOnlyRead() async throws {
        let id = try await portal.plant(
            "Deal 9", Self.slot, source: .resource,
            more: ["from": "2026-12-20", "to": "2026-12-21", "skip_time": "Y"])
        let server = try portal.server(InProcessPortal.settings(.resource))
        let far = Span(start: .testDay, length: .seconds(40 * 86_400))
        let bookings = try await server.read(window: far).bookings
        #expect(bookings.map(\.id.text) == ["resource-\(id)"])
        #expect(bookings.allSatisfy { !$0.isWritable && $0.isAllDay })
        let failure = await failure { () throws(ServerFailure) in
            try await server.write(.create(own()))
        }
        #expect(failure?.kind == .forbidden)
    }
}
