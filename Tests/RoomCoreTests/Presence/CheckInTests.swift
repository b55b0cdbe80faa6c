import RoomCore
import Testing

/// How a booking is taken up: design section 2, "Check-in".
@Suite struct CheckInTests {
    private func day(_ sensors: [SensorSettings] = [.pir]) -> Day {
        Day([booking("a", "10:00", "11:00")], sensors: sensors)
    }

    // MARK: The press

    @Test(arguments: [
        ("09:49:59", Press.Outcome.booked), ("09:50", .checkedIn), ("09:59:59.9", .checkedIn),
        ("10:00", .checkedIn), ("10:00:00.5", .checkedIn), ("10:07", .checkedIn),
        ("10:09:59", .checkedIn),
    ])
    func pressFromTheOpeningOfTheWindowOnChecksIn(time: String, outcome: Press.Outcome) {
        var day = day()
        day.press(at: time)
        #expect(day.outcomes == [outcome])
    }

    @Test func pressBeforeTheStartMakesTheRoomBusyFromThePressOn() {
        var day = day()
        day.advance(to: "09:52")
        #expect(day.availability == .startingSoon)
        day.press()
        #expect(day.availability == .busy)
        #expect(day.lamps.booking == LampSignal(.green))
        day.advance(to: "10:30")
        #expect(day.findings == ["on_time"])
    }

    @Test func secondPressOnABookingCheckedInAheadChangesNothing() {
        var day = day()
        day.press(at: "09:52")
        day.press(at: "09:55")
        #expect(day.outcomes == [.checkedIn, .alreadyCheckedIn])
        #expect(day.deeds.isEmpty)
    }

    @Test func peopleOfTheNextBookingMayCheckInWhileNobodyUsesTheOneBefore() {
        var day = Day([booking("a", "09:00", "10:00"), booking("b", "10:00", "11:00")])
        day.advance(to: "09:55")
        #expect(day.availability == .claimable)
        day.press()
        #expect(day.lastPress?.booking == BookingID("b"))
        #expect(day.availability == .busy)
        #expect(day.lamps.booking == LampSignal(.green))
        day.press(at: "09:58")
        #expect(day.lastPress?.outcome == .alreadyCheckedIn)
    }

    @Test func longPressWithinTenSecondsTakesACheckInBack() {
        var day = day()
        day.press(at: "10:01")
        day.advance(to: "10:01:09")
        day.pressLong()
        #expect(day.outcomes == [.checkedIn, .undone])
        #expect(day.current?.phase == .awaiting)
        day.advance(to: "10:10")
        #expect(day.findings == ["no_show"])
    }

    @Test func longPressBegunInTheLastMomentStillTakesItBackAndLeavesOneStandingVerdict() {
        var day = day()
        day.press(at: "10:01")
        day.advance(to: "10:01:10.1")
        day.pressLong()
        #expect(day.outcomes == [.checkedIn, .undone])
        day.advance(to: "10:10")
        #expect(day.findings == ["no_show"])
    }

    @Test func longPressAfterTenSecondsEndsTheMeetingInstead() {
        var day = day()
        day.press(at: "10:01")
        day.advance(to: "10:01:11")
        day.pressLong()
        #expect(day.outcomes == [.checkedIn, .ended])
    }

    @Test func undoKeepsWhatTheSensorsCountedMeanwhile() {
        var day = day()
        day.press(at: "10:01")
        day.motion(at: "10:01:05")
        day.pressLong()
        day.advance(to: "10:12")
        #expect(day.verdicts.first?.evidence.activeEdges == 1)
        #expect(day.verdicts.first?.evidence.firstPresence == at("10:01:05"))
    }

    // MARK: Sensors

    /// Rows: the moments of single pulses, and when they check in; nil if never.
    @Test(
        arguments: [
            (["10:01", "10:02"], "10:01"),
            (["10:01", "10:11"], "10:01"),
            (["10:01", "10:11:00.000001"], nil),
            (["10:01"], nil),
            (["09:59:59", "10:01"], "09:59:59"),
            (["09:40", "09:48", "09:57", "10:05"], "09:50"),
            (["09:55"], nil),
            (["09:55", "09:56", "09:57"], nil),
            (["09:58", "10:08:30"], nil),
            (["10:00", "10:00:30"], "10:00"),
        ] as [([String], String?)])
    func pulsesCheckIn(pulses: [String], arrival: String?) {
        var day = day()
        for pulse in pulses { day.motion(at: pulse) }
        #expect(day.sitting("a")?.checkIn?.arrivedAt == arrival.map(at))
        #expect(day.sitting("a")?.checkIn?.source == arrival.map { _ in .activity })
    }

