import RoomCore
import Testing

/// Sensors that fire for ever are not believed (decision 0022).
@Suite struct PlausibilityTests {
    private func day(_ sensors: [SensorSettings] = [.pir], _ bookings: [Booking] = []) -> Day {
        Day(bookings, sensors: sensors)
    }

    /// Active and idle in turn, `period` from one active edge to the next.
    private func wave(
        _ day: inout Day, to end: String, period: Duration, _ sensor: String = "pir"
    ) {
        while day.now.wall + period <= at(end) {
            day.edge(sensor, isActive: true)
            day.advance(by: period / 2)
            day.edge(sensor, isActive: false)
            day.advance(by: period - period / 2)
        }
        day.advance(to: end)
    }

    /// People: never the same time between two movements, and never `longest` or more.
    private func people(
        _ day: inout Day, to end: String, longest: Int64 = 100, _ sensor: String = "pir"
    ) {
        var seed: UInt64 = 7
        while day.now.wall < at(end) {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let wait = 5 + Int64(seed >> 33) % (longest - 8)
            day.edge(sensor, isActive: true)
            day.advance(by: .seconds(2))
            day.edge(sensor, isActive: false)
            day.advance(by: .seconds(wait))
        }
    }

    // MARK: Rhythm

    @Test func squareWaveOfSixSecondsIsNoEvidenceAfterHalfAnHour() {
        var day = day([.pir], [booking("a", "10:00", "11:00")])
        day.advance(to: "09:00")
        wave(&day, to: "09:29", period: .milliseconds(6_400))
        #expect(day.health() == .ok)
        wave(&day, to: "11:30", period: .milliseconds(6_400))
        #expect(day.health() == .implausible)
        #expect(day.presence == .unknown)
        #expect(day.findings == ["unverifiable sensors_blind"])
    }

    @Test func waveThatTremblesByATenthIsARhythmToo() {
        var day = day()
        day.advance(to: "09:00")
        for turn in 0..<320 {
            day.edge(isActive: true)
            day.advance(by: .seconds(1))
            day.edge(isActive: false)
            day.advance(by: .milliseconds(5_000 + 300 * (turn % 3 - 1)))
        }
        #expect(day.health() == .implausible)
    }

    @Test func heaterThatSwitchesFourTimesAnHourIsNobody() {
        var day = day()
        day.advance(to: "09:00")
        wave(&day, to: "12:15", period: .seconds(900))
        #expect(day.health() == .implausible)
        // Quiet for longer than its hold, but that is its rhythm.
        day.edge(isActive: true)
        day.advance(by: .seconds(2))
        day.edge(isActive: false)
        day.advance(by: .seconds(898))
        #expect(day.health() == .implausible)
    }

    @Test func radarInARhythmIsNoEvidenceEither() {
        var day = day([.radar])
        wave(&day, to: "08:40", period: .seconds(40), "radar")
        #expect(day.health("radar") == .implausible)
    }

    @Test func whereEdgesWereLostNobodyKnowsOfARhythm() {
        var day = day()
        day.advance(to: "09:00")
        wave(&day, to: "09:25", period: .seconds(6))
        day.apply(.sensor("pir", .edgesLost(3)))
        wave(&day, to: "09:50", period: .seconds(6))
        #expect(day.health() == .ok)
        wave(&day, to: "09:56", period: .seconds(6))
        #expect(day.health() == .implausible)
    }

    // MARK: Pauses

    @Test func motionWithoutAPauseForFourHoursIsNobody() {
        var day = day()
        day.advance(to: "09:00")
        people(&day, to: "12:58")
        #expect(day.health() == .ok)
        people(&day, to: "13:01")
        #expect(day.health() == .implausible)
        #expect(day.presence == .unknown)
    }

    @Test func itIsNoticedThoughNoEdgeComes() {
        var day = day()
        day.advance(to: "09:00")
        people(&day, to: "12:57:30")
        day.advance(to: "12:59:59.999999")
        #expect(day.health() == .ok)
        day.advance(to: "13:00")
        #expect(day.health() == .implausible)
    }

    @Test func pauseOfFiveMinutesIsWhatPeopleMake() {
        var day = day()
        day.advance(to: "09:00")
        people(&day, to: "11:00")
        day.advance(by: .seconds(300))
        people(&day, to: "15:00")
        #expect(day.health() == .ok)
        people(&day, to: "15:10")
        #expect(day.health() == .implausible)
    }

    @Test func stuckAfterSaysHowLong() {
        let settings = SensorSettings(name: "pir", stuckAfter: .hours(2))
        var day = day([settings])
        day.advance(to: "09:00")
        people(&day, to: "11:01")
        #expect(day.health() == .implausible)
        var held = self.day([settings])
        held.advance(to: "09:00")
        held.edge(isActive: true)
        held.advance(to: "10:59:59")
        #expect(held.health() == .ok)
        held.advance(to: "11:00")
        #expect(held.health() == .stuck)
    }

    @Test func radarMayBeBusyForTwelveHours() {
        var day = day([.radar])
        people(&day, to: "19:58", "radar")
        #expect(day.health("radar") == .ok)
        people(&day, to: "20:03", "radar")
        #expect(day.health("radar") == .implausible)
    }

    // MARK: Well again

    @Test func quietForItsHoldItIsBelievedAgain() {
        var day = day()
        day.advance(to: "09:00")
        wave(&day, to: "09:40", period: .milliseconds(6_400))
        let quiet = day.sensor("pir")?.lastEdge ?? day.now.wall
        day.advance(to: quiet + .seconds(600) - microsecond)
        #expect(day.health() == .implausible)
        day.advance(by: microsecond)
        #expect(day.health() == .ok)
        #expect(day.presence == .vacant)
        day.motion()
        #expect(day.presence == .present)
    }

    @Test func lineThatIsFoundAnewBeginsAfresh() {
        var day = day()
        day.advance(to: "09:00")
        wave(&day, to: "09:40", period: .milliseconds(6_400))
        day.apply(.sensor("pir", .gone))
        day.apply(.sensor("pir", .found(isActive: false)))
        day.advance(by: .seconds(60))
        #expect(day.health() == .ok)
    }

    @Test func stuckLevelThatFallsIsStuckNoMore() {
        var day = day([.radar])
        day.edge("radar", isActive: true)
        day.advance(to: "20:30")
        #expect(day.health("radar") == .stuck)
        day.edge("radar", isActive: false)
        #expect(day.health("radar") == .ok)
    }
}
