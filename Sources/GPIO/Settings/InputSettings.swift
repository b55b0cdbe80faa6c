public import RoomCore

/// The resistor that holds a line at a level while nothing drives it.
public enum LineBias: String, Hashable, Sendable, Codable, CaseIterable {
    /// Whatever it is set to already.
    case asIs = "as-is"
    /// None: something outside must drive the line.
    case disabled
    /// Towards high.
    case pullUp = "pull-up"
    /// Towards low.
    case pullDown = "pull-down"
}

/// One input line of the panel: a sensor's, or the button's.
public struct InputSettings: Hashable, Sendable {
    /// What the line is there for.
    public enum Role: String, Hashable, Sendable, CaseIterable {
        /// An occupancy sensor.
        case sensor
        /// The button.
        case button
    }

    /// The longest debounce period that is accepted.
    public static let longestDebounce = Duration.seconds(10)

    /// What events call it; unique in the panel.
    ///
    /// The kernel shows the first characters as the line's consumer.
    public var name: String
    /// What the line is there for; the reader treats both alike.
    public var role: Role
    /// Which line.
    public var line: LineReference
    /// The electrical level that means active.
    public var active: SensorSettings.ActiveLevel
    /// The resistor to switch on.
    public var bias: LineBias
    /// How long a level must hold before it counts; zero for none, up to ``longestDebounce``.
    public var debounce: Duration

    /// Makes the settings of one input.
    public init(
        name: String, role: Role = .sensor, line: LineReference,
        active: SensorSettings.ActiveLevel = .high, bias: LineBias = .asIs,
        debounce: Duration = .zero
    ) {
        self.name = name
        self.role = role
        self.line = line
        self.active = active
        self.bias = bias
        self.debounce = debounce
    }

    var debounceNanoseconds: UInt64 {
        let (seconds, attoseconds) = min(max(debounce, .zero), Self.longestDebounce).components
        return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    }
}
