/// Ends that are owed to the server, and what people have made of the booking meanwhile.
extension Room {
    /// What an earlier run owed may be pointless by what it had read, or by what it owed besides.
    mutating func dropOutdated() {
        keep(outbox.dropOutdated())
        guard let reading = schedule.reading else { return }
        let underway = outbox.underway
        dropPointlessEnds(reading, isOlder: true) { $0.number != underway }
    }

    /// While a press waited for the journal, a reading came; it may show that somebody else has ended what the press is to
    /// end, or made longer what it is to make longer.
    mutating func dropEndsMadeMeanwhile(_ entries: [OutboxEntry]) {
        guard let reading = schedule.reading else { return }
        let numbers = Set(entries.lazy.map(\.number))
        let busy = outbox.bookingBeingChanged
        dropPointlessEnds(reading, isOlder: true) {
            numbers.contains($0.number) && $0.write.bookingID != busy
        }
    }

    /// A reading that came while a write was under way may have made pointless what is owed about its booking.
    mutating func dropEndsReadMeanwhile(of id: BookingID, isOlder: Bool) {
        guard let heardAt = schedule.heardAt, let sentAt = outbox.sentAt, heardAt >= sentAt,
            let reading = schedule.reading
        else { return }
        dropPointlessEnds(reading, isOlder: isOlder) { $0.write.bookingID == id }
    }

    /// What the server already has is not asked of it any more: somebody else has cut the booking before we could, or
    /// made it longer than we would, and a late write of ours would undo that.
    ///
    /// - Parameter isOlder: whether the reading may be older than the wish, so that the server may have had another end
    ///   since: that it shows the very end that is asked for proves nothing then.
    mutating func dropPointlessEnds(
        _ reading: ScheduleReading, isOlder: Bool = false, of isMeant: (OutboxEntry) -> Bool
    ) {
        guard !outbox.entries.isEmpty else { return }
        let pointless = outbox.entries.filter { entry in
            guard isMeant(entry), case .changeEnd(let id, let end) = entry.write,
                !schedule.isSettling(id),
                let known = reading.bookings.first(where: { $0.id == id }), known.source == .server
            else { return false }
            return isPointless(end, known, isOlder: isOlder)
        }
        guard !pointless.isEmpty else { return }
        keep(pointless.map { outbox.finish($0, .superseded) })
        isDirty = true
    }

    private func isPointless(_ end: WallTime, _ known: Booking, isOlder: Bool) -> Bool {
        // Somebody has moved it since.
        if known.span.start >= end { return true }
        // Of what has no sitting any more nobody knows which way it was to go.
        guard let sitting = sittings[known.id] else { return known.span.end <= end }
        if sitting.endedAt != nil {
            let mayBeLonger = isOlder && outbox.hasUnanswered(after: known.span.end, of: known.id)
            return known.span.end <= end && !mayBeLonger
        }
        // Whoever cut it since it was made longer here wants it shorter.
        if let contest = sitting.contest, known.span.end < contest.from { return true }
        if known.span.end <= end { return known.span.end == end && !isOlder }
        // It was to be longer, and somebody has made it longer still.
        guard let contest = sitting.contest, contest.yieldedAt != nil else { return true }
        // Time is given back; what the server never had of it, people gave.
        return contest.yieldedUnheardAt != nil && isGivenByPeople(known, at: schedule.heardAt)
    }

    /// Who makes a booking longer in the calendar, while the time that a press added is still owed, has seen what is beside
    /// it: contested is only what the press adds to that.
    mutating func followTimeGiven(_ reading: ScheduleReading, startedAt: Uptime) {
        guard !outbox.entries.isEmpty else { return }
        for known in reading.bookings where known.source == .server {
            let end = known.span.end
            guard var sitting = sittings[known.id], let addedFrom = sitting.contest?.addedFrom,
                addedFrom < end, end < sitting.span.end, outbox.isPending(known.id),
                end != schedule.endOnServer(of: known.id), isGivenByPeople(known, at: startedAt)
            else { continue }
            sitting.contest?.from = end
            sitting.contest?.addedFrom = end
            sittings[known.id] = sitting
            keep([.sitting(sitting)])
        }
    }

    /// Whether people gave a booking its end, and no write of this panel did, not even one that was never answered.
    ///
    /// - Parameter instant: when that was read; nil if not in this run.
    private func isGivenByPeople(_ known: Booking, at instant: Uptime?) -> Bool {
        !outbox.mayHaveAsked(known.span.end, of: known.id)
            && !(instant.map { schedule.isRecent(known.id, at: $0) } ?? false)
    }
}
