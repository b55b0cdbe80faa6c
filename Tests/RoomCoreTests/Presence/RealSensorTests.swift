import Foundation
import RoomCore
import Testing

/// Two real PIRs of a room that was used all day, row by row (UCI Room Occupancy Estimation, CC BY 4.0).
@Suite struct RealSensorTests {
    private static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data/occupancy-pir.csv")
    private static let isThere = FileManager.default.fileExists(atPath: file.path)

    /// How long after the row before each row was written, and whether the two sensors fired in that time.
    private struct Row {
        var wait: Duration
        var fired: [Bool]
    }

    private func rows() throws -> [Row] {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        var last: Int64?
        return text.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
            let cells = line.split(separator: ",")
            let clock = cells[0].split(separator: "T")[1].split(separator: ":").compactMap {
                Int64($0)
            }
            let second = clock[0] * 3_600 + clock[1] * 60 + clock[2]
            defer { last = second }
            // From one recorded day to the next a night passes.
            let wait = last.map { second >= $0 ? second - $0 : 36_000 } ?? 0
            return Row(wait: .seconds(wait), fired: [cells[1] == "1", cells[2] == "1"])
        }
    }

    /// When in its row a sensor fired is not told: somewhere, or as evenly as can be.
    @Test(
        .enabled(if: isThere, "there is no ../shared/data/occupancy-pir.csv"),
        arguments: [true, false])
    func noRealSensorIsImplausible(isSpread: Bool) throws {
        var seed: UInt64 = 11
        let sensors = ["a", "b"].map { SensorSettings(name: $0, warmUp: .zero) }
        var day = Day([], sensors: sensors)
        for row in try rows() {
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
