/// What the server says, and what becomes of the panel's own bookings then.
extension Room {
    /// How far the window may move on until an unchanged schedule is written to the journal again.
    private static let windowMayMove = Duration.seconds(6 * 3_600)

    mutating func takeServer(_ fact: Event.ServerFact, at now: Now) {
        switch fact {
        case .read(let reading, let startedAt):
            read(reading, startedAt: startedAt, at: now)
        case .readFailed(let failure):
            failed(failure, operation: .read, at: now)
            step.isDirty = true
        case .acknowledged(let number):
            acknowledged(number, at: now)
            step.isDirty = true
        case .writeFailed(let number, let failure, let jitter):
            writeFailed(number, failure, jitter: jitter, at: now)
            step.isDirty = true
        }
    }

    private mutating func read(_ reading: ScheduleReading, startedAt: Uptime, at now: Now) {
        for line in faults.complain(reading.complaints) { step.note(.complaint(line)) }
        let found = findings(reading, startedAt: startedAt)
        let isSame = heard(reading, at: now)
        keepHeard(isSame: isSame, at: now)
        dropChanged(found.changed, at: now)
        followGivenUp(reading, lagging: found.lagging, startedAt: startedAt, at: now)
        bearOut(found.done, startedAt: startedAt)
        settleSlots(by: reading, at: now)
        forget(found.done, startedAt: startedAt)
        outbox.readingTaken(startedAt: startedAt)
    }

    /// Takes in a reading; most say that nothing has changed, and then the rules need not look again.
    ///
    /// - Returns: whether it holds the same bookings as the one before.
    private mutating func heard(_ reading: ScheduleReading, at now: Now) -> Bool {
        let before = (schedule.covers(now.wall), trust.isTrusted)
        let wasTroubled = faults.server != nil || shown.isStale != false
        serverHeard(date: reading.serverDate, at: now)
        let isSame = schedule.adopt(reading, at: now)
        if !isSame { schedule.fold(outbox.entries) }
        let after = (schedule.covers(now.wall), trust.isTrusted)
        if wasTroubled || !isSame || before != after { step.isDirty = true }
        step.isPublishing = true
        return isSame
    }

    private mutating func serverHeard(date: WallTime?, at now: Now) {
        if faults.server != nil { keepRelaxed(.sync(SyncRecord(operation: .read, at: now.wall))) }
        faults.serverAnswered()
        outbox.serverHeard()
        if let date { trust.server(date: date, at: now) }
    }

    /// Keeps the schedule if it has changed or its window has moved on far; else only when the server was heard.
    private mutating func keepHeard(isSame: Bool, at now: Now) {
        guard let window = schedule.window else { return }
        let hasMoved = keptWindow.map { window.end - $0.end >= Self.windowMayMove } ?? true
        guard !isSame || hasMoved, let reading = schedule.reading else {
            keepRelaxed(.heard(at: now.wall))
            return
        }
        keptWindow = reading.window
        keepRelaxed(.schedule(reading, heardAt: now.wall))
    }

    private mutating func failed(
        _ failure: ServerFailure, operation: ServerOperation, at now: Now
    ) {
        if failure.kind == .paced {
            if operation == .read { faults.readingPaced(failure) }
            return
        }
        if faults.serverFailed(failure) {
            keepRelaxed(
                .sync(
                    SyncRecord(
                        operation: operation, at: now.wall, failure: failure.kind,
                        message: failure.message)))
        }
        if let date = failure.serverDate { trust.server(date: date, at: now) }
    }

    // MARK: Writes

    /// Owes a write that no press waits for.
    ///
    /// - Returns: whether there was room for it.
    @discardableResult
    mutating func owe(_ write: ServerWrite, _ cause: OutboxEntry.Cause, at now: Now) -> Bool {
        guard let changed = outbox.enqueue(write, cause, at: now.wall) else {
            step.note(.outboxFull(write))
            return false
        }
        keep(changed)
        return true
    }

