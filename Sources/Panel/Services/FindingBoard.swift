import PanelWeb
import Synchronization

/// Findings that no state tells: what was found at start, or what a service says of itself.
final class FindingBoard: Sendable {
    /// Findings kept of one component; the oldest give way.
    static let greatestCount = 8
    private let kept = Mutex<[HealthFinding]>([])

    /// Adds a finding that stays until the process ends: an operator should know that it happened.
    func add(_ component: String, _ message: String, _ severity: HealthFinding.Severity = .warning)
    {
        let finding = HealthFinding(
            component: component, severity: severity, message: String(message.prefix(512)))
        kept.withLock { kept in
            guard !kept.contains(finding) else { return }
            kept.append(finding)
            let own = kept.indices.filter { kept[$0].component == component }
            if own.count > Self.greatestCount, let oldest = own.first { kept.remove(at: oldest) }
        }
    }

    /// Puts up what a service says of itself, in place of what it said before; nil when it is well.
    func set(
        _ component: String, _ message: String?, _ severity: HealthFinding.Severity = .failure
    ) {
        kept.withLock { kept in
            kept.removeAll { $0.component == component }
            guard let message else { return }
            kept.append(
                HealthFinding(
                    component: component, severity: severity, message: String(message.prefix(512))))
        }
    }

    var findings: [HealthFinding] { kept.withLock { $0 } }
}
