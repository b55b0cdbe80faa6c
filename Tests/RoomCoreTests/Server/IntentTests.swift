import RoomCore
import Testing

/// What becomes of what the door wants, by what people have made of the booking: design, section 8.
@Suite struct IntentTests {
    private let a = booking("a", "10:00", "11:00")
    private let id = BookingID("a")

    private func states(of number: Int64, in day: Day) -> [OutboxEntry.State] {
        day.records.compactMap {
            if case .outbox(let entry) = $0, entry.number == number { entry.state } else { nil }
        }
    }

    // MARK: Kept, done, dropped

    @Test func intentIsKeptWhileTheServerShowsWhatItReplaces() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.reject(.unreachable)
        day.read([a])
        #expect(day.state.sync.outbox == 1)
        #expect(day.current?.span.end == at("11:15"))
        day.acknowledge()
        #expect(day.sent.last?.write == .changeEnd(id, from: at("11:00"), to: at("11:15")))
        #expect(day.sent.count == 2)
    }

    @Test func intentThatAReadingShowsIsDoneWithoutAnAnswer() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.reject(.unreachable)
        day.read([booking("a", "10:00", "11:15")])
        #expect(day.state.sync.outbox == 0)
        day.advance(by: .minutes(10))
        #expect(day.sent.count == 1)
        #expect(day.current?.span.end == at("11:15"))
        #expect(day.outcomes.last == .extended)
        #expect(states(of: 1, in: day) == [.queued, .queued, .answered, .acknowledged])
    }

    @Test func whatPeopleWroteStandsAndTheDoorSaysSo() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.reject(.unreachable)
        day.read([booking("a", "10:00", "10:45")])
        #expect(day.current?.span.end == at("10:45"))
        #expect(day.state.sync.outbox == 0)
        #expect(day.lastPress?.outcome == .refused)
        #expect(day.lastPress?.refusal == .changedMeanwhile)
        #expect(day.lastPress?.booking == id)
        #expect(day.lamps.booking == LampSignal(.orange, .refused))
        #expect(states(of: 1, in: day).last == .dropped)
    }

    /// Nobody need be told that they have more time than they asked for.
    @Test func whoHasMoreTimeThanThePressAddedIsToldNothing() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.reject(.unreachable)
        day.read([booking("a", "10:00", "12:00")])
        #expect(day.current?.span.end == at("12:00"))
        #expect(day.outcomes.last == .extended)
        #expect(states(of: 1, in: day).last == .dropped)
        day.advance(to: "10:50")
        #expect(day.sent.count == 1)
    }

    /// A refusal because the end is another one is an ordinary answer: a reading tells what becomes of it.
    @Test func serverThatKnowsAnotherEndIsReadBeforeAnythingIsGivenUp() {
        var day = Day.extendedWhileTheServerTakesNothing()
        let before = day.effects.count
        day.reject(.changed)
        #expect(day.effects[before...].contains(.readSchedule))
        #expect(day.current?.span.end == at("11:15"))
        #expect(day.state.sync.parked == 0)
        day.read([booking("a", "10:00", "11:10")])
        #expect(day.current?.span.end == at("11:10"))
        #expect(day.lastPress?.refusal == .changedMeanwhile)
        #expect(day.state.sync.outbox == 0)
    }

    @Test func intentOfABookingThatVanishesIsDropped() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.reject(.unreachable)
        day.read([])
        #expect(day.current == nil)
        #expect(day.state.sync.outbox == 0)
        #expect(states(of: 1, in: day).last == .dropped)
    }

    @Test func bookingThatWasMovedPastItsNewEndIsAnotherMeeting() {
        var day = Day.endedWhileTheServerTakesNothing()
        day.reject(.gone)
        day.read([booking("a", "10:40", "11:40")])
        #expect(day.sitting("a")?.givenUp == nil)
        #expect(day.state.sync.outbox == 0)
        day.advance(to: "10:41")
        #expect(day.current?.span == span("10:40", "11:40"))
    }

    /// A clock of 1970 reads an empty calendar, twice, before it is right.
    @Test func readingsOfAnotherTimeDropNothing() {
        let before = Day.extendedWhileTheServerTakesNothing()
        var day = Day(
            .withoutMarks, memory: .kept(by: before), from: WallTime(secondsSinceEpoch: 12))
        day.isServerWriting = false
        day.apply(.tick)
        day.reject(.unreachable)
        for _ in 1...2 {
            day.pass(.seconds(1))
            day.read([])
            day.reject(.unreachable)
        }
        day.jump(by: at("10:32") - day.now.wall)
        day.apply(.tick)
        day.read([a])
        #expect(day.state.sync.outbox == 1)
        #expect(day.current?.span.end == at("11:15"))
    }

    /// No press can ask for it; a clock that was wrong, or another panel, may have.
    @Test func endBeforeTheStartDropsWhatItWouldCut() {
        let cut = OutboxEntry(
            number: 1, write: .changeEnd(id, from: at("11:00"), to: at("09:00")),
            createdAt: at("08:00"))
        let memory = Memory(
            schedule: ScheduleReading(window: span("00:00", "23:00"), bookings: [a]),
            heardAt: at("10:00"), outbox: [cut])
        var day = Day(.withoutMarks, memory: memory, from: at("10:05"))
        day.isServerWriting = false
        day.apply(.tick)
        #expect(day.current?.span == a.span)
        day.reject(.unreachable)
        day.read([a])
        #expect(day.current?.span == a.span)
        #expect(day.state.sync.outbox == 0)
    }

    // MARK: What the door has shown as ended

    @Test func shorteningIsDecidedAnewOnceAndNotTwice() {
        var day = Day.endedWhileTheServerTakesNothing()
        day.reject(.changed)
        day.read([booking("a", "10:00", "11:30")])
        #expect(day.sent.last?.write == .changeEnd(id, from: at("11:30"), to: at("10:30:01")))
        #expect(day.sent.last?.cause == .renewal)
        #expect(day.availability == .free)
        day.reject(.changed)
        day.read([booking("a", "10:00", "12:00")])
        #expect(day.state.sync.outbox == 0)
        #expect(day.sitting("a")?.givenUp == nil)
        #expect(day.current?.span == span("10:00", "12:00"))
        day.advance(by: .minutes(10))
        #expect(day.sent.count == 2)
    }

    @Test func timeGivenAgainAfterTheServerHadTheEndIsNotCutAnew() {
        var day = Day.endedWhileTheServerTakesNothing()
        day.acknowledge()
        day.advance(by: .seconds(20))
        day.read([booking("a", "10:00", "11:30")])
        #expect(day.availability == .busy)
        #expect(day.sitting("a")?.givenUp == nil)
        #expect(day.sent.count == 1)
    }

    /// What people had made shorter than the door stays so.
    @Test func endThatPeopleMadeEarlierStillIsTheirs() {
        var day = Day.endedWhileTheServerTakesNothing()
        day.reject(.changed)
        day.read([booking("a", "10:00", "10:20")])
        #expect(day.state.sync.outbox == 0)
        #expect(day.sitting("a")?.givenUp?.isOnServer == true)
        #expect(day.outcomes.last == .ended)
        #expect(day.sent.count == 1)
    }

    // MARK: A lost answer, and a restart

    @Test(arguments: [
        ("11:15", "11:15", 0), ("11:00", "11:15", 1), ("11:10", "11:10", 0),
    ])
    func readingTellsAfterARestartWhatTheServerHas(end: String, shown: String, owed: Int) {
        let before = Day.extendedWhileTheServerTakesNothing()
        var day = Day(.withoutMarks, memory: .kept(by: before), from: at("10:32"))
        day.isServerWriting = false
        day.apply(.tick)
        #expect(day.current?.span.end == at("11:15"))
        day.reject(.unreachable)
        day.read([booking("a", "10:00", end)])
        #expect(day.current?.span.end == at(shown))
        #expect(day.state.sync.outbox == owed)
        #expect(day.lastPress?.refusal == (end == "11:10" ? .changedMeanwhile : nil))
    }

    /// An extension was taken, and its answer lost; then the meeting was ended, and the power went before any reading.
    @Test func chainOutlivesARestart() {
        var before = Day.extendedWhileTheServerTakesNothing()
        before.advance(by: .seconds(20))
        before.pressLong()
        var day = Day(.withoutMarks, memory: .kept(by: before), from: at("10:32"))
        day.isServerWriting = false
        day.apply(.tick)
        day.reject(.unreachable)
        day.read([booking("a", "10:00", "11:15")])
        #expect(day.sent.last?.write == .changeEnd(id, from: at("11:15"), to: at("10:30:21")))
        #expect(day.current == nil)
    }

    // MARK: Several presses

    @Test func undoWhileTheCutIsUnderWayFollowsIt() {
        var day = Day.endedWhileTheServerTakesNothing()
        day.press()
        #expect(day.outcomes.last == .undone)
        #expect(day.current?.span == a.span)
        day.acknowledge()
        #expect(day.sent.last?.write == .changeEnd(id, from: at("10:30:01"), to: at("11:00")))
        day.acknowledge()
        day.readCopy([booking("a", "10:00", "10:30:01")])
        #expect(day.current?.span == a.span)
        day.advance(by: .seconds(20))
        day.read([a])
        #expect(day.current?.span == a.span)
        #expect(day.sent.count == 2)
    }

    /// People had changed it before the cut came: there is nothing to give back.
    @Test func undoOfACutThatNeverWasLeavesWhatPeopleWrote() {
        var day = Day.endedWhileTheServerTakesNothing()
        day.press()
        day.reject(.changed)
        day.read([booking("a", "10:00", "11:30")])
        #expect(day.current?.span == span("10:00", "11:30"))
        #expect(day.state.sync.outbox == 0)
        #expect(day.outcomes.last == .undone)
        day.advance(by: .minutes(2))
        #expect(day.sent.count == 1)
    }

    /// The end that was planned by then is the one that they gave it.
    @Test(arguments: [true, false])
    func undoOfACutThatWasDecidedAnewGivesBackWhatPeoplePlanned(isOnServer: Bool) {
        var day = Day.endedWhileTheServerTakesNothing()
        day.reject(.changed)
        day.read([booking("a", "10:00", "11:30")])
        #expect(day.sent.last?.cause == .renewal)
        if isOnServer { day.acknowledge() }
        day.press()
        #expect(day.outcomes.last == .undone)
        #expect(day.current?.span == span("10:00", "11:30"))
        if !isOnServer { day.acknowledge() }
        #expect(day.sent.last?.write == .changeEnd(id, from: at("10:30:01"), to: at("11:30")))
    }

    @Test func twoPressesBeforeTheFirstIsSentAreOneWrite() {
        var day = Day([a], sensors: [])
        day.isServerWriting = false
        day.press(at: "09:59")
        day.advance(to: "10:30")
        #expect(day.underway?.write.operation == .mark)
        day.press()
        day.press(at: "10:30:05")
        #expect(day.outcomes.suffix(2) == [.extended, .extended])
        #expect(day.current?.span.end == at("11:30"))
        day.isServerWriting = true
        day.acknowledge()
        #expect(day.deeds == [.changeEnd(id, end: at("11:30"))])
        let from = day.sent.compactMap {
            if case .changeEnd(_, let from, _) = $0.write { from } else { nil }
        }
        #expect(from == [at("11:00")])
    }

    // MARK: Many, and none

    @Test func threeHundredIntentsAreSentAndBorneOut() {
        let bookings = (0..<300).map { booking("b\($0)", "18:00", "19:00") }
        let owed = bookings.enumerated().map { index, booking in
            OutboxEntry(
                number: Int64(index + 1),
                write: .changeEnd(booking.id, from: at("19:00"), to: at("18:30")),
                createdAt: at("08:00"))
        }
        let memory = Memory(
            schedule: ScheduleReading(window: span("00:00", "23:00"), bookings: bookings),
            heardAt: at("08:00"), outbox: owed)
        var day = Day(.withoutMarks, memory: memory, from: at("08:05"))
        day.isServerWriting = false
        day.apply(.tick)
        day.read(bookings)
        #expect(day.state.sync.outbox == 300)
        day.isServerWriting = true
        day.acknowledge()
        #expect(day.deeds.count == 300)
        #expect(day.state.sync.outbox == 0)
        day.advance(by: .minutes(1))
        day.poll()
        day.advance(to: "18:31")
        #expect(day.current == nil)
        #expect(day.deeds.count == 300)
    }

    @Test func answersToWritesThatNobodySentChangeNothing() {
        var day = Day.extendedWhileTheServerTakesNothing()
        let before = day.state
        for number in [-1, 0, 2, 99, Int64.max] {
            day.apply(.server(.acknowledged(number: number)))
            day.apply(
                .server(.writeFailed(number: number, ServerFailure(.changed, "?"), jitter: 0)))
        }
        #expect(day.state.sync.outbox == before.sync.outbox)
        #expect(day.current?.span.end == at("11:15"))
        day.acknowledge()
        day.acknowledge()
        #expect(day.state.sync.outbox == 0)
        #expect(states(of: 1, in: day).count { $0 == .answered } == 1)
    }
}
