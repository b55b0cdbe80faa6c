import RoomCore
import Testing

/// A press that waits for the card while the calendar is changed: design section 4, last paragraph.
@Suite struct WaitingPressTests {
    private let a = booking("a", "10:00", "11:00")

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

    /// Seed 66073316: while a press that ends a meeting waited for the card, a reading showed that the other door had ended it;
    /// the press made it longer again.
    @Test func endThatAReadingShowsWhileThePressWaitsUndoesNothing() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.advance(to: "10:30")
        day.journal = .slow
        day.pressLong()
        day.read([booking("a", "10:00", "10:29")])
        day.journal = .prompt
        day.journalAnswers()
        #expect(day.outcomes.last == .ended)
        day.poll()
        #expect(day.outcomes.last == .ended)
        #expect(day.state.sync.outbox == 0)
        day.advance(by: .minutes(10))
        #expect(day.deeds.count == 1)
    }

    /// The same with a press that makes longer what people have made longer still, or moved.
    @Test(arguments: [("10:00", "11:40"), ("10:40", "11:40")])
    func extensionOutdoneWhileThePressWaitsUndoesNothing(start: String, end: String) {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.advance(to: "10:30")
        day.journal = .slow
        day.press()
        day.read([booking("a", start, end)])
        day.journal = .prompt
        day.journalAnswers()
        day.poll()
        #expect(day.outcomes.last == .extended)
        #expect(day.state.sync.outbox == 0)
        day.advance(to: "10:41")
        #expect(day.deeds.count == 1)
        #expect(day.current?.span == span(start, end))
    }

    /// What was kept about a booking while a press waited is not the last word in the journal.
    @Test func pressIsKeptOverWhatWasKeptWhileItWaited() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.advance(to: "10:30")
        day.journal = .slow
        day.press()
        day.read([booking("a", "09:50", "11:00")])
        day.journal = .prompt
        day.journalAnswers()
        #expect(day.outcomes.last == .extended)
        #expect(day.sitting("a")?.pressedAt == at("10:30"))
    }

    /// Seed 40061916: while a press waited for the card, a reading settled the time that the press before had added, and
    /// with it what that press was about to add.
    @Test func readingSettlesNothingThatAPressIsAboutToAdd() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: []) { $0.writesBack = false }
        day.press(at: "09:59")
        day.press(at: "10:30")
        day.journal = .slow
        day.press(at: "10:30:02")
        day.poll()
        day.journalAnswers()
        #expect(day.current?.span.end == at("11:30"))
        var theirs = booking("b", "11:15", "12:00")
        theirs.createdAt = at("10:00")
        day.advance(by: .seconds(2))
        day.read([booking("a", "10:00", "11:30"), theirs])
        day.journalAnswers()
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:15")))
    }
}
