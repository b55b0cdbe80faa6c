import RoomCore
import Testing

/// Who has the room when several bookings want it: design section 2, "Overlaps".
@Suite struct AgendaTests {
    private func day(_ bookings: Booking...) -> Day { Day(bookings) }
    private func conflicts(_ day: Day) -> [String] { day.state.conflicts.map(\.id.text) }

    @Test func theOneThatStartsFirstHasTheRoom() {
        var day = day(booking("late", "10:05", "11:00"), booking("early", "10:00", "11:00"))
        day.advance(to: "10:06")
        #expect(day.current?.id.text == "early")
        #expect(conflicts(day) == ["late"])
    }

    @Test func atEqualStartsTheConfirmedOneHasIt() {
        var day = day(
            booking("a", "10:00", "11:00"),
            booking("z", "10:00", "11:00", confirmation: .confirmed))
        day.advance(to: "09:55")
        #expect(day.state.next?.id.text == "z")
        day.advance(to: "10:00")
        #expect(day.current?.id.text == "z")
        #expect(conflicts(day) == ["a"])
    }

    @Test func thenTheOneMadeFirstAndOneMadeAtAnUnknownTimeLast() {
        var day = day(
            booking("a", "10:00", "11:00"), booking("b", "10:00", "11:00", createdAt: at("07:30")),
            booking("c", "10:00", "11:00", createdAt: at("07:00")))
        day.advance(to: "10:00")
        #expect(day.current?.id.text == "c")
        #expect(conflicts(day) == ["b", "a"])
    }

    @Test func touchingBookingsAreNoConflict() {
        var day = day(booking("a", "10:00", "11:00"), booking("b", "11:00", "12:00"))
        day.advance(to: at("11:00") - microsecond)
        #expect(day.current?.id.text == "a")
        #expect(day.state.next?.id.text == "b")
        day.advance(by: microsecond)
        #expect(day.current?.id.text == "b")
        #expect(conflicts(day).isEmpty)
        #expect(day.state.next == nil)
    }

    @Test func noShowGivesWayToOneThatMayStillBeUsed() {
        var day = day(booking("a", "10:00", "11:00"), booking("b", "10:06", "11:00"))
        day.advance(to: "10:09:59")
        #expect(day.current?.id.text == "a")
        day.advance(to: "10:10")
        #expect(day.current?.id.text == "b")
        #expect(conflicts(day) == ["a"])
        #expect(day.availability == .busy)
        day.press()
        #expect(day.lastPress?.booking?.text == "b")
    }

    @Test func oneThatLostTheRoomIsNotCalledANoShow() {
        var day = day(
            booking("a", "10:00", "11:00"),
            booking("z", "10:00", "11:00", confirmation: .confirmed))
        day.press(at: "10:01")
        day.advance(to: "10:30")
        #expect(day.findings(on: "z") == ["on_time"])
        #expect(day.findings(on: "a") == ["unverifiable overlapped"])
    }

    @Test func bookingThatEndedByHandStandsInNobodysWay() {
        var day = day(booking("a", "09:00", "10:05"), booking("b", "10:00", "11:00"))
        day.press(at: "09:00")
        day.stay(to: "09:20")
        day.pressLong()
        #expect(day.lastPress?.outcome == .ended)
        day.advance(to: "10:10")
        #expect(day.findings(on: "b") == ["no_show"])
    }

    // MARK: Whole days

    private let closed = booking("closed", "00:00", "23:59", isAllDay: true)

    @Test func aTimedBookingHasTheRoomBeforeAWholeDayThatIsShownBesideIt() {
        var day = day(closed, booking("a", "10:00", "11:00"))
        day.advance(to: "09:30")
        #expect(day.current?.id.text == "closed" && day.state.next?.id.text == "a")
        day.advance(to: "10:00")
        #expect(day.current?.id.text == "a" && conflicts(day) == ["closed"])
        day.advance(to: "11:00")
        #expect(day.current?.id.text == "closed" && conflicts(day).isEmpty)
        #expect(day.availability == .busy)
    }

    @Test func atOneStartTheTimedBookingIsTheNextOne() {
        var day = day(
            booking("closed", "09:00", "23:59", confirmation: .confirmed, isAllDay: true),
            booking("a", "09:00", "10:00"))
        day.advance(to: "08:55")
        #expect(day.state.next?.id.text == "a")
    }

