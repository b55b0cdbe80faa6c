import JSONText
import RoomCore
import Synchronization
import Testing

@testable import Bitrix24

/// Writes: each once in effect, and nothing of anybody else's is taken away.
struct WriterTests {
    private let portal = FakePortal()
    private static let slot = Span(start: .testNow, length: .seconds(1_800))
    private static let window = Span(
        start: .testDay - .seconds(86_400), length: .seconds(15 * 86_400))

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

    private func own(in portal: FakePortal) -> [FakePortal.Event] {
        portal.events.filter { $0.createdBy == FakePortal.user && $0.type != "location" }
    }

    // MARK: - Lost answers

    /// The answer was so late that a second try looked and found nothing: the surplus goes, the first stays.
    @Test func aSecondCopyOfOursIsTakenAway() async throws {
        let server = try portal.server()
        try await server.write(.create(own()))
        _ = try portal.state.withLock { state in
            let first = state.events[100]?.fields ?? [:]
            return try state.insert(
                .object(JSON.Members(first.map { ($0.key, $0.value) })), by: FakePortal.user)
        }
        #expect(own(in: portal).count == 2)
        #expect(try await server.read(window: Self.window).bookings.count == 1)
        try await server.write(.create(own()))
        #expect(own(in: portal).map(\.id) == [100])
    }

    @Test(arguments: [JSON.null, [], [:], "", .bool(false), 0])
    func anEmptyAnswerIsSettledByLooking(_ answer: JSON) async throws {
        portal.change { $0.emptyAdd = (answer, true) }
        let server = try portal.server()
        try await server.write(.create(own()))
        #expect(own(in: portal).count == 1)
    }

    /// What was answered with nothing and is not there is not written again: it may still come.
    @Test func whatIsNotSeenIsNotMadeAgain() async throws {
        portal.change { $0.emptyAdd = (.null, false) }
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
        try portal.plant("Theirs", Self.slot)
        let server = try portal.server()
        let failure = await failure { () throws(ServerFailure) in
            try await server.write(.create(own()))
        }
        #expect(failure?.kind == .taken)
        #expect(failure?.message.contains("event-100") == true)
        #expect(portal.events.map(\.id) == [100])
        #expect(!portal.calls().contains("calendar.event.add"))
    }

    /// A person's event came between the look and the making: theirs has the smaller number.
    @Test func oursYieldsToTheEarlierNumber() async throws {
        portal.change {
            $0.before["calendar.event.add"] = { _ = try? $0.plant("Theirs", Self.slot) }
        }
        let server = try portal.server()
        let failure = await failure { () throws(ServerFailure) in
            try await server.write(.create(own()))
        }
        #expect(failure?.kind == .taken)
        #expect(portal.events.map(\.id) == [100])
        #expect(portal.events[0].createdBy == 1)
    }

    @Test func oursStaysBeforeTheLaterNumber() async throws {
        let server = try portal.server()
        try await server.write(.create(own()))
        try portal.plant("Theirs", Self.slot)
        try await server.write(.create(own()))
        let found = try await server.read(window: Self.window).bookings
        #expect(Set(found.map(\.id.text)) == ["domovoy-aurora-1", "event-101"])
        // And so it is told to the core.
        let made = found.sorted { $0.id.text < $1.id.text }.compactMap(\.createdAt)
        #expect(made.count == 2 && made[0] < made[1])
    }

    /// The panel books over a booking on purpose where nobody came: it knew of it.
    @Test func aClaimedBookingIsNoRival() async throws {
        try portal.plant("Theirs", Self.slot)
        let server = try portal.server()
        _ = try await server.read(window: Self.window)
        try await server.write(.create(own()))
        #expect(own(in: portal).count == 1)
    }

    // MARK: - Several resources

    @Test(arguments: [Bitrix24Settings.Source.group, .company, .booking])
    func whatIsBookedAlongIsBookedToo(_ source: Bitrix24Settings.Source) async throws {
        let id: Int64 = source == .company ? 31 : source == .group ? 5 : 3
        let server = try portal.server(FakePortal.settings(source, id: id, also: [id + 1]))
        try await server.write(.create(own()))
        if source == .booking {
            let rows = portal.state.withLock { $0.bookings.values.compactMap { OnlineRow($0) } }
            #expect(rows.map(\.resources) == [[3, 4]])
        } else {
            #expect(own(in: portal).count == 2)
        }
        try await server.write(
            .changeEnd(own().id, from: own().span.end, to: .testNow + .seconds(3_600)))
        let spans = portal.state.withLock { state in
            state.events.values.map { state.span($0).length }
                + state.bookings.values.compactMap { OnlineRow($0)?.span.length }
        }
        #expect(spans.allSatisfy { $0 == .seconds(3_600) })
        try await server.write(.withdraw(own().id))
        #expect(portal.events.isEmpty && portal.state.withLock { $0.bookings.isEmpty })
    }

