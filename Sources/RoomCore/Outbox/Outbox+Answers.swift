/// What the server's answers make of the writes owed to it.
extension Outbox {
    /// What became of a failed write.
    enum Disposition: Equatable, Sendable {
        case retried
        /// A later write about the same booking makes another try pointless.
        case superseded
        case rejected
        /// Somebody has changed its booking or has its time: a reading has to tell what becomes of it.
        case puzzling
        /// It failed in a way that means it is done: withdrawing what is gone.
        case done
    }

    /// - Returns: the entry as it is now; nil if nobody waits for this answer.
    mutating func acknowledge(_ number: Int64, at now: Uptime) -> OutboxEntry? {
        guard number == underway,
            let index = entries.firstIndex(where: { $0.number == number })
        else { return nil }
        underway = nil
        calm()
        return carriedOut(index, at: now)
    }

    /// Notes that the server has carried out a write.
    ///
    /// A mark is done with that; everything else readings have to bear out.
    private mutating func carriedOut(_ index: Int, at now: Uptime) -> OutboxEntry {
        answer(at: index, now)
        let entry = entries[index]
        return entry.isMark ? finish(entry, .acknowledged) : entry
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
        entries[index].state = .queued
        let entry = entries[index]
        let disposition = disposition(of: entry, failure)
        // With any other answer the server may have done it after all.
        if disposition != .puzzling, puzzle?.number == number { puzzle = nil }
        switch disposition {
        case .retried:
            wait(after: entry, failure, jitter: jitter, at: now)
            return (entry, .retried)
        case .superseded:
            wait(after: entry, failure, jitter: jitter, at: now)
            return (finish(entry, .superseded), .superseded)
        case .rejected:
            if !failure.isOrdinary { parked += 1 }
            calm()
            return (finish(entry, .rejected), .rejected)
        case .puzzling:
            puzzle = Puzzle(number: number, since: now)
            notBefore = now + Self.readingDelay
            return (entry, .puzzling)
        case .done:
            calm()
            return (carriedOut(index, at: now), .done)
        }
    }

    /// Makes the writes wait after a failure.
    ///
    /// A mark that is told to wait lets everything else pass: a press must not wait for minutes.
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
        case .taken where isOutdated(entry): return .superseded
        case .taken: return entry.isCreate && mayBeSettled(entry) ? .puzzling : .rejected
        case .changed: return mayBeSettled(entry) ? .puzzling : .rejected
        case .forbidden, .refused: return .rejected
        case .server, .malformed:
            // A server that stumbles over everything is ill itself; this write is not to blame.
            if isServerWell { poisonTries[entry.number, default: 0] += 1 }
            isServerWell = false
            let tries = poisonTries[entry.number, default: 0]
            if tries >= Self.greatestPoisonTries { return .rejected }
        case .unreachable, .offline, .authentication, .configuration, .limit, .paced: break
        }
        return isOutdated(entry) ? .superseded : .retried
    }

    /// Whether a later write about the same booking makes another try pointless.
    private func isOutdated(_ entry: OutboxEntry) -> Bool {
        entries.contains { newer in
            guard newer.number > entry.number, newer.write.bookingID == entry.write.bookingID
            else { return false }
            return switch (entry.write, newer.write) {
            case (.mark, .mark), (_, .withdraw): true
            default: false
            }
        }
    }

    /// Whether no reading has been taken yet that could tell what becomes of it.
    private func mayBeSettled(_ entry: OutboxEntry) -> Bool {
        puzzle?.number != entry.number || puzzle?.wasRead == false
    }

    private func delay(_ failure: ServerFailure, jitter: Double) -> Duration {
        if failure.kind == .authentication { return Self.authenticationDelay }
        let grown = Self.backoff.delay(failures: failures, jitter: jitter)
        return max(grown, min(failure.retryAfter ?? .zero, Self.greatestRetryAfter))
    }

    /// The server was heard: what waited for it to come back need not wait longer.
    ///
    /// What waits because the server asked for it, or because it stumbles over this very write, goes on waiting; so
    /// does what was refused for its password, since another wrong try may lock the account.
    mutating func serverHeard() {
        isServerWell = true
        switch lastFailure {
        case .unreachable, .offline, .configuration: calm()
        case .authentication, .limit, .paced, .server, .malformed, .forbidden, .gone, .taken,
            .changed, .refused, nil:
            break
        }
    }

    mutating func calm() {
        isServerWell = true
        failures = 0
        notBefore = nil
        lastFailure = nil
    }
}

extension ServerFailure {
    /// Whether it is no fault, but the doing of other people: somebody was faster, or has changed the booking.
    fileprivate var isOrdinary: Bool { kind == .taken || kind == .gone || kind == .changed }

    /// Whether the server, or the panel's own pacing, only wants it to come later.
    fileprivate var isWish: Bool { retryAfter != nil && (kind == .limit || kind == .paced) }
}
