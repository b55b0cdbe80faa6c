/// `late` needs the evidence that `no_show` needs: whoever is called late was not there before, as far as the panel could
/// see.
extension Room {
    /// What keeps the panel from saying by how much people were late.
    private enum Doubt {
        /// It was blind for a part of the time before their first sign: they are late by so much at most.
        case atMost(Verdict.Reason)
        /// Nobody can say whether they were late at all.
        case unverifiable(Verdict.Reason)
    }

    mutating func judgeLateness(
        _ late: Duration, _ checkIn: Sitting.CheckIn, _ sitting: Sitting, _ rules: BookingRules,
        at now: Now
    ) {
        let seconds = Int(late.components.seconds)
        switch doubt(checkIn, sitting, rules, at: now) {
        case nil: give(.late, rules, seconds: seconds, at: now)
        case .atMost(let why)?: give(.late, rules, seconds: seconds, atMost: why, at: now)
        case .unverifiable(let reason)?:
            guard sitting.arrival != .unverifiable else { return }
            give(.unverifiable, rules, reason: reason, at: now)
        }
    }

    private func doubt(
        _ checkIn: Sitting.CheckIn, _ sitting: Sitting, _ rules: BookingRules, at now: Now
    ) -> Doubt? {
        let awaited = Span(start: rules.expectedFrom, end: checkIn.arrivedAt)
        let due = Span(start: awaited.start, end: min(awaited.end, rules.noShowAt))
        let wasOverlapped = sitting.overlappedAt.map { $0 < awaited.end } ?? false
        if wasOverlapped || isOverlapped(rules.booking, in: due) {
            return .unverifiable(.overlapped)
        }
        if !isServerHeard(by: now.uptime(at: due.end), at: now) {
            return .unverifiable(.serverUnheard)
        }
        return blindness(in: awaited, sitting, at: now).map { .atMost($0) }
    }
}
