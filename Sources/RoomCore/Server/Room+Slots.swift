/// Slots that two want: the one that was made later yields, if it is the panel's own.
///
/// A panel's booking, or what a press makes a booking longer by, can yield as long as readings have yet to bear it out.
extension Room {
    mutating func settleSlots(by reading: ScheduleReading, at now: Now) {
        // A reading of another time, made by a clock that was wrong, says nothing of anybody's slot.
        guard trust.isTrusted else { return }
        for entry in outbox.entries {
            let id = entry.write.bookingID
            // A press about it waits for the journal: the next reading is compared with what that makes of it.
            guard let taken = entry.taken, !desk.isChanging(id), sittings[id]?.givenUp == nil,
                let booking = schedule.booking(id), booking.span.end > now.wall,
                let rival = rival(to: entry, taken, of: booking, in: reading)
            else { continue }
            yield(booking, taken, to: rival, by: entry, at: now)
        }
    }

    /// Whoever has a part of that time; nil if nobody does.
    private func rival(
        to entry: OutboxEntry, _ taken: Span, of booking: Booking, in reading: ScheduleReading
    ) -> Booking? {
        let start = entry.isCreate ? booking.span.start : taken.start
        guard start < min(taken.end, booking.span.end) else { return nil }
        let time = Span(start: start, end: min(taken.end, booking.span.end))
        return reading.bookings.filter { listed in
            guard listed.id != booking.id, sittings[listed.id]?.givenUp == nil,
                let other = schedule.booking(listed.id), other.isBlocking,
                other.span.overlaps(time),
                // A booking that fills whole days is beside the timed ones.
                !other.isAllDay || booking.isAllDay,
                // One that ran before already ran beside it by people's will, and takes none of the added time.
                entry.isCreate || other.span.start >= time.start
            else { return false }
            return hasPriority(other, over: entry, of: booking)
        }.min { $0.span.start < $1.span.start }
    }

    /// Whether the other one had the time first.
    ///
    /// People's booking was first if it is on the server before ours got there. Otherwise, and for another panel's,
    /// the one that was made earlier was first; the other one, if it does not tell when it was made.
    private func hasPriority(_ other: Booking, over entry: OutboxEntry, of booking: Booking)
        -> Bool
    {
        guard entry.state == .answered || other.source == .panel, let theirs = other.createdAt
        else { return true }
        let ours = entry.isCreate ? booking.createdAt ?? entry.createdAt : entry.createdAt
        return (theirs, other.id.text) < (ours, booking.id.text)
    }

    private mutating func yield(
        _ booking: Booking, _ taken: Span, to rival: Booking, by entry: OutboxEntry, at now: Now
    ) {
        let isWhole = entry.isCreate
        step.note(.slotLost(booking.id, winner: rival.id))
        guard !isWhole || rival.span.start - booking.span.start >= policy.adHocMin else {
            owe(.withdraw(booking.id), .settlement, at: now)
            giveUp(booking, wish: entry.wish, at: now)
            return
        }
        let end = max(rival.span.start, isWhole ? booking.span.start : taken.start)
        oweEnd(of: booking, at: end, .settlement, at: now)
        showRefused(.slotTaken, at: now)
    }

    /// An ad hoc booking is no more: the lamp says refused.
    mutating func giveUp(_ booking: Booking, wish: Press.Wish, at now: Now) {
        closeSitting(of: booking.id)
        recordRefusal(.slotTaken, of: booking.id, wish: wish, at: now)
    }

    /// What a press had done comes to nothing after all: the lamp says refused, and the log why.
    ///
    /// - Parameter wish: that of the press: the log must not tell of a hand at the door where there was none.
    mutating func recordRefusal(
        _ refusal: Press.Refusal, of id: BookingID, wish: Press.Wish, at now: Now
    ) {
        let press = Press(
            number: desk.nextNumber(), pressedAt: now.wall, wish: wish, outcome: .refused,
            refusal: refusal, booking: id)
        keep([.press(press)])
        showRefusal(press, at: now)
    }
}
