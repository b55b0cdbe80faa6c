import RoomCore
import Testing

/// What a tap on the page does: decision 0034.
@Suite struct TapTests {
    private let a = booking("a", "10:00", "11:00")

    // MARK: Booking

    @Test func tapBooksUntilWhatItSays() {
        var day = Day()
        day.advance(to: "09:00:20.5")
        let press = day.tap(.book(from: nil, until: at("09:45") + .milliseconds(900)))
        #expect(press?.outcome == .booked)
        #expect(press?.wish == .book)
        #expect(day.adHoc?.span == span("09:00:20", "09:45"))
        #expect(day.adHoc?.phase == .checkedIn)
        #expect(day.writes.map(\.operation) == [.create])
        #expect(day.lamps.availability == LampSignal(.red))
    }

    /// Rows: from when and until when at 09:00, with a booking from 10:00 to 11:00, and what comes of it.
    @Test(
        arguments: [
            (nil, "09:10", nil), (nil, "09:09:59", .tooShort), (nil, "08:00", .tooShort),
            (nil, "10:00", nil), (nil, "10:01", .slotTaken), ("09:30", "10:00", nil),
            ("10:30", "11:30", .slotTaken), ("11:00", "13:00", nil),
            ("11:00", "13:01", .notAllowed),
            ("08:30", "09:30", nil),
        ] as [(String?, String, Press.Refusal?)])
    func timeIsBookedAsAskedOrNotAtAll(from: String?, until: String, refusal: Press.Refusal?) {
        var day = Day([a])
        day.advance(to: "09:00")
        let press = day.tap(.book(from: from.map { at($0) }, until: at(until)))
        #expect(press?.refusal == refusal)
        #expect(day.lastMade?.span.end == (refusal == nil ? at(until) : nil))
        if refusal == nil {
            #expect(day.lastMade?.span.start == max(at(from ?? "09:00"), at("09:00")))
        }
    }

    @Test func whoBooksAheadHasToCome() {
        var day = Day()
        day.advance(to: "09:00")
        #expect(day.tap(.book(from: at("10:00"), until: at("11:00")))?.outcome == .booked)
        day.advance(to: "10:01")
        #expect(day.current?.phase == .awaiting)
        #expect(day.current?.source == .panel)
        day.advance(to: "10:11")
        #expect(day.findings == ["no_show"])
        #expect(day.availability == .claimable)
    }

    @Test func whoBookedAheadChecksInAtTheDoor() {
        var day = Day()
        day.advance(to: "09:00")
        day.tap(.book(from: at("10:00"), until: at("11:00")))
        day.press(at: "09:58")
        #expect(day.lastPress?.outcome == .checkedIn)
        #expect(day.lastPress?.booking == day.lastMade?.id)
    }

    @Test func whoBooksAGapWithinTheCheckInWindowIsThere() {
        var day = Day([booking("b", "08:30", "09:05")], sensors: [])
        day.press(at: "08:31")
        day.advance(to: "09:00")
        day.tap(.book(from: at("09:05"), until: at("09:30")))
        day.advance(to: "09:06")
        #expect(day.adHoc?.phase == .checkedIn)
    }

    @Test func buttonDoesNotGoOnWithWhatWasBookedAhead() {
        var day = Day()
        day.advance(to: "09:00")
        day.tap(.book(from: at("11:00"), until: at("11:30")))
        let ahead = day.lastMade?.id
        day.press()
        #expect(day.outcomes == [.booked, .booked])
        #expect(day.lastMade?.id != ahead)
        #expect(day.adHoc?.span.start == at("09:00"))
    }

    @Test func nothingMoreThanADayAheadIsBooked() {
        var day = Day()
        day.advance(to: "09:00")
        let from = day.now.wall + .seconds(86_401)
        #expect(day.tap(.book(from: from, until: from + .minutes(30)))?.refusal == .notAllowed)
    }

    @Test func gapThatSomebodyElseHadFirstIsGivenBack() {
        var day = Day()
        day.isServerWriting = false
        day.advance(to: "09:00")
        day.tap(.book(from: at("10:00"), until: at("11:00")))
        day.read([booking("b", "10:00", "10:30", createdAt: at("08:59"))])
        #expect(day.lastPress?.refusal == .slotTaken)
        #expect(day.lastPress?.wish == .book)
        #expect(day.offers.gaps.first?.until == at("10:00"))
    }

    @Test func roomThatNobodyUsesIsClaimedByWhoSawThat() {
        var day = Day([a])
        day.advance(to: "10:12")
        #expect(day.offers.gaps.first?.inPlaceOf?.booking.text == "a")
        #expect(day.tap(.book(from: nil, until: at("10:40")))?.refusal == .slotTaken)
        #expect(day.tap(.book(from: nil, until: at("10:40")), on: "a")?.outcome == .claimed)
        #expect(day.adHoc?.span.end == at("10:40"))
    }

