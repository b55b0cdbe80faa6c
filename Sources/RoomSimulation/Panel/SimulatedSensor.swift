import RoomCore

/// One sensor as a machine: what its line does when people move, and what is wrong with it.
struct SimulatedSensor {
    let figures: PanelFigures.Sensor
    let settings: SensorSettings
    /// The level the line would have if nothing were wrong.
    var natural = false
    /// The level the panel has been told.
    var told = false
    /// Counts up with each change that is planned; older plans are void.
    var turn = 0
    var blindUntil: Moment = 0
    /// Stuck at this level; nil if it is not.
    var stuckAt: Bool?
    var chatterPerMinute: Int64?
    var isGone = false
    /// Since when nothing has been wrong with it; a moment in the future while something is.
    var soundSince: Moment = 0

    var name: String { settings.name }
    var isMotion: Bool { settings.kind == .motion }
    var pulse: Int64 { figures.pulseMilliseconds * .millisecond }
    var blind: Int64 { figures.blindMilliseconds * .millisecond }

    /// The level the line has.
    var level: Bool { stuckAt ?? natural }

    /// Somebody moves where it can see it.
    ///
    /// - Returns: whether a pulse begins.
    mutating func sees(at now: Moment) -> Bool {
        guard !natural, now >= blindUntil else { return false }
        natural = true
        turn += 1
        return true
    }

    /// The level to tell the panel of; nil if it knows, or cannot be told.
    mutating func news() -> Bool? {
        guard !isGone, chatterPerMinute == nil, level != told else { return nil }
        told = level
        return level
    }

    init(_ figures: PanelFigures.Sensor, number: Int) {
        self.figures = figures
        settings = SensorSettings(
            name: "\(figures.kind == .motion ? "pir" : "radar")\(number)", kind: figures.kind,
            hold: .seconds(figures.holdSeconds), warmUp: .seconds(figures.warmUpSeconds))
    }
}
