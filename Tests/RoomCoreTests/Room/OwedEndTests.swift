import RoomCore
import Testing

/// Ends that were asked of the server and not answered, or only later, and what is read or forgotten meanwhile.
@Suite struct OwedEndTests {
    private let a = booking("a", "10:00", "11:00")

    /// An earlier press was answered long ago, by the time that people gave the booking time.
    @Test func timeThatPeopleGaveStandsThoughAnEarlierPressWasAnswered() {
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.advance(by: .seconds(1))
        day.poll()
        day.isServerWriting = false
        day.advance(by: .seconds(8))
        day.press()
        day.reject(.limit)
        day.advance(by: .seconds(25))
        day.reject(.limit)
        day.read([booking("a", "10:00", "11:20"), booking("b", "11:20", "12:00")])
        #expect(day.lastPress?.refusal == .changedMeanwhile)
        #expect(day.current?.span.end == at("11:20"))
        #expect(day.state.sync.outbox == 0)
    }

    /// Seed 72012704: a meeting was moved away while a press's end was under way, and a second press made it longer still.
    @Test func endsOwedForAMeetingThatWasMovedAwayAreDropped() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.advance(by: .seconds(3))
        day.read([booking("a", "09:20", "10:20")])
        day.advance(by: .seconds(5))
        day.press()
        #expect(day.outcomes.last == .extended)
        day.reject(.changed)
        day.poll()
        #expect(day.lastPress?.refusal == .changedMeanwhile)
        #expect(day.state.sync.outbox == 0)
        #expect(day.current == nil)
    }

    // MARK: What people or the clock make of it meanwhile

    /// Seed 32386: what people changed while the write was under way was forgotten when it had to be tried again.
    @Test func extensionOutdoneWhileUnderWayIsDropped() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.read([booking("a", "10:00", "12:00")])
        day.reject(.unreachable)
        day.poll()
        day.advance(to: "10:50")
        #expect(day.deeds.count { $0.operation == .changeEnd } == 1)
        #expect(day.current?.span.end == at("12:00"))
    }

    /// Seed 60067718: the same, while the write was under way, and with another start as well.
    @Test func extensionUnderWayGivesWayToAMove() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.advance(by: .seconds(1))
        day.read([booking("a", "09:50", "10:50")])
        #expect(day.state.sync.outbox == 1)
        day.reject(.changed)
        day.poll()
        #expect(day.state.sync.outbox == 0)
        #expect(day.current?.span == span("09:50", "10:50"))
    }

    /// Seed 10038869: an extension that the server did not take for long undid what people had made of it since.
    @Test func extensionStillOwedGivesWayToACut() {
        var day = Day.extendedWhileTheServerTakesNothing()
        #expect(day.current?.span.end == at("11:15"))
        day.reject(.unreachable)
        day.advance(by: .minutes(1))
        day.read([booking("a", "10:00", "11:05")])
        #expect(day.current?.span.end == at("11:15"))
        day.reject(.unreachable)
        day.read([booking("a", "10:00", "10:45")])
        #expect(day.current?.span.end == at("10:45"))
        #expect(day.state.sync.outbox == 0)
    }

    /// Seed 60094574: a day after the end nobody knew any more that the write was to make the booking longer, and it undid
    /// what people had made of it before the press.
    @Test func extensionOwedForADayUndoesNothing() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.isServerWriting = false
        day.press(at: "09:59")
        day.isServerHeard = false
        day.press(at: "10:30")
        day.advance(by: .hours(26))
        day.reject(.unreachable)
        #expect(day.state.sync.outbox == 1)
        day.read([booking("a", "10:00", "11:30")])
        #expect(day.state.sync.outbox == 0)
        #expect(day.sitting("a") == nil)
    }

    /// Seed 10035513: a reading came while the write was under way that it made pointless.
    @Test func endThatAReadingMadePointlessIsNotTriedAgain() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.isServerWriting = false
        day.press(at: "09:59")
        day.advance(to: "10:30")
        let began = day.now.uptime
        day.pressLong()
        day.advance(by: .seconds(1))
        day.read([booking("a", "10:00", "10:25")], startedAt: began)
        #expect(day.state.sync.outbox == 1)
        day.reject(.changed)
        day.poll()
        #expect(day.state.sync.outbox == 0)
        #expect(day.outcomes.last == .ended)
    }

    /// Seed 108285: an owed end that lies ahead by the clock that is right was still shown.
    @Test func endThatLiesAheadIsShownNoMore() {
        var day = Day.endedWhileTheServerTakesNothing()
        day.reject(.unreachable)
        day.jump(by: .minutes(-12))
        day.apply(.tick)
        day.read([booking("a", "10:00", "11:00")])
        #expect(day.current?.span == span("10:00", "11:00"))
    }

    /// Seed 65004823: the clock was set back to before an end that was just being written, and that was tried again for ever.
    @Test func endThatLiesAheadIsTakenBackOnTheServer() {
        var day = Day.endedWhileTheServerTakesNothing()
        day.isServerHeard = false
        day.jump(by: .minutes(-20))
        day.apply(.clock(isSynchronised: true))
        #expect(day.sitting("a")?.endedAt == nil)
        #expect(day.current?.span == span("10:00", "11:00"))
        day.reject(.unreachable)
        day.isServerWriting = true
        day.advance(by: .minutes(1))
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:00")))
        #expect(day.state.sync.outbox == 0)
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
            guard case .outbox(let entry) = record, entry.write.operation == .changeEnd else {
                return nil
            }
            return entry.state
        }
        #expect(states.last == .dropped)
        day.advance(to: "10:50")
        #expect(day.deeds.count { $0.operation == .changeEnd } == 1)
    }

    /// A claim that was never cut on the server is taken back, and its booking has another end by now.
    @Test func claimTakenBackWhileItsCutIsOwedLeavesWhatPeopleMade() {
        var day = Day([booking("a", "10:00", "11:00")]) { $0.writesBack = false }
        day.isServerWriting = false
        day.press(at: "10:12")
        day.reject(.limit, retryAfter: .minutes(10))
        day.advance(by: .seconds(2))
        day.read([booking("a", "10:00", "10:40")])
        day.pressLong()
        #expect(day.outcomes.last == .undone)
        #expect(day.current?.span == span("10:00", "10:40"))
        #expect(day.state.sync.outbox == 0)
        day.advance(by: .minutes(15))
        #expect(day.deeds == [.changeEnd(BookingID("a"), end: at("10:12"))])
    }

    /// The clock was set back after a claim: taking it back gives the booking its time all the same.
    @Test func claimTakenBackAfterTheClockWasSetBackGivesTheTimeBack() {
        let a = booking("a", "10:00", "11:00")
        var day = Day([a]) { $0.writesBack = false }
        day.press(at: "10:12")
        day.isServerHeard = false
        day.jump(by: .minutes(-1))
        day.apply(.clock(isSynchronised: true))
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
        day.advance(by: .seconds(2))
        day.pressLong()
        #expect(day.outcomes.last == .undone)
        #expect(day.current?.span == a.span)
    }

    // MARK: What is read

    /// The reading was under way when the claim was made, and taken back: it shows the end that is to be given back.
    @Test func readingThatBeganBeforeTheWriteDoesNotMakeItsRepairPointless() {
        var day = Day([a], sensors: [.pir]) { $0.writesBack = false }
        day.advance(to: "10:12")
        day.isServerWriting = false
        let began = day.now.uptime - .seconds(1)
        day.press()
        day.reject(.unreachable)
        day.advance(by: .milliseconds(200))
        day.pressLong()
        day.reject(.unreachable)
        day.read([a], startedAt: began)
        day.isServerWriting = true
        day.acknowledge()
        day.advance(by: .minutes(5))
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
    }

    /// They moved only the beginning; the end is still the one that the button made.
    @Test func addedTimeIsContestedThoughTheBeginningWasMoved() {
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.advance(by: .seconds(1))
        let moved = [booking("a", "09:55", "11:15"), booking("b", "11:00", "12:00")]
        day.read(moved)
        day.advance(by: .seconds(1))
        day.read(moved)
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
    }

    /// The end and what follows from its refusal are kept together.
    @Test func refusedEndIsTakenBackInOneTransaction() {
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "10:00")
        day.isServerWriting = false
        day.advance(to: "10:30")
        day.pressLong()
        day.reject(.forbidden)
        let group = day.groupsWithRefusal.first
        #expect(
            group?.contains { record in
                guard case .sitting(let sitting) = record else { return false }
                return sitting.endedAt == nil
            } == true)
        #expect(day.current?.id.text == "a")
    }

    /// It began more than a day ago, and ended so long before the reading that it was not listed until the server had its new end.
    @Test func addedTimeIsContestedThoughTheBookingWasNotListedBefore() {
        var day = Day([booking("a", "-15:30", "10:00")], sensors: []) { $0.writesBack = false }
        day.isServerWriting = false
        for time in ["09:50", "09:51", "09:52", "09:53", "09:54"] { day.press(at: time) }
        day.isServerHeard = false
        day.advance(to: "10:35")
        day.read([])
        day.acknowledge()
        day.acknowledge()
        day.read([booking("a", "-15:30", "11:00"), booking("b", "10:50", "11:30")])
        #expect(day.deeds.last == .changeEnd(a.id, end: at("10:50")))
    }
}
