import RoomCore
import Testing

/// Presence from one and several sensors: design section 2, "Presence".
@Suite struct PresenceTests {
    private static let far = SensorSettings(name: "far", hold: .minutes(5), warmUp: .zero)

    @Test func holdRunsTenMinutesFromTheLastActiveMoment() {
        var day = Day()
        day.motion(at: "09:00")
        day.advance(to: "09:10:01.999999")
        #expect(day.presence == .present)
        day.advance(to: "09:10:02")
        #expect(day.presence == .vacant)
    }

    @Test func theStretchThatLastsIsToldBeforeItIsOver() {
        var day = Day()
        day.motion(at: "09:00")
        day.advance(to: "09:05")
        let lasting = day.room.lastingPresence(at: day.now)
        #expect(lasting == PresenceSpan(.present, span("09:00", "09:05")))
    }

    @Test func activeLevelSaysPresentHoweverLong() {
        var day = Day(sensors: [.radar])
        day.advance(to: "09:00")
        day.edge("radar", isActive: true)
        day.advance(to: "11:00")
        #expect(day.presence == .present)
        day.edge("radar", isActive: false)
        day.advance(to: "11:09:59")
        #expect(day.presence == .present)
        day.advance(to: "11:10")
        #expect(day.presence == .vacant)
    }

    @Test func oneOfSeveralSensorsIsEnoughForPresence() {
        var day = Day(sensors: [.pir, Self.far])
        day.motion(at: "09:00", "far")
        #expect(day.presence == .present)
        day.motion(at: "09:04", "pir")
        day.advance(to: "09:14:01")
        #expect(day.presence == .present)
        day.advance(to: "09:14:02")
        #expect(day.presence == .vacant)
    }

    @Test func oneHealthySensorIsEnoughForVacancy() {
        var day = Day(sensors: [.pir, Self.far])
        day.advance(to: "09:00")
        day.apply(.sensor("far", .gone))
        #expect(day.presence == .vacant)
        day.apply(.sensor("pir", .gone))
        #expect(day.presence == .unknown)
    }

    @Test func presenceThatOnlyALostSensorSawIsUnknownOrVacantButNotKept() {
        var day = Day(sensors: [.pir, Self.far])
        day.motion(at: "09:00", "far")
        day.apply(.sensor("far", .gone))
        #expect(day.presence == .vacant)
    }

    /// Seed 35937: a radar that was lost while it was active left no hold behind.
    @Test func holdRunsFromTheLossOfAnActiveLine() {
        var day = Day(sensors: [.radar])
        day.edge("radar", isActive: true)
        day.advance(to: "08:30")
        day.apply(.sensor("radar", .gone))
        day.advance(to: "08:35")
        day.apply(.sensor("radar", .found(isActive: false)))
        #expect(day.presence == .present)
        day.advance(to: "08:40")
        #expect(day.presence == .vacant)
    }

    /// Seed 4648: a radar that was lost while it was active left a vacancy that had begun hours before.
    @Test func sensorLostWhileActiveLeavesNoOldVacancy() {
        var day = Day([booking("a", "10:00", "12:00")], sensors: [.pir, .radar])
        day.advance(to: "09:59")
        day.edge("radar", isActive: true)
        day.advance(to: "10:40")
        #expect(day.availability == .busy)
        day.apply(.sensor("radar", .gone))
        #expect(day.presence == .vacant)
        #expect(day.availability == .busy)
        day.advance(to: "10:54:59")
        #expect(day.availability == .busy)
        day.advance(to: "10:55")
        #expect(day.availability == .claimable)
    }

    /// The same for a line that is called stuck after four hours of being believed.
    @Test func sensorStuckLeavesNoOldVacancy() {
        let second = SensorSettings(name: "second")
        var day = Day(sensors: [.pir, second])
        day.motion(at: "08:02", "second")
        day.edge(isActive: true)
        day.advance(to: "12:02:02")
        #expect(day.health() == .stuck)
        #expect(day.presence == .vacant)
        let spans = day.records.compactMap { record -> PresenceSpan? in
            if case .presence(let span) = record { span } else { nil }
        }
        #expect(spans.last?.presence == .present)
        #expect(spans.last?.span.end == at("12:02:02"))
    }

    @Test func stretchesAreKeptWithTheirPhysicalTimes() {
        var day = Day()
        day.motion(at: "09:00")
        day.advance(to: "09:30")
        let spans = day.records.compactMap { record -> PresenceSpan? in
            if case .presence(let span) = record { span } else { nil }
        }
        #expect(
            spans == [
                PresenceSpan(.unknown, span("08:00", "08:01")),
                PresenceSpan(.vacant, span("08:01", "09:00")),
                PresenceSpan(.present, span("09:00", "09:10:02")),
            ])
    }

    @Test func edgeThatComesLateKeepsItsPhysicalTime() {
        var day = Day()
        day.advance(to: "09:00")
        let instant = day.now.uptime
        day.pass(.seconds(3))
        day.apply(.sensor("pir", .edge(isActive: true, at: instant)))
        #expect(day.sensor("pir")?.lastEdge == at("09:00"))
        day.advance(to: "09:01")
        day.edge(isActive: false)
        let kept = day.records.compactMap { record -> SensorEdge? in
            if case .edge(let edge) = record { edge } else { nil }
        }
        #expect(kept.map(\.at) == [at("09:00"), at("09:01")])
        #expect(kept.map(\.isActive) == [true, false])
    }

    @Test func edgeFromTheFutureCountsAsNow() {
        var day = Day()
        day.advance(to: "09:00")
        day.apply(
            .sensor("pir", .edge(isActive: true, at: day.now.uptime + .hours(3))))
        #expect(day.sensor("pir")?.lastEdge == at("09:00"))
    }

    @Test func holdLastsAcrossARestart() {
        let memory = Memory(lastActiveEdges: ["pir": at("08:00") - .minutes(4), "far": at("07:00")])
        var day = Day(sensors: [SensorSettings(name: "pir", warmUp: .zero)], memory: memory)
        #expect(day.presence == .present)
        day.advance(to: "08:05:59.999999")
        #expect(day.presence == .present)
        day.advance(to: "08:06")
        #expect(day.presence == .vacant)
    }

    @Test(arguments: [at("08:01"), at("05:59"), WallTime.earliest, WallTime.latest])
    func remembersNoActivityThatTheClockCannotExplain(edge: WallTime) {
        let day = Day(
            sensors: [SensorSettings(name: "pir", warmUp: .zero)],
            memory: Memory(lastActiveEdges: ["pir": edge]))
        #expect(day.presence == .vacant)
    }

    @Test func factsAboutSensorsNobodyKnowsChangeNothing() {
        var day = Day()
        day.advance(to: "09:00")
        let before = day.state
        day.edge("nobody", isActive: true)
        day.apply(.sensor("nobody", .found(isActive: true)))
        day.apply(.sensor("nobody", .edgesLost(3)))
        day.apply(.sensor("nobody", .gone))
        #expect(day.state == before)
    }
}
