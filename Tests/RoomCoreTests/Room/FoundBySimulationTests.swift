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
        day.apply(.sensorEdgesLost(sensor: "pir", count: 3))
        day.apply(.sensorLevel(sensor: "pir", isActive: true))
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

    /// Seed 77: a reading that still held the claimed booking had the next claim cut it again, later than before.
    @Test func givenUpBookingIsNotCutAgain() {
        var day = Day([booking("a", "10:00", "12:00")])
        day.press(at: "10:12")
        day.advance(to: "10:13")
        day.read([booking("a", "10:00", "12:00"), day.adHocOnServer].compactMap(\.self))
        day.advance(to: "10:39")
        #expect(day.availability == .claimable)
        day.press(at: "10:40")
        #expect(day.outcomes.last == .claimed)
        let cuts = day.deeds.filter { $0.operation == "change_end" && $0.bookingID.text == "a" }
        #expect(cuts == [.changeEnd(BookingID("a"), end: at("10:12"))])
    }

    /// Seed 146: the panel's late cut made longer what people had cut shorter meanwhile.
    @Test func cutThatPeopleMadeShorterIsDropped() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) {
            $0.writesBack = false
        }
        day.isServerWriting = false
        day.press(at: "09:59")
        day.advance(to: "10:30")
        day.pressLong()
        day.reject(.server)
        day.read([booking("a", "10:00", "10:20")])
        let states = day.records.compactMap { record -> OutboxEntry.State? in
            guard case .outbox(let entry) = record, entry.write.operation == "change_end" else {
                return nil
            }
            return entry.state
        }
        #expect(states.last == .superseded)
        day.advance(to: "10:50")
        #expect(day.deeds.count { $0.operation == "change_end" } == 1)
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
        #expect(day.deeds.count { $0.operation == "change_end" } == 1)
        #expect(day.current?.span.end == at("12:00"))
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
