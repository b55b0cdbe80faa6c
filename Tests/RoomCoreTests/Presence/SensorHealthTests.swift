import RoomCore
import Testing

/// Which sensors are believed: design section 2, "Presence".
@Suite struct SensorHealthTests {
    private func day(_ sensors: [SensorSettings] = [.pir]) -> Day {
        Day([], sensors: sensors)
    }

    @Test func sensorWarmsUpForSixtySeconds() {
        var day = day()
        #expect(day.health() == .warmingUp)
        #expect(day.presence == .unknown)
        day.motion(at: "08:00:30")
        #expect(day.presence == .unknown)
        day.advance(to: "08:00:59.999999")
        #expect(day.health() == .warmingUp)
        day.advance(to: "08:01")
        #expect(day.health() == .ok)
        #expect(day.presence == .vacant)
    }

    @Test func levelStillActiveAfterTheWarmUpCountsFromThenOn() {
        var day = day()
        day.advance(to: "08:00:30")
        day.edge(isActive: true)
        day.advance(to: "08:01")
        #expect(day.presence == .present)
    }

    @Test func partWithoutWarmUpIsBelievedAtOnce() {
        let day = day([.radar])
        #expect(day.health("radar") == .ok)
        #expect(day.presence == .vacant)
    }

    @Test func sensorNeverFoundIsGone() {
        var day = Day(
            RoomSettings(id: "a", name: "A", sensors: [.pir], server: .none), from: at("08:00"))
        day.apply(.tick)
        day.advance(to: "08:05")
        #expect(day.health() == .gone)
        #expect(day.presence == .unknown)
    }

    @Test func motionSensorActiveForFourHoursIsStuck() {
        var day = day()
        day.advance(to: "08:02")
        day.edge(isActive: true)
        day.advance(to: "12:01:59.999999")
        #expect(day.presence == .present)
        day.advance(to: "12:02")
        #expect(day.health() == .stuck)
        #expect(day.presence == .unknown)
        day.edge(isActive: false)
        #expect(day.health() == .ok)
        #expect(day.presence == .vacant)
        day.edge(isActive: true)
        #expect(day.presence == .present)
    }

    /// Seed 92: edges that were lost are changes, so the line was not stuck.
    @Test func lineThatLostEdgesIsNotStuckYet() {
        var day = Day()
        day.advance(to: "08:02")
        day.edge(isActive: true)
        day.advance(to: "10:00")
        day.apply(.sensor("pir", .edgesLost(3)))
        day.apply(.sensor("pir", .found(isActive: true)))
        day.advance(to: "13:59")
        #expect(day.health() == .ok)
        day.advance(to: "14:00")
        #expect(day.health() == .stuck)
    }

    /// Seed 12565: a line that had chattered counted as active since it was well again, not since its last change.
    @Test func lineIsStuckFourHoursAfterItsLastChange() {
        var day = Day()
        day.advance(to: "08:05")
        for _ in 0..<(6 * 130) {
            day.edge(isActive: true)
            day.advance(by: .milliseconds(230))
            day.edge(isActive: false)
            day.advance(by: .milliseconds(230))
        }
        #expect(day.health() == .chattering)
        day.edge(isActive: true)
        let last = day.now.wall
        day.advance(to: last + .minutes(8))
        #expect(day.health() == .ok)
        day.advance(to: last + .hours(4) - .seconds(1))
        #expect(day.health() == .ok)
        day.advance(to: last + .hours(4))
        #expect(day.health() == .stuck)
    }

    @Test func radarMayBeActiveAllDayButNotForTwelveHours() {
        var day = day([.radar])
        day.edge("radar", isActive: true)
        day.advance(to: "19:59:59.999999")
        #expect(day.health("radar") == .ok)
        #expect(day.presence == .present)
        #expect(day.availability == .occupiedUnbooked)
        day.advance(to: "20:00")
        #expect(day.health("radar") == .stuck)
        #expect(day.presence == .unknown)
    }

