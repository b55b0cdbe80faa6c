/// Tells which sensors of the room contradict each other for hours: one says somebody is there, the other nobody.
///
/// Only sensors that can be believed take part, and a pair that agrees for an hour has made it up. Nobody can say which
/// of the two is wrong, so nothing follows from it but that people are told.
struct SensorDisputes: Sendable {
    /// So much contradiction is told.
    static let told = Duration.seconds(2 * 3_600)
    /// So long an agreement ends it.
    static let agreement = Duration.seconds(3_600)

    /// Two sensors by their places.
    private struct Pair: Hashable {
        var present: Int
        var vacant: Int
    }

    private struct Dispute {
        var since: Uptime
        /// How long they have contradicted each other, up to the last change.
        var total = Duration.zero
        var changedAt: Uptime
        var isOpen = true

        func total(at now: Uptime) -> Duration { isOpen ? total + (now - changedAt) : total }
    }

    private var disputes: [Pair: Dispute] = [:]

    /// What each sensor says: somebody, nobody, or nothing that can be believed (nil).
    mutating func hear(_ says: [Bool?], at now: Uptime) {
        guard says.count > 1 else { return }
        for present in says.indices {
            for vacant in says.indices where vacant != present {
                hear(Pair(present: present, vacant: vacant), says[present], says[vacant], at: now)
            }
        }
    }

    private mutating func hear(_ pair: Pair, _ present: Bool?, _ vacant: Bool?, at now: Uptime) {
        guard let present, let vacant else {
            disputes[pair] = nil
            return
        }
        let isOpen = present && !vacant
        guard var dispute = disputes[pair] else {
            if isOpen { disputes[pair] = Dispute(since: now, changedAt: now) }
            return
        }
        if isOpen != dispute.isOpen {
            dispute.total = dispute.total(at: now)
            (dispute.isOpen, dispute.changedAt) = (isOpen, now)
        }
        let isOver = !dispute.isOpen && now - dispute.changedAt >= Self.agreement
        disputes[pair] = isOver ? nil : dispute
    }

    /// One that is to be told, by the places of its sensors.
    struct Told: Sendable {
        var present: Int
        var vacant: Int
        var since: Uptime
        var lasted: Duration
    }

    /// Those that are to be told, by the places of the sensors.
    func told(at now: Uptime) -> [Told] {
        disputes.compactMap { pair, dispute in
            let total = dispute.total(at: now)
            guard total >= Self.told else { return nil }
            return Told(
                present: pair.present, vacant: pair.vacant, since: dispute.since, lasted: total)
        }.sorted { ($0.present, $0.vacant) < ($1.present, $1.vacant) }
    }

    /// When one becomes old enough to be told, or is made up; nil if none will.
    func deadline(after now: Uptime) -> Uptime? {
        var next = EarliestDeadline(after: now)
        for dispute in disputes.values {
            next.consider(
                dispute.changedAt
                    + (dispute.isOpen ? Self.told - dispute.total : Self.agreement))
        }
        return next.earliest
    }
}
