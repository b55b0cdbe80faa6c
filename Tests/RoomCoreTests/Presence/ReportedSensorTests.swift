import RoomCore
import Testing

/// Sensors without a line say what they see for a while; after that nobody knows.
@Suite struct ReportedSensorTests {
    private static let camera = SensorSettings(name: "camera", kind: .presence, warmUp: .zero)

    private func day(_ sensors: [SensorSettings] = [.radar]) -> Day {
        var day = Day(
            RoomSettings(id: "a", name: "A", sensors: sensors, server: .none), from: at("08:00"))
        day.apply(.tick)
        return day
    }

    @Test func sensorThatHasNotReportedIsGone() {
        let day = day()
        #expect(day.health("radar") == .gone)
        #expect(day.presence == .unknown)
    }

    @Test func reportCountsAsLongAsItSays() {
        var day = day()
        day.report("radar", true, for: .seconds(300))
        #expect(day.health("radar") == .ok)
        #expect(day.presence == .present)
        day.advance(to: "08:04:59.9")
        #expect(day.presence == .present)
        day.advance(to: "08:14:59.9")
        #expect(day.presence == .present, "its hold began when the report was over")
        day.advance(to: "08:15")
        #expect(day.health("radar") == .gone)
        #expect(day.presence == .unknown, "who stops reporting has seen nobody leave")
    }

    @Test func lateReportFindsTheSensorAndIsNoEdge() {
        var day = day()
        day.report("radar", true, for: .seconds(60))
        day.advance(to: "08:01:30")
        day.report("radar", true, for: .seconds(60))
        #expect(day.presence == .present)
        #expect(day.sensor("radar")?.edges == 0)
        day.advance(to: "08:12:29.9")
        #expect(day.presence == .present, "its hold runs from the last report")
        day.advance(to: "08:12:30")
        #expect(day.health("radar") == .gone)
    }

    @Test func emptyRoomIsUnknownToo() {
        var day = day()
        day.report("radar", false, for: .seconds(60))
        #expect(day.presence == .vacant)
        day.advance(to: "08:01")
        #expect(day.presence == .unknown)
    }

    @Test func eachReportCountsFromItselfOn() {
        var day = day()
        day.report("radar", true, for: .seconds(300))
        day.advance(to: "08:04")
        day.report("radar", true, for: .seconds(300))
        day.advance(to: "08:08:59")
        #expect(day.presence == .present)
        day.report("radar", true, for: .seconds(10))
        day.advance(to: "08:19:09")
        #expect(day.health("radar") == .gone, "a shorter time replaces a longer one")
    }

    @Test func sourcesAreRefreshedEachByItself() {
        var day = day([.radar, Self.camera])
        day.report("radar", true, for: .seconds(60))
        day.report("camera", false, for: .seconds(3_600))
        #expect(day.presence == .present)
        day.advance(to: "08:10:59.9")
        #expect(day.presence == .present, "one report that is missed takes nobody's room")
        day.advance(to: "08:11")
        #expect(day.health("radar") == .gone)
        #expect(day.health("camera") == .ok)
        #expect(day.presence == .vacant)
    }

    @Test func reportThatDiffersIsAnEdgeAndOneThatDoesNotIsNone() {
        var day = day()
        for isActive in [false, false, true, true, false] {
            day.report("radar", isActive, for: .seconds(300))
            day.advance(by: .seconds(20))
        }
        #expect(day.sensor("radar")?.edges == 2)
        #expect(day.presence == .present, "its hold is not over")
    }

    @Test func reportAfterAGapFindsTheSensorAgain() {
        var day = day()
        day.report("radar", true, for: .seconds(60))
        day.advance(to: "08:30")
        day.report("radar", false, for: .seconds(60))
        #expect(day.health("radar") == .ok)
        #expect(day.presence == .vacant)
        #expect(day.sensor("radar")?.edges == 0)
    }

    @Test func reportThatIsOverAlreadyCountsForNothing() {
        var day = day()
        for length: Duration in [.zero, .seconds(-300), .seconds(-1_000_000_000)] {
            day.report("radar", true, for: length)
            day.apply(.tick)
            #expect(day.health("radar") == .gone)
        }
    }

    @Test func reportOfSomebodyElseIsPassedOver() {
        var day = day()
        day.report("nobody", true, for: .seconds(300))
        #expect(day.presence == .unknown)
    }
}

extension Day {
    fileprivate mutating func report(_ name: String, _ isActive: Bool, for length: Duration) {
        apply(.sensor(name, .reported(isActive: isActive, until: now.uptime + length)))
    }
}
