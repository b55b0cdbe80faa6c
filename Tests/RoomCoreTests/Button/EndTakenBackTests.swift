import RoomCore
import Testing

/// A press shortly after an end at the door gives the time back: design section 4.
@Suite struct EndTakenBackTests {
    private let a = booking("a", "10:00", "11:00")

    /// A meeting that was taken up, and ended at the door at 10:10.
    private func ended(_ configure: (inout Policy) -> Void = { _ in }) -> Day {
        var day = Day([a], configure: configure)
        day.press(at: "10:00")
        day.advance(to: "10:10")
        day.pressLong()
        return day
    }

    @Test func pressAfterAnEndGivesTheTimeBack() {
        var day = ended()
        #expect(day.availability == .free)
        day.advance(by: .seconds(4))
        day.press()
        #expect(day.lastPress?.outcome == .undone)
        #expect(day.current?.id == BookingID("a"))
        #expect(day.current?.span.end == at("11:00"))
        #expect(day.deeds.map(\.operation) == [.changeEnd, .changeEnd])
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:00")))
        day.stay(to: "11:20")
        #expect(day.findings == ["on_time", "used"])
    }

    @Test func endThatIsStillOwedIsTakenBackOnTheServerToo() {
        var day = Day([a])
        day.press(at: "10:00")
        day.advance(to: "10:10")
        day.isServerWriting = false
        day.pressLong()
        day.press()
        #expect(day.current?.span.end == at("11:00"))
        day.acknowledge()
        day.acknowledge()
        #expect(day.deeds.last == .changeEnd(BookingID("a"), end: at("11:00")))
        #expect(day.state.sync.outbox == 0)
    }

    @Test func adHocBookingIsTakenBackToItsPlannedEnd() {
        var day = Day([])
        day.press(at: "10:00")
        day.advance(to: "10:10")
        day.pressLong()
        day.press()
        #expect(day.lastPress?.outcome == .undone)
        #expect(day.adHoc?.span == span("10:00", "10:30"))
    }

    @Test func laterPressBooksAnew() {
        var day = ended()
        day.advance(by: .seconds(11))
        day.press()
        #expect(day.lastPress?.outcome == .booked)
    }

    @Test func longPressTakesNothingBack() {
        var day = ended()
        day.pressLong()
        #expect(day.lastPress?.refusal == .nothingToEnd)
        #expect(day.findings == ["on_time"])
    }

    /// Once only: the next press is an ordinary one.
    @Test func secondPressExtends() {
        var day = ended()
        day.press()
        day.press()
        #expect(day.outcomes.suffix(2) == [.undone, .extended])
    }

    /// Nobody has left as long as the end can be taken back.
    @Test func verdictWaitsForTheUndo() {
        var day = ended()
        #expect(day.findings == ["on_time"])
        day.advance(by: .seconds(11))
        #expect(day.findings == ["on_time", "ended_early 2999"])
    }

    /// The time is over meanwhile: there is none to give back, and the room is booked.
    @Test func pressAfterThePlannedEndBooks() {
        var day = Day([a])
        day.press(at: "10:00")
        day.advance(to: "10:59:55")
        day.pressLong()
        day.advance(to: "11:00:02")
        day.press()
        #expect(day.lastPress?.outcome == .booked)
    }

    /// In the calendar somebody cut it further meanwhile: that stands.
    @Test func whatPeopleWroteMeanwhileStands() {
        var day = ended()
        day.advance(by: .seconds(2))
        day.read([booking("a", "10:00", "10:05")])
        day.press()
        #expect(!day.deeds.contains(.changeEnd(BookingID("a"), end: at("11:00"))))
    }

    @Test func withoutAServerTheTimeComesBackAtOnce() {
        var day = Day([], server: .none)
        day.press(at: "10:00")
        day.advance(to: "10:10")
        day.pressLong()
        day.press()
        #expect(day.adHoc?.span == span("10:00", "10:30"))
        #expect(day.availability == .busy)
    }
}
