public import RoomCore

/// The sensor and button lines of the simulated chip, to be switched by hand.
public protocol SimulatedLines: Sendable {
    /// The lines: the button first, if there is one, then the sensors in the order of the configuration.
    func lines() -> [SimulatedLine]

    /// Puts an electrical level, 0 or 1, on the line of this name.
    ///
    /// Only called with a name out of ``lines()`` and such a level. The change reaches the room as an edge of the
    /// chip would.
    ///
    /// - Throws: any error whose description is one line for people.
    func setLevel(_ level: Int, ofLine name: String) throws
}

/// One simulated input line.
public struct SimulatedLine: Hashable, Sendable {
    /// What hangs on the line.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The button.
        case button
        /// A motion sensor.
        case motion
        /// A presence sensor.
        case presence
    }

    /// The sensor's name, or `button`.
    public var name: String
    /// What hangs on the line.
    public var kind: Kind
    /// The electrical level that means pressed, or somebody there.
    public var active: SensorSettings.ActiveLevel
    /// The electrical level, 0 or 1.
    public var level: Int

    /// Makes a line.
    public init(name: String, kind: Kind, active: SensorSettings.ActiveLevel, level: Int) {
        self.name = name
        self.kind = kind
        self.active = active
        self.level = level
    }
}
