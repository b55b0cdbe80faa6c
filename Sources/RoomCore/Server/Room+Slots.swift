/// Slots that the server turns out to have given to somebody else.
extension Room {
    /// What the button takes is contested from there on; without a server nobody could contest it.
    func contest(from instant: WallTime) -> Sitting.Contest? {
        settings.server == .none ? nil : Sitting.Contest(from: instant)
    }

    /// What a press makes a booking longer by is contested, beside what was before.
    func contest(adding booking: Booking, to before: Sitting.Contest?, pressedAt: WallTime)
        -> Sitting.Contest?
    {
        guard var contest = before ?? contest(from: booking.span.end) else { return nil }
        // What yielded was nobody's for a while: it counts from this press on.
        if contest.addedAt == nil || contest.yieldedAt != nil {
            (contest.addedFrom, contest.addedAt) = (booking.span.end, pressedAt)
        }
        (contest.yieldedAt, contest.yieldedUnheardAt) = (nil, nil)
        return contest
    }

    /// The server has what the button took: the next reading tells whether it was somebody else's.
    mutating func noteContest(_ write: ServerWrite) {
        switch write {
        case .create(let booking):
            var contest = Sitting.Contest(from: booking.span.start)
            let known = sittings[booking.id]?.contest
            (contest.addedFrom, contest.addedAt) = (known?.addedFrom, known?.addedAt)
            sittings[booking.id]?.contest = contest
            effects.append(.readSchedule)
        case .changeEnd(let id, _):
            // What is not listed may be, now that it ends at another time.
            if sittings[id]?.contest != nil || schedule.booking(id) == nil {
                effects.append(.readSchedule)
            }
        case .withdraw, .mark: break
        }
    }

    /// Where the server had given the time that the button took to somebody else first, theirs stands and ours yields.
    ///
    /// Ours yields while the server has not acknowledged it, and at the first reading that began after: whoever is on
    /// the server then may have been there before. Of two panels' bookings, and where both tell when they were made,
    /// the earlier one stays.
    mutating func settleContests(
        by reading: ScheduleReading, startedAt: Uptime, at now: Now
    ) {
        // A reading of another time, made by a clock that was wrong, says nothing of anybody's slot.
        guard trust.isTrusted,
            !outbox.entries.isEmpty || sittings.values.contains(where: \.isContested)
        else { return }
        let contested = schedule.bookings.compactMap { booking in
            booking.span.end > now.wall ? contest(over: booking) : nil
        }
        for contest in contested { settle(contest, by: reading, startedAt: startedAt, at: now) }
    }

    /// Time that the button took, and nobody has borne out yet.
    private struct Contest {
        var booking: Booking
        var time: Span
        /// Whether all of the booking is, not just what it was made longer by.
        var isWhole: Bool
        /// What a press has added to it, and when.
        var added: (from: WallTime, at: WallTime)?
        /// Whether nobody knows whose it is.
        var isOpen: Bool

        /// When the button took what lies from `instant` on; nil if nobody knows.
        func takenAt(from instant: WallTime) -> WallTime? {
            if let added, !isWhole || instant >= added.from { return added.at }
            return isWhole ? booking.createdAt : nil
        }
    }

    private func contest(over booking: Booking) -> Contest? {
        // Who gave it another time has seen what is beside it.
        let sitting = sittings[booking.id].flatMap { $0.span == booking.span ? $0 : nil }
        guard sitting?.endedAt == nil else { return nil }
        let isCreated = booking.source == .panel && outbox.isCreating(booking.id)
        guard let from = isCreated ? booking.span.start : sitting?.contest?.from else { return nil }
        let isWhole = from <= booking.span.start
        // What has yielded all of it holds nothing, and is closed all the same.
        let time = Span(start: min(from, booking.span.end), end: booking.span.end)
        return Contest(
            booking: booking, time: time, isWhole: isWhole,
            added: sitting?.contest?.added,
            // What yields, and is not done yet, may have to yield to somebody else as well.
            isOpen: isCreated || sitting?.contest?.isOpen != false
                || outbox.isPending(booking.id))
    }

