/// Verdicts on the arrival: who came, who did not, and whether the panel could see it (design, section 2).
extension Room {
    /// How much of the window must have been covered, in percent.
    static let neededCoverage = 90

    /// Judges what is due; waits while a press is on its way that may change the judgement.
    mutating func judgeSittings(at now: Now) {
        guard trust.isTrusted, !gesture.isUndecided, !desk.isBusy else { return }
        isWatchingLeaving = false
        var begun: [Booking] = []
        for sitting in sittings.all
        where sitting.span.start <= now.wall && !isSettled(sitting, at: now) {
            let start = sitting.span.start
            if let booking = schedule.booking(sitting.booking, startingAt: start) {
                begun.append(booking)
            }
        }
        if begun.count > 1 { begun.sort(by: Schedule.isEarlier) }
        for booking in begun {
            let rules = rules(for: booking)
            guard !rules.isNeverJudged, !isPlannedTooLong(booking),
                !journalWord.isAwaited(by: booking, at: now)
            else { continue }
            judgeArrival(rules, at: now)
            judgeLeaving(rules, at: now)
        }
    }

    /// Whether a booking that was ended at the door was to last longer than anybody is judged for.
    private func isPlannedTooLong(_ booking: Booking) -> Bool {
        guard let sitting = sittings[booking.id], sitting.endedAt != nil else { return false }
        return sitting.span.length >= policy.neverJudgeFrom
    }

    /// Whether nothing can be added to what was said about a booking that is over.
    private func isSettled(_ sitting: Sitting, at now: Now) -> Bool {
        guard now.wall >= sitting.span.end else { return false }
        return sitting.leaving != nil || (sitting.checkIn == nil && sitting.arrival != nil)
    }

    private mutating func judgeArrival(_ rules: BookingRules, at now: Now) {
        guard let sitting = sittings[rules.booking.id] else { return }
        if let checkIn = sitting.checkIn {
            judgeCheckIn(checkIn, sitting, rules, at: now)
        } else if sitting.arrival == nil, sitting.endedAt == nil, now.wall >= rules.noShowAt {
            judgeAbsence(sitting, rules, at: now)
        }
    }

    private mutating func judgeCheckIn(
        _ checkIn: Sitting.CheckIn, _ sitting: Sitting, _ rules: BookingRules, at now: Now
    ) {
        guard checkIn.source != .adHoc, sitting.arrival.map(\.isOpen) ?? true,
            now.wall >= rules.booking.span.start,
            desk.undoEnds(rules.booking.id, at: now.uptime) == nil
        else { return }
        if checkIn.source == .carriedOver {
            give(.carriedOver, rules, at: now)
        } else if let late = rules.lateness(of: checkIn.arrivedAt) {
            judgeLateness(late, checkIn, sitting, rules, at: now)
        } else {
            give(.onTime, rules, at: now)
        }
    }

    // MARK: Being sure

    /// Why the panel could not really see whether somebody came; nil if it could.
    ///
    /// - Parameter stretch: what was seen at `no_show_after`: who was there then may have stayed when sight was lost.
    func blindness(
        _ sitting: Sitting, _ rules: BookingRules, waitedFor stretch: PresenceTracker.Stretch?,
        at now: Now
    ) -> Verdict.Reason? {
        let window = rules.window
        if sitting.overlappedAt != nil || isOverlapped(rules.booking, in: window) {
            return .overlapped
        }
        if !isEnough(window.length, of: rules.fullWindow) { return .toldLate }
        if stretch?.presence == .present, senses.presence == .unknown { return .sensorsBlind }
        if !isServerHeard(by: now.uptime(at: window.end), at: now) { return .serverUnheard }
        return blindness(in: window, sitting, at: now)
    }

    /// Why the panel could not really see whether somebody was there in that time; nil if it could.
    func blindness(
        in window: Span, _ sitting: Sitting, at now: Now
    ) -> Verdict.Reason? {
        let start = now.uptime(at: window.start)
        let seen = senses.tracker.covered(from: start, to: now.uptime(at: window.end))
        if !isEnough(seen, of: window.length) { return .sensorsBlind }
        if sitting.hasLostEdges { return .edgesLost }
        // The window may begin when trust does, and the clock may have been slewed since.
        guard let trustedSince = trust.trustedSince,
            trustedSince < start + ClockTrust.smallestJump
        else { return .clockUntrusted }
        return missedPeople(at: now) == nil ? nil : .sensorsMissPeople
    }