    @Test(arguments: [(Duration.milliseconds(999), false), (.seconds(1), true)])
    func edgesNearerThanASecondAreOneMovement(apart: Duration, isEnough: Bool) {
        var day = day([.pir, .radar])
        day.advance(to: "10:02")
        day.edge("radar", isActive: true)
        day.advance(by: apart)
        day.edge("pir", isActive: true)
        #expect((day.current?.phase == .checkedIn) == isEnough)
    }

    /// Seed 71025625: `check_in_within` runs from the last edge of a movement.
    @Test(arguments: [("10:11:00.8", true), ("10:11:00.800001", false)])
    func movementOfTwoEdgesLastsUntilItsLastOne(next: String, isEnough: Bool) {
        var day = day([.pir, .radar])
        day.advance(to: "10:01")
        day.edge("radar", isActive: true)
        day.edge("radar", isActive: false)
        day.advance(by: .milliseconds(800))
        day.edge("pir", isActive: true)
        day.edge("pir", isActive: false)
        day.advance(to: next)
        day.edge("pir", isActive: true)
        #expect((day.current?.phase == .checkedIn) == isEnough)
    }

    /// Rows: `check_in_within`, and whether two pulses eight minutes apart check in.
    @Test(arguments: [(Duration.minutes(7), false), (.minutes(8), true)])
    func twoMovementsCheckInIfTheyAreNotFurtherApartThanThePolicySays(
        within: Duration, isEnough: Bool
    ) {
        var day = Day([booking("a", "10:00", "11:00")]) { $0.checkInWithin = within }
        day.motion(at: "10:01")
        day.motion(at: "10:09")
        #expect((day.current?.phase == .checkedIn) == isEnough)
    }

    @Test func sixtySecondsOfActiveLevelCheckInToTheSecond() {
        var day = day([.radar])
        day.advance(to: "10:02")
        day.edge("radar", isActive: true)
        day.advance(to: "10:02:59.999999")
        #expect(day.current?.phase == .awaiting)
        day.advance(to: "10:03")
        #expect(day.current?.phase == .checkedIn)
        #expect(day.current?.arrivedAt == at("10:02"))
    }

    @Test func levelFromBeforeTheStartCountsFromTheStart() {
        var day = day([.radar])
        day.advance(to: "09:55")
        day.edge("radar", isActive: true)
        day.advance(to: "10:00:59.9")
        #expect(day.current?.phase == .awaiting)
        day.advance(to: "10:01")
        #expect(day.current?.arrivedAt == at("09:55"))
        #expect(day.findings == ["on_time"])
    }

    @Test func levelThatBreaksOffAfter59SecondsIsNotEnough() {
        var day = day([.radar])
        day.advance(to: "10:02")
        day.edge("radar", isActive: true)
        day.advance(to: "10:02:59")
        day.edge("radar", isActive: false)
        day.advance(to: "10:09")
        #expect(day.current?.phase == .late)
    }

    @Test func levelThatFillsItsMinuteAtTheVeryNoShowComesInTime() {
        var day = day([.radar])
        day.advance(to: "10:09")
        day.edge("radar", isActive: true)
        day.advance(to: "10:10")
        #expect(day.findings == ["late 540"])
    }

    @Test func arrivalIsNeverBeforeTheWindowOpens() {
        var day = day()
        day.advance(to: "09:30")
        day.stay(to: "10:02")
        #expect(day.current?.arrivedAt == at("09:50"))
    }

    @Test func arrivalAfterABreakIsTheNewPresence() {
        var day = day()
        day.motion(at: "09:45")
        day.motion(at: "10:03")
        day.motion(at: "10:04")
        #expect(day.current?.arrivedAt == at("10:03"))
    }

    @Test func presenceThatRunsThroughFromTheBookingBeforeIsCarriedOver() {
        var day = Day([booking("a", "09:00", "10:00"), booking("b", "10:00", "11:00")])
        day.advance(to: "09:00")
        day.stay(to: "10:03")
        #expect(day.sitting("b")?.checkIn?.source == .carriedOver)
        day.advance(to: "10:11")
        #expect(day.findings(on: "b") == ["carried_over"])
        #expect(day.verdicts(on: "b").first?.evidence.checkIn == .carriedOver)
    }

