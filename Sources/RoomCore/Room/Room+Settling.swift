/// The rules look at what has changed, until nothing follows any more; then the lamps show it.
extension Room {
    /// Settles until nothing more follows: a verdict may free the room, and then the next booking's people are
    /// watched for.
    mutating func settleIfDirty(at now: Now) {
        for _ in 0..<Self.greatestRounds {
            guard step.isDirty else { return }
            settle(at: now)
        }
    }

    /// Brings everything that depends on time or on a changed fact up to `now`.
    private mutating func settle(at now: Now) {
        lookAtSensors(at: now)
        step.beginRound()
        noticeTrustAndStaleness(at: now)
        if trust.isTrusted {
            if !outbox.entries.isEmpty { keep(outbox.expire(at: now.wall)) }
            openSittings(at: now)
        }
        agenda = makeAgenda(at: now)
        watchForPeople(at: now)
        judgeSittings(at: now)
        if trust.isTrusted, !senses.sensors.isEmpty { askWhatSensorsSaw(at: now) }
        if !step.isDirty {
            noteOverlaps(at: now)
            writeMarks(at: now)
        }
    }

    mutating func showWhatIsTrue(at now: Now) {
        showLamps(at: now)
        wakeup.set(due: step.isDirty ? now.uptime : nextMoment(after: now), at: now)
        step.isPublishing = true
    }

    private mutating func noticeTrustAndStaleness(at now: Now) {
        if shown.renew(isTrusted: trust.isTrusted) { step.note(.clockTrust(trust.isTrusted)) }
        if trust.isTrusted { schedule.forgetFutureHearing(at: now) }
        if let since = trust.trustedSince, followed.follow(trustedSince: since) {
            takeBackFutureEnds(at: now)
            sittings.forgetKnowledge(after: now.wall)
        }
        let isStale = isStale(at: now)
        if shown.renew(isStale: isStale) { step.note(.stale(isStale)) }
    }

    /// Whether the server was unheard for `stale_after`; never without a server.
    func isStale(at now: Now) -> Bool {
        guard settings.server != .none else { return false }
        guard let age = scheduleAge(at: now) else { return true }
        return age >= policy.staleAfter
    }

    /// How long ago the server was heard; nil if never, or if nobody can say.
    ///
    /// What an earlier run heard is dated by the wall clock, which means nothing until it is trusted.
    func scheduleAge(at now: Now) -> Duration? {
        schedule.heardAt != nil || trust.isTrusted ? schedule.age(at: now) : nil
    }
}
