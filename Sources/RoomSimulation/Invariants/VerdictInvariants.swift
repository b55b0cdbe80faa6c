import RoomCore

/// No no-show without all the evidence that section 2 demands.
struct NoShowNeedsEvidence: Invariant {
    static let name = "no-show-needs-evidence"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        sight.fault(ofVerdicts: .noShow) { check($0, by: $1, sight, known) }
    }

    private func check(
        _ verdict: Verdict, by policy: Policy, _ sight: Sight, _ known: Knowledge
    ) -> String? {
        guard let booking = known.schedule.booking(verdict.booking) else {
            return "nobody knows it"
        }
        let moments = known.moments(of: booking, by: policy)
        if !moments.isJudged { return "it is never judged" }
        if sight.now.wall < moments.noShow { return "too early" }
        if moments.toldTooLateBy > .zero { return "the panel was told at \(moments.expected)" }
        if isOccupied(sight, known) { return "somebody is there" }
        if case .people(let length) = known.missed(by: policy, sight) {
            return "the sensors missed people for \(length)"
        }
        let start = sight.now.uptime(at: moments.expected)
        let due = sight.now.uptime(at: moments.noShow)
        guard let trusted = known.trust.trustedSince, trusted < start + .seconds(2) else {
            return "the clock was not trusted"
        }
        if known.sittings[booking.id]?.checkIn != nil { return "it was taken up" }
        let window = moments.window.length
        let unseen = known.presence.uncovered(from: start, to: due).surely
        if unseen * 10 > window + .seconds(1) { return "the sensors were blind for \(unseen)" }
        let now = sight.now.uptime
        if let lost = known.presence.losses.last(where: { $0 > start && $0 < now }) {
            return "edges were lost \(now - lost) before"
        }
        return heard(by: policy, sight, known, due)
            ?? seen(booking, start, by: policy, sight, known)
    }

    /// Whether somebody is there; what a sensor says at that very moment may come after the verdict.
    private func isOccupied(_ sight: Sight, _ known: Knowledge) -> Bool {
        !sight.isOfSensors && known.presence.now == .present
    }

    private func heard(
        by policy: Policy, _ sight: Sight, _ known: Knowledge, _ due: Uptime
    ) -> String? {
        guard known.settings.server != .none else { return nil }
        guard let age = known.age(at: sight.now) else { return "the server is unheard" }
        let ageThen = age - (sight.now.uptime - due)
        return ageThen < policy.staleAfter ? nil : "the server is unheard for \(ageThen)"
    }

    /// Enough activity to check in, though it did not.
    private func seen(
        _ booking: Booking, _ start: Uptime, by policy: Policy, _ sight: Sight, _ known: Knowledge
    ) -> String? {
        // Nobody is checked in to what is over.
        let now = min(sight.now.uptime, sight.now.uptime(at: booking.span.end))
        guard let since = known.schedule.knownSince[booking.id], since < start + .seconds(2),
            known.schedule.blocking(in: booking.span).filter({ !$0.isAllDay }).count == 1,
            known.presence.isOpen(from: start, to: now) == false
        else { return nil }
        // Edges before a check-in that was taken back need not count (decision 0007).
        let begun = max(max(start, since), known.pressShownAt ?? start)
        return Activity(known.presence.sureEdges, policy).isEnough(from: begun, before: now)
            ? "its people were seen" : nil
    }
}

/// Active edges, and whether they are enough to check in.
struct Activity {
    private let edges: [Uptime]
    private let within: Duration

    init(_ edges: [Uptime], _ policy: Policy) {
        self.edges = edges
        within = policy.checkInWithin
    }

    /// Two separate ones within `check_in_within`, both in the stretch.
    func isEnough(from start: Uptime, before end: Uptime) -> Bool {
        let inside = edges.filter { $0 >= start && $0 < end }
        for (index, edge) in inside.enumerated() {
            for later in inside[(index + 1)...]
            where later - edge >= .seconds(1) && later - edge <= within {
                return true
            }
        }
        return false
    }
}

