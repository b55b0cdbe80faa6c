import RoomCore
import Testing

/// `late` needs the evidence that `no_show` needs: design section 2.
@Suite struct LatenessTests {
    private static let a = booking("a", "10:00", "11:00")

    private func came(_ day: inout Day) {
        day.motion(at: "10:07")
        day.motion(at: "10:08")
    }

    @Test func peopleWhoWereSeenToComeAreLateBySoMuch() {
        var day = Day([Self.a])
        came(&day)
        #expect(day.findings == ["late 420"])
        #expect(day.current?.isLateAtMost == false)
    }

    @Test func wherePanelWasBlindBeforeTheFirstSignTheyAreLateAtMost() {
        var day = Day([Self.a], sensors: [SensorSettings(name: "pir", warmUp: .zero)])
        day.advance(to: "10:01")
        day.apply(.sensor("pir", .gone))
        day.advance(to: "10:06")
        day.apply(.sensor("pir", .found(isActive: false)))
        came(&day)
        #expect(day.findings == ["late 420 at most sensors_blind"])
        #expect(day.current?.isLateAtMost == true)
        #expect(day.sitting("a")?.lateAtMostBecause == .sensorsBlind)
    }

    @Test func roomWithoutSensorsKnowsOnlyThePress() {
        var day = Day([Self.a], sensors: [])
        day.press(at: "10:07")
        day.advance(to: "10:08")
        #expect(day.findings == ["late 420 at most sensors_blind"])
    }

    @Test func lostEdgesMayHaveBeenTheirFirstSign() {
        var day = Day([Self.a], sensors: [SensorSettings(name: "pir", hold: .minutes(1))])
        day.advance(to: "10:02")
        day.apply(.sensor("pir", .edgesLost(1)))
        day.press(at: "10:07")
        day.advance(to: "10:08")
        #expect(day.findings == ["late 420 at most edges_lost"])
    }

    @Test func sensorsThatMissPeopleMayHaveMissedThem() {
        let silence = SensorSilence(sensors: ["pir"], seconds: 1_200, endedAt: at("07:00"))
        var day = Day([Self.a], memory: Memory(silences: [silence]))
        day.press(at: "10:07")
        day.advance(to: "10:08")
        #expect(day.findings == ["late 420 at most sensors_miss_people"])
    }

    /// What the calendar bears out later is judged then.
    @Test func nobodyIsLateByAnOldSchedule() {
        var day = Day([Self.a])
        day.advance(to: "09:50")
        day.read([Self.a])
        day.isServerHeard = false
        came(&day)
        #expect(day.findings == ["unverifiable server_unheard"])
        #expect(day.current?.phase == .checkedIn)
        #expect(day.current?.lateBySeconds == nil)
        day.advance(to: "10:20")
        day.read([Self.a])
        #expect(day.findings == ["unverifiable server_unheard", "late 420 replaces 1"])
    }

    @Test func nobodyIsLateWhoseRoomAnotherBookingHad() {
        var day = Day([
            booking("b", "10:00", "10:06", createdAt: at("07:00")),
            booking("a", "10:00", "11:00", createdAt: at("07:30")),
        ])
        came(&day)
        #expect(day.findings(on: "a") == ["unverifiable overlapped"])
    }

    @Test func lateBookIsReadBackWithItsDoubt() {
        var day = Day([Self.a], sensors: [])
        day.press(at: "10:07")
        day.advance(to: "10:08")
        var standing = StandingVerdicts()
        for verdict in day.verdicts { standing.add(verdict) }
        let sitting = standing.sitting(of: Self.a)
        #expect(sitting?.lateBy == .seconds(420))
        #expect(sitting?.lateAtMostBecause == .sensorsBlind)
    }
}
