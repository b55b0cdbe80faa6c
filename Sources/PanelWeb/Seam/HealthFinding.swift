/// One thing that is wrong with the panel.
public struct HealthFinding: Hashable, Sendable, Codable {
    /// How bad it is.
    public enum Severity: String, Hashable, Sendable, Codable, CaseIterable {
        /// The panel does its work, but somebody should look; `/healthz` says `degraded`.
        case warning
        /// A part of the panel's work is not done; `/healthz` says `failing` and answers 503.
        case failure
    }

    /// The part it is about: a sensor's name, `button`, `lamps`, `journal`, `server`, `clock`, `configuration` ...
    public var component: String
    /// How bad it is.
    public var severity: Severity
    /// One line for people: what is wrong, and where there is a remedy, which.
    ///
    /// Holds no secret; at most 512 bytes.
    public var message: String

    /// Makes a finding.
    public init(component: String, severity: Severity, message: String) {
        self.component = component
        self.severity = severity
        self.message = message
    }
}
