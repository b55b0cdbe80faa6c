/// What the room shows at the door, and when that has to be looked at again.
extension Room {
    mutating func showLamps(at now: Now) {
        shown.pass(to: now.uptime)
        let (availability, lamps) = picture(at: now)
        if shown.availability.renew(availability) {
            step.note(.availability(availability, booking: agenda.current?.id))
        }
        if shown.lamps.renew(lamps) { step.order(.show(lamps)) }
        noteWithheldOffer(at: now)
    }

    /// What is to be shown: how the room can be used, and the lamps that say so.
    private func picture(at now: Now) -> (Availability, LampDisplay) {
        let availability = availabilityNow(at: now)
        let display = LampGrammar(policy).display(
            availability, bookingStanding(at: now), isStale: isStale(at: now),
            isRefusing: shown.isRefusing(at: now.uptime))
        return (availability, display)
    }

    func availabilityNow(at now: Now) -> Availability {
        guard trust.isTrusted else { return .unknown }
        let current = agenda.current.flatMap { sittings[$0.id]?.endedAt == nil ? $0 : nil }
        if let current, !isClaimable(current, at: now) { return .busy }
        if nextTakenUp(at: now) != nil { return .busy }
        if current != nil { return .claimable }
        guard settings.server == .none || schedule.covers(now.wall) else { return .unknown }
        if senses.presence == .present { return .occupiedUnbooked }
        guard let start = agenda.next?.span.start, start - policy.startingSoon <= now.wall else {
            return .free
        }
        return .startingSoon
    }

    /// The booking that the booking lamp is about: the running one, or the next one inside its check-in window.
    ///
    /// The next one also where the running one was given up or fills whole days, or nobody uses it and the next one's
    /// people have checked in.
    private func shownBooking(at now: Now) -> Booking? {
        guard let current = agenda.current, sittings[current.id]?.endedAt == nil,
            !givesWay(current, at: now)
        else { return nextInWindow(at: now) }
        guard isOffered(current, at: now), let next = nextTakenUp(at: now) else {
            return current
        }
        return next
    }

    private func bookingStanding(at now: Now) -> BookingStanding {
        guard trust.isTrusted else { return .none }
        guard let booking = shownBooking(at: now) else { return .none }
        if booking.source == .panel, outbox.isPending(booking.id) { return .pending }
        switch phase(of: booking, at: now) {
        case .late: return isLastMinute(booking, at: now) ? .lastMinute : .late
        case .noShow: return .late
        case .awaiting, .checkedIn, .inProgress:
            return confirmation(of: booking) == .confirmed ? .confirmed : .unconfirmed
        }
    }

    /// Whether the booking becomes a no-show within a minute, as far as the panel can see, and something may follow.
    private func isLastMinute(_ booking: Booking, at now: Now) -> Bool {
        guard !policy.isShadow, senses.presence != .unknown, missedPeople(at: now) == nil,
            let due = absenceDue(rules(for: booking), at: now)
        else { return false }
        return now.wall >= due - BookingRules.lastWarning && now.wall < due
    }

    func phase(of booking: Booking, at now: Now) -> RoomState.Phase {
        phase(of: booking, sittings[booking.id], at: now)
    }

    func phase(of booking: Booking, _ sitting: Sitting?, at now: Now) -> RoomState.Phase {
        if booking.isTakenUpByBeingMade(policy) || sitting?.checkIn != nil { return .checkedIn }
        guard now.wall >= booking.span.start else { return .awaiting }
        let rules = rules(for: booking)
        if rules.isNeverJudged || journalWord.isAwaited(by: booking, at: now) {
            return .inProgress
        }
        // Where nothing follows from it, the door goes on to say that they are late.
        if sitting?.arrival == .noShow { return policy.isShadow ? .late : .noShow }
        if sitting?.arrival == .unverifiable { return .inProgress }
        return now.wall >= rules.lateFrom ? .late : .awaiting
    }

    // MARK: Time

    /// When something will change without a new fact.
    func nextMoment(after now: Now) -> Uptime {
        var next = EarliestDeadline(after: now.uptime)
        next.consider(now.uptime + Self.greatestRest)
        next.consider(senses.deadline(after: now))
        if let held = gesture.deadline(policy: policy) {
            guard held > now.uptime else { return now.uptime }
            next.consider(held)
        }
        next.consider(levelDeadline(at: now))
        next.consider(shown.refusal?.flashesUntil)
        next.consider(shown.refusal?.toldUntil)
        next.consider(desk.actUntil.map { $0 + .microseconds(1) })
        next.consider(outbox.deadline)
        if settings.server != .none, let age = scheduleAge(at: now) {
            next.consider(now.uptime + (policy.staleAfter - age))
        }
        considerBookings(&next, at: now)
        return next.earliest ?? now.uptime + Self.greatestRest
    }

    private func considerBookings(_ next: inout EarliestDeadline, at now: Now) {
        if let end = schedule.window?.end { next.consider(now.uptime(at: end)) }
        for entry in outbox.entries {
            // An end that the server has not answered is judged at the planned one.
            guard let sitting = sittings[entry.write.bookingID], sitting.endedAt != nil else {
                continue
            }
            next.consider(now.uptime(at: sitting.span.end))
        }
        for booking in agenda.running {
            let rules = rules(for: booking)
            let moments = [
                booking.span.end, rules.lateFrom, rules.noShowAt,
                absenceDue(rules, at: now).map { $0 - BookingRules.lastWarning },
                offeredFrom(booking, at: now),
            ]
            for moment in moments { next.consider(moment.map { now.uptime(at: $0) }) }
        }
        considerComing(&next, at: now)
        guard let start = agenda.next?.span.start else { return }
        for lead in [policy.checkInWindow, policy.neighbourhood, policy.startingSoon, .zero] {
            next.consider(now.uptime(at: start - lead))
        }
    }

    /// Considers when the first booking that is not near yet comes near, since its sitting is opened then.
    private func considerComing(_ next: inout EarliestDeadline, at now: Now) {
        let near = now.wall + policy.neighbourhood + .microseconds(1)
        guard let start = schedule.nextStart(notBefore: near, except: nil) else { return }
        next.consider(now.uptime(at: start - policy.neighbourhood))
    }
}
