import HTTPExchange
import RoomCore
import Testing

@testable import CalDAV

/// Writes, each once in effect.
struct CalendarWriterTests {
    private let own = Booking(
        id: BookingID("domovoy-aurora-1"), title: "Ad hoc",
        span: Sample.span("20261123T090000Z", "20261123T093000Z"), source: .panel)

    private func failure(_ server: CalDAVServer, _ write: ServerWrite) async -> ServerFailure? {
        do {
            try await server.write(write)
            return nil
        } catch {
            return error
        }
    }

    @Test func aBookingIsMadeOnceThoughTheAnswerIsLost() async throws {
        let fake = FakeCalendar()
        let server = try fake.server()
        fake.change { $0.losesAnswers = true }
        #expect(await failure(server, .create(own))?.kind == .unreachable)
        fake.change { $0.losesAnswers = false }
        let first = fake.text("domovoy-aurora-1.ics")
        _ = fake.requests()
        try await server.write(.create(own))
        #expect(fake.requests() == ["PUT", "GET"])
        #expect(fake.text("domovoy-aurora-1.ics") == first)
    }

    @Test func aNameThatAnotherObjectHasIsRefused() async throws {
        let fake = FakeCalendar()
        fake.put("domovoy-aurora-1.ics", Sample.event("domovoy-aurora-1"))
        #expect(await failure(try fake.server(), .create(own))?.kind == .refused)
        fake.put("domovoy-aurora-1.ics", Sample.event("other"))
        #expect(await failure(try fake.server(), .create(own))?.kind == .refused)
    }

    @Test func aNameThatTheServerGaveAnotherAddressIsFound() async throws {
        let fake = FakeCalendar()
        let text = EventText.make(own, roomAddress: nil, now: .testNow)
        fake.put("4711.ics", String(decoding: text, as: UTF8.self))
        let server = try fake.server()
        _ = try await server.read(window: Sample.window)
        let conflict = HTTPAnswer(
            status: 409, headers: [HTTPField("content-type", "application/xml")],
            body: Array(
                "<D:error xmlns:D='DAV:'><C:no-uid-conflict xmlns:C='urn:ietf:params:xml:ns:caldav'/></D:error>"
                    .utf8))
        fake.change { $0.next = [.success(conflict)] }
        try await server.write(.create(own))
        try await server.write(
            .changeEnd(own.id, from: own.span.end, to: Sample.time("20261123T100000Z")))
        #expect(fake.text("4711.ics")?.contains("DTEND:20261123T100000Z") == true)
        try await server.write(.withdraw(own.id))
        #expect(fake.text("4711.ics") == nil)
    }

    @Test func aChangeInBetweenIsReadAgain() async throws {
        let fake = FakeCalendar()
        fake.put("a.ics", Sample.event("a"))
        let server = try fake.server()
        fake.change { quirks in
            quirks.beforePut = { $0.put("a.ics", Sample.event("a", more: "SUMMARY:Renamed")) }
        }
        try await server.write(
            .changeEnd(
                BookingID("a"), from: Sample.time("20261123T110000Z"),
                to: Sample.time("20261123T103000Z")))
        #expect(fake.text("a.ics")?.contains("SUMMARY:Renamed") == true)
        #expect(fake.text("a.ics")?.contains("DTEND:20261123T103000Z") == true)
    }

    @Test func changesWithoutEndAreGivenUp() async throws {
        let fake = FakeCalendar()
        fake.put("a.ics", Sample.event("a"))
        let server = try fake.server()
        _ = try await server.read(window: Sample.window)
        let get = HTTPAnswer(
            status: 200,
            headers: [HTTPField("content-type", "text/calendar"), HTTPField("etag", "\"old\"")],
            body: Array(Sample.event("a").utf8))
        fake.change { $0.next = [] }
        _ = fake.requests()
        fake.change { quirks in
            quirks.next = (0..<10).flatMap { _ in
                [.success(get), .success(HTTPAnswer(status: 412))]
            }
        }
        let failed = await failure(
            server,
            .changeEnd(
                BookingID("a"), from: Sample.time("20261123T110000Z"),
                to: Sample.time("20261123T103000Z")))
        #expect(failed?.kind == .server)
        #expect(fake.requests() == ["GET", "PUT", "GET", "PUT", "GET", "PUT", "GET", "PUT"])
    }