    private mutating func settle(
        _ contest: Contest, by reading: ScheduleReading, startedAt: Uptime, at now: Now
    ) {
        let id = contest.booking.id
        // What a press is to change meanwhile, the next reading is held against.
        guard !desk.isChanging(id) else { return }
        if contest.isOpen, let winner = winner(of: contest, in: reading) {
            yield(contest, to: winner, at: now)
        } else if !outbox.isPending(id), !schedule.isSettling(id),
            !mayComeBack(into: contest, by: reading, readAt: now.wall(at: startedAt)),
            var sitting = sittings[id]
        {
            sitting.contest = nil
            sittings[id] = sitting
            keep([.sitting(sitting)])
        }
    }

    /// Whoever takes the contested time; nil if nobody does.
    private func winner(of contest: Contest, in reading: ScheduleReading) -> Booking? {
        reading.bookings.filter { takes($0, contest) }.min { $0.span.start < $1.span.start }
    }

    private func takes(_ other: Booking, _ contest: Contest) -> Bool {
        guard other.isBlocking, other.id != contest.booking.id, other.span.overlaps(contest.time),
            // A whole day is beside whoever takes the room for a time.
            !other.isAllDay || contest.booking.isAllDay,
            sittings[other.id]?.endedAt == nil,
            let seen = schedule.booking(other.id), seen.span.overlaps(contest.time)
        else { return false }
        // What had started before runs beside it by the will of people: a press makes nothing longer into that.
        if !contest.isWhole, other.span.start < contest.time.start { return false }
        let isOnServer = !outbox.isPending(contest.booking.id)
        guard isOnServer || other.source == .panel, let theirs = other.createdAt,
            let ours = contest.takenAt(from: other.span.start)
        else { return true }
        return (theirs, other.id.text) < (ours, contest.booking.id.text)
    }

    /// Whether a booking that was given up at the door, and cut on the server, has that time again by a reading that may come
    /// from a copy which lags behind: the next one tells.
    private func mayComeBack(
        into contest: Contest, by reading: ScheduleReading, readAt: WallTime
    ) -> Bool {
        reading.bookings.contains { other in
            guard other.isBlocking, other.span.overlaps(contest.time),
                let sitting = sittings[other.id], let endedAt = sitting.endedAt,
                let cutAt = sitting.cutAt
            else { return false }
            return other.span.end > endedAt && readAt - cutAt < Schedule.greatestLag
        }
    }

    private mutating func yield(_ contest: Contest, to winner: Booking, at now: Now) {
        let id = contest.booking.id
        effects.append(.note(.slotLost(id, winner: winner.id)))
        let left = winner.span.start - contest.booking.span.start
        guard !contest.isWhole || left >= policy.adHocMin else {
            owe(.withdraw(id), at: now)
            giveUp(id, at: now)
            return
        }
        var records: [Record] = []
        if var sitting = sittings[id] {
            sitting.span.end = winner.span.start
            sitting.contest = sitting.contest ?? Sitting.Contest(from: contest.time.start)
            sitting.contest?.yieldedAt = now.wall
            let isUnheard = schedule.endOnServer(of: id).map { $0 <= winner.span.start } ?? false
            sitting.contest?.yieldedUnheardAt = isUnheard ? now.wall : nil
            sittings[id] = sitting
            records = [.sitting(sitting)]
        }
        owe(.changeEnd(id, end: winner.span.start), with: records, at: now)
        showRefused(.slotTaken, at: now)
    }

    /// An ad hoc booking is no more: the lamp says refused.
    mutating func giveUp(_ id: BookingID, at now: Now) {
        sittings[id] = nil
        keep([.sittingClosed(id)])
        recordRefusal(.slotTaken, of: id, length: .short, at: now)
    }

    /// What a press had done comes to nothing after all: the lamp says refused, and the log why.
    ///
    /// - Parameter length: that of the press.
    mutating func recordRefusal(
        _ refusal: Press.Refusal, of id: BookingID, length: Press.Length, at now: Now
    ) {
        let press = Press(
            number: desk.nextNumber(), pressedAt: now.wall, length: length, outcome: .refused,
            refusal: refusal, booking: id)
        keep([.press(press)])
        showRefusal(press, at: now)
    }
}

extension Sitting.Contest {
    fileprivate var added: (from: WallTime, at: WallTime)? {
        guard let addedFrom, let addedAt else { return nil }
        return (addedFrom, addedAt)
    }
}

extension Sitting {
    fileprivate var isContested: Bool { contest != nil }
}
