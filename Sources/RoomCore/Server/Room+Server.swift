/// What the server says, and what becomes of the panel's own bookings then.
extension Room {
    /// How far the window may move on before an unchanged schedule is kept again.
    private static let windowMayMove = Duration.seconds(6 * 3_600)

    mutating func takeServer(_ event: Event, at now: Now) {
        switch event {
        case .scheduleRead(let reading, let startedAt):
            read(reading, startedAt: startedAt, at: now)
        case .readFailed(let failure):
            failed(failure, operation: "read", at: now)
            isDirty = true
        case .writeAcknowledged(let number):
            acknowledged(number, at: now)
            isDirty = true
        case .writeFailed(let number, let failure, let jitter):
            writeFailed(number, failure, jitter: jitter, at: now)
            isDirty = true
        default: break
        }
    }

    private mutating func read(_ reading: ScheduleReading, startedAt: Uptime, at now: Now) {
        take(complaints: reading.complaints)
        followTimeGiven(reading, startedAt: startedAt)
        let isSame = heard(reading, startedAt: startedAt, at: now)
        keepHeard(isSame: isSame, at: now)
        let busy = outbox.bookingBeingChanged
        let isOlder = outbox.sentAt.map { startedAt < $0 } ?? false
        dropPointlessEnds(reading, isOlder: isOlder) { $0.write.bookingID != busy }
        followGivenUp(reading, startedAt: startedAt, at: now)
        settleContests(by: reading, startedAt: startedAt, at: now)
        outbox.readingSettledContests(startedAt: startedAt)
    }

    /// Notes what a reading had to leave out, once; a line that differs from an earlier one in its numbers only is no
    /// news.
    private mutating func take(complaints lines: [String]) {
        if lines.isEmpty, complaints.isEmpty { return }
        let known = Set(complaints.map(\.withoutNumbers))
        complaints = Array(lines.prefix(16))
        for line in complaints where !known.contains(line.withoutNumbers) {
            effects.append(.note(.complaint(line)))
        }
    }

    /// Takes in a reading; most say that nothing has changed, and then the rules need not look again.
    ///
    /// - Returns: whether it holds the same bookings as the one before.
    private mutating func heard(
        _ reading: ScheduleReading, startedAt: Uptime, at now: Now
    ) -> Bool {
        let before = (schedule.revision, schedule.covers(now.wall), trust.isTrusted)
        let wasTroubled = lastFailure != nil || wasStale != false
        serverHeard(date: reading.serverDate, at: now)
        let isSame = schedule.take(reading, startedAt: startedAt, at: now, owed: outbox.entries)
        let after = (schedule.revision, schedule.covers(now.wall), trust.isTrusted)
        if wasTroubled || before != after { isDirty = true }
        isPublishing = true
        return isSame
    }

    private mutating func serverHeard(date: WallTime?, at now: Now) {
        if lastFailure != nil { keepRelaxed(.sync(SyncRecord(operation: "read", at: now.wall))) }
        lastFailure = nil
        outbox.serverHeard()
        if let date { trust.server(date: date, at: now) }
    }

    /// Keeps the schedule if it changed, and now and then because its window moves on; else only that it holds.
    private mutating func keepHeard(isSame: Bool, at now: Now) {
        guard let window = schedule.window else { return }
        let hasMoved = keptWindow.map { window.end - $0.end >= Self.windowMayMove } ?? true
        guard !isSame || hasMoved, let reading = schedule.readingToKeep else {
            keepRelaxed(.heard(at: now.wall))
            return
        }
        keptWindow = reading.window
        keepRelaxed(.schedule(reading, heardAt: now.wall))
    }

    private mutating func failed(_ failure: ServerFailure, operation: String, at now: Now) {
        if failure.kind == .paced {
            // A reason why the schedule is old, and no more; what the server said itself counts for more.
            if operation == "read", lastFailure == nil { lastFailure = failure }
            return
        }
        if failure != lastFailure {
            keepRelaxed(
                .sync(
                    SyncRecord(
                        operation: operation, at: now.wall, failure: failure.kind,
                        message: failure.message)))
        }
        lastFailure = failure
        if let date = failure.serverDate { trust.server(date: date, at: now) }
    }

    // MARK: Writes

    /// Owes a write that no press waits for.
    ///
    /// - Parameter records: what is to be kept in the same transaction, so that a restart has both or neither.
    /// - Returns: whether there was room for it.
    @discardableResult
    mutating func owe(_ write: ServerWrite, with records: [Record] = [], at now: Now) -> Bool {
        guard let changed = enqueue(write, at: now) else {
            keep(records)
            return false
        }
        keep(changed, with: records)
        isDirty = true
        return true
    }

    /// Puts a write into the outbox, for what is kept together with more.
    ///
    /// - Returns: the entries to keep; nil if there was no room, which is noted.
    mutating func enqueue(_ write: ServerWrite, at now: Now) -> [OutboxEntry]? {
        guard let changed = outbox.enqueue(write, at: now.wall) else {
            effects.append(.note(.outboxFull(write)))
            return nil
        }
        return changed
    }

    private mutating func acknowledged(_ number: Int64, at now: Now) {
        guard let entry = outbox.acknowledge(number) else { return }
        lastFailure = nil
        keepRelaxed(.sync(SyncRecord(operation: entry.write.operation, at: now.wall)))
        takeUp(entry.write, at: now)
        keepDone(entry, with: noteCut(entry.write, at: now))
        noteContest(entry.write)
    }

    private mutating func takeUp(_ write: ServerWrite, at now: Now) {
        var unanswered: [WallTime] = []
        if case .changeEnd(let id, _) = write { unanswered = outbox.takeUnansweredEnds(of: id) }
        schedule.acknowledged(
            write, after: unanswered, at: now.uptime, owed: outbox.entries)
    }

