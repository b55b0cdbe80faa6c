import RoomCore
import Testing

/// What the server says while things go on at the door: design section 5.
@Suite struct ServerTests {
    private let a = booking("a", "10:00", "11:00")

    // MARK: Changes on the server

    @Test func bookingDeletedWhileRunningFreesTheRoomWithoutAVerdict() {
        var day = Day([a])
        day.press(at: "10:01")
        day.advance(to: "10:20")
        day.read([])
        #expect(day.availability == .free)
        day.advance(to: "11:30")
        #expect(day.findings == ["on_time"])
    }

    @Test func bookingDeletedBeforeItsNoShowIsNotJudged() {
        var day = Day([a])
        day.advance(to: "10:09")
        day.read([])
        day.advance(to: "11:30")
        #expect(day.findings.isEmpty)
    }

    @Test func bookingThatComesBackKeepsItsPeople() {
        var day = Day([a])
        day.press(at: "10:01")
        day.advance(to: "10:20")
        day.read([])
        day.read([a])
        #expect(day.current?.phase == .checkedIn)
        day.motion(at: "10:30")
        day.advance(to: "11:30")
        #expect(day.findings == ["on_time", "ended_early 3538"])
    }

    @Test func bookingMovedToLaterBeginsAnewAndItsNextVerdictReplacesTheFirst() {
        var day = Day([a])
        day.advance(to: "10:12")
        #expect(day.availability == .claimable)
        day.read([booking("a", "10:30", "11:30")])
        #expect(day.availability == .free)
        day.advance(to: "10:31")
        #expect(day.current?.phase == .awaiting)
        day.advance(to: "10:40")
        #expect(day.findings == ["no_show", "no_show replaces 1"])
        #expect(day.verdicts.last?.span == span("10:30", "11:30"))
    }

    @Test func peopleStayCheckedInWhenTheirBookingIsMovedAroundThem() {
        var day = Day([a])
        day.press(at: "10:01")
        day.advance(to: "10:03")
        day.read([booking("a", "10:05", "11:05")])
        day.advance(to: "10:20")
        #expect(day.current?.phase == .checkedIn)
        #expect(day.findings == ["on_time", "on_time replaces 1"])
    }

    @Test func peopleDoNotStayCheckedInWhenTheirBookingIsMovedAway() {
        var day = Day([a])
        day.press(at: "10:01")
        day.advance(to: "10:03")
        day.read([booking("a", "15:00", "16:00")])
        day.advance(to: "15:01")
        #expect(day.current?.phase == .awaiting)
    }

    @Test func bookingCutShortOnTheServerEndsThen() {
        var day = Day([a])
        day.press(at: "10:00")
        day.motion(at: "10:25")
        day.read([booking("a", "10:00", "10:20")])
        #expect(day.current == nil)
        #expect(day.findings == ["on_time", "ended_early 1200"])
        #expect(day.verdicts.last?.span == span("10:00", "10:20"))
    }

    @Test func bookingMadeLongerOnTheServerGoesOn() {
        var day = Day([a])
        day.press(at: "10:00")
        day.motion(at: "10:50")
        day.read([booking("a", "10:00", "11:30")])
        day.advance(to: "11:10")
        #expect(day.current?.id.text == "a")
    }

    // MARK: Answers

    private func offline() -> Day {
        var day = Day([])
        day.advance(to: "10:00")
        day.isServerWriting = false
        day.press()
        return day
    }

    @Test(arguments: [ServerFailure.Kind.forbidden, .refused])
    func bookingTheServerRefusesIsTakenFromTheDoor(kind: ServerFailure.Kind) {
        var day = offline()
        day.reject(kind)
        #expect(day.availability == .free)
        #expect(day.lamps.booking == LampSignal(.orange, .refused))
        #expect(day.lastPress?.refusal == .slotTaken)
        #expect(day.state.sync.parked == 1)
        #expect(day.state.sync.outbox == 0)
    }

    /// What a press had shown as done comes to nothing: the lamp says so, the log why, and no verdict stands on it.
    @Test(arguments: [ServerFailure.Kind.refused, .forbidden])
    func endThatTheServerRefusesIsShownAndNobodyHasLeft(kind: ServerFailure.Kind) {
        var day = Day([booking("a", "10:00", "11:00")])
        day.press(at: "10:00")
        day.advance(to: "10:10")
        day.isServerWriting = false
        day.pressLong()
        #expect(day.lastPress?.outcome == .ended)
        #expect(day.current == nil)
        day.advance(by: .seconds(30))
        #expect(day.findings == ["on_time"])
        day.reject(kind)
        #expect(day.lamps.booking == LampSignal(.orange, .refused))
        #expect(day.lastPress?.refusal == .notAllowed)
        #expect(day.lastPress?.wish == .long)
        #expect(day.current?.id == BookingID("a"))
        day.stay(to: "11:30")
        #expect(day.findings == ["on_time", "used"])
    }

