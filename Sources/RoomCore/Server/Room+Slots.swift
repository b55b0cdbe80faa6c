/// Slots that the server turns out to have given to somebody else.
extension Room {
    /// Where the server had given a slot to somebody else first, theirs stands and ours yields.
    ///
    /// Ours yields while the server has not acknowledged it, and at the first reading that began after: whoever is on
    /// the server then may have been there before. Of two panels' bookings, and where both tell when they were made,
    /// the earlier one stays.
    mutating func yieldSlots(to reading: ScheduleReading, at now: Now) {
        // A reading of another time, made by a clock that was wrong, says nothing of anybody's slot.
        guard trust.isTrusted, !contested.isEmpty || !outbox.entries.isEmpty else { return }
        let ours = schedule.bookings.indices.filter { index in
            schedule.bookings[index].source == .panel
                && schedule.bookings[index].span.end > now.wall
                && isContested(schedule.bookings[index])
        }.map { schedule.bookings[$0] }
        forgetContests(at: now)
        restored.formIntersection(contested)
        for booking in ours {
            guard let winner = winner(over: booking, in: reading) else {
                let isBorneOut = !outbox.isPending(booking.id) && !schedule.isSettling(booking.id)
                if isBorneOut { contested.remove(booking.id) }
                continue
            }
            yield(booking, to: winner, at: now)
        }
    }

    /// Contests that are remembered though the last reading did not show the booking.
    private static let greatestAbsent = 64

    /// A contest ends a day after its booking, in case the clock is ahead; what the reading does not show may lie
    /// outside of its window.
    private mutating func forgetContests(at now: Now) {
        let forgetsAbsent = contested.count > Self.greatestAbsent
        contested = contested.filter { id in
            schedule.booking(id).map { now.wall - $0.span.end < Self.sittingsKeptFor }
                ?? !forgetsAbsent
        }
    }

    /// Where somebody else was given the time by which a booking of theirs was made longer at the door, it is made
    /// shorter again.
    mutating func yieldExtensions(to reading: ScheduleReading, at now: Now) {
        for entry in outbox.entries {
            guard case .changeEnd(let id, let end) = entry.write, end > now.wall,
                let known = reading.bookings.first(where: { $0.id == id }),
                known.source == .server, known.span.end < end,
                let winner = taker(of: Span(start: known.span.end, end: end), in: reading)
            else { continue }
            let limit = max(winner.span.start, known.span.end)
            effects.append(.note(.slotLost(id, winner: winner.id)))
            sittings[id]?.span.end = limit
            if let sitting = sittings[id] { keep([.sitting(sitting)]) }
            owe(.changeEnd(id, end: limit), at: now)
            showRefused(at: now)
        }
    }

    /// A booking that was given up at the door, and cut, has the room again when somebody gives it time again.
    mutating func followGivenUp(_ reading: ScheduleReading, startedAt: Uptime) {
        for booking in reading.bookings {
            guard var sitting = sittings[booking.id], let endedAt = sitting.endedAt else {
                continue
            }
            guard booking.span.end > endedAt else {
                if cutAt[booking.id] == nil { cutAt[booking.id] = startedAt }
                continue
            }
            guard let cutAt = cutAt[booking.id], startedAt - cutAt >= Schedule.greatestLag,
                !outbox.isPending(booking.id)
            else { continue }
            sitting.takeBackEnd()
            sittings[booking.id] = sitting
            keep([.sitting(sitting)])
            isDirty = true
        }
        cutAt = cutAt.filter { sittings[$0.key]?.endedAt != nil }
    }

    /// After the wall clock was set back, what was given up later than now has not been given up yet.
    mutating func takeBackFutureEnds(at now: Now) {
        var ahead: [Sitting] = []
        for sitting in sittings.values {
            if let endedAt = sitting.endedAt, endedAt > now.wall { ahead.append(sitting) }
        }
        for var sitting in ahead.sorted(by: { $0.booking.text < $1.booking.text }) {
            sitting.takeBackEnd()
            sittings[sitting.booking] = sitting
            keep([.sitting(sitting)])
        }
    }

    /// What the server already has is not asked of it any more: somebody else has cut the booking before we could, or
    /// made it longer than we would, and a late write of ours would undo that.
    mutating func dropPointlessEnds(_ reading: ScheduleReading) {
        guard !outbox.entries.isEmpty else { return }
        let pointless = outbox.entries.filter { entry in
            guard entry.number != outbox.underway, case .changeEnd(let id, let end) = entry.write,
                !schedule.isSettling(id),
                let known = reading.bookings.first(where: { $0.id == id }), known.source == .server
            else { return false }
            // Of what is over for a day nobody knows any more which way it was to go.
            guard let sitting = sittings[id] else { return known.span.end <= end }
            return sitting.endedAt != nil ? known.span.end <= end : known.span.end >= end
        }
        guard !pointless.isEmpty else { return }
        keep(pointless.map { outbox.finish($0, .superseded) })
        isDirty = true
    }

    private func taker(of time: Span, in reading: ScheduleReading) -> Booking? {
        reading.bookings.filter {
            $0.isBlocking && $0.span.overlaps(time) && $0.span.start >= time.start
                && sittings[$0.id]?.endedAt == nil
        }.min { $0.span.start < $1.span.start }
    }

    /// Whoever takes the slot of a contested booking; nil if nobody does.
    private func winner(over booking: Booking, in reading: ScheduleReading) -> Booking? {
        reading.bookings.first { other in
            // What an earlier run knew did not take the slot then.
            if restored.contains(booking.id), knownBefore.contains(other.id) { return false }
            return takes(other, from: booking)
        }
    }

    private func isContested(_ booking: Booking) -> Bool {
        contested.contains(booking.id) || outbox.isPending(booking.id)
    }

    private func takes(_ other: Booking, from booking: Booking) -> Bool {
        guard other.isBlocking, other.id != booking.id, other.span.overlaps(booking.span),
            sittings[other.id]?.endedAt == nil,
            let seen = schedule.booking(other.id), seen.span.overlaps(booking.span)
        else { return false }
        let isOnServer = !outbox.isPending(booking.id)
        guard isOnServer || other.source == .panel, let theirs = other.createdAt,
            let made = booking.createdAt
        else { return true }
        return (theirs, other.id.text) < (made, booking.id.text)
    }

    private mutating func yield(_ booking: Booking, to winner: Booking, at now: Now) {
        effects.append(.note(.slotLost(booking.id, winner: winner.id)))
        contested.remove(booking.id)
        let left = winner.span.start - booking.span.start
        if left >= policy.adHocMin {
            sittings[booking.id]?.span.end = winner.span.start
            if let sitting = sittings[booking.id] { keep([.sitting(sitting)]) }
            owe(.changeEnd(booking.id, end: winner.span.start), at: now)
        } else {
            owe(.withdraw(booking.id), at: now)
            giveUp(booking.id, at: now)
        }
    }

    /// An ad hoc booking is no more: the lamp says refused.
    mutating func giveUp(_ id: BookingID, at now: Now) {
        sittings[id] = nil
        contested.remove(id)
        keep([.sittingClosed(id)])
        let press = Press(
            number: desk.nextNumber(), pressedAt: now.wall, length: .short, outcome: .refused,
            refusal: .slotTaken, booking: id)
        keep([.press(press)])
        showRefusal(press, at: now)
    }
}

extension Sitting {
    /// The booking has the room again; what was said about its leaving will be corrected.
    fileprivate mutating func takeBackEnd() {
        (endedAt, leftAt, leaving) = (nil, nil, nil)
    }
}
