import RoomCore
import RoomTestKit
import Testing
import WebTestKit

@testable import CalDAV

/// Against a real Radicale.
@Suite(.enabled(if: Radicale.isAvailable, Radicale.reason))
struct RadicaleTests {
    @Test(arguments: BookingServerContract.allCases)
    func keepsTheContract(_ claim: BookingServerContract) async throws {
        try await onStage(.radicale()) { try await claim.check(on: $0) }
    }

    private func onStage(
        _ stage: CalDAVStage, _ body: (CalDAVStage) async throws -> Void
    ) async throws {
        do {
            try await body(stage)
        } catch {
            await stage.close()
            throw error
        }
        await stage.close()
    }

    private func failure(_ body: () async throws(ServerFailure) -> Void) async -> ServerFailure? {
        do {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    private func booking(_ name: String, hour: Int = 10) -> Booking {
        let start = Sample.time("20261123T000000Z") + .seconds(3_600 * hour)
        return Booking(
            id: BookingID(name), title: "Meeting", span: Span(start: start, length: .seconds(3_600))
        )
    }

    @Test func anUnchangedCalendarCostsOneRequest() async throws {
        let counter = Counter()
        try await onStage(.radicale(counting: counter)) { stage in
            for number in 0..<120 {
                try await stage.plant(booking("b\(number)", hour: number % 20))
            }
            #expect(try await stage.server.read(window: Sample.window).bookings.count == 120)
            for _ in 0..<3 {
                let before = counter.value
                #expect(try await stage.server.read(window: Sample.window).bookings.count == 120)
                #expect(counter.value == before + 1)
            }
        }
    }

    @Test func aForgottenTokenIsGotOver() async throws {
        try await onStage(.radicale()) { stage in
            try await stage.plant(booking("a"))
            _ = try await stage.server.read(window: Sample.window)
            try await stage.plant(booking("b"))
            try Radicale.forgetTokens(of: stage.url)
            for _ in 0..<2 {
                let found = try await stage.server.read(window: Sample.window)
                #expect(found.bookings.count == 2)
            }
        }
    }

    @Test(arguments: ["home", "root"])
    func theCalendarIsFoundByName(_ from: String) async throws {
        let home = try Radicale.home()
        let name = "Room \(WebDAVSession.randomWord())"
        let url = try await CalDAVStage.makeCalendar(
            in: home, name: name, user: Radicale.user, password: Radicale.password)
        let inside = try CalDAVStage(url: url, user: Radicale.user, password: Radicale.password)
        try await inside.plant(booking("a"))
        await inside.close()
        let start = from == "home" ? home : home.replacing("/\(Radicale.user)/", with: "/")
        let stage = try CalDAVStage(
            url: start, user: Radicale.user, password: Radicale.password, calendarName: name)
        try await onStage(stage) { stage in
            let found = try await stage.server.read(window: Sample.window)
            #expect(found.bookings.count == 1)
        }
    }

    @Test func whatIsNoCalendarSaysSo() async throws {
        let home = try Radicale.home()
        for (url, name) in [(home + "nothing-here/", nil), (home, "No such room"), (home, nil)] {
            // Two calendars at least, so that the home alone does not tell which.
            for name in ["One", "Two"] {
                _ = try await CalDAVStage.makeCalendar(
                    in: home, name: name, user: Radicale.user, password: Radicale.password)
            }
            let stage = try CalDAVStage(
                url: url, user: Radicale.user, password: Radicale.password, calendarName: name)
            let failure = await failure { () throws(ServerFailure) in
                _ = try await stage.server.read(window: Sample.window)
            }
            #expect(failure?.kind == .configuration)
            #expect(failure?.message.contains(url) == true)
            await stage.close()
        }
    }

    @Test func aWrongPasswordSaysSo() async throws {
        let stage = try CalDAVStage(
            url: Radicale.home(), user: Radicale.user, password: "wrong-one")
        let failure = await failure { () throws(ServerFailure) in
            _ = try await stage.server.read(window: Sample.window)
        }
        await stage.close()
        #expect(failure?.kind == .authentication)
        #expect(failure?.message.contains("wrong-one") == false)
    }

    @Test func anAccountThatMayOnlyReadIsTold() async throws {
        try await onStage(.radicale()) { stage in
            try await stage.plant(booking("a"))
            let guest = try CalDAVStage(
                url: stage.url, user: Radicale.guest, password: Radicale.guestPassword)
            let bookings = try await guest.server.read(window: Sample.window).bookings
            #expect(bookings.map(\.isWritable) == [false])
            for write in [
                ServerWrite.create(booking("domovoy-x-1")),
                .changeEnd(
                    BookingID("a"), from: Sample.time("20261123T110000Z"),
                    to: Sample.time("20261123T103000Z")),
                .mark(BookingID("a"), .late),
            ] {
                let failure = await failure { () throws(ServerFailure) in
                    try await guest.server.write(write)
                }
                #expect(failure?.kind == .forbidden)
            }
            await guest.close()
        }
    }

    @Test func theMarkIsWrittenForOtherProgramsToSee() async throws {
        try await onStage(.radicale(roomAddress: "room@example.org")) { stage in
            try await stage.put(
                "a",
                """
                BEGIN:VEVENT
                UID:a
                DTSTAMP:20261101T000000Z
                DTSTART;TZID=Europe/Moscow:20261123T100000
                DTEND;TZID=Europe/Moscow:20261123T110000
                SUMMARY:Café
                ORGANIZER:mailto:ada@example.org
                ATTENDEE;CUTYPE=ROOM;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:room@example.org
                X-KEEP;X-P="a,b":me
                END:VEVENT
                """)
            let before = try await stage.server.read(window: Sample.window).bookings
            #expect(before.map(\.confirmation) == [.unconfirmed])
            try await stage.server.write(.mark(BookingID("a"), .confirmed))
            let text = try #require(try await stage.text("a"))
            #expect(text.contains("PARTSTAT=ACCEPTED"))
            #expect(text.contains("COLOR:green"))
            #expect(text.contains("X-KEEP"))
            let after = try await stage.server.read(window: Sample.window).bookings
            #expect(after.map(\.confirmation) == [.confirmed])
            #expect(after.map(\.span) == before.map(\.span))
            #expect(after.map(\.title) == ["Café"])
        }
    }

    @Test func aWholeYearIsRead() async throws {
        try await onStage(.radicale()) { stage in
            for number in 1...20 {
                try await stage.put(
                    "s\(number)",
                    """
                    BEGIN:VEVENT
                    UID:s\(number)
                    DTSTAMP:20261101T000000Z
                    DTSTART;TZID=Europe/Berlin:20260105T\(number < 10 ? "0" : "")\(number)0000
                    DURATION:PT30M
                    RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
                    END:VEVENT
                    """)
            }
            let reading = try await stage.server.read(window: Sample.window)
            #expect(reading.bookings.count == 20 * 10)
            #expect(reading.complaints == [])
            #expect(reading.serverDate != nil)
        }
    }
}

/// Against a real Xandikos.
@Suite(.enabled(if: Xandikos.isAvailable, Xandikos.reason))
struct XandikosTests {
    @Test(arguments: BookingServerContract.allCases)
    func keepsTheContract(_ claim: BookingServerContract) async throws {
        let stage = try await Xandikos.stage()
        do {
            try await claim.check(on: stage)
        } catch {
            await stage.close()
            throw error
        }
        await stage.close()
    }
}
