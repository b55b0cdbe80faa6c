import RoomCore

@testable import PanelWeb

/// The metrics that the program has, with their labels and the values of those whose values are a closed set.
struct MetricVocabulary {
    /// Labels that Prometheus adds.
    static let added: Set<String> = ["instance", "job"]
    /// Labels whose values are anybody's.
    private static let open: Set<String> = [
        "id", "name", "time_zone", "sensor", "method", "server", "kind",
    ]

    /// By metric and label.
    private(set) var metrics: [String: [String: Set<String>]] = [:]

    /// Takes the metrics of panels about which together everything is known.
    init(_ panels: [ScriptedPanel]) {
        for family in panels.flatMap(Self.families) {
            var labels = metrics[family.name] ?? [:]
            for label in family.samples.flatMap(\.labels) {
                labels[label.name, default: []].insert(label.value)
            }
            metrics[family.name] = labels
        }
        metrics["up"] = [:]
    }

    /// All labels of all metrics.
    var labels: Set<String> { Set(metrics.values.flatMap(\.keys)).union(Self.added) }

    /// What is wrong with expressions, or a text that holds some: names that the program does not have.
    func faults(in text: String) -> [String] {
        let selected = text.matches(of: #/\b(up|(?:domovoy|process)_[a-z_]+)\b(?:\{([^}]*)\})?/#)
        let grouped = text.matches(of: #/\b(?:by|on|without|ignoring|group_left) \(([^)]*)\)/#)
        let named = text.matches(of: #/\{\{ ?(?:\$labels\.)?([a-z_]+) ?\}\}/#)
        let groups = grouped.flatMap { $0.1.split(separator: ",") }.map {
            String($0.filter { $0 != " " })
        }
        let words = groups + named.map { String($0.1) }
        return selected.flatMap { faults(of: String($0.1), String($0.2 ?? "")) }
            + words.filter { !labels.contains($0) }.map { "no label is called \($0)" }
    }

    private func faults(of metric: String, _ selector: String) -> [String] {
        guard let known = metrics[metric] else { return ["no metric is called \(metric)"] }
        return selector.matches(of: #/([a-z_]+)(=~|!~|!=|=)"([^"]*)"/#).flatMap { match in
            let label = String(match.1)
            if Self.added.contains(label) { return [String]() }
            guard let values = known[label] else { return ["\(metric) has no label \(label)"] }
            guard !Self.open.contains(label) else { return [] }
            return match.3.split(separator: "|").map(String.init)
                .filter { !values.contains($0) }.map { "\(metric) has no \(label) \($0)" }
        }
    }

    private static func families(_ panel: ScriptedPanel) -> [MetricFamily] {
        let (state, figures) = (panel.state(), panel.figures())
        return RoomMetrics(state: state, findings: panel.health()).families
            + ServerMetrics(sync: state.sync, now: state.now, tally: figures.tally).families
            + FigureMetrics(figures: figures).families
    }
}
