import RoomCore
import Testing

/// Unused time is every vacancy of `vacant_after` or longer inside the booking: design section 2, "Ending early".
@Suite struct UnusedTimeTests {
    private func unused(_ day: Day) -> [Int?] {
        let evidence = day.verdicts.last?.evidence
        return [evidence?.unusedSeconds, evidence?.unusedAtEndSeconds]
    }

    /// Gone from 10:10:02 to 10:40, and there to the end.
    @Test func gapInTheMiddleIsUnusedThoughThePeopleStayedToTheEnd() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.advance(to: "10:00")
        day.stay(to: "10:10")
        day.motion()
        day.advance(to: "10:40")
        day.stay(to: "10:58")
        day.advance(to: "11:30")
        #expect(day.findings == ["on_time", "used"])
        #expect(unused(day) == [1_798, 0])
    }

    @Test func gapAndTailAddUp() {
        var day = Day([booking("a", "10:00", "12:00")])
        day.advance(to: "10:00")
        day.stay(to: "10:10")
        day.motion()
        day.advance(to: "10:40")
        day.motion()
        day.motion(at: "10:45")
        day.advance(to: "12:30")
        #expect(day.findings == ["on_time", "ended_early 6296"])
        #expect(unused(day) == [6_296, 4_498])
    }

    /// The room has to be seen empty for 15 min, and the hold comes first.
    @Test(arguments: [("10:35:01.9", 0), ("10:35:02", 1_500)])
    func shorterGapsCountAsUsed(back: String, seconds: Int) {
        var day = Day([booking("a", "10:00", "11:00")])
        day.press(at: "10:00")
        day.motion(at: "10:10")
        day.advance(to: back)
        day.stay(to: "10:58")
        day.advance(to: "11:30")
        #expect(day.findings == ["on_time", "used"])
        #expect(unused(day) == [seconds, 0])
    }

    /// They pressed while the hold still ran: that was their last sign.
    @Test func pressWithinTheHoldIsALaterSign() {
        var day = Day([booking("a", "10:00", "12:00")]) { $0.onNoShow = .mark }
        day.motion(at: "10:01")
        day.motion(at: "10:05")
        day.press(at: "10:12")
        day.advance(to: "10:40")
        day.stay(to: "12:13")
        day.advance(to: "12:40")
        #expect(day.verdicts.last?.kind == .used)
        #expect(unused(day) == [1_680, 0])
    }

    @Test func whatNobodySawCountsAsUsed() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.press(at: "10:00")
        day.motion(at: "10:01")
        day.advance(to: "10:15")
        day.apply(.sensor("pir", .gone))
        day.advance(to: "10:40")
        day.apply(.sensor("pir", .found(isActive: false)))
        day.advance(to: "10:42")
        day.stay(to: "10:58")
        day.advance(to: "11:30")
        #expect(day.findings == ["on_time", "used"])
        #expect(unused(day) == [0, 0])
    }

    /// They hold presence, so somebody was seen until then.
    @Test func peopleAreSeenUpToTheLossOfEdges() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.press(at: "10:00")
        day.motion(at: "10:10")
        day.advance(to: "10:18")
        day.apply(.sensor("pir", .edgesLost(3)))
        day.advance(to: "11:30")
        #expect(day.findings == ["on_time", "ended_early 2520"])
        #expect(unused(day) == [2_520, 2_520])
    }

    @Test func timeBeforeLatePeopleCameIsUnused() {
        var day = Day([booking("a", "10:00", "11:00")]) { $0.onNoShow = .mark }
        day.advance(to: "10:20")
        day.stay(to: "10:58")
        day.advance(to: "11:30")
        #expect(day.findings == ["no_show", "late 1200 replaces 1", "used"])
        #expect(unused(day) == [1_200, 0])
    }

    @Test func endAtTheDoorAddsTheGapsBeforeIt() {
        var day = Day([booking("a", "10:00", "12:00")])
        day.advance(to: "10:00")
        day.stay(to: "10:10")
        day.motion()
        day.advance(to: "10:40")
        day.stay(to: "11:00")
        day.pressLong()
        day.advance(by: .seconds(11))
        #expect(day.verdicts.last?.kind == .endedEarly)
        #expect(unused(day) == [5_397, 3_599])
    }

    @Test func arrivalSaysNothingOfUnusedTime() {
        var day = Day([booking("a", "10:00", "11:00")])
        day.press(at: "10:00")
        #expect(unused(day) == [nil, nil])
    }
}
