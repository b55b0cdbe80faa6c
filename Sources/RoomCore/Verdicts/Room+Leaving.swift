/// Verdicts on the leaving: used to the end, ended early, or stayed on (design, section 2).
extension Room {
    mutating func judgeLeaving(_ rules: BookingRules, at now: Now) {
        guard let sitting = sittings[rules.booking.id], sitting.checkIn != nil,
            sitting.leaving == nil, desk.undoEnds(rules.booking.id, at: now.uptime) == nil
        else { return }
        if let endedAt = sitting.endedAt {
            guard isEndSettled(sitting, at: now) else { return }
            giveEarlyEnd(rules, left: sitting.givenUp?.lastSeen ?? endedAt, sitting, at: now)
        } else if now.wall >= rules.booking.span.end {
            judgeNaturalEnd(rules, sitting, at: now)
        }
    }

    /// Whether it is known that a booking which was ended or claimed at the door has really ended: until the server has
    /// answered it may refuse, and the booking goes on to its planned end.
    private func isEndSettled(_ sitting: Sitting, at now: Now) -> Bool {
        !outbox.isPending(sitting.booking) || now.wall >= sitting.span.end
    }

    private mutating func giveEarlyEnd(
        _ rules: BookingRules, left: WallTime, _ sitting: Sitting, at now: Now
    ) {
        let unused = unusedTime(of: sitting, leftAt: max(left, sitting.lastSign), at: now)
        guard unused.secondsAtEnd > 0 else {
            giveUsed(rules, sitting, at: now)
            return
        }
        give(.endedEarly, rules, seconds: unused.totalSeconds, unused: unused, at: now)
    }

    private mutating func giveUsed(_ rules: BookingRules, _ sitting: Sitting, at now: Now) {
        give(.used, rules, unused: unusedTime(of: sitting, leftAt: nil, at: now), at: now)
    }

    /// What the sensors saw at the end; what they did not see counts as used.
    private mutating func judgeNaturalEnd(
        _ rules: BookingRules, _ sitting: Sitting, at now: Now
    ) {
        let end = rules.booking.span.end
        let ended = now.uptime(at: end)
        guard let trustedSince = trust.trustedSince, trustedSince <= ended,
            let stretch = senses.tracker.stretch(at: ended)
        else {
            giveUsed(rules, sitting, at: now)
            return
        }
        switch stretch.presence {
        case .unknown: giveUsed(rules, sitting, at: now)
        case .vacant: judgeVacantEnd(rules, stretch, sitting, at: now)
        case .present: judgeStayingOn(rules, stretch, sitting, at: now)
        }
    }

    private mutating func judgeVacantEnd(
        _ rules: BookingRules, _ stretch: PresenceTracker.Stretch, _ sitting: Sitting, at now: Now
    ) {
        let vacantFrom = now.wall(at: stretch.from)
        guard
            rules.booking.span.end - max(vacantFrom, sitting.lastSign)
                >= vacancyNeeded(at: now)
        else {
            giveUsed(rules, sitting, at: now)
            return
        }
        let left = stretch.lastSeen.map { now.wall(at: $0) } ?? vacantFrom
        giveEarlyEnd(rules, left: left, sitting, at: now)
    }

    /// Presence went on past the end.
    ///
    /// It is an overrun if it reached into the next booking and then broke off, or ended with that
    /// booking's people pressing the button: otherwise nobody can say whose presence it was.
    private mutating func judgeStayingOn(
        _ rules: BookingRules, _ stretch: PresenceTracker.Stretch, _ sitting: Sitting, at now: Now
    ) {
        let end = rules.booking.span.end
        guard let next = follower(of: rules.booking) else {
            giveUsed(rules, sitting, at: now)
            return
        }
        guard desk.undoEnds(next.id, at: now.uptime) == nil else {
            // What its people said at the door may be taken back yet.
            isWatchingLeaving = true
            return
        }
        let decided = self.rules(for: next).noShowAt
        let seen = stretch.lastSeen.map { now.wall(at: $0) } ?? end
        let last = pressed(next) ?? (stretch.to == nil ? nil : seen)
        if let last, last > next.span.start, last < decided {
            give(
                .overran, rules, seconds: Int((last - end).components.seconds),
                unused: unusedTime(of: sitting, leftAt: nil, at: now), at: now)
        } else if last != nil || seen >= decided {
            giveUsed(rules, sitting, at: now)
        } else {
            isWatchingLeaving = true
        }
    }

    /// When the people of a booking said at the door, after its start, that they are there; nil if they did not.
    private func pressed(_ booking: Booking) -> WallTime? {
        guard let checkIn = sittings[booking.id]?.checkIn, checkIn.source == .press,
            checkIn.arrivedAt >= booking.span.start
        else { return nil }
        return checkIn.arrivedAt
    }

    /// The booking that follows so closely that staying on takes its time.
    private func follower(of booking: Booking) -> Booking? {
        let after = Span(start: booking.span.end, length: policy.neighbourhood)
        return schedule.bookings(in: after).first {
            $0.isBlocking && !$0.isAllDay && $0.span.start >= booking.span.end
                && !isMade($0, after: booking)
        }
    }

    /// Whether it was made with the button when the other one was over: by people who were there, as likely as not.
    private func isMade(_ other: Booking, after booking: Booking) -> Bool {
        guard other.source == .panel, let made = other.createdAt else { return false }
        return made >= booking.span.end
    }
}
