import RoomCore

/// Nobody is checked in by sensors without the activity that section 2 asks for, nor arrives at another time.
struct CheckInNeedsEvidence: Invariant {
    static let name = "check-in-needs-evidence"

    /// Runs before the step's records are taken, so that `known` still holds the sittings as they were.
    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        for case .keep(let records, _) in sight.effects where records.firstPress == nil {
            for case .sitting(let sitting) in records {
                guard let checkIn = sitting.checkIn,
                    known.sittings[sitting.booking]?.checkIn != checkIn
                else { continue }
                if let fault = check(checkIn, sitting, sight, known) {
                    return "\(sitting.booking): \(fault)"
                }
            }
        }
        return nil
    }

    private func check(
        _ checkIn: Sitting.CheckIn, _ sitting: Sitting, _ sight: Sight, _ known: Knowledge
    ) -> String? {
        let opens = sitting.span.start - sight.policy.checkInWindow
        if checkIn.source != .adHoc, checkIn.arrivedAt < opens {
            return "arrived before the window"
        }
        if checkIn.source != .adHoc, checkIn.arrivedAt > sight.now.wall { return "arrives later" }
        let start = sight.now.uptime(at: known.expectedFrom(sitting.booking, sitting.span))
        guard !known.presence.isOpen(from: start - .seconds(60), to: sight.now.uptime) else {
            return nil
        }
        switch checkIn.source {
        case .press, .adHoc: return nil
        case .activity: return activity(checkIn, sitting, start, sight, known)
        case .carriedOver: return carriedOver(sitting, start, sight, known)
        }
    }

    private func activity(
        _ checkIn: Sitting.CheckIn, _ sitting: Sitting, _ start: Uptime, _ sight: Sight,
        _ known: Knowledge
    ) -> String? {
        let now = sight.now.uptime
        guard known.presence.now == .present else { return "nobody is there" }
        guard let since = known.presence.since else { return nil }
        let arrived = max(
            sight.now.wall(at: since), sitting.span.start - sight.policy.checkInWindow)
        let difference = arrived - checkIn.arrivedAt
        if difference > .seconds(1) || difference < .seconds(-1) {
            return "arrived \(difference) off the beginning of presence"
        }
        if ranThrough(sitting, since: sight.now.wall(at: since), sight, known) {
            return "presence ran through from the booking before"
        }
        let lasts = known.presence.sensors.contains { sensor in
            if let level = sensor.lastLevel, level.to == now,
                now - max(level.from, start) >= .seconds(60)
            {
                return true
            }
            return sensor.activeSince.map { now - max($0, start) >= .seconds(60) } ?? false
        }
        let edges = known.presence.edges.filter { $0 >= start }
        let isEnough =
            lasts || (since < start && !edges.isEmpty)
            || Activity(edges, sight.policy).isEnough(from: start, before: now + .microseconds(1))
        return isEnough ? nil : "\(edges.count) edges are too little"
    }

    /// Whether somebody of the booking before was still there when it ended.
    private func ranThrough(
        _ sitting: Sitting, since: WallTime, _ sight: Sight, _ known: Knowledge
    ) -> Bool {
        bookingsBefore(sitting, sight, known).contains {
            $0.span.end <= sitting.span.start && since < $0.span.end
        }
    }

    /// Those whose people may be the ones that are seen when it begins.
    private func bookingsBefore(
        _ sitting: Sitting, _ sight: Sight, _ known: Knowledge
    ) -> [Booking] {
        let start = sitting.span.start
        let before = Span(start: start - max(sight.policy.checkInWindow, .seconds(60)), end: start)
        return known.schedule.after(sight).blocking(in: before).filter {
            $0.id != sitting.booking
        }
    }

    private func carriedOver(
        _ sitting: Sitting, _ start: Uptime, _ sight: Sight, _ known: Knowledge
    ) -> String? {
        if start > sight.now.uptime(at: sitting.span.start),
            let seen = known.presence.stretch(at: start - .microseconds(1))
        {
            // Whoever was there when the panel learned of it may have made it.
            if seen.presence == nil || seen.presence == .present { return nil }
        }
        guard let last = bookingsBefore(sitting, sight, known).map(\.span.end).max() else {
            return "no booking before"
        }
        let ended = min(last, sitting.span.start)
        guard
            let stretch = known.presence.stretch(at: sight.now.uptime(at: ended) - .microseconds(1))
        else { return nil }
        let isOpen = stretch.presence == nil
        return isOpen || stretch.presence == .present ? nil : "nobody stayed on from before"
    }
}

/// What is due comes: a check-in with its evidence, a judgement at its time (section 2).
struct JudgementIsDue: Invariant {
    static let name = "judgement-is-due"
    private var current: BookingID?
    private var currentSpan: Span?
    private var currentSince: Uptime?

    mutating func check(_ sight: Sight, _ known: Knowledge) -> String? {
        follow(sight, known)
        guard let view = sight.state.current, known.isTrusted, let since = currentSince,
            view.phase != .checkedIn || view.arrivedAt == nil,
            !known.isGivenUp(view.id),
            !known.isPressNear(at: sight.now.uptime), known.policyChangedAt <= since,
            let booking = known.schedule.booking(view.id), booking.source == .server,
            known.hasRoomAlone(booking), !known.isUnread(booking.span, at: sight.now)
        else { return nil }
        return lateness(view, booking, sight, known) ?? activity(view, booking, since, sight, known)
    }

