/// What an earlier run knew, and a journal tells now or only later.
extension Room {
    /// Takes up what a journal remembers that could only be opened now.
    ///
    /// What was found out meanwhile counts for more than what is remembered.
    mutating func recall(_ memory: Memory, at now: Now) {
        recalls += 1
        // The next start knows this panel's bookings by it.
        desk.salt = memory.salt
        desk.lastNumber = max(desk.lastNumber, Self.number(memory.lastPress))
        lastVerdict = max(lastVerdict, Self.number(memory.lastVerdict))
        outbox.recall(
            memory.outbox, asked: memory.askedEnds,
            lastNumber: Self.number(memory.lastOutbox))
        for sitting in memory.sittings { recall(sitting.recalled) }
        recallUnseen()
        if schedule.reading == nil {
            schedule = Schedule(
                memory.schedule, heardAt: memory.heardAt, owed: outbox.entries,
                revision: schedule.revision + 1)
        } else {
            schedule.rebuild(outbox.entries)
        }
        dropOutdated()
        if let reading = schedule.reading, let heardAt = schedule.heardAt {
            followGivenUp(reading, startedAt: heardAt, at: now)
        }
        followedRevision = -1
        futureEndsTakenBackFor = nil
        isDirty = true
    }

    /// Whoever gave the room up at the door has given it up, whatever was seen since.
    private mutating func recall(_ remembered: Sitting) {
        guard let own = sittings[remembered.booking] else {
            sittings[remembered.booking] = remembered
            return
        }
        var both = own.isUntouched ? remembered : own
        if both.endedAt == nil {
            (both.endedAt, both.cutAt, both.leftAt) =
                (remembered.endedAt, remembered.cutAt, remembered.leftAt)
        }
        both.overlappedAt = remembered.overlappedAt ?? own.overlappedAt
        both.knownSince = both.knownSince ?? own.knownSince
        if own.contest == nil, let contest = remembered.contest {
            // What the button took is owed again, and its time with it.
            (both.contest, both.span) = (contest, remembered.span)
            // Longer than it was judged by, it was not left then.
            if both.span.end > own.span.end { both.leaving = nil }
        } else {
            both.contest = own.contest
        }
        sittings[remembered.booking] = both
        // What waits for the journal knows nothing of what it remembers.
        keep([.sitting(both)])
    }
}

extension Sitting {
    /// Whether nothing was found out about its people yet, and nothing said.
    fileprivate var isUntouched: Bool {
        (checkIn == nil || checkIn?.source == .adHoc) && endedAt == nil && arrival == nil
            && leaving == nil && mark == nil && pressedAt == nil
    }
}
