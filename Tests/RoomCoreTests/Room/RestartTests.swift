import RoomCore
import Testing

/// What outlives the process: design sections 2, 4 and 5.
@Suite struct RestartTests {
    private let a = booking("a", "10:00", "11:00")

    /// What a journal would remember of one booking, as it was read last, and of the ends owed for it.
    private static func memory(
        _ booking: Booking, heardAt: String, _ sitting: Sitting,
        owed: [(end: String, createdAt: String)]
    ) -> Memory {
        var from = sitting.span.end
        var outbox: [OutboxEntry] = []
        for (index, owed) in owed.enumerated() {
            outbox.append(
                OutboxEntry(
                    number: Int64(index + 1),
                    write: .changeEnd(booking.id, from: from, to: at(owed.end)),
                    createdAt: at(owed.createdAt)))
            from = at(owed.end)
        }
        return Memory(
            schedule: ScheduleReading(window: span("00:00", "23:00"), bookings: [booking]),
            heardAt: at(heardAt), sittings: [sitting], outbox: outbox,
            lastOutbox: Int64(outbox.count))
    }

    @Test func pressThatWasShownAsAcceptedIsStillThereAndMadeOnce() {
        var day = Day([])
        day.isServerWriting = false
        day.press(at: "10:00")
        let id = day.adHoc?.id
        var again = day.restarted(at: "10:03")
        #expect(again.adHoc?.id == id)
        #expect(again.availability == .busy)
        #expect(again.adHoc?.isPending == true)
        #expect(again.sent.map(\.write.operation) == [.create])
        #expect(again.sent.first?.attempts == 2)
        again.acknowledge()
        #expect(again.sent.count == 1)
        #expect(again.adHoc?.isPending == false)
    }

    @Test func acknowledgedBookingIsThereBeforeTheServerIsHeardAgain() {
        var day = Day([])
        day.press(at: "10:00")
        let again = day.restarted(at: "10:03")
        #expect(again.adHoc?.span == span("10:00", "10:30"))
        #expect(again.sent.isEmpty)
    }

    @Test func pressThatNeverReachedTheJournalIsForgottenWholly() {
        var day = Day([])
        day.journal = .broken
        day.press(at: "10:00")
        day.journal = .prompt
        let again = day.restarted(at: "10:03")
        #expect(again.adHoc == nil)
        #expect(again.sent.isEmpty)
    }

    @Test func checkInAndVerdictsGoOnWhereTheyWere() {
        var day = Day([a])
        day.press(at: "10:06")
        day.advance(to: "10:20")
        var again = day.restarted(at: "10:25")
        #expect(again.current?.phase == .checkedIn)
        #expect(again.current?.lateBySeconds == 360)
        again.read([a])
        again.isServerHeard = true
        again.advance(to: "11:05")
        #expect(again.findings == ["ended_early 2100"])
        #expect(again.verdicts.map(\.number) == [2])
    }

    @Test func ownerWhoComesAfterTheRestartCorrectsTheVerdictFromBefore() {
        var day = Day([a])
        day.advance(to: "10:12")
        var again = day.restarted(at: "10:20")
        again.read([a])
        #expect(again.availability == .claimable)
        again.motion(at: "10:30")
        again.motion(at: "10:31")
        #expect(again.findings == ["late 1800 at most sensors_blind replaces 1"])
    }

    /// Decision 0021: nobody saw to its people before, and from now on they have as long as everybody.
    @Test func restartInsideTheWindowBeginsItAnew() {
        var day = Day([a])
        day.advance(to: "10:02")
        var again = day.restarted(at: "10:03")
        again.read([a])
        again.isServerHeard = true
        again.advance(to: "10:12:59")
        #expect(again.findings.isEmpty)
        again.advance(to: "10:13")
        #expect(again.findings == ["no_show"])
    }

    @Test func bookingThatEndedWhileThePanelWasDownCountsAsUsed() {
        var day = Day([a])
        day.press(at: "10:01")
        day.advance(to: "10:30")
        var again = day.restarted(at: "12:00")
        again.read([a])
        #expect(again.findings == ["used"])
    }

    @Test func cacheIsTheTruthWhileTheServerIsAway() {
        let day = Day([a])
        let again = day.restarted(at: "10:01")
        #expect(again.current?.id.text == "a")
        #expect(again.availability == .busy)
        #expect(again.state.sync.isStale)
        #expect(again.lamps.booking == LampSignal(.blue, .doubleBlink))
    }