    private mutating func follow(_ sight: Sight, _ known: Knowledge) {
        let running = sight.state.isClockTrusted ? sight.state.current : nil
        let view = running.flatMap { known.isGivenUp($0.id) ? nil : $0 }
        if view?.id != current || view?.span != currentSpan || currentSince == nil {
            currentSince = view == nil ? nil : sight.now.uptime
            (current, currentSpan) = (view?.id, view?.span)
        }
    }

    private func lateness(
        _ view: RoomState.BookingView, _ booking: Booking, _ sight: Sight, _ known: Knowledge
    ) -> String? {
        let moments = known.moments(of: booking, by: sight.policy)
        guard view.phase != .checkedIn else {
            return "\(view.id) is checked in without an arrival"
        }
        let sitting = known.sittings[view.id]
        if sitting?.checkIn != nil {
            return "\(view.id) is \(view.phase), and its people have checked in"
        }
        guard moments.isJudged else {
            // It may have been made longer after it was judged.
            let isOld = view.phase == .noShow && sitting?.arrival == .noShow
            return view.phase == .inProgress || isOld
                ? nil : "\(view.id) is \(view.phase), but never judged"
        }
        let wall = sight.now.wall
        let arrival = sitting?.arrival
        switch view.phase {
        case .awaiting where wall >= moments.late: return "\(view.id) is not late yet at \(wall)"
        case .late where wall < moments.late: return "\(view.id) is late too early"
        case .awaiting where wall >= moments.noShow, .late where wall >= moments.noShow:
            // As long as somebody is there, it waits.
            if known.presence.now == .present || known.presence.now == nil { return nil }
            return "\(view.id) is not judged at its time"
        case .noShow where arrival != .noShow: return "\(view.id) is a no-show without a verdict"
        default: return nil
        }
    }

    private func activity(
        _ view: RoomState.BookingView, _ booking: Booking, _ since: Uptime, _ sight: Sight,
        _ known: Knowledge
    ) -> String? {
        let trusted = known.trust.trustedSince ?? sight.now.uptime
        // What came before the last press, or before the clock was trusted, need not count.
        let begun = max(max(since, trusted), known.pressShownAt ?? since)
        let expected = sight.now.uptime(at: known.expectedFrom(booking.id, booking.span))
        let start = max(expected, begun)
        let now = sight.now.uptime
        guard now > start, !known.presence.isOpen(from: start, to: now),
            known.presence.now == .present
        else { return nil }
        let edges = known.presence.sureEdges.filter { $0 > start }
        let end = now + .microseconds(1)
        if Activity(edges, sight.policy).isEnough(from: start + .microseconds(1), before: end) {
            return "\(view.id) is not checked in by two edges"
        }
        // The clock may have been slewed since, by less than a jump.
        if let began = known.presence.since, began < expected - .seconds(2), !edges.isEmpty {
            return "\(view.id) is not checked in by an edge with unbroken presence"
        }
        let lasts = known.presence.sensors.contains { sensor in
            sensor.standing(at: now) == .sure
                && (sensor.activeSince.map { now - max($0, start) > .seconds(61) } ?? false)
        }
        return lasts ? "\(view.id) is not checked in by a lasting level" : nil
    }
}

/// A booking left early, used, or overrun was so, as far as the sensors saw (section 2, "Ending early").
struct LeavingIsTrue: Invariant {
    static let name = "leaving-is-true"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        for case .note(.verdict(let verdict)) in sight.effects {
            guard verdict.kind.phase == .leaving,
                let sitting = known.sittings[verdict.booking]
            else { continue }
            if let fault = sight.fault({ check(verdict, sitting, by: $0, sight, known) }) {
                return "\(verdict.booking): \(verdict.kind), but \(fault)"
            }
        }
        return nil
    }

    private func check(
        _ verdict: Verdict, _ sitting: Sitting, by policy: Policy, _ sight: Sight,
        _ known: Knowledge
    ) -> String? {
        let end = sight.now.uptime(at: verdict.span.end)
        if sitting.endedAt == nil, sight.now.wall < knownEnd(verdict, sight, known) {
            return "it is not over"
        }
        switch verdict.kind {
        case .endedEarly where sitting.endedAt == nil:
            if known.presence.isOpen(from: end - policy.vacantAfter, to: end) { return nil }
            let seen = known.presence.stretch(at: end - .microseconds(1))?.presence
            if seen != .vacant { return "the sensors saw \(seen?.rawValue ?? "anything")" }
        case .overran:
            let seconds = Duration.seconds(verdict.seconds ?? 0)
            let follows = known.schedule.blocking(
                in: Span(start: verdict.span.end, length: seconds + .seconds(1)))
            if !follows.contains(where: { $0.id != verdict.booking }) { return "nobody came after" }
        default: break
        }
        let needed = known.vacancyNeeded(by: policy, sight)
        return UnusedWitness(verdict, sitting, needed: needed, sight.now, known).fault
    }

    private func knownEnd(_ verdict: Verdict, _ sight: Sight, _ known: Knowledge) -> WallTime {
        // What fell due by the time the reading came was judged before it was taken in.
        if case .server(.read) = sight.event { return verdict.span.end }
        return known.schedule.booking(verdict.booking)?.span.end ?? verdict.span.end
    }
}

/// What was judged as left at its end, and was made longer since, is to be judged anew (decision 0002).
struct NobodyHasLeftYet: Invariant {
    static let name = "nobody-has-left-yet"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        guard known.isTrusted, let view = sight.state.current, !known.isGivenUp(view.id),
            known.sittings[view.id]?.leaving != nil,
            let verdict = known.standing[view.id]?[.leaving], verdict.span.end < view.span.end
        else { return nil }
        return "\(view.id) runs until \(view.span.end), and was judged by \(verdict.span.end)"
    }
}
