/// The life of a sitting: it opens with the check-in window, is taken up, and closes a day after the end, and not while
/// the server is owed something about its booking.
extension Room {
    mutating func openSittings(at now: Now) {
        if followed.follow(revision: schedule.revision) { followChanges(at: now) }
        closeSittings(at: now)
        let ahead = Span(start: now.wall, length: policy.neighbourhood + .microseconds(1))
        for booking in schedule.bookings(in: ahead).prefix(Agenda.greatestOverlap)
        where booking.isBlocking {
            if sittings[booking.id] == nil { open(booking, at: now) }
            noteKnown(booking, at: now)
            takeBackEarlyJudgement(booking, at: now)
            noteFirstPresence(booking, at: now)
        }
    }

    private mutating func open(_ booking: Booking, at now: Now) {
        guard !sittings.isFull else { return }
        var sitting = Sitting(booking: booking.id, span: booking.span)
        sitting.knownSince = now.wall
        sitting.hasLostEdges = hasLostEdges(in: booking, sitting, at: now)
        if booking.isTakenUpByBeingMade(policy) {
            sitting.checkIn = Sitting.CheckIn(source: .adHoc, arrivedAt: booking.span.start)
        }
        sittings[booking.id] = sitting
    }

    /// A booking that this run has not known without a break is known from now on.
    private mutating func noteKnown(_ booking: Booking, at now: Now) {
        guard var sitting = sittings[booking.id], sitting.awaitsPeople, sitting.knownSince == nil
        else { return }
        sitting.knownSince = now.wall
        sitting.hasLostEdges = hasLostEdges(in: booking, sitting, at: now)
        sittings[booking.id] = sitting
    }

    /// Remembers which bookings had to share their time with the one that has the room; a whole day is beside them all.
    mutating func noteOverlaps(at now: Now) {
        guard agenda.current?.isAllDay == false else { return }
        for booking in agenda.conflicts where !booking.isAllDay {
            guard var sitting = sittings[booking.id], sitting.overlappedAt == nil else { continue }
            sitting.overlappedAt = now.wall
            keep(sitting)
        }
    }

    /// Whether edges were lost in the window of a booking that is only heard of now.
    private func hasLostEdges(in booking: Booking, _ sitting: Sitting, at now: Now) -> Bool {
        guard let lost = senses.lastLoss.map({ now.wall(at: $0) }) else { return false }
        return BookingRules(booking: booking, policy: policy, sitting).window.contains(lost)
    }

    /// A clock that was ahead judged people who are not even late yet; they will be judged anew.
    private mutating func takeBackEarlyJudgement(_ booking: Booking, at now: Now) {
        guard let sitting = sittings[booking.id], sitting.checkIn == nil, sitting.endedAt == nil,
            sitting.arrival == .noShow || sitting.arrival == .unverifiable,
            now.wall < rules(for: booking).noShowAt
        else { return }
        var renewed = Sitting(booking: booking.id, span: sitting.span)
        renewed.knownSince = sitting.knownSince.map { min($0, now.wall) }
        (renewed.arrivalNumber, renewed.leavingNumber) =
            (sitting.arrivalNumber, sitting.leavingNumber)
        renewed.mark = sitting.mark
        renewed.overlappedAt = sitting.overlappedAt
        renewed.hasLostEdges = hasLostEdges(in: booking, renewed, at: now)
        keep(renewed)
    }

    /// Lets the sittings follow bookings that were moved on the server.
    private mutating func followChanges(at now: Now) {
        for sitting in sittings.all(where: { $0.endedAt == nil }) {
            let booking =
                schedule.booking(sitting.booking, startingAt: sitting.span.start)
                ?? schedule.booking(sitting.booking)
            if booking?.isBlocking != true { forget(sitting) }
            if let booking, booking.span != sitting.span { follow(booking, at: now) }
        }
    }

    /// What was taken out of the calendar was not known any more; should it come back, it is heard of anew.
    private mutating func forget(_ sitting: Sitting) {
        guard sitting.awaitsPeople, sitting.knownSince != nil else { return }
        sittings[sitting.booking]?.knownSince = nil
    }

    private mutating func follow(_ booking: Booking, at now: Now) {
        guard var sitting = sittings[booking.id] else { return }
        let old = sitting
        if sitting.span.start != booking.span.start {
            sitting = Sitting(booking: booking.id, span: booking.span)
            sitting.knownSince = now.wall
            sitting.hasLostEdges = hasLostEdges(in: booking, sitting, at: now)
            (sitting.arrivalNumber, sitting.leavingNumber) = (old.arrivalNumber, old.leavingNumber)
            sitting.mark = old.mark
            // Whoever made it for that moment was there, wherever it was moved since.
            sitting.checkIn =
                old.checkIn?.source == .adHoc
                ? Sitting.CheckIn(source: .adHoc, arrivedAt: booking.span.start)
                : Self.checkIn(old.checkIn, heldAfterMoveTo: booking.span, policy)
        }
        // Made longer after it had been judged at its end, it was not left then.
        if booking.span.end > old.span.end { sitting.leaving = nil }
        sitting.span = booking.span
        keep(sitting)
    }

