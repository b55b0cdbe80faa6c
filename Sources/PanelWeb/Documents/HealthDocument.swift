/// The JSON of `/healthz`.
public struct HealthDocument: Hashable, Sendable, Codable {
    /// The panel's health in one word.
    public enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nothing is wrong.
        case ok
        /// The panel does its work, but somebody should look.
        case degraded
        /// A part of the panel's work is not done.
        case failing
    }

    /// The panel's health in one word.
    public var status: Status
    /// What is wrong; failures first.
    public var findings: [HealthFinding]

    /// Judges the findings.
    public init(findings: [HealthFinding]) {
        let failures = findings.filter { $0.severity == .failure }
        self.findings = failures + findings.filter { $0.severity == .warning }
        self.status = !failures.isEmpty ? .failing : findings.isEmpty ? .ok : .degraded
    }
}
