import RoomCore

/// What one sensor told, and whether it may be believed, worked out from the facts alone.
///
/// Where the rules leave room (when exactly a minute of chatter begins), it calls itself doubtful rather than guess.
/// A class, since it is asked at every step and copying one takes longer than the answer.
final class SensorWitness {
    enum Standing: Equatable { case sure, doubtful, bad }

    let settings: SensorSettings
    private var isThere = false
    private var warmUntil: Uptime
    private(set) var isActive = false
    private(set) var activeSince: Uptime?
    private(set) var lastActive: Uptime?
    /// The last stretch of an active level that has ended.
    private(set) var lastLevel: (from: Uptime, to: Uptime)?
    private var lastChange: Uptime
    private var doubtfulUntil: Uptime?
    private var minuteStart: Uptime
    private var edgesThisMinute = 0

    private var noisyMinutes = 0

    /// So many edges in each of seven minutes on end are chatter, wherever a minute begins.
    private static let noisy = 130
    /// More edges than this in a minute may be the beginning of chatter.
    private static let suspicious = 50

    init(_ settings: SensorSettings, lastActive: Uptime?, at now: Uptime) {
        self.settings = settings
        self.lastActive = lastActive
        warmUntil = now
        lastChange = now
        minuteStart = now
    }

    func found(_ level: Bool, at now: Uptime) {
        if !isThere {
            isThere = true
            warmUntil = now + settings.warmUp
            lastChange = now
        }
        set(level, at: now)
    }

    /// - Returns: whether it is an active edge that counts.
    func edge(_ level: Bool, at instant: Uptime, now: Uptime) -> Bool {
        if !isThere { found(isActive, at: now) }
        count(1, at: instant)
        let wasActive = isActive
        set(level, at: instant)
        lastChange = instant
        return level && !wasActive && standing(at: now) != .bad
    }

    func lost(_ count: Int, at now: Uptime) {
        self.count(max(count, 0), at: now)
        let wasBelieved = standing(at: now) != .bad
        if wasBelieved { lastActive = now }
        lastChange = max(lastChange, now)
        // A level that was not believed any more is from now on.
        if !wasBelieved, isActive { activeSince = now }
    }

    func gone(at now: Uptime) {
        if isActive, standing(at: now) != .bad { lastActive = now }
        isThere = false
        isActive = false
        activeSince = nil
    }

    private func set(_ level: Bool, at instant: Uptime) {
        let isSeen = instant >= warmUntil && isThere
        // Whether the hold runs on from a level that was too long to be believed, the rules leave open.
        if isSeen, standing(at: instant) != .sure { doubt(until: instant + settings.hold) }
        if isSeen, level || activeSince != nil { lastActive = instant }
        if !level {
            if let activeSince { lastLevel = (activeSince, instant) }
            activeSince = nil
        } else if activeSince == nil {
            activeSince = max(instant, warmUntil)
        }
        isActive = level
    }

    private func count(_ edges: Int, at instant: Uptime) {
        if instant - minuteStart >= .seconds(60) {
            let isUnbroken = instant - minuteStart < .seconds(62)
            noisyMinutes = isUnbroken && edgesThisMinute >= Self.noisy ? noisyMinutes + 1 : 0
            minuteStart = instant
            edgesThisMinute = 0
        }
        edgesThisMinute += edges
        if edgesThisMinute > Self.suspicious {
            doubtfulUntil = instant + .seconds(720) + settings.hold
        }
    }

    // MARK: Questions

    func standing(at now: Uptime) -> Standing {
        guard isThere, now >= warmUntil else { return .bad }
        if noisyMinutes >= 7, now - minuteStart < .seconds(60) { return .bad }
        if let doubtfulUntil, now < doubtfulUntil { return .doubtful }
        if now - lastChange >= .seconds(7 * 86_400) { return .doubtful }
        if settings.kind == .motion, isActive, let activeSince {
            let still = now - max(activeSince, lastChange)
            if still >= .seconds(4 * 3_600 + 60) { return .bad }
            if still >= .seconds(4 * 3_600 - 60) { return .doubtful }
        }
        return .sure
    }

    func saysPresent(at now: Uptime) -> Bool {
        isActive || (lastActive.map { now < $0 + settings.hold } ?? false)
    }

    func words(at now: Uptime) -> String {
        let ago = lastActive.map { "\(now - $0) ago" } ?? "never"
        return "\(settings.name) \(standing(at: now)) \(isActive ? "active" : "idle"), last \(ago)"
    }

    /// Has doubts from now on until the hold of whatever it showed has passed.
    func doubt(until instant: Uptime) {
        doubtfulUntil = max(doubtfulUntil ?? instant, instant)
    }
}
