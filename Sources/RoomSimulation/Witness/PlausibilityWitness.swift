import RoomCore

/// Whether people may have moved a line like that, worked out from the edges of the last hour and a bit.
///
/// The rules leave it to the core where a rhythm begins and how far its mean moves, so there is a stretch of doubt on both
/// sides of each of them.
struct PlausibilityWitness {
    private let settings: SensorSettings
    /// The newest active edges.
    private var edges: [Uptime] = []
    private var isActive = false
    private var levelSince: Uptime?
    private var busySince: Uptime?
    private var hasChanged = false
    /// Whether it may have chattered since it was last quiet for long enough.
    private var isNoisy = false
    /// What was found since the last quiet stretch that was long enough.
    private var found = SensorWitness.Standing.sure

    private static let capacity = 2_048
    private static let slack = Duration.seconds(60)

    init(_ settings: SensorSettings) {
        self.settings = settings
    }

    // MARK: Facts

    mutating func level(_ level: Bool, at instant: Uptime, isEdge: Bool) {
        look(at: instant)
        if isEdge, level, !isActive { beat(at: instant) }
        guard level != isActive || levelSince == nil else { return }
        let wasStuck = isActive && levelSince.map { instant - $0 >= settings.stuckAfter } ?? false
        if wasStuck { busySince = nil } else if busySince != nil { hasChanged = true }
        if level, busySince == nil { (busySince, hasChanged) = (instant, false) }
        (isActive, levelSince) = (level, instant)
    }

    mutating func lost(at now: Uptime) {
        look(at: now)
        edges = []
        (busySince, hasChanged) = (isActive ? now : nil, false)
        if !isActive { levelSince = now }
    }

    /// So many edges come that the line may be chattering, which starts both rules anew.
    mutating func noise() { isNoisy = true }

    private mutating func beat(at instant: Uptime) {
        if edges.count == Self.capacity { edges.removeFirst(Self.capacity / 2) }
        edges.append(instant)
        // Among noise a rhythm is never more than doubtful.
        let worst: SensorWitness.Standing = isNoisy ? .doubtful : .bad
        guard found < worst else { return }
        if isRegular(by: 11, for: .seconds(2_700)) {
            found = worst
        } else if found == .sure, isRegular(by: 22, for: .seconds(1_500)) {
            found = .doubtful
        }
    }

    /// Whether the newest intervals were so equal for so long: the greatest is at most `tenths` tenths of the least.
    private func isRegular(by tenths: Int, for length: Duration) -> Bool {
        guard let oldest = edges.first, let newest = edges.last, newest - oldest >= length
        else { return false }
        var (least, greatest) = (Duration.seconds(86_400), Duration.zero)
        for index in edges.indices.dropFirst().reversed() {
            let interval = edges[index] - edges[index - 1]
            (least, greatest) = (min(least, interval), max(greatest, interval))
            if greatest * 10 > least * tenths { return false }
            if edges.count - index >= 12, newest - edges[index - 1] >= length { return true }
        }
        return false
    }

    // MARK: Time

    private mutating func look(at now: Uptime) {
        found = standing(at: now)
        guard !isActive, let levelSince else { return }
        if now - levelSince >= min(settings.hold, .seconds(300)) { busySince = nil }
        if now - levelSince >= longestRecovery { (edges, isNoisy) = ([], false) }
    }

    /// What may be said of it at `now`.
    func standing(at now: Uptime) -> SensorWitness.Standing {
        let worst = max(found, ceaseless(at: now))
        guard worst != .sure, !isActive, let levelSince else { return worst }
        let quiet = now - levelSince
        if quiet >= longestRecovery { return .sure }
        return quiet >= settings.hold ? .doubtful : worst
    }

    private func ceaseless(at now: Uptime) -> SensorWitness.Standing {
        guard hasChanged, let busySince else { return .sure }
        let pause = min(settings.hold, .seconds(300))
        // Where it has paused since, it went on until then and no longer.
        var until = now
        if !isActive, let levelSince { until = min(until, levelSince + pause) }
        if !isNoisy, until - busySince >= settings.stuckAfter + Self.slack { return .bad }
        return until - busySince >= settings.stuckAfter - Self.slack ? .doubtful : .sure
    }

    /// After so much quiet any rhythm has ended, however slow.
    private var longestRecovery: Duration {
        guard edges.count > 1 else { return settings.hold }
        let newest = edges[edges.count - 1] - edges[edges.count - 2]
        return max(settings.hold, newest * 3)
    }
}
