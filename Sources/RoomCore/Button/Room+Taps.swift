/// What a tap on the page does, with the rules of the button: the table of docs/button.md.
extension Room {
    /// How far ahead a tap may book.
    static let greatestLead = Duration.seconds(86_400)

    mutating func take(_ tap: Tap, at now: Now) {
        guard desk.taps.begin(tap.id) else {
            if let press = desk.taps.answer(to: tap.id) { step.order(.answer(tap.id, press)) }
            return
        }
        enqueue(PressDesk.Gesture(ask: .page(tap), pressedAt: now.uptime), at: now)
    }

    /// Tells whoever tapped what came of it; a press of the button has the lamps for that.
    mutating func answer(_ tap: String?, with press: Press) {
        guard let tap else { return }
        desk.taps.settle(tap, as: press)
        step.order(.answer(tap, press))
    }

    func decision(on tap: Tap, pressedAt: Uptime, at now: Now) -> PressDesk.Decision {
        // What the panel does not know is not written down: anybody may tap, and name what they like.
        let known = tap.seen.flatMap { schedule.booking($0.booking) }
        guard settings.takesTaps else { return .refused(.notAllowed, known?.id) }
        if case .book(let from, let until) = tap.deed {
            return book(from, until: until, inPlaceOf: tap.seen, at: now)
        }
        guard let seen = tap.seen, let booking = known, booking.isStill(seen) else {
            return .refused(.changedMeanwhile, known?.id)
        }
        return switch tap.deed {
        case .checkIn: tappedCheckIn(booking, pressedAt: pressedAt, at: now)
        case .end: tappedEnd(booking, at: now)
        case .takeBack, .book: tappedTakeBack(booking, pressedAt: pressedAt, at: now)
        }
    }

    private func tappedCheckIn(
        _ booking: Booking, pressedAt: Uptime, at now: Now
    ) -> PressDesk.Decision {
        guard sittings[booking.id]?.endedAt == nil else {
            return .refused(.changedMeanwhile, booking.id)
        }
        if checksIn(booking, pressedAt: pressedAt, at: now) {
            return checkIn(booking, pressedAt: pressedAt, at: now)
        }
        guard sittings[booking.id]?.checkIn != nil else {
            return .refused(.changedMeanwhile, booking.id)
        }
        return PressDesk.Decision(outcome: .alreadyCheckedIn, booking: booking.id)
    }

    private func checksIn(_ booking: Booking, pressedAt: Uptime, at now: Now) -> Bool {
        if awaitedBooking(at: now)?.id == booking.id { return true }
        return runningInUse(at: now)?.id == booking.id
            && isCheckedInBySensorsOnly(booking, pressedAt: pressedAt, at: now)
    }

    /// The booking that a tap checks in: the one that the button would, or one that was called a no-show.
    ///
    /// Whoever says which booking they mean takes nothing from anybody, as long as nobody has claimed it.
    private func awaitedBooking(at now: Now) -> Booking? {
        if let booking = untakenInWindow(at: now) { return booking }
        guard let current = agenda.current, isUntaken(current),
            sittings[current.id]?.endedAt == nil
        else { return nil }
        return current
    }

    private func tappedEnd(_ booking: Booking, at now: Now) -> PressDesk.Decision {
        guard let running = runningInUse(at: now), running.id == booking.id, !isUntaken(running)
        else { return .refused(.nothingToEnd, booking.id) }
        return end(running, at: now)
    }

    private func tappedTakeBack(
        _ booking: Booking, pressedAt: Uptime, at now: Now
    ) -> PressDesk.Decision {
        switch desk.act(at: pressedAt) {
        case .booked(let id, let claimed)? where id == booking.id:
            return takeBack(id, claimed: claimed)
        case .checkedIn(let before)? where before.booking == booking.id:
            return takeBackCheckIn(before)
        case .ended(let before)? where before.booking == booking.id:
            return takeBackEnd(before, at: now) ?? .refused(.nothingToEnd, booking.id)
        default: return .refused(.nothingToEnd, booking.id)
        }
    }

