/// Making, extending, ending and taking back bookings with the button.
extension Room {
    func bookNow(at now: Now) -> PressDesk.Decision {
        guard settings.takesBookings else { return .refused(.notAllowed) }
        let start = now.wall.flooredToSecond
        let limit = schedule.nextStart(notBefore: now.wall, except: nil)
        let end = min(start + policy.adHocLength, limit ?? start + policy.adHocLength)
        guard end - start >= policy.adHocMin else { return .refused(.tooShort) }
        let booking = adHoc(Span(start: start, end: end), at: now)
        // What was given up already is not cut a second time: its end is settled. A whole day stays beside it.
        let held = agenda.running.filter { sittings[$0.id]?.endedAt == nil && !$0.isAllDay }
        let claims = held.map(givenUp)
        let cuts = zip(held, claims).filter { $1.wasCut }
        return PressDesk.Decision(
            outcome: claims.isEmpty ? .booked : .claimed, booking: booking.id,
            writes: cuts.map { .changeEnd($0.0.id, end: start) } + [.create(booking)],
            changes: claims.map { giveUp($0, at: start, now: now) } + [takeUp(booking)],
            act: .booked(booking.id, claimed: claims))
    }

    private func adHoc(_ span: Span, at now: Now) -> Booking {
        let number = desk.lastNumber + 1
        let moment = now.wall.microsecondsSinceEpoch
        return Booking(
            id: BookingID("domovoy-\(settings.id)-\(desk.salt)-\(moment)-\(number)"),
            title: settings.adHocTitle, organiser: settings.name, span: span, source: .panel,
            confirmation: .confirmed, createdAt: now.wall.flooredToSecond)
    }

    private func takeUp(_ booking: Booking) -> PressDesk.Change {
        let before = Sitting(booking: booking.id, span: booking.span)
        var after = before
        after.checkIn = Sitting.CheckIn(source: .adHoc, arrivedAt: booking.span.start)
        after.contest = contest(from: booking.span.start)
        return PressDesk.Change(before: before, after: after)
    }

    // MARK: Claims

    private func givenUp(_ booking: Booking) -> PressDesk.GivenUp {
        PressDesk.GivenUp(
            booking: booking.id, plannedEnd: booking.span.end, wasCut: booking.isWritable,
            sitting: sittings[booking.id] ?? Sitting(booking: booking.id, span: booking.span))
    }

    private func giveUp(
        _ claim: PressDesk.GivenUp, at end: WallTime, now: Now
    ) -> PressDesk.Change {
        var after = claim.sitting
        after.endedAt = after.endedAt ?? end
        after.contest = nil
        after.leftAt = (presence.lastSeen ?? presence.vacantSince).map { now.wall(at: $0) }
        return PressDesk.Change(before: claim.sitting, after: after)
    }

    private func giveBack(_ claim: PressDesk.GivenUp) -> PressDesk.Change {
        let now = sittings[claim.booking] ?? claim.sitting
        var after = now
        (after.endedAt, after.cutAt) = (claim.sitting.endedAt, claim.sitting.cutAt)
        after.leftAt = claim.sitting.leftAt
        after.leaving = now.leavingNumber == claim.sitting.leavingNumber ? now.leaving : nil
        return PressDesk.Change(before: now, after: after)
    }

    /// Takes back an ad hoc booking, and gives those it claimed their time again.
    func takeBack(_ id: BookingID, claimed: [PressDesk.GivenUp]) -> PressDesk.Decision {
        let cutEnd = schedule.booking(id)?.span.start
        let uncut = claimed.compactMap { claim in
            endToGiveBack(claim, cutEnd: cutEnd).map {
                ServerWrite.changeEnd(claim.booking, end: $0)
            }
        }
        return PressDesk.Decision(
            outcome: .undone, booking: id, writes: [.withdraw(id)] + uncut,
            changes: claimed.map(giveBack), closes: id)
    }

    /// The end that takes the cut of a claim back, on the server or while it is still owed; nil if there is nothing to take
    /// back.
    ///
    /// What people have made of the booking meanwhile stays as it is.
    func endToGiveBack(_ claim: PressDesk.GivenUp, cutEnd: WallTime?) -> WallTime? {
        guard claim.wasCut else { return nil }
        let isPending = outbox.isPending(claim.booking)
        guard let known = schedule.endOnServer(of: claim.booking) else {
            return isPending ? claim.plannedEnd : nil
        }
        if known == cutEnd { return claim.plannedEnd }
        return isPending ? known : nil
    }

    // MARK: Longer and shorter

    func extend(
        _ booking: Booking, act: PressDesk.Act?, pressedAt: Uptime, at now: Now
    ) -> PressDesk.Decision {
        var end = booking.span.end + policy.adHocStep
        if booking.source == .panel { end = min(end, booking.span.start + policy.adHocMax) }
        if let limit = schedule.nextStart(notBefore: now.wall, except: booking.id) {
            end = min(end, limit)
        }
        guard end > booking.span.end else { return .refused(.noRoomToExtend, booking.id) }
        let before = sittings[booking.id] ?? Sitting(booking: booking.id, span: booking.span)
        var after = before
        after.span.end = end
        // By a clock that has been set back it was judged at its end already.
        after.leaving = nil
        let pressed = now.wall(at: pressedAt)
        after.contest = contest(adding: booking, to: before.contest, pressedAt: pressed)
        after.pressedAt = pressed
        return PressDesk.Decision(
            outcome: .extended, booking: booking.id, writes: [.changeEnd(booking.id, end: end)],
            changes: [PressDesk.Change(before: before, after: after)], act: act)
    }

    func end(_ booking: Booking, at now: Now) -> PressDesk.Decision {
        guard booking.source == .panel || (policy.endServerBookings && booking.isWritable) else {
            return .refused(.notAllowed, booking.id)
        }
        let end = now.wall.flooredToSecond
        guard end > booking.span.start else {
            return .refused(.nothingToEnd, booking.id)
        }
        let before = sittings[booking.id] ?? Sitting(booking: booking.id, span: booking.span)
        var after = before
        after.endedAt = end
        after.contest = nil
        return PressDesk.Decision(
            outcome: .ended, booking: booking.id, writes: [.changeEnd(booking.id, end: end)],
            changes: [PressDesk.Change(before: before, after: after)],
            act: .ended(givenUp(booking)))
    }

    /// Takes an end at the door back: the booking has its time again, which it had before anybody who has come since.
    ///
    /// Nil if there is nothing to take back: it has its time already, or that would be over by now.
    func takeBackEnd(_ ended: PressDesk.GivenUp, at now: Now) -> PressDesk.Decision? {
        guard let endedAt = sittings[ended.booking]?.endedAt, ended.plannedEnd > now.wall else {
            return nil
        }
        var change = giveBack(ended)
        change.after.contest = ended.sitting.contest
        // Where the server has another end than the cut by now, people have given it that.
        let isOurs =
            outbox.isPending(ended.booking) || schedule.endOnServer(of: ended.booking) == endedAt
        return PressDesk.Decision(
            outcome: .undone, booking: ended.booking,
            writes: isOurs ? [.changeEnd(ended.booking, end: ended.plannedEnd)] : [],
            changes: [change])
    }
}