    @Test func emptyMemoryIsAFirstStart() {
        var day = Day(
            RoomSettings(id: "aurora", name: "Aurora", server: .caldav), from: at("10:00"))
        day.isServerHeard = false
        let effects = day.apply(.tick)
        #expect(day.availability == .unknown)
        #expect(effects.contains(.publish))
        #expect(
            day.shown
                == LampDisplay(
                    availability: LampSignal(.redGreen, .doubleBlink),
                    booking: LampSignal(.blue, .doubleBlink)))
    }

    @Test func sittingsAreClosedADayAfterTheEnd() {
        var day = Day([a])
        day.advance(to: "11:30")
        day.advance(to: at("11:00") + .days(1) - microsecond)
        #expect(day.sitting("a") != nil)
        day.advance(by: .hours(1))
        #expect(day.sitting("a") == nil)
    }

    // MARK: A journal that opens late

    @Test func whatTheJournalRemembersLaterIsTakenUp() {
        var before = Day([a])
        before.press(at: "10:01")
        before.advance(to: "10:02")
        var day = Day(
            RoomSettings(id: "aurora", name: "Aurora", sensors: [.pir], server: .caldav),
            memory: Memory(lastPress: 5_000, lastVerdict: 5_000, lastOutbox: 5_000),
            from: at("10:05"))
        day.isServerHeard = false
        day.apply(.tick)
        day.apply(.clock(isSynchronised: true))
        #expect(day.availability == .unknown)
        day.apply(.journal(.recalled(.kept(by: before))))
        #expect(day.current?.phase == .checkedIn)
        #expect(day.availability == .busy)
        day.advance(to: "11:10")
        #expect(day.verdicts.allSatisfy { $0.number > 5_000 })
    }

    @Test func whatThePanelFoundOutMeanwhileCountsForMore() {
        let before = Day([booking("old", "10:00", "11:00")])
        var day = Day([a])
        day.press(at: "10:01")
        day.advance(to: "10:02")
        day.apply(.journal(.recalled(.kept(by: before))))
        #expect(day.current?.id.text == "a")
        #expect(day.current?.phase == .checkedIn)
    }

    /// A reader that takes over cannot know which numbers the file has given out.
    @Test func numbersWithoutAJournalLieAboveAnyOther() {
        let built = at("00:00")
        let first = Memory.far(at: WallTime(secondsSinceEpoch: 0), builtAt: built, chance: 5)
        let second = Memory.far(at: WallTime(secondsSinceEpoch: 0), builtAt: built, chance: 9 << 32)
        let later = Memory.far(at: built + .seconds(2), builtAt: built, chance: 0)
        #expect(first.lastVerdict != second.lastVerdict)
        #expect(later.lastVerdict > first.lastVerdict && later.lastVerdict < 1 << 53)
        #expect(first.salt == "00000000" && second.salt == "00000009")
        #expect(first.lastPress == first.lastVerdict && first.lastOutbox == first.lastVerdict)
    }

    @Test func whatWasOnlyOpenedMeanwhileGivesWayToWhatIsRemembered() {
        var before = Day([a])
        before.press(at: "10:01")
        before.advance(to: "10:02")
        let settings = RoomSettings(
            id: "aurora", name: "Aurora", sensors: [.pir], server: .caldav)
        var day = Day(
            settings, memory: .far(at: at("10:05"), builtAt: at("00:00"), chance: 1),
            from: at("10:05"))
        day.apply(.tick)
        day.read([a])
        #expect(day.sitting("a")?.checkIn == nil)
        #expect(day.current?.phase == .inProgress)
        day.apply(.journal(.recalled(.kept(by: before))))
        #expect(day.current?.phase == .checkedIn)
        day.press(at: "11:05")
        #expect(day.current?.id.text.contains("-0badcafe-") == true)
    }

    /// Seed 10081368: a journal that opened late remembered whom the added time was contested by, but not that time.
    @Test func timeThatTheJournalRemembersLateIsContestedToo() {
        var before = Day([a], sensors: []) { $0.writesBack = false }
        before.isServerWriting = false
        before.press(at: "09:59")
        before.press(at: "10:30")
        before.advance(to: "10:31")
        var day = Day([a], sensors: [], from: "10:40") { $0.writesBack = false }
        day.isServerWriting = false
        day.press(at: "10:41")
        day.read([a, booking("b", "11:00", "12:00")])
        day.apply(.journal(.recalled(.kept(by: before))))
        #expect(day.current?.span.end == at("11:15"))
        day.advance(by: .seconds(5))
        day.acknowledge()
        day.advance(by: .seconds(1))
        day.read([booking("a", "10:00", "11:15"), booking("b", "11:00", "12:00")])
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:00")))
    }

    /// Seed 20006404: a power cut came after a reading that showed another end, and before what became of the press was kept.
    @Test(arguments: [("10:25", 1), ("10:40", 2)])
    func whatPeopleMadeOfAnOwedEndIsFoundOutAfterARestart(end: String, count: Int) {
        var sitting = Sitting(booking: BookingID("a"), span: span("10:00", "11:00"))
        sitting.givenUp = Sitting.GivenUp(at: at("10:30"), by: .people)
        let memory = Self.memory(
            booking("a", "10:00", end), heardAt: "10:31", sitting, owed: [("10:30", "10:30")])
        var day = Day(.withoutMarks, memory: memory, from: at("10:32"))
        day.apply(.tick)
        day.poll()
        day.advance(by: .minutes(1))
        #expect(day.deeds.count == count)
        #expect(day.state.sync.outbox == 0)
        #expect(day.current == nil)
    }

    /// The power went while an end was owed that the server had before another one was asked of it: the schedule that is
    /// remembered proves nothing.
    @Test func endsAreSentInTheirOrderAfterARestart() {
        let settings = RoomSettings(
            id: "aurora", name: "Aurora", sensors: [.pir], server: .caldav, clockTrust: .always)
        var sitting = Sitting(booking: a.id, span: span("10:00", "11:00"))
        sitting.checkIn = Sitting.CheckIn(source: .press, arrivedAt: at("10:00"))
        var memory = Self.memory(
            a, heardAt: "10:31", sitting, owed: [("11:15", "10:30"), ("11:00", "10:31")])
        memory.outbox[0].attempts = 1
        var day = Day(settings, memory: memory, from: at("10:32"))
        day.apply(.tick)
        #expect(
            day.deeds == [.changeEnd(a.id, end: at("11:15")), .changeEnd(a.id, end: at("11:00"))])
    }

    /// That the server has the end of what was given up is kept with that it is done.
    @Test func cutIsKeptTogetherWithItsAnswer() {
        var day = Day([a], sensors: [])
        day.press(at: "09:59")
        day.advance(to: "10:20")
        day.pressLong()
        let group = day.effects.compactMap { effect -> [Record]? in
            guard case .keep(let records, .durable) = effect else { return nil }
            let isDone = records.contains { record in
                if case .outbox(let entry) = record { entry.state == .answered } else { false }
            }
            return isDone ? records : nil
        }.last
        let isKept = group?.contains { record in
            guard case .sitting(let sitting) = record else { return false }
            return sitting.givenUp?.isOnServer == true
        }
        #expect(isKept == true)
    }

    /// Seed 66127739: the clock of the run before was ahead, and a clock of 1970 had read an empty calendar before it was
    /// right: the end stood on the server.
    @Test func endThatLiesAheadOfAnEmptyCalendarIsTakenBack() {
        var sitting = Sitting(booking: a.id, span: span("10:00", "11:00"))
        sitting.checkIn = Sitting.CheckIn(source: .press, arrivedAt: at("10:00"))
        sitting.givenUp = Sitting.GivenUp(at: at("10:45"), by: .people)
        let memory = Self.memory(a, heardAt: "10:44", sitting, owed: [("10:45", "10:45")])
        let settings = RoomSettings(
            id: "aurora", name: "Aurora", sensors: [.pir], server: .caldav, builtAt: at("00:00"))
        var day = Day(settings, memory: memory, from: WallTime(secondsSinceEpoch: 12))
        day.isServerWriting = false
        day.isServerHeard = false
        day.apply(.tick)
        let reading = ScheduleReading(window: day.window, bookings: [], serverDate: at("10:19"))
        day.apply(.server(.read(reading, startedAt: day.now.uptime)))
        day.reject(.limit)
        day.jump(by: at("10:20") - day.now.wall)
        day.apply(.clock(isSynchronised: true))
        #expect(day.sitting("a")?.endedAt == nil)
        day.read([a])
        #expect(day.current?.span == a.span)
        day.isServerWriting = true
        day.advance(to: "10:25")
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
        #expect(day.state.sync.outbox == 0)
    }

    /// Seed 67071803: what the panel itself had booked by that clock was never told its end.
    @Test func endOfWhatTheButtonBookedAheadIsSent() {
        let made = booking("domovoy-aurora-0badcafe-1-1", "10:00", "10:30", source: .panel)
        var sitting = Sitting(booking: made.id, span: span("10:00", "11:00"))
        sitting.checkIn = Sitting.CheckIn(source: .adHoc, arrivedAt: at("10:00"))
        sitting.givenUp = Sitting.GivenUp(at: at("10:45"), by: .people)
        var memory = Self.memory(made, heardAt: "10:44", sitting, owed: [("10:45", "10:45")])
        memory.schedule?.bookings = []
        var day = Day(.withoutMarks, memory: memory, from: at("08:00"))
        day.isServerWriting = false
        day.apply(.tick)
        #expect(day.deeds == [.changeEnd(made.id, end: at("10:45"))])
        #expect(day.state.sync.outbox == 1)
    }

    /// Seed 63001256: the clock of the run before was ahead, and a meeting that it had ended in its future stayed given up.
    @Test func endThatLiesAheadAfterARestartIsTakenBack() {
        var day = Day([a])
        day.press(at: "09:59")
        day.motion(at: "10:44")
        day.advance(to: "10:45")
        day.pressLong()
        #expect(day.lastPress?.outcome == .ended)
        day = day.restarted(at: "10:20")
        #expect(day.current?.id.text == "a")
        #expect(day.availability == .busy)
    }

    /// Seed 65009845: the journal told late of a meeting that had been ended, and this run had read that it was given time
    /// since.
    @Test func timeGivenAgainIsKnownWhenTheJournalIsOpenedLate() {
        var before = Day([a])
        before.press(at: "09:59")
        before.motion(at: "10:19")
        before.advance(to: "10:20")
        before.pressLong()
        before.advance(to: "10:26")
        var day = Day([booking("a", "10:00", "11:30")], from: "10:30")
        let effects = day.apply(.journal(.recalled(.kept(by: before))))
        #expect(effects.contains(.readSchedule))
        day.poll()
        #expect(day.availability == .busy)
        #expect(day.current?.id.text == "a")
        #expect(day.sitting("a")?.endedAt == nil)
    }

    /// Seed 1022546: a verdict that had waited for the journal took the end back that the journal remembered.
    @Test func endThatTheJournalRemembersIsNotOvertakenByWhatWaited() {
        var before = Day([booking("a", "10:00", "11:00", isWritable: false)])
        before.advance(to: "10:11")
        before.press(at: "10:12")
        #expect(before.lastPress?.outcome == .claimed)
        #expect(before.sitting("a")?.endedAt != nil)
        var day = Day([booking("a", "10:00", "11:00", isWritable: false)])
        day.journal = .broken
        day.advance(to: "10:30")
        #expect(day.sitting("a")?.arrival == .noShow)
        day.journal = .prompt
        day.apply(.journal(.recalled(.kept(by: before))))
        day.apply(.journal(.fault(nil)))
        let kept = day.storedInOrder.compactMap { record in
            if case .sitting(let sitting) = record { sitting } else { nil }
        }
        #expect(kept.last?.booking == BookingID("a"))
        #expect(kept.last?.endedAt == before.sitting("a")?.endedAt)
        #expect(kept.last?.arrival == .noShow)
    }

    @Test func timeGivenAgainToWhatWasGivenUpBeforeTheRestartIsFollowed() {
        var day = Day([a])
        day.press(at: "09:59")
        day.motion(at: "10:19")
        day.advance(to: "10:20")
        day.pressLong()
        #expect(day.lastPress?.outcome == .ended)
        day = day.restarted(at: "10:25")
        day.advance(to: "10:26")
        day.read([booking("a", "10:00", "11:30")])
        #expect(day.availability == .busy)
        #expect(day.current?.id.text == "a")
    }

    @Test func restartDoesNotBringBackWhatMayNotBeCut() {
        var day = Day([booking("a", "10:00", "12:00", isWritable: false)])
        day.press(at: "10:12")
        #expect(day.outcomes == [.claimed])
        day = day.restarted(at: "10:14")
        day.poll()
        day.advance(to: "10:38")
        day.poll()
        #expect(day.current?.source == .panel)
    }

    /// Whoever came may have been the other booking's people, also if the power went before that one was moved away.
    @Test func overlapIsRemembered() {
        let late = booking("b", "10:15", "11:30")
        var day = Day([booking("a", "10:00", "10:55"), late])
        day.motion(at: "10:01")
        day.stay(to: "10:16")
        #expect(day.state.conflicts.map(\.id.text) == ["b"])
        var again = day.restarted(at: "10:17")
        again.read([booking("a", "10:00", "10:14"), late])
        again.advance(to: "10:28")
        #expect(again.findings(on: "b") == ["unverifiable overlapped"])
    }
}
