import Testing

@testable import RoomCore

/// What the simulated world found, told as short as possible; the seeds are those of `HuntTests`.
struct FoundBySimulationTests {
    /// Seed 37: with `late_after: 0s` people were late by 0 s.
    @Test func lateByAPartOfASecondIsOnTime() {
        var day = Day([booking("a", "10:00", "11:00")]) { $0.lateAfter = .zero }
        day.advance(to: "10:00:00.4")
        day.motion()
        day.advance(to: "10:00:30")
        day.motion()
        #expect(day.findings(on: "a") == ["on_time"])
    }

    /// Seed 92: edges that were lost are changes, so the line was not stuck.
    @Test func lineThatLostEdgesIsNotStuckYet() {
        var day = Day()
        day.advance(to: "08:02")
        day.edge(isActive: true)
        day.advance(to: "10:00")
        day.apply(.sensor("pir", .edgesLost(3)))
        day.apply(.sensor("pir", .found(isActive: true)))
        day.advance(to: "13:59")
        #expect(day.health() == .ok)
        day.advance(to: "14:00")
        #expect(day.health() == .stuck)
    }

    /// Seed 109: a claimed booking that may not be cut got the room back from a claimant that left.
    @Test func givenUpBookingNeverHasTheRoomAgain() {
        var day = Day([booking("a", "10:00", "12:00", isWritable: false)])
        day.press(at: "10:12")
        #expect(day.outcomes == [.claimed])
        day.motion(at: "10:12:30")
        #expect(day.availability == .busy)
        day.advance(to: "10:38")
        #expect(day.availability == .claimable)
        #expect(day.current?.source == .panel)
    }

    /// Seed 77: a lagging reading that still held the claimed booking had the next claim cut it again, later than before.
    @Test func givenUpBookingIsNotCutAgain() {
        var day = Day([booking("a", "10:00", "12:00")])
        day.press(at: "10:12")
        day.advance(to: "10:12:05")
        day.read([booking("a", "10:00", "12:00"), day.adHocOnServer].compactMap(\.self))
        day.advance(to: "10:13")
        day.read([booking("a", "10:00", "10:12"), day.adHocOnServer].compactMap(\.self))
        day.advance(to: "10:39")
        #expect(day.availability == .claimable)
        day.press(at: "10:40")
        #expect(day.outcomes.last == .claimed)
        let cuts = day.deeds.filter { $0.operation == .changeEnd && $0.bookingID.text == "a" }
        #expect(cuts == [.changeEnd(BookingID("a"), end: at("10:12"))])
    }