/// Where nothing could be told, the reason given is true (section 2, "No-show").
struct ReasonIsTrue: Invariant {
    static let name = "reason-is-true"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        sight.fault(ofVerdicts: .unverifiable) { verdict, policy in
            check(verdict, by: policy, sight, known)
                .map { "\(verdict.reason?.rawValue ?? "no reason"), but \($0)" }
        }
    }

    private func check(
        _ verdict: Verdict, by policy: Policy, _ sight: Sight, _ known: Knowledge
    ) -> String? {
        guard let booking = known.schedule.booking(verdict.booking) else {
            // It was judged before the reading took it away.
            if case .server(.read) = sight.event { return nil }
            return "nobody knows it"
        }
        let moments = known.moments(of: booking, by: policy)
        let window = moments.window
        let start = sight.now.uptime(at: window.start)
        // Of late people only that is asked which goes for the time before they came.
        let came = verdict.evidence.arrivedAt.map { min($0, window.end) }
        let due = sight.now.uptime(at: came ?? window.end)
        switch verdict.reason {
        case nil: return "there has to be one"
        case .clockUntrusted?:
            let isSure = known.trust.trustedSince.map { $0 <= start } ?? false
            return isSure ? "the clock was trusted" : nil
        case .sensorsBlind?:
            let unseen = known.presence.uncovered(from: start, to: due).perhaps
            if hasStayedUnseen(since: due, sight, known) { return nil }
            return unseen * 10 < window.length - .seconds(1) ? "blind only for \(unseen)" : nil
        case .edgesLost?:
            return known.presence.losses.isEmpty && known.startedAt <= start
                ? "no edges were lost" : nil
        case .overlapped?:
            let isOverlapped =
                known.overlapped.contains(booking.id)
                || known.schedule.blocking(in: window).filter({ !$0.isAllDay }).count > 1
            return isOverlapped ? nil : "nothing overlaps"
        case .toldLate?:
            // What was over before the clock was trusted was known since nobody knows when.
            let trustedSince = known.trust.trustedSince.map { sight.now.wall(at: $0) }
            let wasOver = trustedSince.map { booking.span.end <= $0 } ?? true
            return isJudgedByEarlier(sight) || moments.toldTooLateBy > .zero || wasOver
                ? nil : "it was known from \(moments.expected) on"
        case .sensorsMissPeople?:
            if case .nobody = known.missed(by: policy, sight) { return "they missed nobody" }
            return nil
        case .serverUnheard?:
            guard !isJudgedByEarlier(sight), let age = known.age(at: sight.now),
                age - (sight.now.uptime - due) < policy.staleAfter
            else { return nil }
            return "it was heard"
        }
    }

    /// Whether somebody may have been there at `due`, and sight was lost since.
    private func hasStayedUnseen(
        since due: Uptime, _ sight: Sight, _ known: Knowledge
    ) -> Bool {
        let then = known.presence.stretch(at: due)
        let mayHaveStayed = then.map { $0.presence == nil || $0.presence == .present } ?? true
        let now = known.presence.now
        return mayHaveStayed && (now == nil || now == .unknown || sight.isOfSensors)
    }

    /// What fell due by the time a reading came was judged before it was taken in.
    private func isJudgedByEarlier(_ sight: Sight) -> Bool {
        if case .server(.read) = sight.event { true } else { false }
    }
}

/// At most one verdict of each phase stands per booking, and each names its evidence (decision 0002).
struct OneVerdictStands: Invariant {
    static let name = "one-verdict-stands"
    private var last: Int64 = 0

    mutating func check(_ sight: Sight, _ known: Knowledge) -> String? {
        var standing: [BookingID: Sitting] = [:]
        for case .note(.verdict(let verdict)) in sight.effects where sight.hasVerdict {
            let before =
                standing[verdict.booking] ?? known.sittings[verdict.booking]
                ?? Sitting(booking: verdict.booking, span: verdict.span)
            if let fault = check(verdict, before, sight, known) {
                return "verdict \(verdict.number) on \(verdict.booking): \(fault)"
            }
            var after = before
            switch verdict.kind.phase {
            case .arrival: after.arrivalNumber = verdict.number
            case .leaving: after.leavingNumber = verdict.number
            }
            standing[verdict.booking] = after
        }
        return nil
    }

    private mutating func check(
        _ verdict: Verdict, _ before: Sitting, _ sight: Sight, _ known: Knowledge
    ) -> String? {
        defer { last = max(last, verdict.number) }
        if verdict.number <= last { return "its number is taken" }
        let standing =
            verdict.kind.phase == .arrival ? before.arrivalNumber : before.leavingNumber
        if verdict.replaces != standing {
            return "replaces \(verdict.replaces ?? 0), but \(standing ?? 0) stands"
        }
        if known.isUnread(verdict.span, at: sight.now) { return "the journal has not spoken yet" }
        if !known.isTrusted || !verdict.evidence.isClockTrusted { return "without a trusted clock" }
        return evidence(verdict, sight)
    }

