public import RoomCore

/// The JSON of `/api/v1/simulator`.
public struct SimulatorDocument: Hashable, Sendable, Codable {
    /// One simulated line; also the answer to a `PUT`.
    public struct Line: Hashable, Sendable, Codable {
        /// The sensor's name, or `button`.
        public var name: String
        /// What hangs on the line.
        public var kind: SimulatedLine.Kind
        /// The electrical level that means pressed, or somebody there.
        public var active: SensorSettings.ActiveLevel
        /// The electrical level, 0 or 1.
        public var level: Int

        /// Puts a line into the words of the contract.
        public init(_ line: SimulatedLine) {
            name = line.name
            kind = line.kind
            active = line.active
            level = line.level
        }
    }

    /// Whether the GPIO is simulated.
    public var simulated: Bool
    /// The lines that can be switched; empty with real GPIO.
    public var lines: [Line]

    /// Describes the lines of a simulator, or that there is none.
    public init(_ simulator: (any SimulatedLines)?) {
        simulated = simulator != nil
        lines = simulator?.lines().map(Line.init) ?? []
    }
}