    @Test func carriedOverPresenceWithoutAnyFurtherEdgePreventsTheNoShow() {
        var day = Day([booking("a", "09:00", "10:00"), booking("b", "10:00", "11:00")]) {
            $0.noShowAfter = .minutes(6)
        }
        day.advance(to: "09:00")
        day.stay(to: "09:58")
        day.advance(to: "10:06")
        #expect(day.findings(on: "b") == ["carried_over"])
        #expect(day.sitting("b")?.checkIn?.source == .carriedOver)
    }

    /// Seed 202245: a short booking that was carried over took the evidence of the running one along.
    @Test func carryOverLeavesTheEvidenceOfOthers() {
        var day = Day([
            booking("a", "10:00", "10:15"), booking("b", "10:02", "10:18"),
            booking("c", "10:15", "10:16"),
        ])
        day.motion(at: "10:07")
        day.stay(to: "10:15", every: .seconds(60))
        day.motion(at: "10:15:10")
        day.motion(at: "10:16:10")
        #expect(day.verdicts(on: "c").last?.evidence.checkIn == .carriedOver)
        #expect(day.current?.id.text == "b")
        #expect(day.current?.phase == .checkedIn)
    }

    @Test func presenceSinceAfterTheEarlierEndIsNotCarriedOver() {
        var day = Day([booking("a", "09:00", "09:50"), booking("b", "10:00", "11:00")])
        day.motion(at: "09:52")
        day.motion(at: "10:01")
        #expect(day.sitting("b")?.checkIn?.source == .activity)
        #expect(day.current?.arrivedAt == at("09:52"))
    }

    @Test func pressAfterACarriedOverCheckInIsTheCheckInOfItsOwnPeople() {
        var day = Day([booking("a", "09:00", "10:00"), booking("b", "10:00", "11:00")])
        day.advance(to: "09:00")
        day.stay(to: "10:07")
        day.press()
        #expect(day.lastPress?.outcome == .checkedIn)
        #expect(day.current?.span == span("10:00", "11:00"))
        day.advance(to: "10:20")
        #expect(day.findings(on: "b") == ["carried_over", "late 420 replaces 2"])
    }

    @Test func pressSoonAfterTheSensorsCheckedInIsNoExtension() {
        var day = day()
        day.motion(at: "10:01")
        day.motion(at: "10:02")
        day.press(at: "10:03")
        #expect(day.lastPress?.outcome == .checkedIn)
        #expect(day.current?.span == span("10:00", "11:00"))
        #expect(day.current?.arrivedAt == at("10:01"))
        day.press(at: "10:04")
        #expect(day.lastPress?.outcome == .extended)
        #expect(day.findings == ["on_time"])
    }

    // MARK: Who is believed

    @Test func untrustedClockLetsTheSensorsCheckNobodyIn() {
        var day = day()
        day.advance(to: "09:55")
        day.isServerHeard = false
        day.jump(by: .minutes(30))
        day.motion()
        day.advance(by: .seconds(30))
        day.motion()
        #expect(!day.state.isClockTrusted)
        #expect(day.sitting("a")?.checkIn == nil)
    }

    @Test func pressThatTheJournalKeepsSlowlyIsNotOvertakenByTheNoShow() {
        var day = day()
        day.journal = .slow
        day.press(at: "10:09:58")
        day.advance(to: "10:10:05")
        day.journalAnswers()
        day.advance(to: "10:11")
        #expect(day.lastPress?.outcome == .checkedIn)
        #expect(day.findings == ["late 598"])
    }

    @Test func pressHeldAcrossTheNoShowCountsFromWhenItWentDown() {
        var day = day()
        day.advance(to: "10:09:59.9")
        day.press()
        day.advance(to: "10:11")
        #expect(day.lastPress?.outcome == .checkedIn)
        #expect(day.findings == ["late 599"])
    }

    @Test(arguments: [
        ("09:45:01", Booking.Confirmation.confirmed), ("09:45", .unconfirmed),
        ("09:59", .confirmed), ("10:00", .confirmed), ("10:01", .confirmed),
        ("08:00", .unconfirmed),
    ])
    func bookingMadeShortlyBeforeItsStartCountsAsConfirmed(
        made: String, confirmation: Booking.Confirmation
    ) {
        let made = booking("a", "10:00", "11:00", createdAt: at(made))
        var day = Day([made])
        day.advance(to: "10:00")
        #expect(day.current?.confirmation == confirmation)
    }
}
