import RoomCore
import Testing

/// How people leave: used, ended early, overran; design section 2.
@Suite struct LeavingTests {
    @Test func bookingUsedToItsEndIsUsed() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "10:00")
        day.stay(to: "10:58")
        day.advance(to: "11:30")
        #expect(day.findings == ["on_time", "used"])
    }

    /// Rows: when the last pulse of two seconds began, and what is found at 11:00.
    @Test(
        arguments: [
            ("10:34:57", "ended_early 3598"), ("10:34:58", "ended_early 3598"),
            ("10:34:59", "used"), ("10:50", "used"),
        ])
    func fifteenVacantMinutesAtTheEndAreAnEarlyEnd(last: String, finding: String) {
        var day = Day([booking("a", "10:00", "11:00")])
        day.press(at: "10:00")
        day.motion(at: last)
        day.advance(to: "11:05")
        #expect(day.findings.last == finding)
    }

    @Test func unusedTimeCountsFromThePressIfNobodyWasSeen() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.press(at: "10:04")
        day.advance(to: "11:05")
        #expect(day.findings == ["on_time", "ended_early 3360"])
    }

    @Test func longPressEndsEarly() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.press(at: "10:00")
        day.motion(at: "10:15")
        day.advance(to: "10:20")
        day.pressLong()
        #expect(day.lastPress?.outcome == .ended)
        #expect(day.availability == .occupiedUnbooked)
        #expect(day.deeds == [.changeEnd(BookingID("a"), end: at("10:20:01"))])
        day.advance(by: .seconds(11))
        #expect(day.findings == ["on_time", "ended_early 2399"])
        day.advance(to: "11:30")
        #expect(day.findings.count == 2)
    }

    @Test func whatTheSensorsCouldNotSeeCountsAsUsed() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.press(at: "10:00")
        day.advance(to: "10:10")
        day.apply(.sensor("pir", .gone))
        day.advance(to: "11:05")
        #expect(day.findings == ["on_time", "used"])
    }

    @Test func clockSetAfterTheEndFindsNothingButUsed() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.press(at: "10:00")
        day.advance(to: "10:30")
        day.isServerHeard = false
        day.jump(by: .hours(1))
        day.read([booking("a", "10:00", "11:00")])
        #expect(day.findings == ["on_time", "used"])
    }

    @Test func noShowHasNoLeaving() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "12:00")
        #expect(day.findings == ["no_show"])
    }

    // MARK: Staying on

    @Test func presenceAfterTheEndWithNobodyBookedIsOccupied() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "10:00")
        day.stay(to: "11:04")
        #expect(day.availability == .occupiedUnbooked)
        #expect(day.lamps.availability == LampSignal(.red, .slowBlink))
        day.advance(to: "11:30")
        #expect(day.findings == ["on_time", "used"])
        #expect(day.availability == .free)
    }

    @Test func presenceThatBreaksOffInTheNextBookingIsAnOverrun() {
        var day = Day([booking("a", "10:00", "11:00"), booking("b", "11:00", "12:00")])
        day.advance(to: "10:00")
        day.stay(to: "11:06")
        day.advance(to: "11:30")
        #expect(day.findings(on: "a") == ["on_time", "overran 242"])
        #expect(day.findings(on: "b") == ["carried_over"])
        #expect(day.verdicts(on: "b").first?.evidence.checkIn == .carriedOver)
    }

    @Test func pressOfTheNextPeopleEndsTheOverrun() {
        var day = Day([booking("a", "10:00", "11:00"), booking("b", "11:00", "12:00")])
        day.advance(to: "10:00")
        day.stay(to: "10:58")
        day.press(at: "11:03")
        day.advance(to: "11:30")
        #expect(day.findings(on: "a") == ["on_time", "overran 180"])
        #expect(day.findings(on: "b") == ["on_time"])
    }

    @Test func presenceThatRunsOnThroughTheNextBookingIsNobodysFault() {
        var day = Day([booking("a", "10:00", "11:00"), booking("b", "11:00", "12:00")])
        day.advance(to: "10:00")
        day.stay(to: "11:50")
        #expect(day.findings(on: "a") == ["on_time", "used"])
    }

    @Test func verdictOnTheLeavingComesWithTheSignThatDecidesIt() {
        var day = Day([booking("a", "10:00", "11:00"), booking("b", "11:00", "12:00")])
        day.advance(to: "10:00")
        day.stay(to: "11:09")
        day.advance(to: "11:11")
        #expect(day.findings(on: "a") == ["on_time"])
        day.edge(isActive: true)
        #expect(day.findings(on: "a") == ["on_time", "used"])
    }

    @Test func bookingThatStartsDuringTheOverrunGoesToItsOwnPeople() {
        var day = Day([booking("a", "10:00", "11:00"), booking("b", "11:02", "12:00")])
        day.advance(to: "10:00")
        day.stay(to: "11:01")
        #expect(day.availability == .occupiedUnbooked)
        day.advance(to: "11:02")
        #expect(day.current?.id == BookingID("b"))
        #expect(day.availability == .busy)
        day.press(at: "11:04")
        #expect(day.lastPress?.outcome == .checkedIn)
        day.advance(to: "11:20")
        #expect(day.findings(on: "b") == ["on_time"])
        #expect(day.findings(on: "a") == ["on_time", "overran 240"])
    }

    @Test func overrunIsMeasuredFromTheEndAcrossTheGap() {
        var day = Day([booking("a", "10:00", "11:00"), booking("b", "11:05", "12:00")])
        day.advance(to: "10:00")
        day.stay(to: "11:08")
        day.advance(to: "11:30")
        #expect(day.findings(on: "a").last == "overran 362")
    }

    // MARK: What is not over

    /// Its people made it longer in the calendar just before its end, and the reading came after that.
    @Test func bookingThatRunsOnIsJudgedAnewWhenItIsLeft() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "10:00")
        day.stay(to: "11:02")
        #expect(day.findings == ["on_time", "used"])
        day.read([booking("a", "10:00", "12:30")])
        day.stay(to: "11:30")
        day.pressLong()
        #expect(day.lastPress?.outcome == .ended)
        day.advance(by: .seconds(11))
        #expect(day.findings == ["on_time", "used", "ended_early 3599 replaces 2"])
    }

    @Test func meetingTooLongToBeJudgedIsNotJudgedForBeingEndedEarly() {
        var day = Day([booking("a", "10:00", "15:00")])
        day.motion(at: "10:40")
        day.motion(at: "10:41")
        day.advance(to: "11:00")
        day.pressLong()
        #expect(day.lastPress?.outcome == .ended)
        day.advance(to: "11:10")
        #expect(day.findings.isEmpty)
    }

    /// Nobody saw whether they were still there until the sensor came back.
    @Test func onlyTimeThatWasSeenEmptyIsUnused() {
        var day = Day([booking("a", "10:00", "11:00")], sensors: [.radar])
        day.press(at: "10:00")
        day.motion(at: "10:05", "radar")
        day.advance(to: "10:06")
        day.apply(.sensor("radar", .gone))
        day.advance(to: "10:35")
        day.apply(.sensor("radar", .found(isActive: false)))
        day.advance(to: "11:05")
        #expect(day.findings == ["on_time", "ended_early 1500"])
    }

    /// What the next people said at the door is taken back.
    @Test func overrunWaitsUntilTheNextPeopleStandByTheirPress() {
        var day = Day([booking("a", "10:00", "11:00"), booking("b", "11:00", "12:00")])
        day.advance(to: "10:00")
        day.stay(to: "11:02")
        day.press(at: "11:03")
        #expect(day.lastPress?.outcome == .checkedIn)
        day.advance(by: .seconds(4))
        day.pressLong()
        #expect(day.lastPress?.outcome == .undone)
        day.stay(to: "11:50")
        #expect(day.findings(on: "a") == ["on_time", "used"])
    }

    /// They held the button over the end of their meeting, and have booked the time after it.
    @Test func whoeverBooksTheTimeAfterOverrunsNobody() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "10:00")
        day.stay(to: "10:59:59.9")
        day.press()
        #expect(day.lastPress?.outcome == .booked)
        day.motion(at: "11:06")
        day.advance(to: "11:25")
        #expect(day.findings(on: "a") == ["on_time", "used"])
    }
}