    /// Owes another end for a booking that is shown to end otherwise.
    @discardableResult
    mutating func oweEnd(
        of booking: Booking, at end: WallTime, _ cause: OutboxEntry.Cause, at now: Now
    ) -> Bool {
        guard end != booking.span.end else { return true }
        return owe(.changeEnd(booking.id, from: booking.span.end, to: end), cause, at: now)
    }

    private mutating func acknowledged(_ number: Int64, at now: Now) {
        guard let entry = outbox.acknowledge(number, at: now.uptime) else { return }
        faults.serverAnswered()
        keepRelaxed(.sync(SyncRecord(operation: entry.write.operation, at: now.wall)))
        done(entry)
    }

    /// Notes that the server has carried out a write, and asks for a reading, which tells what else is there.
    private mutating func done(_ entry: OutboxEntry) {
        step.note(.outbox(entry))
        keep([entry], isNoted: true)
        keep(outbox.forgetOldest())
        if case .changeEnd(let id, _, let end) = entry.write { noteOnServer(id, end: end) }
        if !entry.isMark { step.order(.readSchedule) }
    }

    private mutating func writeFailed(
        _ number: Int64, _ failure: ServerFailure, jitter: Double, at now: Now
    ) {
        guard
            let (entry, disposition) = outbox.fail(number, failure, jitter: jitter, at: now.uptime)
        else {
            // Nobody waits for this answer any more; but it tells the server's time.
            if let date = failure.serverDate { trust.server(date: date, at: now) }
            return
        }
        failed(failure, operation: entry.write.operation, at: now)
        switch disposition {
        case .retried:
            if failure.kind != .paced { step.note(.outbox(entry)) }
            // A reading tells whether the server stumbles over this write alone.
            if failure.isStumble { step.order(.readSchedule) }
            keepRelaxed(.outbox(entry))
        case .puzzling:
            step.note(.outbox(entry))
            step.order(.readSchedule)
            keepRelaxed(.outbox(entry))
        case .done: done(entry)
        case .superseded: keep([entry])
        case .rejected: rejected(entry, failure, at: now)
        }
    }

    private mutating func rejected(_ entry: OutboxEntry, _ failure: ServerFailure, at now: Now) {
        keep([entry])
        switch entry.write {
        case .create(let booking): rejectedCreate(entry, of: booking, failure, at: now)
        case .changeEnd(let id, _, _): rejectedEnd(entry, of: id, failure, at: now)
        case .withdraw, .mark: break
        }
    }

    /// The server refuses a booking of the button: what that had claimed has the room again.
    private mutating func rejectedCreate(
        _ entry: OutboxEntry, of booking: Booking, _ failure: ServerFailure, at now: Now
    ) {
        keep(outbox.drop(booking.id))
        // Had somebody been faster, a reading would have shown them and the booking have yielded: nobody has the
        // room.
        giveBackClaims(of: booking.id, at: now)
        guard booking.span.end > now.wall else { return }
        // A server that stumbles may have done it all the same.
        if failure.isStumble { owe(.withdraw(booking.id), .settlement, at: now) }
        giveUp(booking, wish: entry.wish, at: now)
        step.order(.readSchedule)
    }

    /// The server refuses another end for good.
    ///
    /// Where somebody has claimed the room, the claim stands all the same, and people have to settle it; else the booking
    /// simply goes on. What a press has shown as done, the lamp and the log take back.
    private mutating func rejectedEnd(
        _ entry: OutboxEntry, of id: BookingID, _ failure: ServerFailure, at now: Now
    ) {
        step.order(.readSchedule)
        guard !outbox.isPending(id) else { return }
        if case .claim(let claimant)? = sittings[id]?.givenUp?.cause,
            schedule.booking(claimant) != nil
        {
            step.note(.conflict(id, with: claimant))
            return
        }
        takeBackEnd(of: id)
        // What is not there any more was changed by people, who know.
        guard entry.cause.isOfPeople, failure.kind != .gone else { return }
        recordRefusal(
            failure.kind == .taken ? .noRoomToExtend : .notAllowed, of: id, wish: entry.wish,
            at: now)
    }
}