    @Test func allOrNoneIsBooked() async throws {
        try portal.plant("Has the projector", Self.slot, more: ["ownerId": 6, "section": 60])
        let server = try portal.server(FakePortal.settings(also: [6]))
        let failure = await failure { () throws(ServerFailure) in
            try await server.write(.create(own()))
        }
        #expect(failure?.kind == .taken)
        // The room itself looks free, so the line has to say where it was taken.
        #expect(failure?.message.contains(" in group 6, which was first") == true)
        #expect(own(in: portal).isEmpty)
    }

    @Test func aConflictInBetweenTakesBackWhatWasMade() async throws {
        let server = try portal.server(FakePortal.settings(also: [6]))
        let portal = self.portal
        portal.change { quirks in
            quirks.before["calendar.event.add"] = { portal in
                _ = try? portal.plant("Faster", Self.slot, more: ["ownerId": 6, "section": 60])
            }
        }
        let failure = await failure { () throws(ServerFailure) in
            try await server.write(.create(own()))
        }
        #expect(failure?.kind == .taken)
        #expect(own(in: portal).isEmpty && portal.events.count == 1)
    }

    // MARK: - Meeting rooms, whichever way they turn out

    @Test(arguments: [FakePortal.Quirks.BusyRoom.refuses, .emptiesLocation, .accepts])
    func aBusyRoomIsNeverHeldTwice(_ quirk: FakePortal.Quirks.BusyRoom) async throws {
        portal.change { quirks in
            quirks.busyRoom = quirk
            quirks.before["calendar.event.add"] = {
                _ = try? $0.plant("Theirs", Self.slot, source: .location)
            }
        }
        let server = try portal.server(FakePortal.settings(.location, id: 54))
        let failure = await failure { () throws(ServerFailure) in
            try await server.write(.create(own()))
        }
        let expected: ServerFailure.Kind = quirk == .refuses ? .refused : .taken
        #expect(failure?.kind == expected, "\(String(describing: failure))")
        #expect(own(in: portal).isEmpty)
        #expect(portal.events.filter { $0.createdBy == 1 }.count == 2)
    }

    @Test func titlesOfMeetingRoomsAreAskedForOnce() async throws {
        try portal.plant("Budget", Self.slot, source: .location)
        let server = try portal.server(FakePortal.settings(.location, id: 54))
        for _ in 0..<2 {
            let booking = try #require(try await server.read(window: Self.window).bookings.first)
            #expect(booking.title == "Budget")
            #expect(booking.organiser == "Анна Иванова")
        }
        #expect(portal.calls().filter { $0 == "calendar.event.getbyid" }.count == 1)
        #expect(portal.requests == 3)
        var quiet = FakePortal.settings(.location, id: 54)
        quiet.wantsTitles = false
        let without = try await portal.server(quiet).read(window: Self.window).bookings
        #expect(without.map(\.title) == [nil])
        #expect(!portal.calls().contains("calendar.event.getbyid"))
    }

    // MARK: - Online booking

    @Test(arguments: [FakePortal.Quirks.Overlap.refuses, .accepts])
    func anOccupiedResourceIsRefused(_ quirk: FakePortal.Quirks.Overlap) async throws {
        portal.change { quirks in
            quirks.overlap = quirk
            quirks.before["booking.v1.booking.add"] = {
                _ = try? $0.plant("Theirs", Self.slot, source: .booking)
            }
        }
        let server = try portal.server(FakePortal.settings(.booking, id: 3))
        let failure = await failure { () throws(ServerFailure) in
            try await server.write(.create(own()))
        }
        #expect(failure?.kind == .taken)
        #expect(portal.state.withLock { $0.bookings.count } == 1)
    }

    @Test func longListsAreReadToTheirEnd() async throws {
        for number in 0..<730 {
            let start = WallTime.testDay + .seconds(number * 600)
            try portal.plant(
                "b\(number)", Span(start: start, length: .seconds(300)), source: .booking)
        }
        let server = try portal.server(FakePortal.settings(.booking, id: 3))
        let reading = try await server.read(window: Self.window)
        #expect(reading.bookings.count == 730)
        // The resource, the first page, and twice ten pages at once.
        #expect(portal.requests == 4)
        #expect(try await server.read(window: Self.window).bookings.count == 730)
        #expect(portal.requests == 7)
    }

