/// The panel's intents: the writes that it owes the server, in the order owed, and those that readings have yet to bear out.
///
/// One write is under way at a time. A failure that may pass holds the whole box, since the server is away; one that
/// will not pass parks its write and lets the rest go on. See ``OutboxEntry/State`` for the states.
struct Outbox: Sendable {
    /// Writes that are owed at most.
    static let capacity = 256
    /// Presses are refused from here on: the rest stays free for taking back and cutting short.
    static let capacityForPresses = 240
    /// No marks are owed from here on: the rest stays free for presses.
    static let capacityForMarks = 192
    /// Answered intents that are remembered; the oldest give way.
    static let greatestAnswered = 256
    /// Tries of one write that the server answers badly before it is parked as poison.
    static let greatestPoisonTries = 8
    /// A write older than this does not matter any more.
    static let expiresAfter = Duration.seconds(7 * 86_400)
    static let backoff = Backoff(base: .seconds(2), cap: .seconds(240))
    static let authenticationDelay = Duration.seconds(600)
    /// How long a write that only a reading can settle waits for it, before it is tried again.
    static let readingDelay = Duration.seconds(30)
    /// The server's own wish to be left alone is heeded up to here.
    static let greatestRetryAfter = Duration.seconds(3_600)
    /// So long after an answer a reading may come from a copy of the calendar that does not show it yet.
    static let greatestLag = Duration.seconds(10)
    /// Tries are counted up to here.
    static let greatestAttempts = 1_000_000

    /// The intents that are not done, by number.
    var entries: [OutboxEntry] = []
    /// Writes parked since the start of the process.
    var parked = 0
    /// Number of the write under way; nil if none is.
    var underway: Int64?
    var notBefore: Uptime?
    /// When marks may be sent again that the server, or our own pacing, told to wait; nothing else waits for that.
    var marksNotBefore: Uptime?
    var failures = 0
    var lastFailure: ServerFailure.Kind?
    var poisonTries: [Int64: Int] = [:]
    /// The write that the server did not do since somebody has changed its booking: a reading has to tell what
    /// follows.
    var puzzle: Puzzle?
    /// Whether the server has answered anything well since it last stumbled over a write.
    var isServerWell = true
    /// When each answered intent was answered.
    var answers: [Int64: Uptime] = [:]
    private var lastNumber: Int64 = 0
    /// Numbers that a journal has told of already: told of again, they may have been carried out long since.
    private var recalled: Set<Int64> = []

    /// A write that waits for a reading, and whether one has begun since.
    struct Puzzle: Sendable {
        var number: Int64
        var since: Uptime
        var wasRead = false
    }

    /// Takes up what an earlier run owed.
    ///
    /// Any of it may have been sent, so none counts as never tried.
    init(_ owed: [OutboxEntry], lastNumber: Int64, at now: Uptime) {
        recall(owed, lastNumber: lastNumber, at: now)
    }

    /// Takes up what an earlier run owed, ahead of what has come since.
    ///
    /// A number that is known already stays as it is; what this run wants of a booking counts for more.
    ///
    /// - Returns: the remembered intents that come to nothing by that.
    @discardableResult
    mutating func recall(
        _ owed: [OutboxEntry], lastNumber: Int64, at now: Uptime
    ) -> [OutboxEntry] {
        let wanted = Set(entries.filter { !$0.isMark }.map(\.write.bookingID))
        var pointless: [OutboxEntry] = []
        for var entry in owed where !entry.state.isFinal && recalled.insert(entry.number).inserted {
            guard !entries.contains(where: { $0.number == entry.number }) else { continue }
            if entry.state == .answered {
                answers[entry.number] = now
            } else {
                entry.state = .queued
                entry.attempts = min(max(entry.attempts, 1), Self.greatestAttempts)
            }
            entries.append(entry)
            if wanted.contains(entry.write.bookingID) {
                pointless.append(finish(entry, .superseded))
            }
        }
        entries.sort { $0.number < $1.number }
        let greatest = Room.number(entries.last?.number ?? 0)
        self.lastNumber = max(self.lastNumber, lastNumber, greatest)
        return pointless
    }

    // MARK: Owing

    /// A write, and whose wish it is.
    typealias Wish = (write: ServerWrite, cause: OutboxEntry.Cause)

    /// Works out what owing these would change, without owing them yet.
    ///
    /// The numbers are taken at once, so that a plan which waits for the journal stays valid while other writes come.
    ///
    /// - Returns: the entries that are new or changed, for the journal and for ``commit(_:)``; nil if the box is full.
    mutating func plan(_ wishes: [Wish], at now: WallTime) -> [OutboxEntry]? {
        var trial = self
        var changed: [OutboxEntry] = []
        for wish in wishes {
            guard
                let more = trial.enqueue(
                    wish.write, wish.cause, at: now, upTo: Self.capacityForPresses)
            else { return nil }
            changed.removeAll { old in more.contains { $0.number == old.number } }
            changed += more
        }
        lastNumber = trial.lastNumber
        return changed
    }

    /// Carries out a plan.
    mutating func commit(_ changed: [OutboxEntry]) {
        for entry in changed {
            remove(entry.number)
            if !entry.state.isFinal { entries.append(entry) }
        }
        entries.sort { $0.number < $1.number }
    }

