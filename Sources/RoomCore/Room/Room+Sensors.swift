extension Room {
    mutating func takeSensor(_ name: String, _ fact: Event.SensorFact, at now: Now) {
        // A press that was held until then comes before the edge.
        switch fact {
        case .edge(_, let instant): passGesture(to: min(instant, now.uptime), at: now)
        case .reported: passGesture(to: now.uptime, at: now)
        case .found, .edgesLost, .gone: break
        }
        guard let index = senses.index(of: name) else { return }
        switch fact {
        case .edge(let isActive, let instant):
            takeEdge(of: index, isActive: isActive, at: min(instant, now.uptime), now: now)
            return
        case .found(let isActive):
            tell(index) { $0.found(index, isActive: isActive, at: now.uptime) }
        case .edgesLost(let count):
            tell(index) { $0.lost(count, of: index, at: now.uptime) }
            markLostEdges(at: now)
        case .gone: senses.gone(index, at: now.uptime)
        case .reported(let isActive, let expiry):
            takeReport(of: index, isActive: isActive, until: expiry, at: now)
        }
        step.isDirty = true
    }

    /// A report that differs from the one before, while that counts, is an edge; any other a line that is found as it is.
    private mutating func takeReport(
        of index: Int, isActive: Bool, until expiry: Uptime, at now: Now
    ) {
        let isUnbroken = senses.expect(index, until: expiry, at: now.uptime)
        if isUnbroken, senses.sensors[index].isActive != isActive {
            takeEdge(of: index, isActive: isActive, at: now.uptime, now: now)
        } else {
            tell(index) { $0.found(index, isActive: isActive, at: now.uptime) }
        }
    }

    private mutating func takeEdge(
        of index: Int, isActive: Bool, at instant: Uptime, now: Now
    ) {
        let name = senses.sensors[index].settings.name
        let healthBefore = senses.sensors[index].health
        let (counts, ended) = tell(index) {
            $0.edge(of: index, isActive: isActive, at: instant, now: now.uptime)
        }
        let health = senses.sensors[index].health
        if health != healthBefore { noteHealth(index) }
        keepEdge(name, isActive: isActive, at: now.wall(at: instant), health: health)
        keepPresence(ended, at: now)
        if counts { countActiveEdge(at: instant, now: now) }
        // The end of a movement tells when presence ends, and so when those who are watched for are called absent.
        if !isActive, health == .ok, senses.evidence != nil { step.isDirty = true }
        if let next = senses.sensors[index].deadline(after: now.uptime) {
            wakeup.bringForward(to: next)
        }
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
        let (changed, ended) = senses.look(at: now.uptime)
        for index in changed { noteHealth(index) }
        keepPresence(ended, at: now)
    }

    private mutating func noteHealth(_ index: Int) {
        let sensor = senses.sensors[index]
        step.note(.sensor(sensor.settings.name, sensor.health))
        step.isDirty = true
    }

    /// Tells a sensor about its line; once that has moved, the bookings it saw nothing of are forgotten.
    private mutating func tell<Answer>(
        _ index: Int, _ fact: (inout Senses) -> Answer
    ) -> Answer {
        let missed = senses.sensors[index].unseen
        let answer = fact(&senses)
        if missed != senses.sensors[index].unseen {
            forgetUnseen(by: senses.sensors[index].settings.name)
        }
        return answer
    }

    private mutating func keepPresence(_ ended: Senses.Ended?, at now: Now) {
        guard let ended else { return }
        step.isDirty = true
        let span = Span(start: now.wall(at: ended.from), end: now.wall(at: ended.to))
        keepRelaxed(.presence(PresenceSpan(ended.presence, span)))
    }

    private mutating func markLostEdges(at now: Now) {
        for booking in agenda.running {
            guard let sitting = sittings[booking.id] else { continue }
            if sitting.checkIn == nil || now.wall < rules(for: booking).noShowAt {
                sittings[booking.id]?.hasLostEdges = true
            }
        }
    }
}