    // MARK: Checking in, ending

    @Test func tapChecksIn() {
        var day = Day([a])
        day.advance(to: "09:55")
        #expect(day.offers.checkIn?.booking.text == "a")
        #expect(day.tap(.checkIn, on: "a")?.outcome == .checkedIn)
        #expect(day.offers.checkIn == nil)
        #expect(day.sitting("a")?.checkIn?.source == .press)
        day.advance(by: .minutes(1))
        #expect(day.tap(.checkIn, on: "a")?.outcome == .alreadyCheckedIn)
    }

    @Test func peopleOfANoShowCheckInUntilSomebodyTakesTheRoom() {
        var day = Day([a])
        day.advance(to: "10:12")
        #expect(day.availability == .claimable)
        #expect(day.tap(.checkIn, on: "a")?.outcome == .checkedIn)
        #expect(day.availability == .busy)
    }

    @Test func tapBeforeTheWindowChecksNobodyIn() {
        var day = Day([a])
        day.advance(to: "09:00")
        #expect(day.tap(.checkIn, on: "a")?.refusal == .changedMeanwhile)
    }

    @Test func tapEndsTheBookingThatRuns() {
        var day = Day([a], sensors: [])
        day.press(at: "09:58")
        day.advance(to: "10:30")
        #expect(day.offers.end?.booking.text == "a")
        #expect(day.tap(.end, on: "a")?.outcome == .ended)
        #expect(day.availability == .free)
        #expect(day.deeds == [.changeEnd(BookingID("a"), end: at("10:30"))])
    }

    @Test func tapEndsNothingThatNobodyTookUp() {
        var day = Day([a])
        day.advance(to: "10:01")
        #expect(day.offers.end == nil)
        #expect(day.tap(.end, on: "a")?.refusal == .nothingToEnd)
    }

    @Test func bookingThatWasMovedIsNotWhatWasTapped() throws {
        var day = Day([a], sensors: [])
        day.press(at: "09:58")
        day.advance(to: "10:30")
        let seen = try #require(day.sight(of: "a"))
        day.read([booking("a", "10:00", "12:00")])
        #expect(day.send(Tap(id: "1", .end, seen: seen))?.refusal == .changedMeanwhile)
        #expect(day.send(Tap(id: "2", .end))?.refusal == .changedMeanwhile)
        #expect(day.deeds.isEmpty)
    }

    // MARK: Taking back

    @Test func bookingIsTakenBackWithinTheWindow() throws {
        var day = Day()
        day.advance(to: "09:00")
        day.tap(.book(from: nil, until: at("09:30")))
        let offer = try #require(day.offers.takeBack)
        #expect(offer.outcome == .booked)
        #expect(offer.until == at("09:00:10"))
        day.advance(by: .seconds(9))
        #expect(day.send(Tap(id: "back", .takeBack, seen: offer.seen))?.outcome == .undone)
        #expect(day.availability == .free)
        #expect(day.offers.takeBack == nil)
    }

    @Test func endAndCheckInAreTakenBackToo() throws {
        var day = Day([a], sensors: [])
        day.advance(to: "09:58")
        day.tap(.checkIn, on: "a")
        #expect(day.tap(.takeBack, on: "a")?.outcome == .undone)
        #expect(day.sitting("a")?.checkIn == nil)
        day.tap(.checkIn, on: "a")
        day.advance(to: "10:30")
        day.tap(.end, on: "a")
        let offer = try #require(day.offers.takeBack)
        #expect(day.send(Tap(id: "back", .takeBack, seen: offer.seen))?.outcome == .undone)
        #expect(day.availability == .busy)
    }

    @Test func nothingIsTakenBackAfterTheWindow() throws {
        var day = Day()
        day.advance(to: "09:00")
        day.tap(.book(from: nil, until: at("09:30")))
        let id = try #require(day.adHoc?.id.text)
        day.advance(by: .seconds(11))
        #expect(day.offers.takeBack == nil)
        #expect(day.tap(.takeBack, on: id)?.refusal == .nothingToEnd)
    }

    @Test func longPressTakesBackWhatWasTappedForNow() {
        var day = Day()
        day.advance(to: "09:00")
        day.tap(.book(from: nil, until: at("09:30")))
        day.pressLong()
        #expect(day.outcomes == [.booked, .undone])
    }

    // MARK: Like any other press