    /// Books what was asked for, to the second, or nothing: a time that was cut unseen is not what the person has read.
    private func book(
        _ from: WallTime?, until end: WallTime, inPlaceOf seen: Tap.Seen?, at now: Now
    ) -> PressDesk.Decision {
        guard settings.takesBookings else { return .refused(.notAllowed) }
        let wanted = Span(
            start: max(from ?? now.wall, now.wall).flooredToSecond, end: end.flooredToSecond)
        guard wanted.length >= policy.adHocMin else { return .refused(.tooShort) }
        guard wanted.length <= policy.adHocMax, wanted.start - now.wall <= Self.greatestLead else {
            return .refused(.notAllowed)
        }
        // The next one's people are there already.
        if let next = nextTakenUp(at: now), wanted.start < next.span.end {
            return .refused(.slotTaken, next.id)
        }
        let held = schedule.bookings(in: wanted).filter { isHeld($0, at: now) }
        for booking in held {
            guard let seen, seen.booking == booking.id, isClaimable(booking, at: now) else {
                return .refused(.slotTaken, booking.id)
            }
            guard booking.isStill(seen) else { return .refused(.changedMeanwhile, booking.id) }
        }
        return book(wanted, at: now)
    }

    /// Whether a booking has its time: it takes the room up, and was not given up.
    private func isHeld(_ booking: Booking, at now: Now) -> Bool {
        booking.isBlocking && !booking.span.isEmpty && sittings[booking.id]?.endedAt == nil
    }

    // MARK: What is offered

    /// What a tap could do now.
    func offers(at now: Now) -> RoomState.Offers {
        guard trust.isTrusted else { return RoomState.Offers() }
        var offers = RoomState.Offers()
        offers.checkIn = awaitedBooking(at: now).map { Tap.Seen($0.id, $0.span) }
        if let running = runningInUse(at: now), !isUntaken(running), mayEnd(running) {
            offers.end = Tap.Seen(running.id, running.span)
        }
        offers.takeBack = takeBackOffered(at: now)
        offers.gaps = gaps(at: now)
        return offers
    }

    private func takeBackOffered(at now: Now) -> RoomState.Offers.TakeBack? {
        guard let act = desk.act(at: now.uptime), let until = desk.actUntil,
            let booking = schedule.booking(act.booking)
        else { return nil }
        if case .ended(let before) = act, takeBackEnd(before, at: now) == nil { return nil }
        return RoomState.Offers.TakeBack(
            Tap.Seen(booking.id, booking.span), of: act.outcome, until: now.wall(at: until))
    }

    private func gaps(at now: Now) -> [RoomState.Offers.Gap] {
        guard settings.takesBookings, settings.server == .none || schedule.covers(now.wall) else {
            return []
        }
        let day = Span(start: now.wall, length: Self.greatestLead)
        let current = agenda.current
        let claimable = current.flatMap { isClaimable($0, at: now) ? $0 : nil }
        var gaps: [RoomState.Offers.Gap] = []
        var from = nextTakenUp(at: now)?.span.end
        for booking in schedule.bookings(in: day)
        where isHeld(booking, at: now) && booking.id != claimable?.id {
            if booking.span.start - (from ?? now.wall) >= policy.adHocMin {
                gaps.append(.init(from: from, until: booking.span.start))
            }
            from = max(from ?? booking.span.end, booking.span.end)
        }
        if from.map({ $0 < day.end }) ?? true { gaps.append(.init(from: from, until: nil)) }
        if let claimable, gaps.first?.from == nil, !gaps.isEmpty {
            gaps[0].inPlaceOf = Tap.Seen(claimable.id, claimable.span)
        }
        return Array(gaps.prefix(RoomState.Offers.greatestGaps))
    }
}

extension PressDesk.Act {
    fileprivate var booking: BookingID {
        switch self {
        case .booked(let id, _): id
        case .checkedIn(let before), .ended(let before): before.booking
        }
    }

    fileprivate var outcome: Press.Outcome {
        switch self {
        case .booked: .booked
        case .checkedIn: .checkedIn
        case .ended: .ended
        }
    }
}

extension Booking {
    /// Whether it runs as somebody saw it; calendars that keep whole minutes may have moved it a little.
    fileprivate func isStill(_ seen: Tap.Seen) -> Bool {
        id == seen.booking && span.start.isSameEnd(as: seen.span.start)
            && span.end.isSameEnd(as: seen.span.end)
    }

    /// Whether it was taken up by being made: at the panel, and not ahead of its check-in window.
    ///
    /// Whoever books a later gap on the page has to come and check in like everybody else.
    func isTakenUpByBeingMade(_ policy: Policy) -> Bool {
        guard source == .panel else { return false }
        guard let createdAt else { return true }
        return span.start - createdAt <= policy.neighbourhood
    }
}
