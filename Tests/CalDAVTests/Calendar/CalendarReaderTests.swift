import HTTPExchange
import RoomCore
import Testing

@testable import CalDAV

/// Keeping in step with a server, good or odd, with few requests.
struct CalendarReaderTests {
    private func fake(_ names: String...) -> FakeCalendar {
        let fake = FakeCalendar()
        for (index, name) in names.enumerated() {
            fake.put("\(name).ics", Sample.event(name, hour: 10 + index))
        }
        return fake
    }

    private func ids(_ server: CalDAVServer, _ window: Span = Sample.window) async throws
        -> [String]
    {
        try await server.read(window: window).bookings.map(\.id.text).sorted()
    }

    private func failure(_ server: CalDAVServer) async -> ServerFailure? {
        do {
            _ = try await server.read(window: Sample.window)
            return nil
        } catch {
            return error
        }
    }

    @Test func anUnchangedCalendarCostsOneRequest() async throws {
        let fake = fake("a", "b")
        let server = try fake.server()
        #expect(try await ids(server) == ["a", "b"])
        #expect(
            fake.requests() == ["PROPFIND", "PROPFIND", "calendar-query", "calendar-multiget"])
        #expect(try await ids(server) == ["a", "b"])
        #expect(fake.requests() == ["sync-collection"])
    }

    @Test func theServersClockIsHandedOn() async throws {
        let server = try fake("a").server()
        for _ in 0..<2 {
            let reading = try await server.read(window: Sample.window)
            #expect(reading.serverDate == .testNow)
        }
    }

    @Test func onlyWhatChangedIsFetched() async throws {
        let fake = fake("a", "b", "c")
        let server = try fake.server()
        _ = try await ids(server)
        fake.put("b.ics", Sample.event("b", hour: 15))
        fake.put("d.ics", Sample.event("d"))
        fake.remove("c.ics")
        _ = fake.requests()
        let bookings = try await server.read(window: Sample.window).bookings
        #expect(Set(bookings.map(\.id.text)) == ["a", "b", "d"])
        #expect(
            bookings.first { $0.id.text == "b" }?.span.start == Sample.time("20261123T150000Z"))
        #expect(fake.requests() == ["sync-collection", "calendar-multiget"])
    }

    @Test func withoutSyncTheTagTells() async throws {
        let fake = fake("a")
        fake.change { $0.offersSync = false }
        let server = try fake.server()
        _ = try await ids(server)
        _ = fake.requests()
        #expect(try await ids(server) == ["a"])
        #expect(fake.requests() == ["PROPFIND"])
        fake.put("b.ics", Sample.event("b"))
        #expect(try await ids(server) == ["a", "b"])
        #expect(
            fake.requests() == ["PROPFIND", "PROPFIND", "calendar-query", "calendar-multiget"])
        fake.remove("a.ics")
        #expect(try await ids(server) == ["b"])
    }

    @Test func withoutATagTheListTells() async throws {
        let fake = fake("a")
        fake.change {
            $0.offersSync = false
            $0.hasTag = false
        }
        let server = try fake.server()
        _ = try await ids(server)
        _ = fake.requests()
        #expect(try await ids(server) == ["a"])
        #expect(fake.requests() == ["PROPFIND", "calendar-query"])
        fake.remove("a.ics")
        #expect(try await ids(server) == [])
    }

    @Test func withoutEntityTagsEverythingIsFetched() async throws {
        let fake = fake("a")
        fake.change {
            $0.offersSync = false
            $0.hasTag = false
            $0.hasETags = false
        }
        let server = try fake.server()
        _ = try await ids(server)
        fake.put("a.ics", Sample.event("a", hour: 20))
        let bookings = try await server.read(window: Sample.window).bookings
        #expect(bookings.map(\.span.start) == [Sample.time("20261123T200000Z")])
    }

    @Test(arguments: [400, 403, 409, 412, 507])
    func aRefusedTokenLeadsToTheList(_ status: Int) async throws {
        let fake = fake("a")
        let server = try fake.server()
        _ = try await ids(server)
        fake.put("b.ics", Sample.event("b"))
        fake.change { $0.syncStatus = status }
        _ = fake.requests()
        #expect(try await ids(server) == ["a", "b"])
        #expect(
            fake.requests() == [
                "sync-collection", "PROPFIND", "calendar-query", "calendar-multiget",
            ])
        // A server that always refuses is not asked for ever: then the tag tells.
        _ = try await ids(server)
        _ = fake.requests()
        #expect(try await ids(server) == ["a", "b"])
        #expect(fake.requests() == ["PROPFIND"])
    }

    @Test func changesInPortionsAreTakenToTheEnd() async throws {
        let fake = fake("a")
        let server = try fake.server()
        _ = try await ids(server)
        for number in 0..<25 { fake.put("n\(number).ics", Sample.event("n\(number)")) }
        fake.change { $0.syncPortion = 10 }
        _ = fake.requests()
        #expect(try await ids(server).count == 26)
        #expect(fake.requests().filter { $0 == "sync-collection" }.count == 3)
    }

    @Test func changesWithoutEndLeadToTheList() async throws {
        let fake = fake("a")
        let server = try fake.server()
        _ = try await ids(server)
        for number in 0..<80 { fake.put("n\(number).ics", Sample.event("n\(number)")) }
        fake.change { $0.syncPortion = 1 }
        #expect(try await ids(server).count == 81)
    }

    @Test func aListCutShortIsHadInPortions() async throws {
        let fake = FakeCalendar()
        for number in 0..<40 {
            let day = 22 + number % 8
            fake.put(
                "n\(number).ics",
                Sample.event("n\(number)").replacing("20261123T", with: "202611\(day)T"))
        }
        fake.change { $0.queryPortion = 6 }
        let reading = try await fake.server().read(window: Sample.window)
        #expect(reading.bookings.count == 40)
        #expect(reading.complaints == [])
    }

    @Test func aListThatStaysCutIsComplainedAbout() async throws {
        let fake = fake("a", "b", "c")
        for name in ["a", "b", "c"] { fake.put("\(name).ics", Sample.event(name, hour: 10)) }
        fake.change { $0.queryPortion = 2 }
        let reading = try await fake.server().read(window: Sample.window)
        #expect(reading.bookings.count == 2)
        #expect(reading.complaints.contains { $0.contains("cut its list") })
    }

    @Test func aListTooLongIsHadInPortions() async throws {
        let fake = FakeCalendar()
        for number in 0..<64 {
            let day = 22 + number % 8
            fake.put(
                "n\(number).ics",
                Sample.event("n\(number)").replacing("20261123T", with: "202611\(day)T"))
        }
        fake.change { $0.answerBytes = 6_000 }
        let reading = try await fake.server().read(window: Sample.window)
        #expect(reading.bookings.count == 64)
        #expect(reading.complaints == [])
    }

    @Test func anObjectTooLongIsLeftOut() async throws {
        let fake = fake("a", "b")
        fake.put(
            "long.ics",
            Sample.event("long", more: "SUMMARY:" + String(repeating: "x", count: 9_000)))
        fake.change { $0.answerBytes = 6_000 }
        let server = try fake.server()
        let reading = try await server.read(window: Sample.window)
        #expect(reading.bookings.map(\.id.text) == ["a", "b"])
        #expect(reading.complaints == ["long.ics: too long, it is left out"])
        // It is not asked for again and again.
        _ = fake.requests()
        #expect(try await server.read(window: Sample.window).complaints == reading.complaints)
        #expect(fake.requests() == ["sync-collection"])
    }

    @Test(arguments: [403, 500])
    func onlyNotFoundMeansRemoved(_ status: Int) async throws {
        let fake = fake("a", "b")
        let server = try fake.server()
        _ = try await ids(server)
        fake.put("a.ics", Sample.event("a", hour: 18))
        fake.setStatus(status, of: "a.ics")
        let reading = try await server.read(window: Sample.window)
        #expect(reading.bookings.map(\.id.text) == ["a", "b"])
        #expect(reading.complaints == ["a.ics: could not be read (\(status))"])
        fake.setStatus(404, of: "b.ics")
        fake.setStatus(nil, of: "a.ics")
        let later = try await server.read(window: Sample.window)
        #expect(
            later.bookings.first { $0.id.text == "a" }?.span.start
                == Sample.time("20261123T180000Z"))
        #expect(later.complaints == [])
    }

    @Test func anObjectRemovedBetweenListAndFetchIsNotThere() async throws {
        let fake = fake("a", "b")
        fake.setStatus(404, of: "a.ics")
        #expect(try await ids(fake.server()) == ["b"])
    }

    @Test func aMovingWindowSeldomAsksForANewList() async throws {
        let fake = fake("a")
        let server = try fake.server()
        _ = try await ids(server)
        _ = fake.requests()
        for hour in 1...40 {
            let shift = Duration.seconds(3_600 * hour)
            let window = Span(start: Sample.window.start + shift, end: Sample.window.end + shift)
            #expect(try await ids(server, window).count == (hour < 35 ? 1 : 0))
        }
        #expect(Set(fake.requests()) == ["sync-collection"])
        let far = Span(
            start: Sample.window.start - .seconds(30 * 86_400),
            end: Sample.window.end - .seconds(20 * 86_400))
        fake.put("far.ics", Sample.event("far").replacing("20261123T", with: "20261103T"))
        #expect(try await ids(server, far) == ["far"])
        #expect(try await ids(server) == ["a"])
    }

    @Test func tooManyObjectsAreCut() async throws {
        let fake = FakeCalendar()
        for number in 0..<30 { fake.put("n\(number).ics", Sample.event("n\(number)")) }
        var limits = CalDAVLimits()
        limits.objects = 20
        let reading = try await fake.server(limits: limits).read(window: Sample.window)
        #expect(reading.bookings.count == 20)
        #expect(reading.complaints == ["more than 20 calendar objects; the rest is left out"])
        limits.objects = 30
        limits.bookings = 5
        let other = try await fake.server(limits: limits).read(window: Sample.window)
        #expect(other.bookings.count == 5)
        #expect(other.complaints == ["25 bookings after the first 5 are left out"])
    }

    @Test func complaintsAreAtMostSixteen() async throws {
        let fake = FakeCalendar()
        for number in 0..<50 {
            fake.put("n\(number).ics", Sample.event("n\(number)", more: "DTSTART:x\nX-ALWAYS:1"))
        }
        let complaints = try await fake.server().read(window: Sample.window).complaints
        #expect(complaints.count == 16)
        #expect(complaints.last?.hasPrefix("and ") == true)
    }

    @Test func oneBrokenObjectDoesNotHideTheOthers() async throws {
        let fake = fake("a", "b")
        fake.put("broken.ics", "X-ALWAYS not a calendar")
        let reading = try await fake.server().read(window: Sample.window)
        #expect(reading.bookings.map(\.id.text) == ["a", "b"])
        #expect(reading.complaints.count == 1)
    }

    @Test func theSameNameTwiceIsOneBooking() async throws {
        let fake = fake("a")
        fake.put("copy.ics", Sample.event("a", hour: 15))
        let reading = try await fake.server().read(window: Sample.window)
        #expect(reading.bookings.count == 1)
        #expect(reading.complaints == ["a is in the calendar twice"])
    }

    @Test func aReadOnlyCalendarSaysSo() async throws {
        for (privileges, isWritable) in [
            (["read"], false), (["read", "write"], true), (["all"], true),
        ] {
            let fake = fake("a")
            fake.change { $0.privileges = privileges }
            let bookings = try await fake.server().read(window: Sample.window).bookings
            #expect(bookings.map(\.isWritable) == [isWritable])
        }
    }

    @Test func aFailureKeepsWhatIsKnown() async throws {
        let fake = fake("a")
        let server = try fake.server()
        _ = try await ids(server)
        fake.change { $0.next = [.failure(.unreachable("cut"))] }
        #expect(await failure(server)?.kind == .unreachable)
        _ = fake.requests()
        #expect(try await ids(server) == ["a"])
        #expect(fake.requests() == ["sync-collection"])
    }

    @Test func aFirstReadGoesOnWhereItBroke() async throws {
        let fake = FakeCalendar()
        for number in 0..<120 { fake.put("n\(number).ics", Sample.event("n\(number)")) }
        let server = try fake.server()
        // Discovery, state, list, and the first of three portions; then the line breaks.
        fake.change { $0.failsAfter = 4 }
        #expect(await failure(server)?.kind == .unreachable)
        _ = fake.requests()
        #expect(try await ids(server).count == 120)
        #expect(
            fake.requests() == [
                "PROPFIND", "calendar-query", "calendar-multiget", "calendar-multiget",
            ])
    }

    @Test func aCalendarThatMovedIsLookedForOnce() async throws {
        let fake = fake("a")
        let server = try fake.server()
        _ = try await ids(server)
        fake.change { $0.next = [.success(HTTPAnswer(status: 404))] }
        _ = fake.requests()
        #expect(try await ids(server) == ["a"])
        #expect(fake.requests().prefix(2) == ["sync-collection", "PROPFIND"])
        fake.change { $0.isGone = true }
        #expect(await failure(server)?.kind == .configuration)
    }
}