    @Test func tapIsAnsweredOnceItIsSafe() {
        var day = Day()
        day.advance(to: "09:00")
        day.journal = .slow
        #expect(day.tap(.book(from: nil, until: at("09:30")), id: "one") == nil)
        #expect(day.availability == .free)
        day.journalAnswers()
        #expect(day.answers.map(\.tap) == ["one"])
        #expect(day.availability == .busy)
    }

    @Test func tapThatCannotBeKeptIsRefused() {
        var day = Day()
        day.advance(to: "09:00")
        day.journal = .broken
        #expect(day.tap(.book(from: nil, until: at("09:30")))?.refusal == .notStored)
        #expect(day.availability == .free)
    }

    @Test func tapThatIsSentAgainIsAnsweredAndNotDoneAgain() {
        var day = Day()
        day.advance(to: "09:00")
        let first = day.tap(.book(from: nil, until: at("09:30")), id: "one")
        let second = day.tap(.book(from: nil, until: at("09:30")), id: "one")
        #expect(first == second)
        #expect(day.answers.count == 2)
        #expect(day.presses.count == 1)
    }

    @Test func tapThatIsSentAgainWhileItWaitsIsAnsweredOnce() {
        var day = Day()
        day.advance(to: "09:00")
        day.journal = .slow
        day.tap(.book(from: nil, until: at("09:30")), id: "one")
        day.tap(.book(from: nil, until: at("09:30")), id: "one")
        day.journalAnswers()
        #expect(day.answers.count == 1)
        #expect(day.presses.count == 1)
    }

    @Test func moreTapsThanCanWaitAreRefused() {
        var day = Day()
        day.advance(to: "09:00")
        day.journal = .slow
        for index in 0..<20 {
            day.tap(.book(from: nil, until: at("09:30")), id: "\(index)")
        }
        #expect(day.answers.filter { $0.press.refusal == .tooMany }.count == 11)
        day.journalAnswers()
        #expect(day.answers.count == 20)
        #expect(day.answers.filter { $0.press.outcome == .booked }.count == 1)
    }

    /// Anybody may tap: the log takes neither a text of theirs, nor as many rows as they like.
    @Test func refusedTapsNameOnlyWhatThePanelKnowsAndAreKeptWithinABudget() {
        var day = Day([a])
        day.advance(to: "09:00")
        let forged = Tap.Seen(BookingID("=1\u{1B}[31m\u{202E}"), a.span)
        for index in 0..<15 {
            let press = day.send(Tap(id: "\(index)", .end, seen: forged))
            #expect(press?.refusal == .changedMeanwhile)
            #expect(press?.booking == nil)
            #expect(press?.number == (index < 10 ? Int64(index + 1) : 0))
        }
        #expect(day.presses.count == 10)
        day.advance(by: .seconds(60))
        day.send(Tap(id: "later", .end, seen: Tap.Seen(a.id, span("10:00", "12:00"))))
        #expect(day.lastPress?.number == 11)
        #expect(day.lastPress?.booking == a.id)
    }

    @Test func tapIsRefusedWithoutAClock() {
        var settings = RoomSettings(id: "a", name: "A", server: .caldav)
        settings.takesTaps = true
        var day = Day(settings, from: at("09:00"))
        day.apply(.tick)
        #expect(day.tap(.book(from: nil, until: at("09:30")))?.refusal == .clockUntrusted)
        #expect(day.offers == RoomState.Offers())
    }

    @Test func whatComesToNothingLaterWasNoHandAtTheDoor() {
        var day = Day([a], sensors: [])
        day.press(at: "09:58")
        day.advance(to: "10:30")
        day.isServerWriting = false
        day.tap(.end, on: "a")
        #expect(day.sent.last?.cause == .tap)
        day.reject(.forbidden)
        #expect(day.lastPress?.refusal == .notAllowed)
        #expect(day.lastPress?.wish == .end)
    }

    /// The button made longer what a tap has booked before the server heard of either.
    @Test(arguments: [false, true])
    func bookingForNowThatTheServerRefusesWasATaps(isExtended: Bool) {
        var day = Day()
        day.advance(to: "09:00")
        day.isServerWriting = false
        day.tap(.book(from: nil, until: at("09:30")))
        if isExtended { day.press() }
        day.reject(.refused)
        #expect(day.lastPress?.refusal == .slotTaken)
        #expect(day.lastPress?.wish == .book)
    }

    /// A tap may come from anywhere, so that sensors which see nobody are not to blame.
    @Test func tapsProveNobodysPresence() throws {
        var day = Day([a])
        day.advance(to: "10:00")
        day.tap(.checkIn, on: "a")
        day.advance(to: "10:14")
        day.tap(.end, on: "a")
        #expect(day.state.missedPeople == nil)
        #expect(!day.records.contains { if case .silences = $0 { true } else { false } })
    }
}
