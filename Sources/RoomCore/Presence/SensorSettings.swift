/// How one occupancy sensor behaves; from `gpio.sensors` of the configuration.
public struct SensorSettings: Hashable, Sendable {
    /// What the sensor's line tells.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A PIR: a pulse for each movement.
        case motion
        /// A radar: active as long as somebody is there.
        case presence

        /// ``SensorSettings/stuckAfter`` where nothing else is set: 4 h for pulses, 12 h for a level.
        public var stuckAfter: Duration {
            .seconds((self == .motion ? 4 : 12) * 3_600)
        }
    }

    /// The electrical level that means "active".
    public enum ActiveLevel: String, Hashable, Sendable, Codable, CaseIterable {
        /// The line is high when active.
        case high
        /// The line is low when active.
        case low

        /// The electrical level, 0 or 1, of an active or inactive line.
        public func level(isActive: Bool) -> Int {
            (self == .high) == isActive ? 1 : 0
        }
    }

    /// Its name, unique in the panel; 1-32 characters of `a-z0-9_-`.
    public var name: String
    /// What its line tells.
    public var kind: Kind
    /// The level that means active.
    public var active: ActiveLevel
    /// How long after its last active edge it still says present; 1 s - 2 h.
    public var hold: Duration
    /// How long after start its pulses mean nothing; 0-210 s.
    public var warmUp: Duration
    /// How long its line may stay active, or go on without a pause, before it is not believed any more; 1-168 h.
    public var stuckAfter: Duration

    /// Makes the settings; the defaults are those of the configuration.
    ///
    /// - Parameter stuckAfter: nil for ``Kind/stuckAfter``.
    public init(
        name: String, kind: Kind = .motion, active: ActiveLevel = .high,
        hold: Duration = .seconds(600), warmUp: Duration = .seconds(60),
        stuckAfter: Duration? = nil
    ) {
        self.name = name
        self.kind = kind
        self.active = active
        self.hold = hold
        self.warmUp = warmUp
        self.stuckAfter = stuckAfter ?? kind.stuckAfter
    }

    /// Takes over what of other settings takes effect without its line being asked for anew: ``hold``, ``warmUp`` (from
    /// the next start of the sensor on) and ``stuckAfter``.
    public mutating func adopt(_ other: SensorSettings) {
        hold = other.hold
        warmUp = other.warmUp
        stuckAfter = other.stuckAfter
    }
}

/// Whether somebody is in the room, as far as the panel can see.
public enum Presence: String, Hashable, Sendable, Codable, CaseIterable {
    /// A healthy sensor says so.
    case present
    /// A healthy sensor covers the room, and none says present.
    case vacant
    /// No healthy sensor covers the room. Never harms anybody.
    case unknown
}

/// Whether a sensor can be believed; only `ok` sensors give evidence.
public enum SensorHealth: String, Hashable, Sendable, Codable, CaseIterable {
    /// It can be believed.
    case ok
    /// Started less than `warm_up` ago.
    case warmingUp = "warming_up"
    /// Active without a change for ``SensorSettings/stuckAfter``; until it changes.
    case stuck
    /// Over 120 edges a minute for 5 min; until it was quieter for as long.
    case chattering
    /// Edges as no people make them: in a rhythm for half an hour, or without a pause for ``SensorSettings/stuckAfter``.
    ///
    /// Until it was quiet once for its hold, or for two periods of the rhythm if those are longer.
    case implausible
    /// No edge for 7 days although the button was pressed or bookings were held, or none in two bookings in a row that
    /// presses or another sensor took up; until its next edge.
    case silent
    /// Its chip or line is lost, or was never there.
    case gone
}
