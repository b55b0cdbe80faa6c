/// What a press means: the table of docs/button.md.
extension Room {
    func decision(on gesture: PressDesk.Gesture, at now: Now) -> PressDesk.Decision {
        guard trust.isTrusted else { return .refused(.clockUntrusted) }
        return switch gesture.ask {
        case .button(.short): shortPress(pressedAt: gesture.pressedAt, at: now)
        case .button(.long): longPress(pressedAt: gesture.pressedAt, at: now)
        case .page(let tap): decision(on: tap, pressedAt: gesture.pressedAt, at: now)
        }
    }

    /// What the last press did, as far as the button may go on with it or take it back: not with what was booked ahead on
    /// the page, perhaps by somebody far from the door.
    private func actAtDoor(at instant: Uptime) -> PressDesk.Act? {
        let act = desk.act(at: instant)
        if case .booked(let id, _)? = act, let booking = schedule.booking(id),
            !booking.isTakenUpByBeingMade(policy)
        {
            return nil
        }
        return act
    }

    private func shortPress(pressedAt: Uptime, at now: Now) -> PressDesk.Decision {
        switch actAtDoor(at: pressedAt) {
        case .booked(let id, let claimed)?:
            if let booking = schedule.booking(id) {
                return extend(
                    booking, act: .booked(id, claimed: claimed), pressedAt: pressedAt, at: now)
            }
        case .checkedIn(let sitting)?:
            return PressDesk.Decision(outcome: .alreadyCheckedIn, booking: sitting.booking)
        case .ended(let before)?:
            if let decision = takeBackEnd(before, at: now) { return decision }
        case nil: break
        }
        if let booking = untakenInWindow(at: now) {
            return checkIn(booking, pressedAt: pressedAt, at: now)
        }
        if let running = runningInUse(at: now) {
            return pressInUse(running, pressedAt: pressedAt, at: now)
        }
        if let next = nextTakenUp(at: now) {
            return PressDesk.Decision(outcome: .alreadyCheckedIn, booking: next.id)
        }
        if let booking = noShowWithPeople(at: now) {
            return checkIn(booking, pressedAt: pressedAt, at: now)
        }
        return bookNow(at: now)
    }

    /// A press while a booking is in use makes it longer.
    ///
    /// But if only the sensors have checked it in, and `no_show_after` is not over, these are its people, who check
    /// in.
    private func pressInUse(
        _ running: Booking, pressedAt: Uptime, at now: Now
    ) -> PressDesk.Decision {
        if isCheckedInBySensorsOnly(running, pressedAt: pressedAt, at: now) {
            return checkIn(running, pressedAt: pressedAt, at: now)
        }
        guard running.source == .panel || mayExtend(running) else {
            return .refused(.notAllowed, running.id)
        }
        return extend(running, act: nil, pressedAt: pressedAt, at: now)
    }

    private func longPress(pressedAt: Uptime, at now: Now) -> PressDesk.Decision {
        switch actAtDoor(at: pressedAt) {
        case .booked(let id, let claimed)?:
            guard schedule.booking(id) != nil else { return .refused(.nothingToEnd, id) }
            return takeBack(id, claimed: claimed)
        case .checkedIn(let before)?: return takeBackCheckIn(before)
        case .ended(let before)?: return .refused(.nothingToEnd, before.booking)
        case nil: break
        }
        guard let running = runningInUse(at: now), !isUntaken(running) else {
            return .refused(.nothingToEnd, untakenInWindow(at: now)?.id)
        }
        return end(running, at: now)
    }

    // MARK: Whose booking it is about

    /// The running booking that has the room and was not given up.
    ///
    /// Not one that fills whole days while a timed one's check-in window is open.
    func runningInUse(at now: Now) -> Booking? {
        guard let current = agenda.current, sittings[current.id]?.endedAt == nil,
            !isOffered(current, at: now), !givesWay(current, at: now)
        else { return nil }
        return current
    }

    /// The booking a press checks in: the running one, or the next one in its window, if nobody took it up yet.
    func untakenInWindow(at now: Now) -> Booking? {
        if let current = runningInUse(at: now), isUntaken(current) { return current }
        guard let next = nextInWindow(at: now), isUntaken(next) else { return nil }
        return next
    }

    /// The running booking that was called a no-show, while somebody is there again: its people, as likely as not.
    private func noShowWithPeople(at now: Now) -> Booking? {
        guard let current = agenda.current, senses.presence == .present, isUntaken(current),
            isOffered(current, at: now)
        else { return nil }
        return current
    }

    func isUntaken(_ booking: Booking) -> Bool {
        !booking.isTakenUpByBeingMade(policy) && sittings[booking.id]?.checkIn == nil
    }

    func isCheckedInBySensorsOnly(
        _ booking: Booking, pressedAt: Uptime, at now: Now
    ) -> Bool {
        let pressed = now.wall(at: pressedAt)
        guard let sitting = sittings[booking.id], let checkIn = sitting.checkIn,
            sitting.pressedAt == nil,
            pressed < rules(for: booking).noShowAt
        else { return false }
        return checkIn.source == .activity || checkIn.source == .carriedOver
    }

    private func mayExtend(_ booking: Booking) -> Bool {
        policy.extendServerBookings && booking.isWritable
    }

    // MARK: Checking in

    func checkIn(
        _ booking: Booking, pressedAt: Uptime, at now: Now
    ) -> PressDesk.Decision {
        let before = sittings.sitting(of: booking)
        var after = before
        let isKnown = before.checkIn?.source == .activity
        let arrived = isKnown ? before.checkIn?.arrivedAt : nil
        after.checkIn = Sitting.CheckIn(
            source: .press,
            arrivedAt: arrived ?? arrival(of: booking, pressedAt: pressedAt, at: now))
        after.pressedAt = now.wall(at: pressedAt)
        if before.checkIn?.source == .carriedOver { after.arrival = nil }
        return PressDesk.Decision(
            outcome: .checkedIn, booking: booking.id,
            changes: [PressDesk.Change(before: before, after: after)], act: .checkedIn(before))
    }

    /// When the people of a press arrived: where the present presence began, unless that was others'; else at the
    /// press.
    private func arrival(of booking: Booking, pressedAt: Uptime, at now: Now) -> WallTime {
        let opens = rules(for: booking).windowOpens
        let pressed = now.wall(at: pressedAt)
        guard let since = senses.tracker.presentSince, since < pressedAt,
            !isCarriedOver(into: booking, presentSince: since, at: now)
        else { return max(pressed, opens) }
        return max(now.wall(at: since), opens)
    }

    /// Takes a check-in back: of the people is known what was known before the press.
    func takeBackCheckIn(_ before: Sitting) -> PressDesk.Decision {
        let now = sittings[before.booking] ?? before
        var after = now
        after.checkIn = before.checkIn
        after.pressedAt = before.pressedAt
        after.arrival = now.arrivalNumber == before.arrivalNumber ? before.arrival : nil
        return PressDesk.Decision(
            outcome: .undone, booking: before.booking,
            changes: [PressDesk.Change(before: now, after: after)])
    }
}
