import Foundation
import Testing

@testable import PanelWeb

/// Alert rules and dashboard of docs/monitoring name what the program has, and Prometheus' own tool takes them.
struct MonitoringTests {
    private struct Dashboard: Decodable {
        struct Place: Decodable {
            var x: Int
            var y: Int
            var w: Int
            var h: Int
        }
        struct Target: Decodable {
            var refId: String
            var expr: String
            var legendFormat: String
        }
        struct Panel: Decodable {
            var id: Int
            var type: String
            var title: String
            var gridPos: Place
            var targets: [Target]
        }
        struct Variable: Decodable {
            var name: String
            var query: String
        }
        struct Templating: Decodable {
            var list: [Variable]
        }
        var uid: String
        var title: String
        var schemaVersion: Int
        var templating: Templating
        var panels: [Panel]
    }

    private static let docs = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs")
    private let vocabulary = MetricVocabulary([ScriptedPanel(), MetricsTests.busyPanel()])

    private func text(_ name: String) throws -> String {
        try String(contentsOf: Self.docs.appending(path: name), encoding: .utf8)
    }

    private func dashboard() throws -> Dashboard {
        try JSONDecoder().decode(
            Dashboard.self, from: Data(try text("monitoring/dashboard.json").utf8))
    }

    @Test(arguments: ["monitoring/alerts.yml", "monitoring/alerts_test.yml"])
    func rulesNameWhatTheProgramHas(file: String) throws {
        let text = try text(file)
        #expect(text.contains("domovoy_health_findings"))
        #expect(vocabulary.faults(in: text) == [])
    }

    @Test func dashboardNamesWhatTheProgramHas() throws {
        let dashboard = try dashboard()
        let names = Set(dashboard.templating.list.map(\.name))
        for variable in dashboard.templating.list {
            #expect(vocabulary.faults(in: variable.query) == [])
        }
        for target in dashboard.panels.flatMap(\.targets) {
            #expect(vocabulary.faults(in: target.expr) == [], "\(target.expr)")
            #expect(vocabulary.faults(in: target.legendFormat) == [], "\(target.legendFormat)")
            let used = target.expr.matches(of: #/\$([a-z_]+)/#).map { String($0.1) }
            #expect(used == ["instance"] && names.contains("instance"), "\(target.expr)")
        }
    }

    @Test func dashboardsPanelsHaveAPlaceEach() throws {
        let dashboard = try dashboard()
        #expect(!dashboard.uid.isEmpty && !dashboard.title.isEmpty)
        #expect(dashboard.schemaVersion > 30 && dashboard.panels.count > 10)
        #expect(Set(dashboard.panels.map(\.id)).count == dashboard.panels.count)
        #expect(Set(dashboard.panels.map(\.title)).count == dashboard.panels.count)
        var taken: Set<[Int]> = []
        for panel in dashboard.panels {
            let place = panel.gridPos
            #expect(["stat", "timeseries", "state-timeline", "table"].contains(panel.type))
            #expect(place.x >= 0 && place.w > 0 && place.x + place.w <= 24 && place.h > 0)
            for x in place.x..<place.x + place.w {
                for y in place.y..<place.y + place.h {
                    #expect(taken.insert([x, y]).inserted, "\(panel.title) lies on another")
                }
            }
            let targets = panel.targets.map(\.refId)
            #expect(!targets.isEmpty && Set(targets).count == targets.count)
        }
    }

    @Test func documentationNamesEveryMetric() throws {
        let page = try text("http.md")
        for metric in vocabulary.metrics.keys where metric != "up" {
            #expect(page.contains(metric), "\(metric)")
        }
    }

    @Test(arguments: [
        ("domovoy_presense == 1", "no metric is called domovoy_presense"),
        (#"domovoy_presence{state="absent"}"#, "domovoy_presence has no state absent"),
        (#"domovoy_presence{state=~"present|gone"}"#, "domovoy_presence has no state gone"),
        (#"domovoy_clock_trusted{state="ok"}"#, "domovoy_clock_trusted has no label state"),
        ("sum by (sensor, colour) (domovoy_sensor_level)", "no label is called colour"),
        ("{{ $labels.colour }}", "no label is called colour"),
    ])
    func whatTheProgramDoesNotHaveIsFound(text: String, fault: String) {
        #expect(vocabulary.faults(in: text) == [fault])
    }

    @Test(
        .enabled(
            if: Checker.promtool != nil,
            "needs promtool of the Debian package prometheus in PATH"),
        arguments: [["check", "rules", "alerts.yml"], ["test", "rules", "alerts_test.yml"]])
    func prometheusOwnToolTakesTheRules(words: [String]) throws {
        let promtool = try #require(Checker.promtool)
        let file = Self.docs.appending(path: "monitoring/\(words[2])").path()
        let checker = Checker(program: promtool.program, arguments: Array(words.prefix(2)) + [file])
        let verdict = try checker.check("")
        #expect(verdict.isContent, "\(verdict.words)")
    }

    @Test(
        .enabled(
            if: Checker.promtool != nil,
            "needs promtool of the Debian package prometheus in PATH"))
    func prometheusOwnToolReadsTheDashboardsExpressions() throws {
        let promtool = try #require(Checker.promtool)
        let expressions = try dashboard().panels.flatMap(\.targets).map {
            $0.expr.replacing("$instance", with: ".*")
        }
        let rules = expressions.enumerated().map { number, expression in
            ["record": "domovoy:dashboard\(number)", "expr": expression]
        }
        // JSON is YAML.
        let file = FileManager.default.temporaryDirectory
            .appending(path: "domovoy-rules-\(UUID().uuidString).yml")
        defer { try? FileManager.default.removeItem(at: file) }
        let group: [String: Any] = ["name": "g", "rules": rules]
        try JSONSerialization.data(withJSONObject: ["groups": [group]]).write(to: file)
        let checker = Checker(
            program: promtool.program, arguments: ["check", "rules", file.path()])
        let verdict = try checker.check("")
        #expect(verdict.isContent, "\(verdict.words)")
    }
}