    /// People who came stay checked in when their booking is moved, unless it is moved away from under them.
    static func checkIn(
        _ checkIn: Sitting.CheckIn?, heldAfterMoveTo span: Span, _ policy: Policy
    ) -> Sitting.CheckIn? {
        guard let checkIn, checkIn.arrivedAt >= span.start - policy.checkInWindow,
            checkIn.arrivedAt < span.end
        else { return nil }
        return checkIn
    }

    private mutating func closeSittings(at now: Now) {
        for sitting in sittings.all(where: { isClosing($0, at: now) }) {
            closeSitting(of: sitting.booking)
        }
    }

    /// Whether a sitting is long over; that of a deleted booking stays as long, in case the booking comes back.
    ///
    /// So does one until a reading tells what has become of what was owed: that may list a booking which it had left out.
    private func isClosing(_ sitting: Sitting, at now: Now) -> Bool {
        let isLongOver = now.wall - sitting.span.end >= Sittings.keptFor
        let isOld = now.wall - sitting.span.start >= Sittings.keptFor
        guard isLongOver || isOld || sittings.isFull,
            !outbox.isOpen(sitting.booking)
        else { return false }
        return isLongOver || schedule.booking(sitting.booking) == nil
    }

    private mutating func noteFirstPresence(_ booking: Booking, at now: Now) {
        guard let since = senses.tracker.presentSince, sittings[booking.id]?.firstPresence == nil
        else { return }
        let opens = rules(for: booking).windowOpens
        guard now.wall >= opens else { return }
        sittings[booking.id]?.firstPresence = max(now.wall(at: since), opens)
    }

    // MARK: Taking up

    /// Checks the running booking in by what the sensors saw.
    mutating func takeUpBySensors(_ booking: Booking, at now: Now) {
        guard let since = senses.tracker.presentSince else { return }
        let carried = isCarriedOver(into: booking, presentSince: since, at: now)
        takeUp(booking, carried ? .carriedOver : .activity, presentSince: since, at: now)
    }

    mutating func takeUp(
        _ booking: Booking, _ source: CheckInSource, presentSince since: Uptime, at now: Now
    ) {
        guard var sitting = sittings[booking.id], sitting.checkIn == nil, sitting.endedAt == nil
        else { return }
        let opens = rules(for: booking).windowOpens
        sitting.checkIn = Sitting.CheckIn(
            source: source, arrivedAt: max(now.wall(at: since), opens))
        keep(sitting)
        if senses.evidence?.booking == booking.id { senses.evidence = nil }
        senses.witness()
        step.isDirty = true
    }

    /// Whether presence has run through since before the panel learned of a booking after its start: whoever made it may
    /// well be who is there.
    func isMadeByPeopleInside(_ rules: BookingRules, presentSince since: Uptime, at now: Now)
        -> Bool
    {
        rules.expectedFrom > rules.booking.span.start && !rules.window.isEmpty
            && now.wall(at: since) < rules.expectedFrom
    }

    /// Whether presence runs through from the booking before, with nobody seen to leave.
    func isCarriedOver(into booking: Booking, presentSince since: Uptime, at now: Now) -> Bool {
        let began = now.wall(at: since)
        guard began < booking.span.start else { return false }
        let before = Span(
            start: booking.span.start - policy.neighbourhood, end: booking.span.start)
        for earlier in schedule.bookings(in: before)
        where earlier.id != booking.id && earlier.isBlocking {
            if earlier.span.end <= booking.span.start, began < earlier.span.end { return true }
        }
        return false
    }

    // MARK: Giving up

    /// Whether anyone may take the room of this running booking: it was given up, and nobody is there.
    func isClaimable(_ booking: Booking, at now: Now) -> Bool {
        senses.presence != .present && isOffered(booking, at: now)
    }

    /// Whether anyone may take the room of this running booking once nobody is there: its people have given it up.
    func isOffered(_ booking: Booking, at now: Now) -> Bool {
        !policy.isShadow && isDueToBeOffered(booking, at: now)
    }

    /// Whether its people have given the room of this running booking up by the rules, whoever is there now.
    func isDueToBeOffered(_ booking: Booking, at now: Now) -> Bool {
        offeredFrom(booking, at: now).map { $0 <= now.wall } ?? false
    }

    /// From when on its people have given the room of this booking up, as things stand; nil if never.
    func offeredFrom(_ booking: Booking, at now: Now) -> WallTime? {
        guard policy.onNoShow == .soft, let sitting = sittings[booking.id],
            sitting.endedAt == nil, booking.span.contains(now.wall)
        else { return nil }
        let rules = rules(for: booking)
        guard !rules.isNeverJudged, !journalWord.isAwaited(by: booking, at: now) else {
            return nil
        }
        guard sitting.checkIn != nil else {
            return sitting.arrival == .noShow ? rules.noShowAt : nil
        }
        guard let vacantSince = senses.tracker.vacantSince else { return nil }
        return max(now.wall(at: vacantSince), sitting.lastSign) + vacancyNeeded(at: now)
    }
}

extension Sitting {
    /// The last moment its people were certainly there, as far as the sensors were not needed to know.
    var lastSign: WallTime {
        max(span.start, checkIn?.arrivedAt ?? span.start, pressedAt ?? span.start)
    }
}
