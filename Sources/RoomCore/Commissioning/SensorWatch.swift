/// Something that a sensor's line told during a test.
public struct SensorMoment: Hashable, Sendable {
    /// The sensor's name.
    public var sensor: String
    /// What its line told.
    public var fact: Event.SensorFact
    /// When that was heard; an edge has the time of its own.
    public var at: Uptime

    /// Takes note of it.
    public init(sensor: String, fact: Event.SensorFact, at: Uptime) {
        self.sensor = sensor
        self.fact = fact
        self.at = at
    }
}

/// What the sensors' lines did in a stretch of time, for a test to be judged by.
public struct SensorWatch: Sendable {
    /// The sensors.
    public var sensors: [SensorSettings]
    /// Which lines were active when it began, by the sensor's name; a line that was not there is not in it.
    public var levels: [String: Bool]
    /// What happened, in order for each sensor.
    public var moments: [SensorMoment]
    /// When it began.
    public var start: Uptime
    /// When it ended.
    public var end: Uptime

    /// Takes what was recorded.
    public init(
        sensors: [SensorSettings], levels: [String: Bool], moments: [SensorMoment], start: Uptime,
        end: Uptime
    ) {
        self.sensors = sensors
        self.levels = levels
        self.moments = moments
        self.start = start
        self.end = max(start, end)
    }

    /// How long it lasted.
    var length: Duration { end - start }
}

/// What a sensor saw of somebody who was certainly there.
public enum SensorSight: String, Hashable, Sendable, Codable, CaseIterable {
    /// It saw somebody.
    case seen
    /// It saw nobody.
    case unseen
    /// A pulse of before the test went on to its end, so that the test says nothing.
    case stayedActive = "stayed_active"
    /// Its line changed more often than the room believes (120 times a minute).
    case noisy
    /// Its line was not there, or was lost meanwhile.
    case gone
}

extension SensorSight {
    /// Whether the panel could not work with the sensor as it is.
    var isFault: Bool { self == .noisy || self == .gone }
}
