/// What the room perceives: what its sensors say, who is there by that, and which people they are known to have missed.
struct Senses: Sendable {
    /// A stretch of presence that is over.
    typealias Ended = (presence: Presence, from: Uptime, to: Uptime)

    private(set) var sensors: [Sensor]
    private(set) var tracker: PresenceTracker
    private(set) var disputes = SensorDisputes()
    private(set) var silences: SilenceMemory
    private var silence: SilenceWatch
    /// When edges of any sensor were last lost; nil if never.
    private(set) var lastLoss: Uptime?
    /// What may add up to a check-in of the running booking; nil while nobody is watched for.
    var evidence: CheckInEvidence?

    /// Begins with sensors that have not been found yet, and what the last run left behind.
    init(_ settings: [SensorSettings], _ memory: Memory, at now: Now) {
        sensors = settings.map { sensor in
            Sensor(
                sensor,
                lastActive: Self.recent(memory.lastActiveEdges[sensor.name], at: now),
                unseen: Self.unseen(by: sensor.name, in: memory.sittings),
                at: now.uptime)
        }
        tracker = PresenceTracker(at: now.uptime)
        silence = SilenceWatch(at: now.uptime)
        silences = SilenceMemory(memory.silences)
    }

    /// When an earlier run last saw an edge; nil if that lies ahead, or is 2 h ago, so that no hold can reach to now.
    private static func recent(_ edge: WallTime?, at now: Now) -> Uptime? {
        guard let edge, edge <= now.wall, now.wall - edge < .seconds(7_200) else { return nil }
        return now.uptime(at: edge)
    }

    /// The place of a sensor; nil if there is none of that name.
    func index(of name: String) -> Int? {
        sensors.firstIndex { $0.settings.name == name }
    }

    // MARK: Facts

    /// A sensor's line was found at this level.
    mutating func found(_ index: Int, isActive: Bool, at now: Uptime) {
        sensors[index].found(isActive: isActive, at: now)
    }

    /// A sensor's line changed.
    ///
    /// - Returns: whether that is an active edge that counts as evidence, and the stretch of presence that it ended.
    mutating func edge(
        of index: Int, isActive: Bool, at instant: Uptime, now: Uptime
    ) -> (counts: Bool, ended: Ended?) {
        let wasSeen = sensors[index].saysActive
        let counts = sensors[index].edge(isActive: isActive, at: instant, now: now)
        if counts || wasSeen { tracker.seen(at: instant) }
        followSilence(at: instant)
        return (counts, updatePresence(changedAt: instant, now: now))
    }

    /// Edges of a sensor are known to be lost.
    mutating func lost(_ count: Int, of index: Int, at now: Uptime) {
        if sensors[index].lost(count, at: now) { tracker.seen(at: now) }
        silence.interrupt(at: now)
        lastLoss = now
    }

    /// A sensor's line is lost.
    mutating func gone(_ index: Int, at now: Uptime) {
        if sensors[index].saysActive { tracker.seen(at: now) }
        sensors[index].gone(at: now)
    }

    /// A sensor without a line is about to say what it sees: that counts until `expiry`.
    ///
    /// - Returns: whether its last report counts up to now, so that a difference is an edge.
    mutating func expect(_ index: Int, until expiry: Uptime, at now: Uptime) -> Bool {
        expire(index, at: now)
        let isUnbroken = sensors[index].isThere && !sensors[index].hasRunOut
        sensors[index].expect(until: expiry)
        return isUnbroken
    }

    /// Ends a report that counts no longer, as of then: it leaves the hold of what was seen, and then the sensor is gone.
    private mutating func expire(_ index: Int, at now: Uptime) {
        guard let expiry = sensors[index].expiresAt, expiry <= now else { return }
        if !sensors[index].hasRunOut {
            if sensors[index].saysActive { tracker.seen(at: expiry) }
            sensors[index].runOut(at: expiry)
        }
        let end = max(expiry, sensors[index].holdEnds ?? expiry)
        if end <= now { gone(index, at: end) }
    }

    /// Takes over the settings that do not concern the sensors' lines; sensors that are not named stay as they are.
    mutating func adopt(_ new: [SensorSettings]) {
        for index in sensors.indices {
            let name = sensors[index].settings.name
            guard let own = new.first(where: { $0.name == name }) else { continue }
            sensors[index].adopt(own)
        }
    }

    /// Somebody is certainly there, whatever the sensors say.
    mutating func witness() {
        for index in sensors.indices { sensors[index].witness() }
    }

    // MARK: Presence

    /// Whether somebody is there.
    var presence: Presence { tracker.presence }

    /// Brings health, hold and presence up to `now`.
    ///
    /// - Returns: the places of the sensors whose health has changed, and the stretch of presence that is over by that.
    mutating func look(at now: Uptime) -> (changed: [Int], ended: Ended?) {
        var changed: [Int] = []
        for index in sensors.indices {
            let before = sensors[index].health
            expire(index, at: now)
            // Up to this moment a level that cannot be believed any more was believed.
            let wasActive = sensors[index].saysActive
            sensors[index].updateHealth(at: now)
            if sensors[index].health != before { changed.append(index) }
            if wasActive || sensors[index].saysActive { tracker.seen(at: now) }
        }
        followSilence(at: now)
        return (changed, updatePresence(changedAt: presenceChanged(by: now), now: now))
    }