    /// Owes one more write at once.
    ///
    /// What was never sent is folded into it, so that the server is asked for the outcome alone.
    ///
    /// - Returns: the entries that are new or changed, for the journal; nil if the box is full.
    mutating func enqueue(
        _ write: ServerWrite, _ cause: OutboxEntry.Cause, at now: WallTime,
        upTo limit: Int = Outbox.capacity
    ) -> [OutboxEntry]? {
        let replaced = entries.filter { isReplaced($0, by: write) }
        let unsent = replaced.last { !$0.isMark && isUnsent($0) }
        let folded = Self.fold(write, into: unsent?.write)
        let isMark = if case .mark = write { true } else { false }
        let room = isMark ? min(limit, Self.capacityForMarks) : limit
        guard folded == nil || owed.count - replaced.count < room else { return nil }
        var changed = replaced.map { finish($0, .superseded) }
        guard let folded else { return changed }
        lastNumber += 1
        // What is left of time that people added, after a part was given back, is still their wish, and so is a booking
        // that the server has yet to hear of.
        let isRest = cause == .settlement || cause == .undo
        let kept = unsent.flatMap { unsent in
            (unsent.isCreate || isRest) && unsent.cause.isOfPeople ? unsent.cause : nil
        }
        let entry = OutboxEntry(
            number: lastNumber, write: folded, cause: kept ?? cause,
            createdAt: unsent?.createdAt ?? now)
        entries.append(entry)
        changed.append(entry)
        return changed
    }

    /// Merges a write into one that was never sent.
    ///
    /// - Returns: what is left to ask for; nil if nothing is.
    private static func fold(_ write: ServerWrite, into unsent: ServerWrite?) -> ServerWrite? {
        switch (unsent, write) {
        case (.create(var booking)?, .changeEnd(_, _, let to)):
            booking.span.end = to
            return .create(booking)
        case (.changeEnd(let id, let from, _)?, .changeEnd(_, _, let to)):
            return from == to ? nil : .changeEnd(id, from: from, to: to)
        case (.create?, .withdraw): return nil
        default: return write
        }
    }

    private func isReplaced(_ entry: OutboxEntry, by write: ServerWrite) -> Bool {
        guard entry.write.bookingID == write.bookingID, entry.state == .queued else { return false }
        switch (entry.write, write) {
        case (.mark, .mark), (.mark, .withdraw): return true
        case (.create, .changeEnd), (.changeEnd, .changeEnd): return isUnsent(entry)
        case (.create, .withdraw), (.changeEnd, .withdraw): return true
        default: return false
        }
    }

    /// Whether the server certainly has nothing of it.
    private func isUnsent(_ entry: OutboxEntry) -> Bool {
        entry.state == .queued && (entry.attempts == 0 || entry.number == puzzle?.number)
    }

    // MARK: Sending

    /// The next write to ask of the server; it counts as under way from now on.
    ///
    /// Nil if there is none yet.
    mutating func next(at now: Uptime) -> OutboxEntry? {
        guard underway == nil, now >= notBefore ?? now,
            let index = entries.firstIndex(where: {
                $0.state == .queued && (!$0.isMark || now >= marksNotBefore ?? now)
            })
        else { return nil }
        entries[index].state = .sent
        entries[index].attempts = min(entries[index].attempts + 1, Self.greatestAttempts)
        underway = entries[index].number
        return entries[index]
    }

    /// When ``next(at:)`` will have something; nil if it waits for a fact.
    var deadline: Uptime? {
        let owed = owed
        guard underway == nil, !owed.isEmpty else { return nil }
        guard let marksNotBefore, owed.allSatisfy(\.isMark) else { return notBefore }
        return max(notBefore ?? marksNotBefore, marksNotBefore)
    }

    // MARK: Questions

    /// The writes that the server has yet to take.
    var owed: [OutboxEntry] { entries.filter(\.state.isOwed) }

    /// Whether the server has yet to take a change of this booking's time or being.
    func isPending(_ booking: BookingID) -> Bool {
        entries.contains { $0.write.bookingID == booking && !$0.isMark && $0.state.isOwed }
    }

    /// Whether readings have yet to bear out a change of this booking's time or being.
    func isOpen(_ booking: BookingID) -> Bool {
        entries.contains { $0.write.bookingID == booking && !$0.isMark }
    }

    /// The open intents about a booking's time or being, in the order decided.
    func chain(of booking: BookingID) -> [OutboxEntry] {
        entries.filter { $0.write.bookingID == booking && !$0.isMark }
    }

    /// Whether a press takes a part of that time for a booking, and readings have yet to tell whose time it is.
    func isTaking(_ span: Span, for booking: BookingID) -> Bool {
        chain(of: booking).contains { $0.taken?.overlaps(span) ?? false }
    }

    /// The end that the last open intent gives a booking; nil if there is none.
    func wantedEnd(of booking: BookingID) -> WallTime? {
        guard case .changeEnd(_, _, let to)? = chain(of: booking).last?.write else { return nil }
        return to
    }

    // MARK: Ending

    /// Drops what is too old to matter.
    mutating func expire(at now: WallTime) -> [OutboxEntry] {
        entries.filter { $0.number != underway && now - $0.createdAt >= Self.expiresAfter }
            .map { finish($0, $0.state == .answered ? .acknowledged : .expired) }
    }

    /// Drops the open writes about a booking that does not exist.
    mutating func drop(_ booking: BookingID) -> [OutboxEntry] {
        entries.filter { $0.number != underway && $0.write.bookingID == booking }
            .map { finish($0, .superseded) }
    }

    mutating func finish(_ entry: OutboxEntry, _ state: OutboxEntry.State) -> OutboxEntry {
        var entry = entry
        entry.state = state
        remove(entry.number)
        return entry
    }

    mutating func remove(_ number: Int64) {
        entries.removeAll { $0.number == number }
        poisonTries[number] = nil
        answers[number] = nil
        if underway == number { underway = nil }
    }
}
