/// When nobody has come: at `no_show_after`, or as soon after as presence is not *present* (design, section 2).
///
/// Somebody who is there and has not moved enough to check in may yet do so, and nobody is told to take the room
/// meanwhile.
extension Room {
    /// When a booking that nobody takes up is judged, as things stand; nil while nobody can foresee that.
    func absenceDue(_ rules: BookingRules, at now: Now) -> WallTime? {
        guard senses.presence == .present else { return rules.noShowAt }
        return senses.presenceEnds.map { max(rules.noShowAt, now.wall(at: $0)) }
    }

    mutating func judgeAbsence(_ sitting: Sitting, _ rules: BookingRules, at now: Now) {
        let due = now.uptime(at: rules.noShowAt)
        let stretch = senses.tracker.stretch(at: due)
        if let stretch, stretch.presence == .present,
            isCarriedOver(into: rules.booking, presentSince: stretch.from, at: now)
                || isMadeByPeopleInside(rules, presentSince: stretch.from, at: now)
        {
            takeUp(rules.booking, .carriedOver, presentSince: stretch.from, at: now)
            return
        }
        guard senses.presence != .present else { return }
        if let reason = blindness(sitting, rules, waitedFor: stretch, at: now) {
            give(.unverifiable, rules, reason: reason, at: now)
            return
        }
        give(.noShow, rules, releasing: policy.onNoShow == .end, at: now)
    }
}