    /// Edges in each of five minutes, and what becomes of the sensor.
    @Test(
        arguments: [
            ([121, 121, 121, 121, 121], SensorHealth.chattering),
            ([120, 120, 120, 120, 120], .ok),
            ([121, 121, 120, 121, 121], .ok),
            ([400, 400, 400, 400, 122], .chattering),
        ])
    func moreThan120EdgesAMinuteForFiveMinutesAreChatter(
        edges: [Int], health: SensorHealth
    ) {
        var day = day()
        day.advance(to: "09:00")
        for count in edges { chatter(&day, count) }
        day.apply(.tick)
        #expect(day.health() == health)
    }

    private func chatter(_ day: inout Day, _ count: Int) {
        let end = day.now.wall + .minutes(1)
        for number in 0..<count {
            day.edge(isActive: number % 2 == 0)
            day.advance(by: .milliseconds(60_000 / (count + 1)))
        }
        day.advance(to: end)
    }

    @Test func chatteringSensorIsBelievedAgainAfterFiveQuietMinutes() {
        var day = day()
        day.advance(to: "09:00")
        for _ in 0..<5 { chatter(&day, 200) }
        day.apply(.tick)
        #expect(day.presence == .unknown)
        day.advance(to: "09:09:59")
        #expect(day.health() == .chattering)
        day.advance(to: "09:10:01")
        #expect(day.health() == .ok)
    }

    @Test func edgesOfAChatteringSensorAreCountedButNotKept() {
        var day = day()
        day.advance(to: "09:00")
        for _ in 0..<5 { chatter(&day, 200) }
        day.apply(.tick)
        let kept = day.records.count
        let counted = day.sensor("pir")?.edges ?? 0
        for _ in 0..<10 { day.edge(isActive: true) }
        #expect(day.records.count == kept)
        #expect(day.sensor("pir")?.edges == counted + 10)
    }

    @Test func sensorWithoutAnEdgeForAWeekIsSilentOnlyWithAWitness() {
        var alone = day()
        alone.advance(by: .days(8))
        #expect(alone.health() == .ok)
        var witnessed = day()
        witnessed.advance(to: "12:00")
        witnessed.press()
        witnessed.advance(to: at("08:00") + .days(7) - microsecond)
        #expect(witnessed.health() == .ok)
        witnessed.advance(by: microsecond)
        #expect(witnessed.health() == .silent)
        #expect(witnessed.presence == .unknown)
        witnessed.motion()
        #expect(witnessed.health() == .ok)
        #expect(witnessed.presence == .present)
    }

    @Test func witnessAfterTheWeekSilencesAtOnce() {
        var day = day()
        day.advance(by: .days(9))
        day.press()
        #expect(day.health() == .silent)
    }

    @Test func goneSensorWarmsUpAnewWhenItComesBack() {
        var day = day()
        day.motion(at: "09:00")
        day.apply(.sensor("pir", .gone))
        #expect(day.health() == .gone)
        #expect(day.presence == .unknown)
        day.advance(to: "09:01")
        day.apply(.sensor("pir", .found(isActive: false)))
        #expect(day.health() == .warmingUp)
        day.advance(to: "09:02")
        #expect(day.presence == .present)
        day.advance(to: "09:10:02")
        #expect(day.presence == .vacant)
    }

    @Test func edgeOfASensorThatWasNotFoundWarmsItUpToo() {
        var day = day()
        day.advance(to: "09:00")
        day.apply(.sensor("pir", .gone))
        day.edge(isActive: true)
        #expect(day.health() == .warmingUp)
    }

    @Test func lostEdgesAreCountedAndHoldPresence() {
        var day = day()
        day.advance(to: "09:00")
        day.apply(.sensor("pir", .edgesLost(7)))
        #expect(day.sensor("pir")?.lostEdges == 7)
        #expect(day.presence == .present)
        day.advance(to: "09:10")
        #expect(day.presence == .vacant)
    }

    @Test func changesOfHealthAreNoticedOnce() {
        var day = day()
        day.advance(to: "12:00")
        let health = day.notices.compactMap { notice -> SensorHealth? in
            if case .sensor("pir", let health) = notice { health } else { nil }
        }
        #expect(health == [.warmingUp, .ok])
    }
}
