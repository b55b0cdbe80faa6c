import RoomCore
import Testing

/// A press of a record is taken for what it was, and decides nothing anew.
@Suite struct RecordedPressTests {
    private func press(
        _ outcome: Press.Outcome, _ time: String, booking: String? = "a"
    ) -> Event {
        .button(
            .recorded(
                Press(
                    number: 7, pressedAt: at(time), length: .short, outcome: outcome,
                    booking: booking.map { BookingID($0) })))
    }

    private func day(_ start: String = "10:00", _ end: String = "11:00") -> Day {
        Day([booking("a", start, end)]) { $0.writesBack = false }
    }

    @Test func peopleWhoPressedHaveCheckedIn() {
        var day = day()
        day.advance(to: "10:03")
        day.apply(press(.checkedIn, "10:03"))
        #expect(day.current?.phase == .checkedIn)
        #expect(day.current?.arrivedAt == at("10:03"))
        #expect(day.findings == ["on_time"])
        #expect(day.presses.isEmpty && day.deeds.isEmpty)
    }

    /// Under another setting the room was for anyone to take: the same press would have claimed it.
    @Test func pressInARoomThatAnyoneMayTakeClaimsNothing() {
        var day = day()
        day.advance(to: "10:12")
        #expect(day.availability == .claimable)
        day.apply(press(.checkedIn, "10:12"))
        #expect(day.availability == .busy)
        #expect(day.findings == ["no_show", "late 720 replaces 1"])
        #expect(day.deeds.isEmpty)
    }

    @Test(arguments: [Press.Outcome.alreadyCheckedIn, .extended])
    func pressOfPeopleInsideIsASignOfLifeAndChangesNoEnd(outcome: Press.Outcome) {
        var day = day()
        day.press(at: "10:00")
        day.advance(to: "10:10")
        day.apply(press(outcome, "10:10"))
        #expect(day.sitting("a")?.pressedAt == at("10:10"))
        #expect(day.current?.span == span("10:00", "11:00"))
        day.advance(to: "10:24:59")
        #expect(day.availability == .busy)
        #expect(day.deeds.isEmpty)
    }

    /// The sensors had checked its people in when they pressed; another hold did not see them.
    @Test func pressOfPeopleWhoWereNotSeenChecksThemIn() {
        var day = day()
        day.advance(to: "10:04")
        day.apply(press(.extended, "10:04"))
        #expect(day.current?.phase == .checkedIn)
    }

    @Test(arguments: [Press.Outcome.refused, .undone, .claimed, .booked])
    func otherPressesShowNothingOfItsPeople(outcome: Press.Outcome) {
        var day = day()
        day.advance(to: "10:04")
        day.apply(press(outcome, "10:04"))
        #expect(day.current?.phase == .awaiting)
    }

    @Test func pressAboutABookingThatIsNotThereIsNothing() {
        var day = day()
        day.advance(to: "10:04")
        day.apply(press(.checkedIn, "10:04", booking: "other"))
        day.apply(press(.checkedIn, "10:04", booking: nil))
        #expect(day.current?.phase == .awaiting)
    }
}
