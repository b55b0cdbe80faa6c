/// What an earlier run knew, and a journal tells now or only later.
extension Room {
    /// Takes up what a journal remembers that could only be opened now.
    ///
    /// What was found out meanwhile counts for more than what is remembered.
    mutating func recall(_ memory: Memory, at now: Now) {
        journalWord.spoke()
        // The next start knows this panel's bookings by it.
        desk.salt = memory.salt
        desk.lastNumber = max(desk.lastNumber, Self.number(memory.lastPress))
        lastVerdict = max(lastVerdict, Self.number(memory.lastVerdict))
        let pointless = outbox.recall(
            memory.outbox, lastNumber: Self.number(memory.lastOutbox), at: now.uptime)
        for sitting in memory.sittings { recall(sitting.recalled) }
        recallUnseen()
        recallSilences(memory.silences)
        if schedule.reading == nil {
            schedule = Schedule(
                memory.schedule, heardAt: memory.heardAt, intents: outbox.entries,
                revision: schedule.revision + 1)
        } else {
            schedule.fold(outbox.entries)
            // What was read meanwhile says what has become of what is remembered.
            step.order(.readSchedule)
        }
        keep(pointless)
        followed.forgetSchedule()
        followed.forgetClock()
        step.isDirty = true
    }

    /// Lays what a journal remembers of a booking's people under what this run has found out.
    ///
    /// But people who were seen to come were there, and a room that was given up stays so, whatever was seen since.
    private mutating func recall(_ remembered: Sitting) {
        guard let own = sittings[remembered.booking] else {
            sittings[remembered.booking] = remembered
            return
        }
        var both = own.isUntouched ? remembered : own
        if remembered.span.start == own.span.start { both.arrive(as: remembered) }
        both.givenUp = own.givenUp ?? remembered.givenUp
        both.overlappedAt = remembered.overlappedAt ?? own.overlappedAt
        both.knownSince = both.knownSince ?? own.knownSince
        // A sitting that waits to be kept lacks what was only remembered.
        keep(both)
    }
}

extension Sitting {
    /// Takes over how an earlier run saw its people come.
    fileprivate mutating func arrive(as remembered: Sitting) {
        if let checkIn = remembered.checkIn {
            (self.checkIn, knownSince) = (checkIn, remembered.knownSince)
        }
        guard arrival == nil else { return }
        (arrival, arrivalNumber) = (remembered.arrival, remembered.arrivalNumber)
        lateAtMostBecause = remembered.lateAtMostBecause
    }

    /// Whether this run has found out nothing about its people, and given no verdict.
    fileprivate var isUntouched: Bool {
        (checkIn == nil || checkIn?.source == .adHoc) && endedAt == nil && arrival == nil
            && leaving == nil && mark == nil && pressedAt == nil
    }
}
