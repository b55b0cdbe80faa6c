import RoomCore

/// What one sensor told, and whether it may be believed, worked out from the facts alone.
///
/// Where the rules leave room (when exactly a minute of chatter begins), it calls itself doubtful rather than guess.
/// A class, since it is asked at every step and copying one takes longer than the answer.
final class SensorWitness {
    enum Standing: Comparable { case sure, doubtful, bad }

    let settings: SensorSettings
    private var isThere = false
    private var warmUntil: Uptime
    private(set) var isActive = false
    private(set) var activeSince: Uptime?
    private(set) var lastActive: Uptime?
    /// When it was last active and certainly believed, and when it may have been believed.
    private(set) var lastSeen: (surely: Uptime?, perhaps: Uptime?)
    /// The last stretch of an active level that has ended.
    private(set) var lastLevel: (from: Uptime, to: Uptime)?
    private var lastChange: Uptime
    private var doubtfulUntil: Uptime?
    private var minuteStart: Uptime
    private var edgesThisMinute = 0

    private var noisyMinutes = 0
    private var plausibility: PlausibilityWitness
    private(set) var thereSince: Uptime
    /// The last moment its line moved or was active; nil if it did not since it is there.
    private(set) var lastSign: Uptime?
    /// Bookings of whose people it saw nothing since then: surely, and perhaps.
    private var unseen: Set<BookingID>
    private var perhapsUnseen: Set<BookingID>

    /// So many edges in each of seven minutes on end are chatter, wherever a minute begins.
    private static let noisy = 130
    /// More edges than this in a minute may be the beginning of chatter.
    private static let suspicious = 50

    init(
        _ settings: SensorSettings, lastActive: Uptime?, unseen: Set<BookingID>, at now: Uptime
    ) {
        self.settings = settings
        self.lastActive = lastActive
        self.unseen = unseen
        perhapsUnseen = unseen
        plausibility = PlausibilityWitness(settings)
        thereSince = now
        warmUntil = now
        lastChange = now
        minuteStart = now
    }

    func found(_ level: Bool, at now: Uptime) {
        if !isThere {
            isThere = true
            thereSince = now
            warmUntil = now + settings.warmUp
            lastChange = now
            lastSign = nil
            plausibility = PlausibilityWitness(settings)
        }
        if level || level != isActive { giveSign(at: now) }
        plausibility.level(level, at: now, isEdge: false)
        set(level, at: now)
    }

    /// - Returns: whether it is an active edge that counts.
    func edge(_ level: Bool, at instant: Uptime, now: Uptime) -> Bool {
        if !isThere { found(isActive, at: now) }
        count(1, at: instant)
        giveSign(at: instant)
        plausibility.level(level, at: instant, isEdge: true)
        let wasActive = isActive
        set(level, at: instant)
        lastChange = instant
        return level && !wasActive && standing(at: now) != .bad
    }

    func lost(_ count: Int, at now: Uptime) {
        self.count(max(count, 0), at: now)
        // Lost edges end a silence, but are no evidence for it.
        let before = standing(at: now)
        let wasBelieved = before != .bad
        giveSign(at: now)
        plausibility.lost(at: now)
        if wasBelieved { lastActive = now }
        // What was lost may have been people, or nothing: they count as seen.
        noteSeen(at: now, before)
        if before == .doubtful { doubt(until: now + settings.hold) }
        lastChange = max(lastChange, now)
        // A level that was not believed any more is from now on.
        if !wasBelieved, isActive { activeSince = now }
    }

    func gone(at now: Uptime) {
        if isActive, standing(at: now) != .bad { lastActive = now }
        if isActive { noteSeen(at: now, standing(at: now)) }
        isThere = false
        isActive = false
        activeSince = nil
    }

    private func giveSign(at instant: Uptime) {
        lastSign = instant
        (unseen, perhapsUnseen) = ([], [])
    }

    private func set(_ level: Bool, at instant: Uptime) {
        let isSeen = instant >= warmUntil && isThere
        // Whether the hold runs on from a level that was too long to be believed, the rules leave open.
        if isSeen, standing(at: instant) != .sure { doubt(until: instant + settings.hold) }
        if isSeen, level || activeSince != nil {
            lastActive = instant
            noteSeen(at: instant, standing(at: instant))
        }
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
            plausibility.noise()
        }
    }

    // MARK: Bookings

    /// Whether its line is there, and has shown nothing since `instant`.
    func isQuiet(since instant: Uptime) -> Bool {
        isThere && !isActive && (lastSign.map { $0 < instant } ?? true)
    }

    /// Somebody may have been there for all of a booking, or surely was, and it saw nothing of them.
    func missed(_ booking: BookingID, surely isSure: Bool) {
        if perhapsUnseen.count < 8 { perhapsUnseen.insert(booking) }
        if isSure, unseen.count < 8 { unseen.insert(booking) }
    }

    private var silence: Standing {
        if unseen.count >= 2 { return .bad }
        return perhapsUnseen.count >= 2 ? .doubtful : .sure
    }

    // MARK: Questions

    func standing(at now: Uptime) -> Standing {
        guard isThere, now >= warmUntil else { return .bad }
        if noisyMinutes >= 7, now - minuteStart < .seconds(60) { return .bad }
        let worst = max(plausibility.standing(at: now), silence, stuck(at: now))
        if worst == .bad { return .bad }
        if let doubtfulUntil, now < doubtfulUntil { return .doubtful }
        if now - lastChange >= .seconds(7 * 86_400) { return .doubtful }
        return worst
    }

    private func stuck(at now: Uptime) -> Standing {
        guard isActive, let activeSince else { return .sure }
        let still = now - max(activeSince, lastChange)
        if still >= settings.stuckAfter + .seconds(60) { return .bad }
        return still >= settings.stuckAfter - .seconds(60) ? .doubtful : .sure
    }

    private func noteSeen(at instant: Uptime, _ standing: Standing) {
        if standing == .sure { lastSeen.surely = instant }
        if standing != .bad { lastSeen.perhaps = instant }
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