    /// The other way round: people made the booking longer than the press would.
    @Test func extensionThatPeopleOutdidIsDropped() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) {
            $0.writesBack = false
        }
        day.isServerWriting = false
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.reject(.server)
        day.read([booking("a", "10:00", "12:00")])
        day.advance(to: "10:50")
        #expect(day.deeds.count { $0.operation == .changeEnd } == 1)
        #expect(day.current?.span.end == at("12:00"))
    }

    /// Seed 4648: a radar that was lost while it was active left a vacancy that had begun hours before.
    @Test func sensorLostWhileActiveLeavesNoOldVacancy() {
        var day = Day([booking("a", "10:00", "12:00")], sensors: [.pir, .radar])
        day.advance(to: "09:59")
        day.edge("radar", isActive: true)
        day.advance(to: "10:40")
        #expect(day.availability == .busy)
        day.apply(.sensor("radar", .gone))
        #expect(day.presence == .vacant)
        #expect(day.availability == .busy)
        day.advance(to: "10:54:59")
        #expect(day.availability == .busy)
        day.advance(to: "10:55")
        #expect(day.availability == .claimable)
    }

    /// The same for a line that is called stuck after four hours of being believed.
    @Test func sensorStuckLeavesNoOldVacancy() {
        let second = SensorSettings(name: "second")
        var day = Day(sensors: [.pir, second])
        day.motion(at: "08:02", "second")
        day.edge(isActive: true)
        day.advance(to: "12:02:02")
        #expect(day.health() == .stuck)
        #expect(day.presence == .vacant)
        let spans = day.records.compactMap { record -> PresenceSpan? in
            if case .presence(let span) = record { span } else { nil }
        }
        #expect(spans.last?.presence == .present)
        #expect(spans.last?.span.end == at("12:02:02"))
    }

    /// Seed 4292: a clock that was not trusted made an old schedule fresh when it passed the time of the last reading.
    @Test func scheduleOfAnEarlierRunHasNoAgeWithoutAClock() {
        let settings = RoomSettings(
            id: "a", name: "A", sensors: [.pir], server: .caldav, builtAt: at("00:00"))
        let window = span("00:00", "23:00")
        let memory = Memory(
            schedule: ScheduleReading(window: window, bookings: []), heardAt: at("09:00"))
        var day = Day(settings, memory: memory, from: at("08:59"))
        day.isServerHeard = false
        day.apply(.tick)
        #expect(day.state.sync.isStale)
        day.advance(to: "09:01")
        #expect(day.state.sync.isStale)
        #expect(day.shown?.booking == LampSignal(.blue, .doubleBlink))
        day.apply(.clock(isSynchronised: true))
        #expect(!day.state.sync.isStale)
    }

    /// Seed 3757: an ad hoc booking that somebody moved in the calendar was called a no-show.
    @Test func adHocBookingThatWasMovedIsNoNoShow() {
        var day = Day()
        day.press(at: "10:00")
        guard let made = day.adHocOnServer else {
            Issue.record("nothing was booked")
            return
        }
        var moved = made
        moved.span = span("10:30", "11:00")
        day.read([moved])
        day.advance(to: "10:41")
        #expect(day.findings(on: made.id.text).isEmpty)
        #expect(day.availability == .busy)
        day.advance(to: "10:45")
        #expect(day.availability == .claimable)
    }

    /// Seed 10187: a booking ended at one door and made longer at the other stayed given up for ever.
    @Test func givenUpBookingComesBackWhenItIsGivenTime() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: [])
        day.press(at: "09:59")
        day.advance(to: "10:20")
        day.pressLong()
        #expect(day.availability == .free)
        let cut = day.now.wall.flooredToSecond
        day.advance(to: "10:21")
        day.read([Booking(id: BookingID("a"), span: Span(start: at("10:00"), end: cut))])
        #expect(day.availability == .free)
        day.advance(to: "10:25")
        day.read([booking("a", "10:00", "11:30")])
        #expect(day.availability == .busy)
        #expect(day.current?.id.text == "a")
    }

    /// Seed 245: after a jump of the clock the window of the last reading may lie anywhere.
    @Test func jumpAsksForTheSchedule() {
        var day = Day()
        day.advance(to: "09:00")
        day.jump(by: .hours(24 * 365))
        let effects = day.apply(.tick)
        #expect(effects.contains(.readSchedule))
    }

    @Test func jumpAsksNobodyWithoutAServer() {
        var day = Day(server: .none)
        day.advance(to: "09:00")
        day.jump(by: .hours(1))
        #expect(!day.apply(.tick).contains(.readSchedule))
    }

    /// Seed 134: what waited for a full card overtook what was told since.
    @Test func backlogIsRenewedByWhatIsToldSince() {
        func entry(attempts: Int) -> Record {
            .outbox(
                OutboxEntry(
                    number: 1, write: .withdraw(BookingID("domovoy-a")), createdAt: at("10:00"),
                    attempts: attempts))
        }
        var backlog = Backlog()
        backlog.ordered([entry(attempts: 0)], Receipt(1))
        backlog.renewed(entry(attempts: 1))
        backlog.failed(Receipt(1))
        backlog.renewed(entry(attempts: 2))
        backlog.renewed(.heard(at: at("10:01")))
        #expect(backlog.takeWaiting() == [entry(attempts: 2)])
    }

    /// Seed 250: a server that is back is heard within five minutes.
    @Test func noWaitIsFiveMinutesLong() {
        let plan = PollPlan(interval: .seconds(30))
        let failure = ServerFailure(.unreachable, "away")
        #expect(plan.wait(after: failure, failures: 99, jitter: 1) < .minutes(5))
        #expect(Outbox.backoff.delay(failures: 99, jitter: 1) < .minutes(5))
    }
}

extension Day {
    /// The panel's booking as the server lists it.
    fileprivate var adHocOnServer: Booking? {
        for write in writes.reversed() {
            if case .create(let booking) = write { return booking }
        }
        return nil
    }
}
