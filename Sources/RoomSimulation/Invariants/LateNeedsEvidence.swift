import RoomCore

/// Nobody is called late by more than the panel can know (section 2, "Late").
struct LateNeedsEvidence: Invariant {
    static let name = "late-needs-evidence"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        sight.fault(ofVerdicts: .late) { verdict, policy in
            check(verdict, by: policy, sight, known)
                .map { "late by \(verdict.seconds ?? 0) s, but \($0)" }
        }
    }

    private func check(
        _ verdict: Verdict, by policy: Policy, _ sight: Sight, _ known: Knowledge
    ) -> String? {
        guard let arrived = verdict.evidence.arrivedAt else { return "nobody came" }
        // What was found out before a journal was opened late was found out by what was known then.
        if case .journal(.recalled) = sight.event { return nil }
        let from = known.expectedFrom(verdict.booking, verdict.span)
        let start = sight.now.uptime(at: from)
        let end = sight.now.uptime(at: arrived)
        guard end > start else { return nil }
        let length = end - start
        let uncovered = known.presence.uncovered(from: start, to: end)
        let isTrusted = known.trust.trustedSince.map { $0 < start + .seconds(2) } ?? false
        switch verdict.evidence.atMostBecause {
        case nil:
            if uncovered.surely * 10 > length + .seconds(1) {
                return "the sensors were blind for \(uncovered.surely)"
            }
            if let lost = known.presence.losses.last(where: { $0 > start && $0 < end }) {
                return "edges were lost \(end - lost) before"
            }
            if !isTrusted { return "the clock was not trusted" }
            if case .people(let length) = known.missed(by: policy, sight) {
                return "the sensors missed people for \(length)"
            }
            return unheard(verdict, end, by: policy, sight, known)
        case .sensorsBlind?:
            return uncovered.perhaps * 10 < length - .seconds(1) ? "they could see" : nil
        case .edgesLost?:
            return known.presence.losses.isEmpty && known.startedAt <= start
                ? "no edges were lost" : nil
        case .clockUntrusted?: return isTrusted ? "the clock was trusted" : nil
        case .sensorsMissPeople?:
            if case .nobody = known.missed(by: policy, sight) { return "they missed nobody" }
            return nil
        case .overlapped?, .toldLate?, .serverUnheard?: return "that leaves it open altogether"
        }
    }

    private func unheard(
        _ verdict: Verdict, _ arrived: Uptime, by policy: Policy, _ sight: Sight,
        _ known: Knowledge
    ) -> String? {
        guard known.settings.server != .none else { return nil }
        // It was judged before the reading was taken in.
        if case .server(.read) = sight.event { return nil }
        guard let age = known.age(at: sight.now) else { return "the server is unheard" }
        let due = min(
            arrived,
            sight.now.uptime(
                at: min(
                    known.expectedFrom(verdict.booking, verdict.span) + policy.noShowAfter,
                    verdict.span.end)))
        let ageThen = age - (sight.now.uptime - due)
        return ageThen < policy.staleAfter ? nil : "the server was unheard for \(ageThen)"
    }
}
