import HTTPTypes
import PanelWeb
import RoomCore
import Testing

@testable import Desk

struct SensorDeskTests {
    private let stage = DeskStage()

    private func edge(_ sensor: String, at minute: Int) -> SensorEdge {
        SensorEdge(
            sensor: sensor, isActive: true, at: ScriptedRecord.minute(minute), health: .ok)
    }

    private func sensors(_ query: String) async throws -> SensorsDocument {
        let answer = try await stage.desk().read("/desk/sensors.json?\(query)")
        #expect(answer.status == 200, "\(answer.text)")
        return try answer.json()
    }

    /// From noon of the 28th by the room's clock on.
    private static let window = "from=2026-11-28T09:00:00Z&to=2026-11-30T21:00:00Z"

    @Test func edgesAreCountedByTheDaysOfTheRoom() async throws {
        // 10:00, 13:59 and 14:01 at the door, and 23:59 of the day before.
        stage.record.change { content in
            content.edges = [0, 239, 241, -601].map { edge("pir", at: $0) } + [edge("old", at: 1)]
        }
        let found = try await sensors(Self.window)
        #expect(found.sensors.map(\.name) == ["pir", "radar", "old"])
        let days = found.sensors[0].days
        #expect(days.map(\.day) == ["2026-11-28", "2026-11-29", "2026-11-30"])
        #expect(days.map(\.edges) == [0, 1, 3])
        #expect(days.map(\.whole) == [false, true, true])
        #expect(found.sensors[0].chart == "Edges a day: pir. Most on 2026-11-30: 3.")
        // Gone from the configuration, and not from the record.
        #expect(found.sensors[2].health == nil)
        #expect(found.sensors[2].facts.first?.text == "not in the configuration any more")
    }

    @Test func sensorIsToldWithWhatItMissed() async throws {
        let silence = SensorSilence(
            sensors: ["pir", "radar"], seconds: 3_720, endedAt: ScriptedRecord.minute(80))
        stage.record.change { $0.silences = ["pir": silence] }
        let pir = try #require(try await sensors("sensor=pir&language=en").sensors.first)
        #expect(
            pir.facts.map(\.text) == [
                "ok", "2026-11-30 10:05", "3",
                "1 h 2 min, until 2026-11-30 11:20, together with radar",
            ])
        #expect((pir.silence?.seconds, pir.lostEdges) == (3_720, 3))
        let radar = try #require(try await sensors("sensor=radar&language=ru").sensors.first)
        #expect(
            radar.facts.first == SensorsDocument.Fact(label: "Состояние сейчас", text: "пропал"))
        #expect(radar.lastEdge == nil && radar.silence == nil)
    }

    @Test func barsAreDrawnForEachDay() async throws {
        stage.record.change { $0.edges = (0..<11).map { edge("pir", at: $0) } }
        let answer = try await stage.desk().read("/desk/sensors.svg?sensor=pir&\(Self.window)")
        #expect(answer.headers[.contentType] == "image/svg+xml")
        for part in [
            "<title>Edges a day: pir</title>", ">11-28</text>", ">11-30</text>", ">11</text>",
            "stroke-dasharray",
        ] { #expect(answer.text.contains(part), "\(part) in\n\(answer.text)") }
        // The Content-Security-Policy would leave both out.
        #expect(!answer.text.contains("style"))
        #expect(!answer.text.contains("script"))
    }

    @Test(
        arguments: [
            ([], 2), ([0], 2), ([1, 2], 2), ([3], 4), ([7], 10), ([10], 10), ([11], 20),
            ([14_000], 20_000),
            ([100_000], 100_000),
        ] as [([Int], Int)])
    func scaleIsTheLeastRoundOneThatHoldsAllBars(counts: [Int], scale: Int) {
        let bars = counts.map { DayChart.Bar(label: "", count: $0, isWhole: true) }
        #expect(DayChart(title: "", bars: bars).scale == scale)
    }

    @Test func textInAChartIsText() {
        let chart = DayChart(title: #"<script>"&"#, bars: [])
        #expect(chart.svg.contains("&lt;script&gt;&quot;&amp;"))
        #expect(!chart.svg.contains("<script"))
    }
}
