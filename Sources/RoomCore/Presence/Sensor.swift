/// One occupancy sensor: what its line does, whether it can be believed, and what it says.
struct Sensor: Sendable {
    static let silentAfter = Duration.seconds(7 * 86_400)
    /// More lost edges than this in one report mean no more.
    static let greatestLoss = 1_000_000
    /// So many bookings in a row of whose people it saw nothing make it silent.
    static let greatestUnseen = 2

    private(set) var settings: SensorSettings
    private(set) var health: SensorHealth = .gone
    private(set) var isActive = false
    /// From when on the line has been active without a break while the sensor could be believed.
    private(set) var activeSince: Uptime?
    /// The last moment it was believed and active; hold runs from here.
    private(set) var lastActive: Uptime?
    private(set) var lastChange: Uptime?
    private var lastLoss: Uptime?
    /// Since when the line has had its level, believed or not.
    private var levelSince: Uptime?
    private(set) var edges = 0
    private(set) var lostEdges = 0

    private(set) var isThere = false
    /// When what it reported last counts no longer; nil for a sensor on a line.
    private(set) var expiresAt: Uptime?
    /// Whether that is over: it sees nothing any more, and is gone as soon as its hold is over, too.
    private(set) var hasRunOut = false
    private var thereSince: Uptime
    private var warmUntil: Uptime
    private var quietSince: Uptime
    private var hasWitness = false
    private var chatter = ChatterMeter()
    private var plausibility = Plausibility()
    /// The last moment its line changed, was active, or lost edges; nil if it did not since it is there.
    private var lastSign: Uptime?
    /// Bookings since then of whose people it saw nothing.
    private(set) var unseen: [BookingID]

    /// Begins with a sensor that has not been found yet.
    ///
    /// - Parameters:
    ///   - lastActive: its last active moment of an earlier run; nil if unknown.
    ///   - unseen: the bookings in a row that it saw nothing of in an earlier run, oldest first.
    init(
        _ settings: SensorSettings, lastActive: Uptime?, unseen: [BookingID] = [], at now: Uptime
    ) {
        self.settings = settings
        self.lastActive = lastActive
        self.unseen = unseen.suffix(Self.greatestUnseen)
        thereSince = now
        warmUntil = now + settings.warmUp
        quietSince = now
    }

    // MARK: Facts

    /// The line was found at this level: at start, after a loss, or after lost edges.
    mutating func found(isActive: Bool, at now: Uptime) {
        if !isThere {
            isThere = true
            thereSince = now
            warmUntil = now + settings.warmUp
            quietSince = now
            lastChange = nil
            lastSign = nil
            levelSince = nil
            chatter = ChatterMeter()
            plausibility = Plausibility()
        }
        if isActive || isActive != self.isActive { giveSign(at: now) }
        plausibility.level(isActive, at: now, isEdge: false, settings)
        setLevel(isActive, at: now)
    }

    /// The line changed; true if that is an active edge that counts as evidence.
    mutating func edge(isActive: Bool, at instant: Uptime, now: Uptime) -> Bool {
        if !isThere { found(isActive: self.isActive, at: now) }
        edges += 1
        quietSince = instant
        hasWitness = false
        giveSign(at: instant)
        chatter.count(at: instant)
        if chatter.isChattering(at: instant) { plausibility.interrupt(at: instant, settings) }
        plausibility.level(isActive, at: instant, isEdge: true, settings)
        updateHealth(at: now)
        let wasActive = self.isActive
        setLevel(isActive, at: instant)
        lastChange = instant
        updateHealth(at: now)
        return isActive && !wasActive && health == .ok
    }

    /// Edges are known to be lost: there was activity, but nobody can say when.
    ///
    /// - Returns: whether it counts as activity up to now: it does while the sensor is believed.
    mutating func lost(_ count: Int, at now: Uptime) -> Bool {
        let count = min(max(count, 0), Self.greatestLoss)
        lostEdges += count
        lastLoss = now
        quietSince = now
        hasWitness = false
        giveSign(at: now)
        chatter.count(count, at: now)
        plausibility.interrupt(at: now, settings)
        guard health == .ok else { return false }
        lastActive = now
        return true
    }

    /// It is about to report what it sees; that counts until `expiry`.
    mutating func expect(until expiry: Uptime) {
        expiresAt = expiry
        hasRunOut = false
    }

    /// Its last report counts no longer: its hold begins, as with a line that falls.
    mutating func runOut(at expiry: Uptime) {
        if isActive { found(isActive: false, at: expiry) }
        hasRunOut = true
    }

