/// A time in which presses prove that somebody was there, and no sensor that could be believed saw anything of them.
public struct SensorSilence: Hashable, Sendable, Codable {
    /// The names of the sensors that could be believed all that time, in their order.
    public var sensors: [String]
    /// How long it was, in seconds.
    public var seconds: Int
    /// When it ended.
    public var endedAt: WallTime

    /// Makes a silence.
    public init(sensors: [String], seconds: Int, endedAt: WallTime) {
        self.sensors = sensors
        self.seconds = seconds
        self.endedAt = endedAt
    }

    /// Its length.
    public var length: Duration { .seconds(seconds) }
}

/// The silences of the last 30 days: what a set of sensors has missed, each part of that set has missed, too.
struct SilenceMemory: Sendable {
    /// How long a silence is remembered.
    static let keptFor = Duration.seconds(30 * 86_400)
    /// Shorter ones are not: no `no_show_after` is.
    static let least = Duration.seconds(300)
    /// Silences that are kept; beyond it the oldest go.
    static let capacity = 64

    /// Oldest first.
    private(set) var all: [SensorSilence]

    init(_ remembered: [SensorSilence] = []) {
        all = Array(remembered.sorted { $0.endedAt < $1.endedAt }.suffix(Self.capacity))
    }

    /// Takes in a silence.
    ///
    /// - Returns: whether it can matter: a longer one of the same sensors or more that ended later says all that it says.
    mutating func add(_ silence: SensorSilence) -> Bool {
        guard silence.length >= Self.least,
            !all.contains(where: { $0.says(silence) && $0.endedAt >= silence.endedAt })
        else { return false }
        all.removeAll { silence.says($0) && silence.endedAt >= $0.endedAt }
        all.append(silence)
        self = SilenceMemory(all)
        return true
    }

    /// The longest one that these sensors have missed; nil if there is none, or no sensor can be believed.
    func longest(missedBy believed: [String], at now: WallTime) -> SensorSilence? {
        guard !all.isEmpty, !believed.isEmpty else { return nil }
        return all.filter { silence in
            now - silence.endedAt < Self.keptFor && believed.allSatisfy(silence.sensors.contains)
        }.max { $0.seconds < $1.seconds }
    }

    /// When the next one is forgotten; nil if there is none.
    func deadline(after now: WallTime) -> WallTime? {
        all.map { $0.endedAt + Self.keptFor }.filter { $0 > now }.min()
    }
}

extension SensorSilence {
    /// Whether it says all that another one says: the same sensors or more, for as long or longer.
    fileprivate func says(_ other: SensorSilence) -> Bool {
        seconds >= other.seconds && other.sensors.allSatisfy(sensors.contains)
    }
}
