import RoomCore
import Testing

/// The room as a whole: order of effects, deadlines, nights of the year.
@Suite struct RoomTests {
    @Test func deadlineIsAMinuteAheadAtMost() {
        var day = Day()
        #expect(day.room.deadline <= day.now.uptime + .seconds(60))
        day.advance(to: "09:00")
        #expect(day.room.deadline > day.now.uptime)
        #expect(day.room.deadline <= day.now.uptime + .seconds(60))
    }

    @Test func sendComesAfterTheRecordsItHangsOn() throws {
        var day = Day()
        day.press(at: "09:00")
        let keep = try #require(
            day.effects.firstIndex { effect in
                guard case .keep(let records, .durable) = effect else { return false }
                return records.contains { if case .outbox = $0 { true } else { false } }
            })
        let send = try #require(
            day.effects.firstIndex { if case .send = $0 { true } else { false } })
        #expect(keep < send)
    }

    @Test func quietTicksOrderNothing() {
        var day = Day()
        day.advance(to: "09:00")
        #expect(day.apply(.tick).isEmpty)
        let deadline = day.room.deadline
        day.advance(by: .seconds(59))
        #expect(day.apply(.tick).isEmpty)
        #expect(day.room.deadline >= deadline)
    }

    @Test func wallClockThatIsSlewedByLittleStepsMovesTheRulesWithIt() {
        var day = Day([booking("a", "12:00", "13:00")])
        day.isServerHeard = false
        day.apply(.clock(isSynchronised: true))
        while day.now.wall < at("11:50") - .seconds(60) {
            day.advance(by: .seconds(60))
            day.jump(by: .milliseconds(20))
        }
        day.advance(to: at("11:50") - .milliseconds(30))
        #expect(day.availability == .free)
        day.advance(to: at("11:50") + .milliseconds(20))
        #expect(day.availability == .startingSoon)
    }

    /// Seed 20557: a wall clock that is slewed passed the end of a booking before the steady clock said so.
    @Test func endComesWithTheWallClock() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "10:59:59.998")
        day.jump(by: .milliseconds(5))
        day.poll()
        #expect(day.current == nil)
    }

    @Test func availabilityIsNoticedOncePerChange() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.press(at: "10:00")
        day.motion(at: "10:40")
        day.advance(to: "11:30")
        let changes = day.notices.compactMap { notice -> Availability? in
            if case .availability(let availability, _) = notice { availability } else { nil }
        }
        #expect(
            changes == [
                .unknown, .free, .startingSoon, .busy, .claimable, .busy, .free,
            ])
    }

    @Test func steadyClockThatRunsBackIsBroughtUp() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "10:01")
        var room = day.room
        let past = Now(wall: day.now.wall - .seconds(5), uptime: day.now.uptime - .seconds(5))
        let effects = room.apply(.tick, at: past)
        #expect(room.deadline > day.now.uptime)
        #expect(!effects.contains { if case .note(.clockStepped) = $0 { true } else { false } })
    }

    @Test func titlesAreHiddenWhereTheyMayNotBeShown() {
        let settings = RoomSettings(
            id: "aurora", name: "Aurora", titles: .hidden, server: .caldav)
        var day = Day(settings, from: at("09:00"))
        day.apply(.tick)
        day.read([booking("a", "09:00", "10:00", title: "Salaries")])
        #expect(day.current?.title == nil)
        #expect(day.current?.organiser == nil)
        #expect(day.state.roomName == "Aurora")
        #expect(day.room.bookings(in: span("09:00", "10:00"), at: day.now).first?.title == nil)
        #expect(day.room.ledger(in: span("09:00", "10:00")).first?.booking.title == "Salaries")
    }

    @Test func stateNamesTheNextBookingOfADayAhead() {
        var day = Day([booking("a", "10:00", "11:00")])
        #expect(day.state.next?.id.text == "a")
        day.read([
            Booking(
                id: BookingID("far"), span: Span(start: day.now.wall + .days(1), length: .hours(1)))
        ])
        #expect(day.state.next == nil)
        day.advance(by: .seconds(1))
        #expect(day.state.next?.id.text == "far")
    }

    @Test func panelWithoutAButtonSaysSo() {
        var day = Day(
            RoomSettings(id: "a", name: "A", hasButton: false, server: .none), from: at("09:00"))
        day.apply(.tick)
        #expect(day.state.button == .none)
    }

    /// Nights on which clocks change somewhere, and a leap day: instants are UTC, so nothing at all happens.
    @Test(
        arguments: [
            1_774_741_500,  // 2026-03-28T23:45:00Z, before Europe's change to summer time.
            1_792_885_500,  // 2026-10-24T23:45:00Z, before the change back.
            1_835_394_300,  // 2028-02-28T23:45:00Z, before a leap day.
            1_830_296_700,  // 2027-12-31T23:45:00Z, before a new year.
        ] as [Int64])
    func nothingHappensInANightOfClockChanges(start: Int64) {
        let evening = WallTime(secondsSinceEpoch: start)
        let settings = RoomSettings(
            id: "a", name: "A", timeZone: "Europe/Berlin",
            sensors: [SensorSettings(name: "pir", warmUp: .zero)], server: .caldav)
        var day = Day(settings, from: evening)
        day.apply(.tick)
        day.apply(.sensor("pir", .found(isActive: false)))
        let night = Booking(
            id: BookingID("night"), span: Span(start: evening + .minutes(60), length: .minutes(120))
        )
        day.read([night])
        day.advance(to: evening + .minutes(70) - microsecond)
        #expect(day.findings.isEmpty)
        day.advance(by: microsecond)
        #expect(day.findings == ["no_show"])
        day.advance(to: evening + .minutes(180) - microsecond)
        #expect(day.current != nil)
        day.advance(by: microsecond)
        #expect(day.current == nil)
    }

    @Test func policyInForceChangesTheRulesAtOnce() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "10:06")
        #expect(day.current?.phase == .late)
        var policy = Policy()
        policy.noShowAfter = .minutes(5)
        policy.lateAfter = .minutes(2)
        day.apply(.settings(.policy(policy)))
        #expect(day.current?.phase == .noShow)
        #expect(day.room.policy == policy)
    }
}
