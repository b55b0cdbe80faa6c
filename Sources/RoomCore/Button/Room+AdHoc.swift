/// Making, extending, ending and taking back bookings with the button.
extension Room {
    func bookNow(at now: Now) -> PressDesk.Decision {
        guard settings.takesBookings else { return .refused(.notAllowed) }
        let start = now.wall.flooredToSecond
        let limit = schedule.nextStart(notBefore: now.wall, except: nil)
        let end = min(start + policy.adHocLength, limit ?? start + policy.adHocLength)
        guard end - start >= policy.adHocMin else { return .refused(.tooShort) }
        return book(Span(start: start, end: end), at: now)
    }

    /// Books this time, and what runs now gives way to a booking that begins now.
    func book(_ span: Span, at now: Now) -> PressDesk.Decision {
        let booking = adHoc(span, at: now)
        let running = span.contains(now.wall) ? agenda.running : []
        // A booking that was given up has its end already, and one that fills whole days stays beside the new one.
        let held = running.filter { sittings[$0.id]?.givenUp == nil && !$0.isAllDay }
        let claims = held.map {
            PressDesk.Claim(sitting: sittings.sitting(of: $0), isCut: $0.isWritable)
        }
        let cuts = held.filter(\.isWritable).map { booking -> Outbox.Wish in
            (.changeEnd(booking.id, from: booking.span.end, to: span.start), .press)
        }
        let takenUp = booking.isTakenUpByBeingMade(policy) ? [takeUp(booking)] : []
        return PressDesk.Decision(
            outcome: claims.isEmpty ? .booked : .claimed, booking: booking.id,
            wishes: cuts + [(.create(booking), .press)],
            changes: claims.map { giveUp($0.sitting, at: span.start, to: booking, now: now) }
                + takenUp,
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
        return PressDesk.Change(before: before, after: after)
    }

    private func giveUp(_ sitting: Sitting, at start: WallTime, to claimant: Booking, now: Now)
        -> PressDesk.Change
    {
        var after = sitting
        after.givenUp = Sitting.GivenUp(
            at: start, by: .claim(claimant.id),
            lastSeen: (senses.tracker.lastSeen ?? senses.tracker.vacantSince).map {
                now.wall(at: $0)
            })
        return PressDesk.Change(before: sitting, after: after)
    }

    // MARK: Taking back

    private func giveBack(_ before: Sitting) -> PressDesk.Change {
        let now = sittings[before.booking] ?? before
        var after = now
        after.givenUp = before.givenUp
        after.leaving = now.leavingNumber == before.leavingNumber ? now.leaving : nil
        return PressDesk.Change(before: now, after: after)
    }

    /// Takes back an ad hoc booking, and gives those it claimed their time again.
    ///
    /// What people have made of them meanwhile stays as it is.
    func takeBack(_ id: BookingID, claimed: [PressDesk.Claim]) -> PressDesk.Decision {
        let returned = claimed.compactMap { claim -> Outbox.Wish? in
            sittings[claim.booking].flatMap(writeOfPlannedEnd).map { ($0, .undo) }
        }
        return PressDesk.Decision(
            outcome: .undone, booking: id, wishes: [(.withdraw(id), .undo)] + returned,
            changes: claimed.map { giveBack($0.sitting) }, closes: id)
    }

    /// Takes an end at the door back: the booking has its time again, also before whoever has booked it since.
    ///
    /// Nil if there is nothing to take back: it has its time already, or its planned end is over.
    func takeBackEnd(_ before: Sitting, at now: Now) -> PressDesk.Decision? {
        guard let sitting = sittings[before.booking], sitting.givenUp != nil,
            sitting.span.end > now.wall
        else { return nil }
        return PressDesk.Decision(
            outcome: .undone, booking: before.booking,
            wishes: writeOfPlannedEnd(sitting).map { [($0, .undo)] } ?? [],
            changes: [giveBack(before)])
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
        let before = sittings.sitting(of: booking)
        var after = before
        // If the clock was set back, its leaving may have been judged already.
        after.leaving = nil
        after.pressedAt = now.wall(at: pressedAt)
        return PressDesk.Decision(
            outcome: .extended, booking: booking.id,
            wishes: [(.changeEnd(booking.id, from: booking.span.end, to: end), .press)],
            changes: [PressDesk.Change(before: before, after: after)], act: act)
    }

    /// Whether a press may end the booking.
    func mayEnd(_ booking: Booking) -> Bool {
        booking.source == .panel || (policy.endServerBookings && booking.isWritable)
    }

    func end(_ booking: Booking, at now: Now) -> PressDesk.Decision {
        guard mayEnd(booking) else {
            return .refused(.notAllowed, booking.id)
        }
        let end = now.wall.flooredToSecond
        guard end > booking.span.start else {
            return .refused(.nothingToEnd, booking.id)
        }
        let before = sittings.sitting(of: booking)
        var after = before
        after.givenUp = Sitting.GivenUp(at: end, by: .people)
        return PressDesk.Decision(
            outcome: .ended, booking: booking.id,
            wishes: [(.changeEnd(booking.id, from: booking.span.end, to: end), .press)],
            changes: [PressDesk.Change(before: before, after: after)], act: .ended(before))
    }
}
