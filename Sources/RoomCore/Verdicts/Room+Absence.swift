/// When nobody has come: at `no_show_after`, or as soon after as presence is not *present* (design, section 2).
///
/// Somebody who is there and has not moved enough to check in may yet do so, and nobody is told to take the room
/// meanwhile.
extension Room {
    /// When a booking that nobody takes up is judged, as things stand; nil while nobody can foresee that.
    func absenceDue(_ rules: BookingRules, at now: Now) -> WallTime? {
        guard presence.presence == .present else { return rules.noShowAt }
        return presenceEnds.map { max(rules.noShowAt, now.wall(at: $0)) }
    }

    /// When presence ends if nothing moves any more; nil while a sensor is active, or nobody is there.
    private var presenceEnds: Uptime? {
        var latest: Uptime?
        for index in sensors.indices where sensors[index].health == .ok {
            if sensors[index].isActive { return nil }
            guard let last = sensors[index].lastActive else { continue }
            latest = max(latest ?? last, last + sensors[index].settings.hold)
        }
        return latest
    }

    mutating func judgeAbsence(_ sitting: Sitting, _ rules: BookingRules, at now: Now) {
        let due = now.uptime(at: rules.noShowAt)
        let stretch = presence.stretch(at: due)
        if let stretch, stretch.presence == .present,
            isCarriedOver(into: rules.booking, presentSince: stretch.from, at: now)
                || isMadeByPeopleInside(rules, presentSince: stretch.from, at: now)
        {
            takeUp(rules.booking, .carriedOver, presentSince: stretch.from, at: now)
            return
        }
        guard presence.presence != .present else { return }
        if let reason = blindness(sitting, rules, waitedFor: stretch, at: now) {
            give(.unverifiable, rules, reason: reason, at: now)
            return
        }
        give(.noShow, rules, releasing: policy.onNoShow == .end, at: now)
    }
}