    /// When presence became what the sensors say now: at the end of the last hold, or now.
    ///
    /// Never before somebody was last seen: a sensor that was lost while active has no hold that has ended.
    private func presenceChanged(by now: Uptime) -> Uptime {
        guard presence == .present else { return now }
        var latest: Uptime?
        for index in sensors.indices where !sensors[index].isActive {
            guard let last = sensors[index].lastActive else { continue }
            latest = max(latest ?? last, last + sensors[index].settings.hold)
        }
        guard let latest, latest <= now else { return now }
        return max(latest, tracker.lastSeen ?? latest)
    }

    private mutating func updatePresence(changedAt instant: Uptime, now: Uptime) -> Ended? {
        var seen: Presence = .unknown
        let says = sensors.map { $0.saysPresent(at: now) }
        for say in says {
            switch say {
            case true?: seen = .present
            case false?: if seen == .unknown { seen = .vacant }
            case nil: break
            }
        }
        disputes.hear(says, at: now)
        return tracker.update(seen, at: instant)
    }

    /// When presence ends if nothing moves any more; nil while a sensor is active, or nobody is there.
    var presenceEnds: Uptime? {
        var latest: Uptime?
        for index in sensors.indices where sensors[index].health == .ok {
            if sensors[index].isActive { return nil }
            guard let last = sensors[index].lastActive else { continue }
            latest = max(latest ?? last, last + sensors[index].settings.hold)
        }
        return latest
    }

    /// When what is perceived may change without a new fact; nil if never.
    func deadline(after now: Now) -> Uptime? {
        var next = EarliestDeadline(after: now.uptime)
        for index in sensors.indices {
            next.consider(sensors[index].deadline(after: now.uptime))
        }
        next.consider(disputes.deadline(after: now.uptime))
        next.consider(silences.deadline(after: now.wall).map { now.uptime(at: $0) })
        return next.earliest
    }

    // MARK: Evidence

    /// Takes an active edge as evidence for the booking that is watched.
    ///
    /// - Parameter start: from when on its people are expected.
    /// - Returns: whether it is enough.
    mutating func countEvidence(at instant: Uptime, start: Uptime, within: Duration) -> Bool {
        let presentSince = tracker.presentSince
        return evidence?.edge(
            at: instant, start: start, presentSince: presentSince, within: within) ?? false
    }

    /// When an active level will have lasted long enough for people who are expected from `start` on; nil if none will.
    func levelDeadline(from start: Uptime) -> Uptime? {
        var earliest: Uptime?
        for index in sensors.indices where sensors[index].health == .ok {
            guard let since = sensors[index].activeSince else { continue }
            let enough = CheckInEvidence.deadline(activeSince: since, start: start)
            earliest = min(earliest ?? enough, enough)
        }
        return earliest
    }

    // MARK: Silences

    /// The names of the sensors that can be believed.
    private var believed: [String] {
        sensors.filter(\.isWatching).map(\.settings.name)
    }

    private var isAnyActive: Bool { sensors.contains(where: \.saysActive) }

    /// What the sensors say has been brought up to `instant`.
    private mutating func followSilence(at instant: Uptime) {
        guard silence.isWatching else { return }
        silence.hear(believed, isActive: isAnyActive, at: instant)
    }

    /// A press shows that the people of a booking are there; see ``SilenceWatch``.
    mutating func pressed(
        about booking: BookingID, from start: Uptime, at pressed: Uptime, now: Uptime
    ) -> SilenceWatch.Silence? {
        silence.pressed(
            about: booking, from: start, at: pressed, now: now, believed, isActive: isAnyActive)
    }

    /// What was pressed last proves nothing of what comes.
    mutating func forgetProof() {
        silence.forget()
    }

    /// Remembers a silence.
    ///
    /// - Returns: whether it can matter.
    mutating func remember(_ silence: SensorSilence) -> Bool {
        silences.add(silence)
    }

    /// The longest silence that the sensors which can be believed now are remembered for; nil if there is none.
    func longestSilence(at now: WallTime) -> SensorSilence? {
        guard !silences.all.isEmpty else { return nil }
        return silences.longest(missedBy: believed, at: now)
    }

    /// The longest silence that each sensor is remembered for, by name.
    func longestSilences(at now: WallTime) -> [String: SensorSilence] {
        var longest: [String: SensorSilence] = [:]
        for name in sensors.map(\.settings.name) {
            longest[name] = silences.longest(missedBy: [name], at: now)
        }
        return longest
    }

    // MARK: Unseen bookings

    /// The places of the sensors that have seen nothing since `instant`.
    func blind(since instant: Uptime) -> [Int] {
        sensors.indices.filter { sensors[$0].hasSeenNothing(since: instant) }
    }

    /// These sensors saw nothing of the people of a booking.
    mutating func missed(_ booking: BookingID, by blind: [Int]) {
        for index in blind { sensors[index].missed(booking) }
    }

    /// Tells a sensor which bookings it saw nothing of in earlier runs.
    ///
    /// - Returns: whether that counts; see ``Sensor``.
    mutating func remember(unseen: [BookingID], of index: Int) -> Bool {
        sensors[index].remember(unseen: unseen)
    }
}
