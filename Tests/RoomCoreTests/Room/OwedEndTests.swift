import RoomCore
import Testing

/// Ends that were asked of the server and not answered, or only later, and what is read or forgotten meanwhile.
@Suite struct OwedEndTests {
    private let a = booking("a", "10:00", "11:00")

    /// A reading showed the new end before its answer came, and then a copy that lags behind showed the one before.
    @Test func oldStateIsNotTakenAfterTheFirstPressEither() {
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.isServerWriting = false
        day.press(at: "10:30")
        day.read([booking("a", "10:00", "11:15")])
        day.acknowledge()
        day.advance(by: .seconds(1))
        day.read([a])
        #expect(day.current?.span.end == at("11:15"))
        day.advance(by: .seconds(10))
        day.read([a])
        #expect(day.current?.span.end == at("11:00"))
    }

    /// An extension was taken, and its answer lost; then the meeting was ended, and the power went before any reading: what
    /// the schedule remembers is older than the extension.
    @Test(arguments: [true, false])
    func endAfterAnExtensionWithoutAnAnswerIsSentAfterARestart(isUnanswered: Bool) {
        var sitting = Sitting(booking: a.id, span: span("10:00", "11:15"))
        sitting.checkIn = Sitting.CheckIn(source: .press, arrivedAt: at("10:00"))
        sitting.endedAt = at("11:05")
        func change(_ number: Int64, _ end: String) -> OutboxEntry {
            OutboxEntry(
                number: number, write: .changeEnd(a.id, end: at(end)), createdAt: at("10:50"),
                state: number == 1 ? .superseded : .queued, attempts: 1)
        }
        let memory = Memory(
            schedule: ScheduleReading(window: span("00:00", "23:00"), bookings: [a]),
            heardAt: at("10:49"), sittings: [sitting], outbox: [change(2, "11:05")],
            askedEnds: isUnanswered ? [change(1, "11:15")] : [], lastOutbox: 2)
        var day = Day(.withoutMarks, memory: memory, from: at("11:06"))
        day.isServerWriting = false
        day.apply(.tick)
        #expect(day.deeds == (isUnanswered ? [.changeEnd(a.id, end: at("11:05"))] : []))
    }

    /// An earlier press was answered long ago, by the time that people gave the booking time.
    @Test func timeThatPeopleGaveIsTheirsThoughAnEarlierPressWasAnswered() {
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
        day.read([booking("a", "10:00", "11:20"), booking("b", "11:15", "12:00")])
        #expect(day.sitting("a")?.contest?.from == at("11:20"))
        #expect(day.current?.span.end == at("11:30"))
    }

    /// What yielded unheard, and yields again once the server has heard of it, is given back also when a later reading shows
    /// what the server has.
    @Test func whatYieldsAgainIsGivenBackThoughAReadingShowsTheFirstYielding() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.reject(.limit)
        let (b, c) = (booking("b", "11:05", "12:00"), booking("c", "11:00", "12:00"))
        day.read([a, b])
        day.advance(by: .minutes(1))
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:05")))
        day.acknowledge()
        day.advance(by: .seconds(1))
        day.read([booking("a", "10:00", "11:05"), b, c])
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
        day.reject(.limit)
        day.advance(by: .seconds(20))
        day.reject(.limit)
        day.read([booking("a", "10:00", "11:05"), b, c])
        #expect(day.state.sync.outbox == 1)
    }

    /// Seeds 69079379, 69112590: what yielded unheard was just being written; the server had it then, and nobody else had
    /// given it.
    @Test(arguments: [false, true])
    func whatYieldsWhileItIsWrittenIsGivenBack(isRestarted: Bool) {
        var day = Day.extendedWhileTheServerTakesNothing()
        let b = booking("b", "11:00", "12:00")
        day.read([a, b])
        day.acknowledge()
        day.advance(by: .seconds(1))
        #expect(day.deeds.last == .changeEnd(a.id, end: at("11:00")))
        day.reject(.limit)
        day.advance(by: .seconds(20))
        day.reject(.limit)
        if isRestarted {
            day = Day(.withoutMarks, memory: .kept(by: day), from: day.now.wall)
            day.isServerWriting = false
            day.apply(.tick)
            day.reject(.limit)
        }
        day.read([booking("a", "10:00", "11:15"), b])
        #expect(day.state.sync.outbox == 1)
    }

    /// Seed 72012704: a meeting was moved away while a press's end was under way, and a second press made it longer still.
    @Test func endThatTookThePlaceOfOneThatAMoveMadePointlessIsDropped() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.advance(by: .seconds(3))
        day.read([booking("a", "09:20", "10:20")])
        day.advance(by: .seconds(5))
        day.press()
        #expect(day.outcomes.last == .extended)
        day.reject(.unreachable)
        #expect(day.state.sync.outbox == 0)
        #expect(day.current == nil)
    }

    /// A copy that lagged behind was the last to be read before a restart: the journal keeps what the server had acknowledged.
    @Test func journalKeepsWhatTheServerAcknowledged() throws {
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.advance(by: .seconds(1))
        day.read([a])
        let kept = day.records.compactMap { record in
            if case .schedule(let reading, _) = record { reading } else { nil }
        }
        #expect(try #require(kept.last).bookings.map(\.span.end) == [at("11:15")])
    }

    // MARK: A press that waits for the card

    /// People cut the meeting meanwhile, and somebody has booked the time: what the press adds is theirs.
    @Test func extensionThatWaitedForTheCardIsContestedAsTheFirstWas() {
        var day = Day.extendedWhileTheServerTakesNothing()
        day.reject(.limit, retryAfter: .minutes(10))
        day.journal = .slow
        day.press(at: "10:32")
        let theirs = [booking("a", "10:00", "10:45"), booking("b", "10:45", "11:30")]
        day.read(theirs)
        day.journal = .prompt
        day.journalAnswers()
        day.isServerWriting = true
        day.advance(to: "10:45")
        #expect(day.deeds == [.changeEnd(a.id, end: at("11:15"))])
        #expect(day.current?.id.text == "b")
    }

    /// Whose time it is the next reading tells: a press that is on its way to the card decides about more of it.
    @Test func nothingYieldsWhileAPressAboutItWaitsForTheCard() {
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.advance(by: .seconds(1))
        day.journal = .slow
        day.advance(to: "10:30:12")
        day.pressLong()
        day.read([booking("a", "10:00", "11:15"), booking("b", "11:00", "12:00")])
        day.journal = .prompt
        day.journalAnswers()
        #expect(day.lastPress?.outcome == .ended)
        #expect(day.deeds.last == .changeEnd(a.id, end: at("10:30:13")))
    }

    /// It was moved to the afternoon while the press about the morning waited.
    @Test func checkInThatWaitedForTheCardIsNotOfAnotherMeeting() {
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.journal = .slow
        day.press(at: "09:58")
        day.read([booking("a", "14:00", "15:00")])
        day.journal = .prompt
        day.journalAnswers()
        #expect(day.sitting("a")?.checkIn == nil)
        day.advance(to: "13:55")
        #expect(day.availability == .startingSoon)
    }

    @Test func endThatWaitedForTheCardIsNotOfAMeetingThatBeginsLater() {
        var day = Day([a], sensors: []) { $0.writesBack = false }
        day.press(at: "10:00")
        day.journal = .slow
        day.advance(to: "10:30")
        day.pressLong()
        day.read([booking("a", "10:31", "11:31")])
        day.journal = .prompt
        day.journalAnswers()
        day.advance(to: "10:32")
        #expect(day.availability == .busy)
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
