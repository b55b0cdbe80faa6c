/// Tells a line that no people move like that: in a rhythm, or for hours without one pause.
///
/// It is doubted until it was quiet once for its hold, or for two of its periods if those are longer. The pause that
/// people make within `stuck_after` is that hold, too, but 5 min where it is longer: a real sensor in a busy room went for
/// 4.2 h without 10 quiet minutes, and never for 2.5 h without five.
struct Plausibility: Sendable {
    /// The longest pause that is asked for.
    static let greatestPause = Duration.seconds(300)

    private var rhythm = RhythmMeter()
    private var isActive = false
    /// Since when the line has had its level; nil before anything was seen of it.
    private var levelSince: Uptime?
    /// Since when it has not paused; nil if it was quiet for that long.
    private var busySince: Uptime?
    /// Whether the level has changed in that time.
    private var hasChanged = false
    private var isDoubted = false

    /// The line has this level.
    ///
    /// - Parameter isEdge: whether it was seen to change, so that the instant means something.
    mutating func level(
        _ isActive: Bool, at instant: Uptime, isEdge: Bool, _ settings: SensorSettings
    ) {
        look(at: instant, settings)
        if isEdge, isActive, !self.isActive {
            rhythm.beat(at: instant)
            if rhythm.period != nil { isDoubted = true }
        }
        guard isActive != self.isActive || levelSince == nil else { return }
        if self.isActive, let levelSince, instant - levelSince >= settings.stuckAfter {
            // It was stuck, which is something else, and is not any more.
            busySince = nil
        } else if busySince != nil {
            hasChanged = true
        }
        if isActive, busySince == nil { (busySince, hasChanged) = (instant, false) }
        self.isActive = isActive
        levelSince = instant
    }

    /// Edges were lost, or too many to mean anything: nobody can say whether there was a rhythm or a pause.
    mutating func interrupt(at now: Uptime, _ settings: SensorSettings) {
        look(at: now, settings)
        rhythm = RhythmMeter()
        (busySince, hasChanged) = (isActive ? now : nil, false)
        if !isActive { levelSince = now }
    }

    /// Whether people may have moved it like that, as of `now`.
    mutating func isPlausible(at now: Uptime, _ settings: SensorSettings) -> Bool {
        look(at: now, settings)
        return !isDoubted
    }

    private mutating func look(at now: Uptime, _ settings: SensorSettings) {
        if let doubt = doubtedFrom(settings), doubt <= now { isDoubted = true }
        guard !isActive, let levelSince else { return }
        if now - levelSince >= Self.pause(settings) { busySince = nil }
        if isDoubted, now - levelSince >= recovery(settings) {
            isDoubted = false
            rhythm = RhythmMeter()
        }
    }

    // MARK: Moments

    /// When it will have gone on for too long without a pause; nil if it will not, or is stuck, which is something else.
    private func doubtedFrom(_ settings: SensorSettings) -> Uptime? {
        guard let busySince, hasChanged else { return nil }
        let doubt = busySince + settings.stuckAfter
        guard !isActive, let levelSince else { return doubt }
        return levelSince + Self.pause(settings) > doubt ? doubt : nil
    }

    private static func pause(_ settings: SensorSettings) -> Duration {
        min(settings.hold, greatestPause)
    }

    private func recovery(_ settings: SensorSettings) -> Duration {
        max(settings.hold, (rhythm.period ?? .zero) * 2)
    }

    /// When the answer may change without a new edge; nil if never.
    func deadline(_ settings: SensorSettings) -> Uptime? {
        if !isDoubted { return doubtedFrom(settings) }
        guard !isActive, let levelSince else { return nil }
        return levelSince + recovery(settings)
    }
}
