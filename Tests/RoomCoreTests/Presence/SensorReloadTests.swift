import RoomCore
import Testing

/// Other settings of a sensor take effect while the panel runs.
@Suite struct SensorReloadTests {
    @Test func anotherHoldIsInForceAtOnce() {
        var day = Day()
        day.motion(at: "09:00")
        day.advance(to: "09:03")
        day.apply(.settings(.sensors([SensorSettings(name: "pir", hold: .seconds(120))])))
        #expect(day.presence == .vacant)
        day.motion(at: "10:00")
        day.advance(to: "10:02:02")
        #expect(day.presence == .vacant)
    }

    @Test func stuckAfterIsInForceAtOnce() {
        var day = Day()
        day.advance(to: "09:00")
        day.edge(isActive: true)
        day.advance(to: "11:00")
        day.apply(.settings(.sensors([SensorSettings(name: "pir", stuckAfter: .hours(1))])))
        #expect(day.health() == .stuck)
    }

    @Test func whatBelongsToTheLineStaysAndNobodyIsAdded() {
        var day = Day()
        day.apply(
            .settings(
                .sensors([
                    SensorSettings(name: "pir", kind: .presence, active: .low),
                    SensorSettings(name: "other"),
                ])))
        #expect(day.state.sensors.map(\.name) == ["pir"])
        #expect(day.sensor("pir")?.kind == .motion)
        #expect(day.sensor("pir")?.level == 0)
    }
}
