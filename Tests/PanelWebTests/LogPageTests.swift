import RoomCore
import Testing

@testable import PanelWeb

/// `/api/v1/log/page`, and the filter by sensor.
struct LogPageTests {
    private let window = "?from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z"
    private static let noon = WallTime.sample("2026-11-21T12:00:00Z")

    private func edge(_ sensor: String, _ seconds: Int) -> LogEntry {
        .edge(
            SensorEdge(
                sensor: sensor, isActive: true, at: Self.noon + .seconds(seconds), health: .ok))
    }

    private func note(_ sensor: String?) -> LogEntry {
        .note(
            Note(
                number: 1, writtenAt: Self.noon, at: Self.noon + .seconds(1), sensor: sensor,
                text: "fan replaced"))
    }

    private func pages(_ panel: ScriptedPanel, _ more: String = "") async throws -> [LogPage] {
        var limits = WebLimits()
        limits.logPage = 3
        let responder = PanelResponder.testing(panel, limits: limits)
        var (pages, after) = ([LogPage](), "")
        while true {
            let answer = await responder.ask("/api/v1/log/page\(window)\(more)\(after)")
            let page = try answer.json(LogPage.self)
            pages.append(page)
            guard let next = page.next else { return pages }
            after = "&after=\(next)"
            try #require(pages.count < 20)
        }
    }

    @Test func pagesGoOnWhereTheOneBeforeEnded() async throws {
        let log = (0..<8).map { edge("pir", $0 / 5) }
        let pages = try await pages(ScriptedPanel { $0.log = log })
        #expect(pages.map(\.rows.count) == [3, 3, 2, 0])
        #expect(pages.flatMap(\.rows) == log.map { LogRow($0) })
    }

    @Test func aSensorHasItsEdgesAndNotes() async throws {
        let log = [edge("pir", 0), note("pir"), note(nil), edge("radar", 2), edge("pir", 3)]
        let panel = ScriptedPanel { $0.log = log }
        let own = try await pages(panel, "&sensor=pir").flatMap(\.rows)
        #expect(own == [log[0], log[1], log[4]].map { LogRow($0) })
        let notes = try await pages(panel, "&kind=note").flatMap(\.rows)
        #expect(notes == [log[1], log[2]].map { LogRow($0) })
        #expect(try await pages(panel, "&sensor=pir&kind=press").flatMap(\.rows).isEmpty)
        let csv = await PanelResponder.testing(panel).ask(
            "/api/v1/log\(window)&sensor=radar&format=csv")
        #expect(csv.text.split(separator: "\r\n").count == 2)
    }

    @Test(arguments: [
        ("&after=", "bad_cursor"), ("&after=1", "bad_cursor"), ("&after=1-1", "bad_cursor"),
        ("&after=1795262400000000-10001", "bad_cursor"), ("&after=x-1", "bad_cursor"),
        ("&after=1795262400000000--1", "bad_cursor"), ("&sensor=", "bad_sensor"),
        ("&sensor=Pir", "bad_sensor"), ("&sensor=%27%20OR%201", "bad_sensor"),
        ("&format=csv", "unknown_parameter"),
    ])
    func whatDoesNotFitIsOneClearError(more: String, code: String) async {
        let answer = await PanelResponder.testing().ask("/api/v1/log/page\(window)\(more)")
        #expect((answer.status, answer.code) == (400, code))
    }
}