    private func isEnough(_ stretch: Duration, of whole: Duration) -> Bool {
        stretch * 100 >= whole * Self.neededCoverage
    }

    func isServerHeard(by due: Uptime, at now: Now) -> Bool {
        guard settings.server != .none else { return true }
        guard let age = scheduleAge(at: now) else { return false }
        return age - (now.uptime - due) < policy.staleAfter
    }

    /// Whether another booking had the room in this window, so that whoever came may have been its people.
    func isOverlapped(_ booking: Booking, in window: Span) -> Bool {
        schedule.bookings(in: window).contains { other in
            guard other.id != booking.id, other.isBlocking, hasPrecedence(other, over: booking)
            else { return false }
            guard let endedAt = sittings[other.id]?.endedAt else { return true }
            return endedAt > window.start
        }
    }

    /// Owes the server the end of a booking that nobody took up.
    ///
    /// - Returns: that end; nil if the booking may not be cut, there is no room to owe it, or the panel only watches.
    private mutating func release(_ booking: Booking, at now: Now) -> WallTime? {
        let end = now.wall.flooredToSecond
        guard booking.isWritable, end > booking.span.start, end < booking.span.end,
            !withholds(.release(booking.id, at: end))
        else { return nil }
        return oweEnd(of: booking, at: end, .rule, at: now) ? end : nil
    }

    // MARK: Giving

    /// Gives a verdict.
    ///
    /// - Parameters:
    ///   - doubt: why `seconds` are the most it may have been; nil if they are what it was.
    ///   - isReleasing: whether it cuts the booking short on the server.
    mutating func give(
        _ kind: Verdict.Kind, _ rules: BookingRules, seconds: Int? = nil,
        reason: Verdict.Reason? = nil, atMost doubt: Verdict.Reason? = nil,
        unused: UnusedTime? = nil,
        releasing isReleasing: Bool = false, at now: Now
    ) {
        guard var sitting = sittings[rules.booking.id] else { return }
        lastVerdict += 1
        let replaced =
            kind.phase == .arrival ? sitting.arrivalNumber : sitting.leavingNumber
        var evidence = evidence(sitting, rules, at: now)
        evidence.atMostBecause = doubt
        evidence.unusedSeconds = unused?.totalSeconds
        evidence.unusedAtEndSeconds = unused?.secondsAtEnd
        var verdict = Verdict(
            number: lastVerdict, booking: rules.booking.id, span: sitting.span,
            givenAt: now.wall, kind: kind, seconds: seconds.map { max($0, 0) }, reason: reason,
            replaces: replaced, evidence: evidence)
        verdict.isShadow = policy.isShadow
        switch kind.phase {
        case .arrival:
            sitting.arrival = kind
            sitting.lateAtMostBecause = doubt
            sitting.arrivalNumber = verdict.number
        case .leaving:
            sitting.leaving = kind
            sitting.leavingNumber = verdict.number
        }
        if isReleasing, let end = release(rules.booking, at: now) {
            sitting.givenUp = Sitting.GivenUp(at: end, by: .noShow)
        }
        keep([.verdict(verdict)])
        keep(sitting)
        step.note(.verdict(verdict))
        step.isDirty = true
    }

    private func evidence(
        _ sitting: Sitting, _ rules: BookingRules, at now: Now
    ) -> Verdict.Evidence {
        let isLeaving = now.wall >= rules.booking.span.end || sitting.endedAt != nil
        let end = isLeaving ? rules.booking.span.end : min(now.wall, rules.noShowAt)
        let due = Span(start: min(rules.expectedFrom, end), end: end)
        let covered = senses.tracker.covered(
            from: now.uptime(at: due.start), to: now.uptime(at: due.end))
        let health = senses.sensors.map { ($0.settings.name, $0.health) }
        return Verdict.Evidence(
            firstPresence: sitting.firstPresence, activeEdges: sitting.activeEdges,
            checkIn: sitting.checkIn?.source,
            observedSeconds: Int(covered.components.seconds),
            dueSeconds: Int(due.length.components.seconds),
            sensors: Dictionary(health) { $1 },
            syncAgeSeconds: settings.server == .none
                ? nil : scheduleAge(at: now).map { Int($0.components.seconds) },
            isClockTrusted: trust.isTrusted, arrivedAt: sitting.checkIn?.arrivedAt,
            endedAt: sitting.endedAt)
    }
}

extension Verdict.Kind {
    /// Whether a check-in may still correct it.
    fileprivate var isOpen: Bool { self == .noShow || self == .unverifiable }
}
