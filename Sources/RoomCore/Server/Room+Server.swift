/// What the server says, and what becomes of the panel's own bookings then.
extension Room {
    /// How far the window may move on before an unchanged schedule is kept again.
    private static let windowMayMove = Duration.seconds(6 * 3_600)

    mutating func takeServer(_ event: Event, at now: Now) {
        switch event {
        case .scheduleRead(let reading, let startedAt):
            serverHeard(date: reading.serverDate, at: now)
            if reading.complaints != complaints {
                complaints = Array(reading.complaints.prefix(16))
            }
            let isSame = schedule.read(
                reading, startedAt: startedAt, at: now, owed: outbox.entries)
            keepHeard(isSame: isSame, at: now)
            yieldSlots(to: reading, at: now)
        case .scheduleUnchanged(let window, let date, let startedAt):
            serverHeard(date: date, at: now)
            schedule.unchanged(
                window: window, startedAt: startedAt, at: now, owed: outbox.entries)
            keepHeard(isSame: true, at: now)
        case .readFailed(let failure):
            failed(failure, operation: "read", at: now)
        case .writeAcknowledged(let number):
            acknowledged(number, at: now)
        case .writeFailed(let number, let failure, let jitter):
            writeFailed(number, failure, jitter: jitter, at: now)
        default: break
        }
        isDirty = true
    }

    private mutating func serverHeard(date: WallTime?, at now: Now) {
        if lastFailure != nil { keepRelaxed(.sync(SyncRecord(operation: "read", at: now.wall))) }
        lastFailure = nil
        outbox.serverHeard()
        if let date { trust.server(date: date, at: now) }
    }

    /// Keeps the schedule if it changed, and now and then because its window moves on; else only that it holds.
    private mutating func keepHeard(isSame: Bool, at now: Now) {
        guard let reading = schedule.reading else { return }
        let hasMoved = keptWindow.map { reading.window.end - $0.end >= Self.windowMayMove } ?? true
        guard !isSame || hasMoved else {
            keepRelaxed(.heard(at: now.wall))
            return
        }
        keptWindow = reading.window
        keepRelaxed(.schedule(reading, heardAt: now.wall))
    }

    private mutating func failed(_ failure: ServerFailure, operation: String, at now: Now) {
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
    /// - Returns: whether there was room for it.
    @discardableResult
    mutating func owe(_ write: ServerWrite, at now: Now) -> Bool {
        guard settings.server != .none else {
            schedule.keep(write, window: ownWindow(at: now))
            if let reading = schedule.reading {
                keep([.schedule(reading, heardAt: now.wall)])
            }
            isDirty = true
            return true
        }
        guard let changed = outbox.enqueue(write, at: now.wall) else {
            effects.append(.note(.outboxFull(write)))
            return false
        }
        keep(changed)
        isDirty = true
        return true
    }

    private mutating func acknowledged(_ number: Int64, at now: Now) {
        guard let entry = outbox.acknowledge(number) else { return }
        lastFailure = nil
        keepRelaxed(.sync(SyncRecord(operation: entry.write.operation, at: now.wall)))
        schedule.acknowledged(entry.write, at: now.uptime, owed: outbox.entries)
        keepDone(entry)
        if case .create = entry.write { effects.append(.readSchedule) }
    }

    /// Keeps a write that is done together with the schedule that now holds it, so that a restart has one or the other.
    private mutating func keepDone(_ entry: OutboxEntry) {
        effects.append(.note(.outbox(entry)))
        var records: [Record] = [.outbox(entry)]
        if case .mark = entry.write {
        } else if let reading = schedule.reading, let heard = schedule.heardWall {
            records.append(.schedule(reading, heardAt: heard))
        }
        keep(records)
    }

    private mutating func writeFailed(
        _ number: Int64, _ failure: ServerFailure, jitter: Double, at now: Now
    ) {
        guard
            let (entry, disposition) = outbox.fail(number, failure, jitter: jitter, at: now.uptime)
        else { return }
        failed(failure, operation: entry.write.operation, at: now)
        if disposition != .done { effects.append(.note(.outbox(entry))) }
        switch disposition {
        case .retried: keepRelaxed(.outbox(entry))
        case .done:
            schedule.acknowledged(entry.write, at: now.uptime, owed: outbox.entries)
            keepDone(entry)
        case .rejected:
            keep([.outbox(entry)])
            rejected(entry.write, at: now)
        }
        schedule.rebuild(outbox.entries)
    }

    private mutating func rejected(_ write: ServerWrite, at now: Now) {
        switch write {
        case .create(let booking):
            keep(outbox.drop(booking.id))
            schedule.rebuild(outbox.entries)
            if booking.span.end > now.wall { giveUp(booking.id, at: now) }
        case .changeEnd(let id, _):
            effects.append(.readSchedule)
            settleRejectedEnd(id, at: now)
        case .withdraw, .mark: break
        }
    }

    /// A cut was refused: where an ad hoc booking has claimed the room, people have to settle it; else the booking
    /// simply goes on.
    private mutating func settleRejectedEnd(_ id: BookingID, at now: Now) {
        guard var sitting = sittings[id], let endedAt = sitting.endedAt else { return }
        let claimant = schedule.bookings.first {
            $0.source == .panel && $0.id != id && $0.span.start == endedAt
        }
        if let claimant {
            effects.append(.note(.conflict(id, with: claimant.id)))
        } else {
            sitting.endedAt = nil
            sitting.leaving = nil
            sittings[id] = sitting
            keep([.sitting(sitting)])
        }
    }

    // MARK: Slots that went to somebody else

    /// Where the server had given a slot to somebody else first, theirs stands and ours yields.
    ///
    /// Ours yields while the server has not acknowledged it, and at the first reading that began after: whoever is on
    /// the server then may have been there before. Of two panels' bookings, and where both tell when they were made,
    /// the earlier one stays.
    private mutating func yieldSlots(to reading: ScheduleReading, at now: Now) {
        let ours = schedule.bookings.filter {
            $0.source == .panel && $0.span.end > now.wall && isContested($0)
        }
        contested.formIntersection(ours.map(\.id))
        for booking in ours {
            guard let winner = reading.bookings.first(where: { takes($0, from: booking) }) else {
                let isBorneOut = !outbox.isPending(booking.id) && !schedule.isSettling(booking.id)
                if isBorneOut { contested.remove(booking.id) }
                continue
            }
            yield(booking, to: winner, at: now)
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
    private mutating func giveUp(_ id: BookingID, at now: Now) {
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
