import RoomCore
import RoomTestKit
import Testing

/// Two real PIRs of a room that was used all day.
@Suite struct RealSensorTests {
    /// When in its row a sensor fired is not told: somewhere, or as evenly as can be.
    @Test(
        .enabled(if: RecordedRoom.isThere, "there is no ../shared/data/occupancy-pir.csv"),
        arguments: [true, false])
    func noRealSensorIsImplausible(isSpread: Bool) throws {
        var seed: UInt64 = 11
        let sensors = ["a", "b"].map { SensorSettings(name: $0, warmUp: .zero) }
        var day = Day([], sensors: sensors)
        for row in try RecordedRoom.rows() {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let part = isSpread ? Int64(seed >> 33) % 24 : 12
            day.advance(by: max(row.wait - .seconds(30), .zero))
            let end = day.now.wall + min(row.wait, .seconds(30))
            day.advance(by: min(row.wait, .seconds(part)))
            for (sensor, fired) in zip(sensors, row.fired) where fired {
                day.motion(sensor.name)
            }
            day.advance(to: max(end, day.now.wall))
        }
        let healths = day.notices.compactMap { notice -> SensorHealth? in
            if case .sensor(_, let health) = notice { health } else { nil }
        }
        #expect(healths == [.ok, .ok])
        #expect(day.state.sensors.allSatisfy { $0.edges > 600 })
    }
}
