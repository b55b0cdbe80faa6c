/// Bookings that were given up at the door, and may have the room again.
extension Room {
    /// The server has the end of what was given up.
    ///
    /// - Returns: what is to be kept together with that.
    mutating func noteCut(_ write: ServerWrite, at now: Now) -> [Record] {
        // The time that a claim taken back had cut may be on its way back while the next claim waits.
        guard case .changeEnd(let id, let end) = write, let sitting = sittings[id],
            let endedAt = sitting.endedAt, end <= endedAt, !outbox.isPending(id)
        else { return [] }
        return [noteCut(sitting, at: now.wall)]
    }

    private mutating func noteCut(_ sitting: Sitting, at instant: WallTime) -> Record {
        var sitting = sitting
        sitting.cutAt = instant
        sittings[sitting.booking] = sitting
        return .sitting(sitting)
    }

    /// A booking that was given up at the door, and cut, has the room again when somebody gives it time again.
    mutating func followGivenUp(_ reading: ScheduleReading, startedAt: Uptime, at now: Now) {
        guard sittings.values.contains(where: { $0.endedAt != nil }) else { return }
        let startedAt = now.wall(at: startedAt)
        for booking in reading.bookings {
            guard let sitting = sittings[booking.id], let endedAt = sitting.endedAt else {
                continue
            }
            guard booking.span.end > endedAt else {
                // What was read before shows the cut of an earlier claim.
                if sitting.cutAt == nil, startedAt >= endedAt {
                    keep([noteCut(sitting, at: startedAt)])
                }
                continue
            }
            // Moved past it, it is another meeting than the one that was given up.
            if booking.span.start < endedAt {
                guard let cutAt = sitting.cutAt, startedAt - cutAt >= Schedule.greatestLag,
                    !outbox.isPending(booking.id)
                else { continue }
            }
            takeBackEnd(of: booking.id)
        }
    }

    /// By a clock that has come to be trusted, after it was set back or after a restart, what was given up later than now
    /// has not been given up yet, and the server need not be told.
    mutating func takeBackFutureEnds(at now: Now) {
        let ended = sittings.values.filter { $0.endedAt != nil }
        for sitting in ended.sorted(by: { $0.booking.text < $1.booking.text }) {
            let id = sitting.booking
            if let endedAt = sitting.endedAt, endedAt > now.wall {
                takeBackEnd(of: id)
                // What the panel made itself is at the time of the wrong clock, where no reading looks any more.
                guard sitting.checkIn?.source != .adHoc else { continue }
                keep(outbox.dropEnds(of: id))
            } else if let cutAt = sitting.cutAt, cutAt > now.wall {
                keep([noteCut(sitting, at: now.wall)])
            }
        }
    }

    /// The booking has the room again, at the time that it was given meanwhile; what was said about its leaving will be
    /// corrected.
    mutating func takeBackEnd(of id: BookingID) {
        keep(endTakenBack(of: id))
    }

    /// The same, for what is to be kept together with more.
    mutating func endTakenBack(of id: BookingID) -> [Record] {
        guard var sitting = sittings[id] else { return [] }
        (sitting.endedAt, sitting.cutAt, sitting.leftAt, sitting.leaving) = (nil, nil, nil, nil)
        sittings[id] = sitting
        followedRevision = -1
        isDirty = true
        return [.sitting(sitting)]
    }

    /// The bookings whose room this one has claimed, and that would still run.
    func claimed(by booking: Booking, at now: Now) -> [Sitting] {
        guard policy.onNoShow == .soft else { return [] }
        return sittings.values
            .filter {
                $0.endedAt == booking.span.start && $0.booking != booking.id
                    && $0.span.end > now.wall && $0.isClaimed
            }
            .sorted { $0.booking.text < $1.booking.text }
    }

    /// Owes the server the end that a booking had before another one claimed its room.
    ///
    /// - Returns: what is to be kept about it; nil if there is no room to owe it.
    mutating func owePlannedEnd(
        of sitting: Sitting, claimedBy booking: Booking, at now: Now
    ) -> [OutboxEntry]? {
        let claim = PressDesk.GivenUp(
            booking: sitting.booking, plannedEnd: sitting.span.end, wasCut: true, sitting: sitting)
        guard let end = endToGiveBack(claim, cutEnd: booking.span.start) else { return [] }
        return enqueue(.changeEnd(sitting.booking, end: end), at: now)
    }
}

extension Sitting {
    /// Whether it was given up to somebody else, and not ended by its own people.
    fileprivate var isClaimed: Bool { endedAt != nil && (checkIn == nil || leftAt != nil) }
}