    @Test func nothingIsWrittenIfNothingWouldChange() async throws {
        let fake = FakeCalendar()
        fake.put("a.ics", Sample.event("a", more: "COLOR:green"))
        let server = try fake.server()
        _ = try await server.read(window: Sample.window)
        _ = fake.requests()
        try await server.write(.mark(BookingID("a"), .confirmed))
        try await server.write(
            .changeEnd(
                BookingID("a"), from: Sample.time("20261123T103000Z"),
                to: Sample.time("20261123T110000Z")))
        #expect(fake.requests() == ["GET", "GET"])
    }

    @Test func withdrawingIsForOwnBookingsOnly() async throws {
        let fake = FakeCalendar()
        fake.put("a.ics", Sample.event("a"))
        // The name alone is not enough: somebody may have copied it.
        fake.put("domovoy-x.ics", Sample.event("domovoy-x"))
        let server = try fake.server()
        for name in ["a", "domovoy-x"] {
            #expect(await failure(server, .withdraw(BookingID(name)))?.kind == .refused)
            #expect(fake.text("\(name).ics") != nil)
        }
        try await server.write(.withdraw(BookingID("not-there")))
    }

    @Test func anOwnBookingThatSomebodyMovedIsWithdrawn() async throws {
        let fake = FakeCalendar()
        let server = try fake.server()
        try await server.write(.create(own))
        let text = try #require(fake.text("domovoy-aurora-1.ics"))
        _ = try await server.read(window: Sample.window)
        fake.put("domovoy-aurora-1.ics", text.replacing("20261123T09", with: "20261124T09"))
        try await server.write(.withdraw(own.id))
        #expect(fake.text("domovoy-aurora-1.ics") == nil)
    }

    @Test func aUIDMayHoldSlashes() async throws {
        let fake = FakeCalendar()
        fake.put("1.ics", Sample.event("20261123/x/20261124"))
        let server = try fake.server()
        let bookings = try await server.read(window: Sample.window).bookings
        #expect(bookings.map(\.id.text) == ["20261123/x/20261124"])
        try await server.write(.mark(bookings[0].id, .late))
        #expect(fake.text("1.ics")?.contains("COLOR:orange") == true)
    }

    @Test func aBookingThatBecameASeriesIsGone() async throws {
        let fake = FakeCalendar()
        fake.put("a.ics", Sample.event("a", more: "RRULE:FREQ=DAILY"))
        let failed = await failure(try fake.server(), .mark(BookingID("a"), .late))
        #expect(failed?.kind == .gone)
    }

    @Test(arguments: [
        (403, ServerFailure.Kind.forbidden), (423, .limit), (429, .limit), (500, .server),
        (503, .limit),
        (507, .server), (413, .refused), (415, .refused), (302, .offline), (511, .offline),
        (407, .offline),
    ])
    func aRefusedWriteSaysWhy(_ status: Int, _ kind: ServerFailure.Kind) async throws {
        let fake = FakeCalendar()
        let server = try fake.server()
        _ = try await server.read(window: Sample.window)
        let answer = HTTPAnswer(status: status, headers: [HTTPField("retry-after", "120")])
        fake.change { $0.next = [.success(answer)] }
        let failed = await failure(server, .create(own))
        #expect(failed?.kind == kind)
        if kind == .limit { #expect(failed?.retryAfter == .seconds(120)) }
    }

    @Test func aSignInPageIsNoSuccess() async throws {
        let fake = FakeCalendar()
        let server = try fake.server()
        _ = try await server.read(window: Sample.window)
        let page = HTTPAnswer(
            status: 200, headers: [HTTPField("content-type", "text/html; charset=utf-8")],
            body: Array("<html>Sign in".utf8))
        fake.change { $0.next = [.success(page)] }
        #expect(await failure(server, .create(own))?.kind == .offline)
        fake.change { $0.next = [.success(page)] }
        #expect(await failure(server, .withdraw(own.id))?.kind == .offline)
    }

    @Test func theRoomIsInvitedIfItsAddressIsKnown() async throws {
        let fake = FakeCalendar()
        let server = try fake.server(roomAddress: "Room@example.org")
        try await server.write(.create(own))
        let text = try #require(fake.text("domovoy-aurora-1.ics"))
        #expect(text.contains("ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:room@example.org\r\n"))
        #expect(text.contains("X-DOMOVOY:AD-HOC\r\n"))
        #expect(text.contains("STATUS:CONFIRMED\r\n"))
        #expect(text.contains("CREATED:20261123T090000Z\r\n"))
    }
}
