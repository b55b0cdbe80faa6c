/// What the server's answers make of the writes owed to it.
extension Outbox {
    mutating func acknowledge(_ number: Int64) -> OutboxEntry? {
        guard number == underway, var entry = entries.first(where: { $0.number == number }) else {
            return nil
        }
        entry.lastError = nil
        calm()
        return finish(entry, .acknowledged)
    }

    mutating func fail(
        _ number: Int64, _ failure: ServerFailure, jitter: Double, at now: Uptime
    ) -> (OutboxEntry, Disposition)? {
        guard number == underway,
            let index = entries.firstIndex(where: { $0.number == number })
        else { return nil }
        underway = nil
        lastFailure = failure.kind
        entries[index].lastError = failure.description
        let entry = entries[index]
        let disposition = disposition(of: entry, failure)
        // Any other answer leaves open whether the server has made it after all.
        if disposition != .contested, contested?.number == number { contested = nil }
        switch disposition {
        case .retried:
            wait(after: entry, failure, jitter: jitter, at: now)
            entries[index].state = .queued
            return (entries[index], .retried)
        case .superseded:
            wait(after: entry, failure, jitter: jitter, at: now)
            return (finish(entry, .superseded), .superseded)
        case .rejected:
            if !failure.isOrdinary { parked += 1 }
            calm()
            return (finish(entry, .rejected), .rejected)
        case .contested:
            contested = (number, now, wasRead: false)
            notBefore = now + Self.contestedDelay
            entries[index].state = .queued
            return (entries[index], .contested)
        case .done:
            calm()
            return (finish(entry, .acknowledged), .done)
        }
    }

    /// Marks may be told to wait for minutes; a press must not.
    private mutating func wait(
        after entry: OutboxEntry, _ failure: ServerFailure, jitter: Double, at now: Uptime
    ) {
        guard !entry.isMark || !failure.isWish else {
            marksNotBefore = now + delay(failure, jitter: jitter)
            return
        }
        if failure.kind != .paced { failures += 1 }
        notBefore = now + delay(failure, jitter: jitter)
    }

    private mutating func disposition(
        of entry: OutboxEntry, _ failure: ServerFailure
    ) -> Disposition {
        switch failure.kind {
        case .gone:
            if case .withdraw = entry.write { return .done }
            return .rejected
        case .taken where isTakenBack(entry): return .superseded
        case .taken: return mayBeSettled(entry) ? .contested : .rejected
        case .forbidden, .refused: return .rejected
        case .server, .malformed:
            // While it stumbles over everything it is the server that is ill, and not this write.
            if isServerWell { poisonTries[entry.number, default: 0] += 1 }
            isServerWell = false
            let tries = poisonTries[entry.number, default: 0]
            if tries >= Self.greatestPoisonTries { return .rejected }
        case .unreachable, .offline, .authentication, .configuration, .limit, .paced: break
        }
        return entry.number == unwanted || isOutdated(entry) ? .superseded : .retried
    }

    /// Whether a booking to be made is to be withdrawn as well.
    private func isTakenBack(_ entry: OutboxEntry) -> Bool {
        guard case .create(let booking) = entry.write else { return false }
        return entries.contains { $0.write == .withdraw(booking.id) }
    }

    /// Whether a reading may yet show whose the time of a booking to be made is.
    private func mayBeSettled(_ entry: OutboxEntry) -> Bool {
        guard case .create = entry.write else { return false }
        return contested?.number != entry.number || contested?.wasRead == false
    }

    /// A reading was taken in, and every contest that it settles is settled: what is still contested is tried once more.
    mutating func readingSettledContests(startedAt: Uptime) {
        guard let since = contested?.answeredAt, contested?.wasRead == false, startedAt >= since
        else { return }
        contested?.wasRead = true
        if lastFailure == .taken { calm() }
    }

    private func delay(_ failure: ServerFailure, jitter: Double) -> Duration {
        if failure.kind == .authentication { return Self.authenticationDelay }
        let grown = Self.backoff.delay(failures: failures, jitter: jitter)
        return max(grown, min(failure.retryAfter ?? .zero, Self.greatestRetryAfter))
    }

    /// The server was heard: what waited for it to come back need not wait longer.
    ///
    /// What waits because the server said so, or because it stumbles over this very write, goes on waiting; so does a
    /// write that was asked for a password, since another wrong try may lock the account.
    mutating func serverHeard() {
        isServerWell = true
        switch lastFailure {
        case .unreachable, .offline, .configuration: calm()
        case .authentication, .limit, .paced, .server, .malformed, .forbidden, .gone, .taken,
            .refused, nil:
            break
        }
    }

    private mutating func calm() {
        isServerWell = true
        failures = 0
        notBefore = nil
        lastFailure = nil
    }
}

extension ServerFailure {
    /// Whether other people's doing makes the write needless: somebody was faster, or the booking is not there any more.
    fileprivate var isOrdinary: Bool { kind == .taken || kind == .gone }

    /// Whether it is a wish to be asked later, and not a failure of this very write.
    fileprivate var isWish: Bool { retryAfter != nil && (kind == .limit || kind == .paced) }
}