    private func evidence(_ verdict: Verdict, _ sight: Sight) -> String? {
        let evidence = verdict.evidence
        if evidence.observedSeconds < 0 || evidence.observedSeconds > evidence.dueSeconds {
            return "observed \(evidence.observedSeconds) of \(evidence.dueSeconds) s"
        }
        if evidence.activeEdges < 0 || (evidence.syncAgeSeconds ?? 0) < 0 { return "negative" }
        if (verdict.kind == .unverifiable) != (verdict.reason != nil) { return "no reason" }
        let hasCheckIn = evidence.checkIn != nil
        if verdict.kind != .unverifiable, hasCheckIn == (verdict.kind == .noShow) {
            return "check-in does not fit"
        }
        if evidence.atMostBecause != nil, verdict.kind != .late { return "at most nothing" }
        let needsSeconds = [.late, .endedEarly, .overran].contains(verdict.kind)
        if needsSeconds != (verdict.seconds != nil) { return "seconds do not fit" }
        if verdict.span.start > sight.now.wall { return "before the booking begins" }
        if evidence.sensors.count != sight.state.sensors.count { return "a sensor is left out" }
        return nil
    }

    mutating func restart(_ lastStored: Int64) {
        last = lastStored
    }
}

/// What a verdict says agrees with what is kept about the people of its booking.
struct VerdictsAddUp: Invariant {
    static let name = "verdicts-add-up"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        for case .note(.verdict(let verdict)) in sight.effects {
            guard let checkIn = known.sittings[verdict.booking]?.checkIn else { continue }
            let expected = known.expectedFrom(verdict.booking, verdict.span)
            if let fault = sight.fault({ check(verdict, checkIn, from: expected, by: $0) }) {
                return "\(verdict.booking): \(fault)"
            }
        }
        return nil
    }

    private func check(
        _ verdict: Verdict, _ checkIn: Sitting.CheckIn, from expected: WallTime, by policy: Policy
    ) -> String? {
        let late = (checkIn.arrivedAt - expected).components.seconds
        let isLate = checkIn.arrivedAt >= expected + policy.lateAfter
        let isCarriedOver = checkIn.source == .carriedOver
        switch verdict.kind {
        case .carriedOver where !isCarriedOver: return "carried over, by \(checkIn.source.rawValue)"
        case .onTime where isCarriedOver, .late where isCarriedOver:
            return "nobody knows whose people they are"
        case .late where verdict.seconds != Int(late) || !isLate:
            return "late by \(verdict.seconds ?? 0), not \(late) s"
        case .onTime where isLate && late > 0: return "on time, but late by \(late) s"
        default: return nil
        }
    }
}

/// Only what the panel found out itself is written back, and it is true (section 5).
struct MarksAreTrue: Invariant {
    static let name = "marks-are-true"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        let entries = sight.effects.flatMap { effect -> [OutboxEntry] in
            guard case .keep(let records, .durable) = effect else { return [] }
            return records.compactMap { if case .outbox(let entry) = $0 { entry } else { nil } }
        }
        for entry in entries where entry.state == .queued && entry.attempts == 0 {
            // What is overtaken within the step was true for a moment.
            let isSettled = entries.contains { $0.number == entry.number && $0.state.isFinal }
            guard case .mark(let id, let mark) = entry.write, !isSettled,
                entry.createdAt == sight.now.wall
            else { continue }
            if let fault = check(id, mark, sight, known) { return "\(id) \(mark): \(fault)" }
        }
        return nil
    }

    private func check(
        _ id: BookingID, _ mark: BookingMark, _ sight: Sight, _ known: Knowledge
    ) -> String? {
        if !sight.policy.writesBack { return "nothing is to be written" }
        if !known.isTrusted || sight.state.sync.isStale { return "the panel does not know" }
        let sitting = known.sittings[id]
        switch mark {
        case .confirmed:
            let isBack = sitting?.mark != nil && sitting?.arrival != .noShow
            return sitting?.checkIn != nil || isBack ? nil : "nobody came"
        case .noShow: return sitting?.arrival == .noShow ? nil : "there is no such verdict"
        case .late: return sitting?.checkIn == nil ? nil : "they came"
        case .unconfirmed: return sitting?.checkIn == nil ? nil : "they came"
        }
    }
}

/// No duration is negative, wherever it is told.
struct NothingNegative: Invariant {
    static let name = "nothing-negative"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        for case .note(.verdict(let verdict)) in sight.effects where sight.hasVerdict {
            if let seconds = verdict.seconds, seconds < 0 {
                return "\(verdict.kind) by \(seconds) s"
            }
        }
        if let late = sight.state.current?.lateBySeconds, late <= 0 { return "late by \(late) s" }
        if let heard = sight.state.sync.lastSuccess, heard > sight.state.now {
            return "heard in the future"
        }
        for case .keep(let records, _) in sight.effects {
            for case .presence(let stretch) in records where stretch.span.end < stretch.span.start {
                return "presence for less than nothing"
            }
        }
        return nil
    }
}
