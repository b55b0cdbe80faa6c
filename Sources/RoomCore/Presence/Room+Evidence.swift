/// How activity checks the running booking in: by edges as they come, or by a level that lasts.
extension Room {
    mutating func countActiveEdge(at instant: Uptime, now: Now) {
        if isWatchingLeaving { step.isDirty = true }
        let wall = now.wall(at: instant)
        for booking in agenda.running where booking.span.contains(wall) {
            sittings[booking.id]?.activeEdges += 1
        }
        guard let booking = agenda.current, booking.id == senses.evidence?.booking else { return }
        let isEnough = senses.countEvidence(
            at: instant, start: now.uptime(at: rules(for: booking).expectedFrom),
            within: policy.checkInWithin)
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
            senses.evidence = nil
            return
        }
        if senses.evidence?.booking != current.id {
            senses.evidence = CheckInEvidence(for: current.id)
        }
        guard let enough = levelDeadline(at: now), enough <= now.uptime else { return }
        takeUpBySensors(current, at: now)
    }

    /// When an active level will have lasted long enough to check the running booking in; nil if none will.
    func levelDeadline(at now: Now) -> Uptime? {
        guard senses.evidence != nil, let current = agenda.current else { return nil }
        return senses.levelDeadline(from: now.uptime(at: rules(for: current).expectedFrom))
    }
}