    @Test func theStateIsWrittenIntoTheDescription() async throws {
        let id = try portal.plant("Theirs", Self.slot, source: .booking)
        let server = try portal.server(FakePortal.settings(.booking, id: 3))
        try await server.write(.mark(BookingID("booking-\(id)"), .late))
        try await server.write(.mark(BookingID("booking-\(id)"), .noShow))
        let row = portal.state.withLock { OnlineRow($0.bookings[id]) }
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
        let id = try portal.plant("Daily", Self.slot, daily: 5)
        portal.change { $0.ignoresRecurrenceMode = true }
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
        #expect(portal.events.map(\.id) == [id])
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

    @Test func aColourChangesNothingElse() async throws {
        let id = try portal.plant(
            "Budget", Self.slot,
            more: [
                "is_meeting": "Y",
                "attendee_list": [["id": 1, "status": "H"], ["id": 2, "status": "Y"]],
                "meeting": ["HOST_NAME": "Анна"], "host": 1, "location": "Aurora",
                "private_event": "N",
            ])
        let server = try portal.server()
        let before = portal.state.withLock { $0.events[id]?.fields }
        try await server.write(.mark(BookingID("event-\(id)"), .late))
        let after = portal.state.withLock { $0.events[id]?.fields }
        #expect(after?["color"] == "#ffa900")
        for key in ["name", "description", "from", "to", "location", "attendee_list"] {
            #expect(after?[key] == before?[key], "\(key)")
        }
        #expect(after?["attendees"] == [1, 2])
        _ = portal.calls()
        try await server.write(.mark(BookingID("event-\(id)"), .late))
        #expect(!portal.calls().contains("calendar.event.update"))
    }

    @Test func aPortalThatChangesMoreThanTheColourGetsNoMoreColours() async throws {
        let id = try portal.plant("Budget", Self.slot)
        let other = try portal.plant(
            "Other", Span(start: .testNow + .seconds(7_200), length: .seconds(600)))
        portal.change { $0.spoilsNames = 1 }
        let server = try portal.server()
        try await server.write(.mark(BookingID("event-\(id)"), .late))
        #expect(portal.state.withLock { $0.events[id]?.fields["name"] } == "Budget")
        #expect(portal.state.withLock { $0.events[id]?.fields["color"] } == "#9dcf00")
        _ = portal.calls()
        try await server.write(.mark(BookingID("event-\(other)"), .late))
        #expect(!portal.calls().contains("calendar.event.update"))
        #expect(portal.state.withLock { $0.events[other]?.fields["name"] } == "Other")
    }

    /// A portal that spoils every event it touches: the write is no success, and none is touched again.
    @Test(arguments: [(1_000, 0), (0, 700)])
    func whatCannotBePutBackIsTold(_ spoilt: Int, _ moved: Int) async throws {
        let id = try portal.plant("Budget", Self.slot)
        let other = try portal.plant(
            "Other", Span(start: .testNow + .seconds(7_200), length: .seconds(600)))
        portal.change {
            $0.spoilsNames = spoilt
            $0.movesEvents = moved
        }
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
        let id = try portal.plant("Budget", Self.slot)
        portal.change { $0.movesEvents = 3_600 }
        let server = try portal.server()
        let before = portal.state.withLock { $0.events[id]?.fields }
        try await server.write(.mark(BookingID("event-\(id)"), .late))
        #expect(portal.state.withLock { $0.events[id]?.fields["from"] } == before?["from"])
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
        let id = try portal.plant("Budget", Self.slot)
        portal.change {
            $0.spoilsNames = 1
            $0.losesWrites = 1
        }
        let server = try portal.server()
        let mark = ServerWrite.mark(BookingID("event-\(id)"), .late)
        let lost = await failure { () throws(ServerFailure) in try await server.write(mark) }
        #expect(lost?.kind == .unreachable)
        try await server.write(mark)
        #expect(portal.state.withLock { $0.events[id]?.fields["name"] } == "Budget")
        #expect(portal.state.withLock { $0.events[id]?.fields["color"] } == "#9dcf00")
    }

    @Test func aMeetingWhoseGuestsAreUnknownIsLeftAlone() async throws {
        let id = try portal.plant("Budget", Self.slot, more: ["is_meeting": "Y"])
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
        let server = try portal.server(FakePortal.settings(.resource, id: 10))
        let far = Span(start: .testDay, length: .seconds(40 * 86_400))
        let bookings = try await server.read(window: far).bookings
        #expect(bookings.map(\.id.text) == ["resource-500"])
        #expect(bookings.allSatisfy { !$0.isWritable && $0.isAllDay })
        let failure = await failure { () throws(ServerFailure) in
            try await server.write(.create(own()))
        }
        #expect(failure?.kind == .forbidden)
    }
}
