/// Bookings whose room was given up, and that may have it again.
extension Room {
    /// Notes that the server has the end of a booking that was given up.
    mutating func noteOnServer(_ id: BookingID, end: WallTime) {
        guard let givenUp = sittings[id]?.givenUp, !givenUp.isOnServer, end <= givenUp.at,
            !outbox.isPending(id)
        else { return }
        changeSitting(of: id) { $0.givenUp?.isOnServer = true }
    }

    /// A booking that was given up has the room again when people have given it another end since, or have moved it past the
    /// moment at which it was given up: that is another meeting.
    ///
    /// While the server has yet to hear of it, the rule about intents decides.
    mutating func followGivenUp(
        _ reading: ScheduleReading, lagging: Set<BookingID>, startedAt: Uptime, at now: Now
    ) {
        guard sittings.all.contains(where: { $0.givenUp != nil }) else { return }
        let startedAt = now.wall(at: startedAt)
        for booking in reading.bookings {
            guard let sitting = sittings[booking.id], let givenUp = sitting.givenUp,
                !outbox.isOpen(booking.id), !lagging.contains(booking.id),
                !desk.isChanging(booking.id),
                // What was read before it was given up knows nothing of it.
                startedAt >= givenUp.at
            else { continue }
            let end = booking.span.end
            if end <= givenUp.at || end.isSameEnd(as: givenUp.at) {
                noteOnServer(booking.id, end: min(end, givenUp.at))
            } else if givenUp.isOnServer || !end.isSameEnd(as: sitting.span.end)
                || booking.span.start >= givenUp.at
            {
                takeBackEnd(of: booking.id)
            }
        }
    }

    /// Takes back ends at the door that lie ahead: they were given by a clock that was ahead.
    ///
    /// Called when the clock has come to be trusted, after it was set back or after a restart. The server need not be
    /// told of such an end, or is told the planned one again.
    mutating func takeBackFutureEnds(at now: Now) {
        let ended = sittings.all { $0.givenUp.map { $0.at > now.wall } ?? false }
        for sitting in ended {
            // A booking that the button made by the wrong clock lies at a time where no reading looks any more.
            if sitting.checkIn?.source != .adHoc { givePlannedEnd(to: sitting, at: now) }
            takeBackEnd(of: sitting.booking)
        }
    }

    /// A booking that was given up has the room again, at the time that the calendar gives it now.
    ///
    /// If its leaving was judged, that is judged again.
    mutating func takeBackEnd(of id: BookingID) {
        guard var sitting = sittings[id], sitting.givenUp != nil else { return }
        (sitting.givenUp, sitting.leaving) = (nil, nil)
        keep(sitting)
        followed.forgetSchedule()
        step.isDirty = true
    }

    /// Gives back what a booking has claimed, since that booking comes to nothing.
    mutating func giveBackClaims(of claimant: BookingID, at now: Now) {
        let claimed = sittings.all {
            $0.givenUp?.cause == .claim(claimant) && $0.span.end > now.wall
        }
        for sitting in claimed {
            guard givePlannedEnd(to: sitting, at: now) else { continue }
            takeBackEnd(of: sitting.booking)
        }
    }

    /// Owes the server the end that a booking had before it was given up, where it is shown to end there.
    ///
    /// - Returns: false if there is no room to owe it.
    @discardableResult
    private mutating func givePlannedEnd(to sitting: Sitting, at now: Now) -> Bool {
        guard let write = writeOfPlannedEnd(sitting) else { return true }
        return owe(write, .undo, at: now)
    }

    /// The write that takes back what gave a booking up; nil where the calendar does not end it there.
    func writeOfPlannedEnd(_ sitting: Sitting) -> ServerWrite? {
        let id = sitting.booking
        guard let givenUp = sitting.givenUp, sitting.span.end > givenUp.at,
            let shown = schedule.booking(id)?.span.end ?? outbox.wantedEnd(of: id),
            shown.isSameEnd(as: givenUp.at)
        else { return nil }
        return .changeEnd(id, from: shown, to: sitting.span.end)
    }
}