    /// Keeps a write that is done together with the schedule that now holds it, so that a restart has one or the other.
    private mutating func keepDone(_ entry: OutboxEntry, with others: [Record] = []) {
        effects.append(.note(.outbox(entry)))
        var records: [Record] = [.outbox(entry)] + others
        if case .mark = entry.write {
        } else if let reading = schedule.readingToKeep, let heard = schedule.heardWall {
            records.append(.schedule(reading, heardAt: heard))
        }
        keep(records)
    }

    private mutating func writeFailed(
        _ number: Int64, _ failure: ServerFailure, jitter: Double, at now: Now
    ) {
        guard
            let (entry, disposition) = outbox.fail(number, failure, jitter: jitter, at: now.uptime)
        else {
            // Nobody waits for this answer any more; what time the server has, it tells all the same.
            if let date = failure.serverDate { trust.server(date: date, at: now) }
            return
        }
        failed(failure, operation: entry.write.operation, at: now)
        switch disposition {
        case .retried:
            if failure.kind != .paced { effects.append(.note(.outbox(entry))) }
            // Whether it stumbles over this write alone, a reading tells.
            if failure.isStumble { effects.append(.readSchedule) }
            keepRelaxed(.outbox(entry))
            dropEndsReadMeanwhile(of: entry.write.bookingID, isOlder: false)
        case .contested:
            effects.append(.note(.outbox(entry)))
            effects.append(.readSchedule)
            keepRelaxed(.outbox(entry))
        case .done:
            takeUp(entry.write, at: now)
            keepDone(entry)
        case .superseded:
            keep([entry])
            // What took its place was asked for by what is shown, and that still had its end.
            dropEndsReadMeanwhile(of: entry.write.bookingID, isOlder: true)
        case .rejected:
            rejected(entry, failure, at: now)
        }
    }

    private mutating func rejected(_ entry: OutboxEntry, _ failure: ServerFailure, at now: Now) {
        switch entry.write {
        case .create(let booking): rejectedCreate(entry, of: booking, failure, at: now)
        case .changeEnd(let id, let end):
            let wasShown = isShownByPress(end, of: id)
            keep([entry], with: settleRejectedEnd(id))
            effects.append(.readSchedule)
            // What is not there any more was changed by people, who know.
            if wasShown, failure.kind != .gone { showRejected(id, failure, at: now) }
        case .withdraw, .mark: keep([entry])
        }
    }

    /// A booking of the button is not to be: what it had claimed has the room again, unless somebody else was faster.
    private mutating func rejectedCreate(
        _ entry: OutboxEntry, of booking: Booking, _ failure: ServerFailure, at now: Now
    ) {
        var entries = [entry] + outbox.drop(booking.id)
        let isLost = booking.span.end > now.wall
        var records: [Record] = []
        // Whoever was faster is seen in a reading, and the booking gives way to them there: here nobody has the room.
        if isLost {
            for sitting in claimed(by: booking, at: now) {
                guard let owed = owePlannedEnd(of: sitting, claimedBy: booking, at: now) else {
                    continue
                }
                entries += owed
                records += endTakenBack(of: sitting.booking)
            }
        }
        // A server that stumbles may have done it all the same.
        if isLost, failure.isStumble {
            entries += outbox.enqueue(.withdraw(booking.id), at: now.wall) ?? []
        }
        keep(entries, with: records)
        if isLost {
            giveUp(booking.id, at: now)
            effects.append(.readSchedule)
        }
    }

    /// Whether the door shows an end because a press gave it: it ended the booking, or made it longer.
    ///
    /// A claimed booking is another matter: the claim stands, and people have to settle it.
    private func isShownByPress(_ end: WallTime, of id: BookingID) -> Bool {
        guard let sitting = sittings[id], !outbox.isPending(id) else { return false }
        guard let endedAt = sitting.endedAt else {
            return sitting.span.end == end && sitting.contest?.addedFrom != nil
                && sitting.contest?.yieldedAt == nil
        }
        return endedAt == end && sitting.checkIn != nil && claimant(of: id, at: endedAt) == nil
    }

    /// The booking that a press made in place of one that it gave up then; nil if none.
    private func claimant(of id: BookingID, at endedAt: WallTime) -> Booking? {
        schedule.bookings.first {
            $0.source == .panel && $0.id != id && $0.span.start == endedAt
        }
    }

    /// The server refuses for good what the door has shown as done: the lamp says so, and the log.
    private mutating func showRejected(
        _ id: BookingID, _ failure: ServerFailure, at now: Now
    ) {
        let isLonger = sittings[id]?.contest != nil
        recordRefusal(
            failure.kind == .taken ? .noRoomToExtend : .notAllowed, of: id,
            length: isLonger ? .short : .long, at: now)
    }

    /// A cut was refused: where an ad hoc booking has claimed the room, people have to settle it; else the booking
    /// simply goes on.
    ///
    /// - Returns: what is to be kept together with that.
    private mutating func settleRejectedEnd(_ id: BookingID) -> [Record] {
        // Another end may be owed since.
        guard let endedAt = sittings[id]?.endedAt, !outbox.isPending(id) else { return [] }
        guard let claimant = claimant(of: id, at: endedAt) else { return endTakenBack(of: id) }
        effects.append(.note(.conflict(id, with: claimant.id)))
        return []
    }
}

extension ServerWrite {
    /// What kind of exchange it is, as in ``SyncRecord/operation``.
    public var operation: String {
        switch self {
        case .create: "create"
        case .changeEnd: "change_end"
        case .withdraw: "withdraw"
        case .mark: "mark"
        }
    }
}

extension String {
    fileprivate var withoutNumbers: String { filter { !$0.isNumber } }
}