    @Test func extensionThatTheServerRefusesIsShown() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: [])
        day.press(at: "10:00")
        day.advance(to: "10:50")
        day.isServerWriting = false
        day.press()
        #expect(day.current?.span.end == at("11:15"))
        day.advance(by: .seconds(30))
        day.reject(.refused)
        #expect(day.lamps.booking == LampSignal(.orange, .refused))
        #expect(day.lastPress?.refusal == .notAllowed)
        #expect(day.current?.span.end == at("11:00"))
    }

    /// Somebody has deleted the meeting meanwhile: whoever ended it at the door has what they wanted.
    @Test func endOfWhatIsGoneIsNotShownAsRefused() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.press(at: "10:00")
        day.advance(to: "10:10")
        day.isServerWriting = false
        day.pressLong()
        day.reject(.gone)
        #expect(day.lastPress?.outcome == .ended)
    }

    @Test func refusalTakesTheExtensionThatWaitedWithIt() {
        var day = offline()
        day.press()
        #expect(day.state.sync.outbox == 2)
        day.reject(.refused)
        #expect(day.state.sync.outbox == 0)
        #expect(day.availability == .free)
    }

    @Test func refusalAfterTheEndDisturbsNobody() {
        var day = offline()
        day.motion(at: "10:15")
        day.advance(to: "11:00")
        let shown = day.lamps
        day.reject(.refused)
        #expect(day.lamps == shown)
        #expect(day.outcomes == [.booked])
        #expect(day.state.sync.parked == 1)
    }

    @Test func answerAfterTheEndIsJustDone() {
        var day = offline()
        day.motion(at: "10:15")
        day.advance(to: "11:00")
        day.acknowledge()
        #expect(day.state.sync.outbox == 0)
        #expect(day.findings == ["used"])
    }

    @Test func failuresAreToldOutsideUntilTheNextSuccess() {
        var day = Day([a])
        let failure = ServerFailure(.unreachable, "no route to cal.example.org")
        day.apply(.server(.readFailed(failure)))
        #expect(day.state.sync.lastError == failure)
        day.read([a])
        #expect(day.state.sync.lastError == nil)
        day.isServerWriting = false
        day.press(at: "10:00")
        day.advance(by: .seconds(15))
        day.reject(.unreachable)
        #expect(day.state.sync.lastError?.kind == .unreachable)
        day.advance(by: .seconds(10))
        day.acknowledge()
        #expect(day.state.sync.lastError == nil)
    }

    @Test func syncHistoryKeepsChangesAndNotEveryFailure() {
        var day = Day([a])
        for _ in 0..<50 { day.apply(.server(.readFailed(ServerFailure(.unreachable, "no route")))) }
        day.read([a])
        let kept = day.records.compactMap { record -> SyncRecord? in
            if case .sync(let sync) = record { sync } else { nil }
        }
        #expect(kept.map(\.failure) == [.unreachable, nil])
    }

    @Test func aReadThatWaitsForItsTurnIsTheReasonWhyNothingIsKnown() {
        var day = Day()
        day.apply(
            .server(
                .readFailed(ServerFailure(.paced, "waits for its turn", retryAfter: .seconds(9)))))
        #expect(day.state.sync.lastError?.kind == .paced)
        day.apply(.server(.readFailed(ServerFailure(.unreachable, "no answer"))))
        day.apply(
            .server(
                .readFailed(ServerFailure(.paced, "waits for its turn", retryAfter: .seconds(9)))))
        #expect(day.state.sync.lastError?.kind == .unreachable)
        day.read([])
        #expect(day.state.sync.lastError == nil)
    }

    @Test func aComplaintIsLoggedOnceUntilItIsAnother() {
        var day = Day()
        func read(_ lines: [String]) -> [String] {
            let seen = day.notices.count
            day.apply(
                .server(
                    .read(
                        ScheduleReading(window: day.window, bookings: [], complaints: lines),
                        startedAt: day.now.uptime)))
            return day.notices[seen...].compactMap {
                if case .complaint(let line) = $0 { line } else { nil }
            }
        }
        #expect(read(["the clock is 5 minutes off"]) == ["the clock is 5 minutes off"])
        #expect(read(["the clock is 6 minutes off", "x"]) == ["x"])
        #expect(read(["x"]).isEmpty)
        #expect(read(["the clock is 6 minutes off"]) == ["the clock is 6 minutes off"])
    }

    @Test func complaintsOfTheLastReadingAreShownAndBounded() {
        var day = Day()
        let complaints = (0..<100).map { "event \($0) ends before it starts" }
        day.apply(
            .server(
                .read(
                    ScheduleReading(window: day.window, bookings: [], complaints: complaints),
                    startedAt: day.now.uptime)))
        #expect(day.state.sync.complaints == Array(complaints.prefix(16)))
        day.read([])
        #expect(day.state.sync.complaints.isEmpty)
    }

    @Test func readingThatSaysTheSameIsNotKeptAgainForHours() {
        var day = Day([a])
        day.isServerHeard = false
        let before = day.keptSchedules
        for _ in 0..<10 {
            day.advance(by: .seconds(30))
            day.read([a])
        }
        #expect(day.keptSchedules == before)
        day.advance(by: .hours(6))
        day.read([a])
        #expect(day.keptSchedules == before + 1)
    }

    @Test func windowThatMovesOnIsKeptEvenIfNothingChanges() {
        var day = Day([a])
        let before = day.keptSchedules
        day.advance(by: .hours(24))
        #expect((1...5).contains(day.keptSchedules - before))
    }

    /// Until a reading bears it out the journal knows that the server has it.
    @Test func writeThatTheServerHasIsKeptAsAnswered() {
        var day = offline()
        let effects = day.apply(.server(.acknowledged(number: day.underway?.number ?? 0)))
        let states = effects.flatMap { effect -> [OutboxEntry.State] in
            guard case .keep(let records, .durable) = effect else { return [] }
            return records.compactMap {
                if case .outbox(let entry) = $0 { entry.state } else { nil }
            }
        }
        #expect(states == [.answered])
        #expect(effects.contains(.readSchedule))
    }

    /// Seed 6715: the end of a booking that lies outside of what is read brought it back into that.
    @Test func endOfABookingThatIsNotListedAsksForAReading() {
        var day = Day.endedWhileTheServerTakesNothing()
        day.read([])
        let before = day.effects.count
        day.acknowledge()
        #expect(day.effects[before...].contains(.readSchedule))
    }
}

extension Day {
    fileprivate var keptSchedules: Int {
        records.filter { if case .schedule = $0 { true } else { false } }.count
    }
}
