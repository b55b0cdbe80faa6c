/// How activity checks the running booking in: by edges as they come, or by a level that lasts.
extension Room {
    mutating func countActiveEdge(at instant: Uptime, now: Now) {
        if isWatchingLeaving { step.isDirty = true }
        let wall = now.wall(at: instant)
        for booking in agenda.running where booking.span.contains(wall) {
            sittings[booking.id]?.activeEdges += 1
        }
        guard var evidence, let booking = agenda.current, booking.id == evidence.booking else {
            return
        }
        let isEnough = evidence.edge(
            at: instant, start: now.uptime(at: rules(for: booking).expectedFrom),
            presentSince: presence.presentSince, within: policy.checkInWithin)
        self.evidence = evidence
        if isEnough { takeUpBySensors(booking, at: now) }
        step.isDirty = true
    }

    /// Sensors watch for the people of the running booking, while nobody has taken it up.
    ///
    /// With an untrusted clock nobody knows whose people they would be.
    mutating func watchForPeople(at now: Now) {
        guard trust.isTrusted, let current = agenda.current,
            let sitting = sittings[current.id], sitting.checkIn == nil, sitting.endedAt == nil
        else {
            evidence = nil
            return
        }
        if evidence?.booking != current.id { evidence = CheckInEvidence(for: current.id) }
        guard let enough = levelDeadline(at: now), enough <= now.uptime else { return }
        takeUpBySensors(current, at: now)
    }

    /// When an active level will have lasted long enough to check the running booking in; nil if none will.
    func levelDeadline(at now: Now) -> Uptime? {
        guard evidence != nil, let current = agenda.current else { return nil }
        let start = now.uptime(at: rules(for: current).expectedFrom)
        var earliest: Uptime?
        for index in sensors.indices where sensors[index].health == .ok {
            guard let since = sensors[index].activeSince else { continue }
            let enough = CheckInEvidence.deadline(activeSince: since, start: start)
            earliest = min(earliest ?? enough, enough)
        }
        return earliest
    }
}