    /// The line is lost; up to now it was believed, so its hold runs from here.
    mutating func gone(at now: Uptime) {
        if saysActive { lastActive = max(lastActive ?? now, now) }
        isThere = false
        expiresAt = nil
        hasRunOut = false
        isActive = false
        activeSince = nil
        health = .gone
    }

    /// Somebody was certainly there: a press, or a booking taken up.
    ///
    /// A sensor that sees nothing for days is blind.
    mutating func witness() {
        hasWitness = true
    }

    private mutating func giveSign(at instant: Uptime) {
        lastSign = max(lastSign ?? instant, instant)
        unseen = []
    }

    /// Whether its line was there all the time since `instant`, and nothing has moved it.
    func hasSeenNothing(since instant: Uptime) -> Bool {
        isThere && !hasRunOut && !isActive && thereSince <= instant
            && (lastSign.map { $0 < instant } ?? true)
    }

    /// People were in the room for a whole booking, and it has seen nothing of them.
    mutating func missed(_ booking: BookingID) {
        guard !unseen.contains(booking) else { return }
        if unseen.count == Self.greatestUnseen { unseen.removeFirst() }
        unseen.append(booking)
    }

    /// Takes over what of other settings does not concern its line; a warm-up under way goes on as it began.
    mutating func adopt(_ new: SensorSettings) {
        settings.adopt(new)
    }

    /// Takes up what an earlier run knew, unless its line has moved since.
    ///
    /// - Returns: whether it has not.
    mutating func remember(unseen earlier: [BookingID]) -> Bool {
        guard lastSign == nil else { return false }
        let all = earlier.filter { !unseen.contains($0) } + unseen
        unseen = all.suffix(Self.greatestUnseen)
        return true
    }

    private mutating func setLevel(_ isActive: Bool, at instant: Uptime) {
        if health == .ok, isActive || activeSince != nil {
            lastActive = max(lastActive ?? instant, instant)
        }
        if isActive != self.isActive || levelSince == nil { levelSince = instant }
        if !isActive {
            activeSince = nil
        } else if activeSince == nil {
            activeSince = instant
        }
        self.isActive = isActive
    }

    // MARK: Time

    /// Brings health up to `now`; a sensor that becomes well counts as active from then on, not before.
    mutating func updateHealth(at now: Uptime) {
        let before = health
        health = judgedHealth(at: now)
        if before != .ok, health == .ok, isActive { activeSince = now }
    }

    private mutating func judgedHealth(at now: Uptime) -> SensorHealth {
        guard isThere else { return .gone }
        if now < warmUntil { return .warmingUp }
        if let stuck = stuckAt, now >= stuck { return .stuck }
        if chatter.isChattering(at: now) { return .chattering }
        if !plausibility.isPlausible(at: now, settings) { return .implausible }
        if unseen.count >= Self.greatestUnseen { return .silent }
        if hasWitness, now >= quietSince + Self.silentAfter { return .silent }
        return .ok
    }

    private var stuckAt: Uptime? {
        guard isActive, let since = levelSince else { return nil }
        // Edges that were lost are changes too.
        return max(since, lastChange ?? since, lastLoss ?? since) + settings.stuckAfter
    }

    /// Whether it says that somebody is there; nil while it cannot be believed.
    func saysPresent(at now: Uptime) -> Bool? {
        guard health == .ok else { return nil }
        if isActive { return true }
        guard let lastActive else { return false }
        return now < lastActive + settings.hold
    }

    /// Whether it sees somebody at this very moment.
    var saysActive: Bool { health == .ok && isActive }

    /// Whether it would see somebody who moves: it can be believed, and goes on looking.
    var isWatching: Bool { health == .ok && !hasRunOut }

    /// When it says no longer that somebody is there, or did so last; nil while it is active or cannot be believed, or if
    /// it never saw anybody.
    var holdEnds: Uptime? {
        guard health == .ok, !isActive else { return nil }
        return lastActive.map { $0 + settings.hold }
    }

    /// When what it says or its health may change without a new fact; nil if never.
    func deadline(after now: Uptime) -> Uptime? {
        guard isThere else { return nil }
        var candidates = EarliestDeadline(after: now)
        candidates.consider(warmUntil)
        candidates.consider(stuckAt)
        candidates.consider(expiresAt)
        if hasWitness { candidates.consider(quietSince + Self.silentAfter) }
        if !isActive, let lastActive { candidates.consider(lastActive + settings.hold) }
        candidates.consider(chatter.deadline)
        candidates.consider(plausibility.deadline(settings))
        return candidates.earliest
    }
}
