import RoomCore
import Testing

/// Why a press was refused is part of the state for 5 s.
@Suite struct RefusalTests {
    private func refused() -> Day {
        var day = Day([booking("a", "10:05", "11:00")]) { $0.checkInWindow = .zero }
        day.press(at: "10:00")
        return day
    }

    @Test func reasonIsToldForFiveSeconds() {
        var day = refused()
        let refusedAt = day.now.wall
        #expect(day.outcomes == [.refused])
        #expect(
            day.state.refusal == RoomState.Refusal(.tooShort, until: refusedAt + .seconds(5)))
        day.advance(to: refusedAt + .seconds(5) - microsecond)
        #expect(day.state.refusal != nil)
        let count = day.effects.filter { $0 == .publish }.count
        day.advance(by: microsecond)
        #expect(day.state.refusal == nil)
        #expect(day.effects.filter { $0 == .publish }.count > count)
    }

    @Test func pressThatSucceedsTakesItAway() {
        var day = Day([])
        day.pressLong()
        #expect(day.state.refusal?.reason == .nothingToEnd)
        day.press()
        #expect(day.outcomes == [.refused, .booked])
        #expect(day.state.refusal == nil)
    }

    @Test func slotThatSomebodyElseHasIsAReason() {
        var day = Day([])
        day.advance(to: "10:00")
        day.isServerWriting = false
        day.press()
        #expect(day.state.refusal == nil)
        day.read([booking("theirs", "10:00", "11:00")])
        #expect(day.state.refusal?.reason == .slotTaken)
    }
}
