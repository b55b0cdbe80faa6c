import RoomCore

/// The outbox only moves forward and stays in its bounds (section 5, ``OutboxEntry/State``).
struct OutboxMovesForward: Invariant {
    static let name = "outbox-moves-forward"
    private var entries: [Int64: OutboxEntry] = [:]
    /// Each entry as it was before it was last changed.
    private var before: [Int64: OutboxEntry] = [:]
    private var underway: Int64?
    /// What this run has sent.
    private var tried: Set<Int64> = []

    mutating func check(_ sight: Sight, _ known: Knowledge) -> String? {
        switch sight.event {
        case .server(.acknowledged(let number)), .server(.writeFailed(let number, _, _)):
            if number == underway { underway = nil }
        case .journal(.notStored(let receipt, _)): forget(known.openReceipts[receipt.number])
        case .journal(.recalled(let memory)):
            for entry in memory.outbox where entries[entry.number] == nil {
                entries[entry.number] = entry
            }
        case .tick, .clock, .sensor, .button, .server(.read), .server(.readFailed),
            .journal(.stored), .journal(.fault), .settings, .lampFault:
            break
        }
        for effect in sight.effects {
            switch effect {
            case .keep(let records, _):
                for case .outbox(let entry) in records {
                    if let fault = take(entry, sight) { return "entry \(entry.number): \(fault)" }
                }
            case .send(let entry):
                if let fault = send(entry) { return "entry \(entry.number): \(fault)" }
            default: break
            }
        }
        return sight.state.sync.outbox > 256 ? "\(sight.state.sync.outbox) writes are owed" : nil
    }

    private mutating func take(_ entry: OutboxEntry, _ sight: Sight) -> String? {
        defer { entries[entry.number] = entry }
        before[entry.number] = entries[entry.number]
        let known = entries[entry.number]
        // What a full card did not take is kept again later, perhaps by a clock that was set back since.
        if entry.state == .expired, known?.state != .expired,
            sight.now.wall - entry.createdAt < .seconds(7 * 86_400)
        {
            return "too old too soon"
        }
        guard let known else { return nil }
        if known.state.isFinal, known.state != entry.state {
            return "\(entry.state) after \(known.state)"
        }
        if entry.attempts < known.attempts { return "fewer attempts than before" }
        if known.write.bookingID != entry.write.bookingID { return "about another booking now" }
        return nil
    }

    /// When each write that is still owed was ordered.
    var owedSince: [WallTime] { entries.values.filter(\.state.isOwed).map(\.createdAt) }

    /// What a press would have owed is not owed if the press could not be kept.
    private mutating func forget(_ records: [Record]?) {
        guard let records, let press = records.firstPress, press.outcome != .refused else { return }
        for case .outbox(let entry) in records { entries[entry.number] = before[entry.number] }
    }

    private mutating func send(_ entry: OutboxEntry) -> String? {
        defer { underway = entry.number }
        if let underway { return "sent while \(underway) is under way" }
        guard entry.state == .sent, entry.attempts > 0 else { return "not marked as sent" }
        guard let known = entries[entry.number] else { return "sent, but never kept" }
        if !known.state.isOwed { return "sent after \(known.state)" }
        if !tried.insert(entry.number).inserted, let newer = replacement(of: entry) {
            return "sent again, though \(newer) replaces it"
        }
        // A mark that was told to wait keeps only other marks waiting.
        let older = entries.values.contains {
            $0.number < entry.number && $0.state.isOwed && (!$0.isMark || entry.isMark)
        }
        return older ? "sent before an older one" : nil
    }

    /// The entry, owed since, that takes the booking back.
    private func replacement(of entry: OutboxEntry) -> Int64? {
        let id = entry.write.bookingID
        return entries.values.filter {
            $0.number > entry.number && $0.state.isOwed && $0.write == .withdraw(id)
        }.map(\.number).min()
    }

    /// What the card holds is where it goes on.
    mutating func restart(_ owed: [OutboxEntry]) {
        underway = nil
        tried = []
        entries = [:]
        before = [:]
        for entry in owed { entries[entry.number] = entry }
    }
}

/// A failed write waits before it is tried again, as long as the failure asks for (section 5).
struct RetriesWait: Invariant {
    static let name = "retries-wait"
    private var notBefore: Uptime?
    /// Told to wait, a mark keeps nothing but marks waiting.
    private var marksNotBefore: Uptime?
    private var isLiftedByHearing = false

    mutating func check(_ sight: Sight, _ known: Knowledge) -> String? {
        switch sight.event {
        case .server(.acknowledged): notBefore = nil
        case .server(.read): if isLiftedByHearing { notBefore = nil }
        case .server(.writeFailed(let number, let failure, _)):
            let isMark = known.schedule.owed[number].map { $0.operation == .mark } ?? false
            failed(failure, isMark: isMark, sight)
        case .tick, .clock, .sensor, .button, .server(.readFailed), .journal, .settings, .lampFault:
            break
        }
        for case .send(let entry) in sight.effects {
            let wait = [notBefore, entry.isMark ? marksNotBefore : nil].compactMap(\.self).max()
            if let notBefore = wait, sight.now.uptime < notBefore {
                return "entry \(entry.number) is sent \(notBefore - sight.now.uptime) too early"
            }
        }
        return nil
    }

    private mutating func failed(_ failure: ServerFailure, isMark: Bool, _ sight: Sight) {
        let isRetried = sight.effects.contains { effect in
            guard case .keep(let records, .relaxed) = effect else { return false }
            return records.contains { if case .outbox = $0 { true } else { false } }
        }
        guard isRetried else {
            notBefore = nil
            return
        }
        if isMark, failure.kind == .limit, let asked = failure.retryAfter {
            marksNotBefore = sight.now.uptime + min(asked, .seconds(3_600))
            return
        }
        isLiftedByHearing = [.unreachable, .offline, .configuration, .taken, .changed]
            .contains(failure.kind)
        let asked = min(failure.retryAfter ?? .zero, .seconds(3_600))
        let least: Duration = failure.kind == .authentication ? .seconds(600) : .seconds(1)
        notBefore = sight.now.uptime + max(asked, least)
    }

    mutating func restart() {
        notBefore = nil
        marksNotBefore = nil
    }
}

extension OutboxEntry {
    fileprivate var isMark: Bool {
        if case .mark = write { true } else { false }
    }
}