    @Test func aMeetingBesideAWholeDayIsJudgedAsAnyOther() {
        var came = day(closed, booking("a", "10:00", "11:00"))
        came.motion(at: "10:01")
        came.motion(at: "10:02")
        came.advance(to: "10:15")
        #expect(came.findings == ["on_time"])
        var absent = day(closed, booking("a", "10:00", "11:00"))
        absent.advance(to: "10:10")
        #expect(absent.findings == ["no_show"])
        #expect(absent.availability == .claimable)
        absent.motion(at: "10:20")
        absent.motion(at: "10:21")
        #expect(absent.findings(on: "a") == ["no_show", "late 1200 replaces 1"])
    }

    @Test func aClaimBesideAWholeDayCutsOnlyTheMeetingAndStays() {
        var day = day(closed, booking("a", "10:00", "11:00"))
        day.press(at: "10:15")
        #expect(day.lastPress?.outcome == .claimed)
        #expect(day.deeds.map(\.operation) == [.changeEnd, .create])
        #expect(day.deeds.first?.bookingID.text == "a")
        day.advance(to: "10:30")
        #expect(day.adHoc?.span == span("10:15", "10:45"))
        day.advance(to: "10:46")
        #expect(day.current?.id.text == "closed")
    }

    @Test func aPressIsAboutTheMeetingAtTheDoorAndNotAboutTheWholeDay() {
        var day = day(closed, booking("a", "10:00", "11:00", confirmation: .unconfirmed))
        day.advance(to: "09:55")
        #expect(day.lamps.booking == LampSignal(.blue))
        day.press()
        #expect(day.lastPress?.outcome == .checkedIn && day.lastPress?.booking?.text == "a")
        #expect(day.lamps.booking == LampSignal(.green))
        day.advance(to: "09:56")
        day.press()
        #expect(day.lastPress?.outcome == .alreadyCheckedIn)
        day.advance(to: "10:01")
        #expect(day.findings == ["on_time"])
    }

    @Test func withoutAMeetingAPressChecksInToTheWholeDay() {
        var day = day(closed)
        day.press(at: "09:00")
        #expect(day.lastPress?.outcome == .checkedIn && day.lastPress?.booking?.text == "closed")
        day.advance(to: "12:00")
        #expect(day.findings.isEmpty)
    }

    @Test func aMeetingThatEndedAtTheDoorLeavesTheRoomToTheWholeDay() {
        var day = day(closed, booking("a", "10:00", "11:00"))
        day.press(at: "10:00")
        day.advance(to: "10:10")
        day.pressLong()
        #expect(day.lastPress?.outcome == .ended)
        #expect(day.current?.id.text == "closed" && day.availability == .busy)
    }

    @Test func freeTimeIsNoBooking() {
        var day = day(booking("free", "10:00", "11:00", isBlocking: false))
        day.advance(to: "10:00")
        #expect(day.current == nil)
        #expect(day.availability == .free)
    }

    @Test func crowdOfBookingsIsBoundedAndKeepsTheFirst() {
        let crowd = (0..<1_000).map { booking("b\(1_000 + $0)", "10:00", "11:00") }
        var day = Day(crowd + [booking("first", "09:59", "11:00")])
        day.advance(to: "10:00")
        #expect(day.current?.id.text == "first")
        #expect(day.state.conflicts.count == 63)
        day.advance(to: "11:30")
        #expect(day.verdicts.count <= 64)
    }

    /// Until the calendar was changed, whoever came seemed to come to the booking that had the room.
    @Test func whatHadNoRoomUntilTheOtherWasMovedIsNotJudged() {
        let late = booking("b", "10:15", "11:30")
        var day = Day([booking("a", "10:00", "10:55"), late]) {
            $0.noShowAfter = .seconds(1_800)
        }
        day.motion(at: "10:01")
        day.stay(to: "10:17")
        day.advance(to: "10:31")
        day.read([booking("a", "10:00", "10:14"), late])
        day.advance(to: "10:46")
        #expect(day.findings(on: "b") == ["unverifiable overlapped"])
    }

    /// Seed 12532: nobody knows whose people came while another booking, moved away since, had the room.
    @Test func overlapThatWasMovedAwayIsRemembered() {
        let first = booking("a", "09:55", "11:00")
        var day = Day([first, booking("b", "10:00", "11:00")])
        day.press(at: "09:56")
        day.stay(to: "10:08")
        day.read([booking("a", "08:00", "09:00"), booking("b", "10:00", "11:00")])
        // It waits until nobody is there any more.
        day.advance(to: "10:20")
        #expect(day.verdicts(on: "b").last?.kind == .unverifiable)
        #expect(day.verdicts(on: "b").last?.reason == .overlapped)
    }
}
