extension Room {
    mutating func takeSensor(_ name: String, _ fact: Event.SensorFact, at now: Now) {
        // A press that was held until then comes before the edge.
        if case .edge(_, let instant) = fact { passGesture(to: min(instant, now.uptime), at: now) }
        guard let index = Self.index(of: name, in: sensors) else { return }
        switch fact {
        case .edge(let isActive, let instant):
            takeEdge(of: index, isActive: isActive, at: min(instant, now.uptime), now: now)
            return
        case .found(let isActive):
            tell(index) { $0.found(isActive: isActive, at: now.uptime) }
        case .edgesLost(let count):
            tell(index) { $0.lost(count, at: now.uptime) }
            silence.interrupt(at: now.uptime)
            markLostEdges(at: now)
        case .gone:
            if sensors[index].saysActive { presence.seen(at: now.uptime) }
            sensors[index].gone(at: now.uptime)
        }
        step.isDirty = true
    }

    /// Makes the rules look again at `instant`, if not sooner.
    mutating func wake(by instant: Uptime) {
        due = min(due, instant)
        deadline = min(deadline, due)
    }

    private static func index(of name: String, in sensors: [Sensor]) -> Int? {
        sensors.firstIndex { $0.settings.name == name }
    }

    private mutating func takeEdge(
        of index: Int, isActive: Bool, at instant: Uptime, now: Now
    ) {
        let name = sensors[index].settings.name
        let healthBefore = sensors[index].health
        let wasSeen = sensors[index].saysActive
        let counts = tell(index) {
            $0.edge(isActive: isActive, at: instant, now: now.uptime)
        }
        let health = sensors[index].health
        if health != healthBefore { noteHealth(index) }
        keepEdge(name, isActive: isActive, at: now.wall(at: instant), health: health)
        if counts || wasSeen { presence.seen(at: instant) }
        followSilence(at: instant)
        updatePresence(changedAt: instant, now: now)
        if counts { countActiveEdge(at: instant, now: now) }
        if let next = sensors[index].deadline(after: now.uptime) { wake(by: next) }
        step.isPublishing = true
    }

    /// A line that chatters would fill the card: its edges are counted, but not kept.
    private mutating func keepEdge(
        _ name: String, isActive: Bool, at wall: WallTime, health: SensorHealth
    ) {
        guard health != .chattering else { return }
        keepRelaxed(.edge(SensorEdge(sensor: name, isActive: isActive, at: wall, health: health)))
    }

    /// Brings health, hold and presence up to `now`.
    mutating func lookAtSensors(at now: Now) {
        for index in sensors.indices {
            let before = sensors[index].health
            // Up to this moment a level that cannot be believed any more was believed.
            let wasActive = sensors[index].saysActive
            sensors[index].updateHealth(at: now.uptime)
            if sensors[index].health != before { noteHealth(index) }
            if wasActive || sensors[index].saysActive { presence.seen(at: now.uptime) }
        }
        followSilence(at: now.uptime)
        let changedAt = Self.change(of: presence, seenBy: sensors, at: now.uptime)
        updatePresence(changedAt: changedAt, now: now)
    }

    private mutating func noteHealth(_ index: Int) {
        let sensor = sensors[index]
        step.note(.sensor(sensor.settings.name, sensor.health))
        step.isDirty = true
    }

    /// When presence became what the sensors say now: at the end of the last hold, or now.
    ///
    /// Never before somebody was last seen: a sensor that was lost while active has no hold that has ended.
    private static func change(
        of presence: PresenceTracker, seenBy sensors: [Sensor], at now: Uptime
    ) -> Uptime {
        guard presence.presence == .present else { return now }
        var latest: Uptime?
        for index in sensors.indices where !sensors[index].isActive {
            guard let last = sensors[index].lastActive else { continue }
            latest = max(latest ?? last, last + sensors[index].settings.hold)
        }
        guard let latest, latest <= now else { return now }
        return max(latest, presence.lastSeen ?? latest)
    }

    /// Tells a sensor about its line; once that has moved, the bookings it saw nothing of are forgotten.
    private mutating func tell<Answer>(
        _ index: Int, _ fact: (inout Sensor) -> Answer
    ) -> Answer {
        let missed = sensors[index].unseen
        let answer = fact(&sensors[index])
        if missed != sensors[index].unseen { forgetUnseen(by: sensors[index].settings.name) }
        return answer
    }

    private mutating func updatePresence(changedAt instant: Uptime, now: Now) {
        var seen: Presence = .unknown
        let says = sensors.map { $0.saysPresent(at: now.uptime) }
        for say in says {
            switch say {
            case true?: seen = .present
            case false?: if seen == .unknown { seen = .vacant }
            case nil: break
            }
        }
        disputes.hear(says, at: now.uptime)
        guard let ended = presence.update(seen, at: instant) else { return }
        step.isDirty = true
        let span = Span(start: now.wall(at: ended.from), end: now.wall(at: ended.to))
        keepRelaxed(.presence(PresenceSpan(ended.presence, span)))
    }

    /// Takes over the settings that do not concern the sensors' lines; sensors that are not named stay as they are.
    mutating func adoptSensors(_ new: [SensorSettings]) {
        for index in sensors.indices {
            let name = sensors[index].settings.name
            guard let own = new.first(where: { $0.name == name }) else { continue }
            sensors[index].adopt(own)
        }
        step.isDirty = true
    }

    private mutating func markLostEdges(at now: Now) {
        lastLoss = now.uptime
        for booking in agenda.running {
            guard let sitting = sittings[booking.id] else { continue }
            if sitting.checkIn == nil || now.wall < rules(for: booking).noShowAt {
                sittings[booking.id]?.hasLostEdges = true
            }
        }
    }
}
