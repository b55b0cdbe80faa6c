/// The writes the panel owes the server, in the order owed.
///
/// One write is under way at a time. A failure that may pass holds the whole box, since the server is away; one that
/// will not pass parks its write and lets the rest go on. See ``OutboxEntry/State`` for the states.
struct Outbox: Sendable {
    /// Greatest number of writes owed.
    static let capacity = 256
    /// Presses take no more of them: the rest stays free for taking back and cutting short.
    static let capacityForPresses = 240
    /// Marks take no more of them: the rest stays free for presses.
    static let capacityForMarks = 192
    /// Tries of one write that the server answers badly before it is parked as poison.
    static let greatestPoisonTries = 8
    /// A write older than this does not matter any more.
    static let expiresAfter = Duration.seconds(7 * 86_400)
    static let backoff = Backoff(base: .seconds(2), cap: .seconds(240))
    static let authenticationDelay = Duration.seconds(600)
    /// How long a booking whose time somebody else has waits for the reading that tells who, before it is tried again.
    static let contestedDelay = Duration.seconds(30)
    /// The server's own wish to be left alone is heeded up to here.
    static let greatestRetryAfter = Duration.seconds(3_600)

    /// Tries are counted up to here.
    static let greatestAttempts = 1_000_000

    /// What became of a failed write.
    enum Disposition: Equatable, Sendable {
        case retried
        /// What was owed since makes another try pointless.
        case superseded
        case rejected
        /// Somebody else has the time of the booking to be made: a reading has to tell who, and from when on.
        case contested
        /// It failed in a way that means it is done: withdrawing what is gone.
        case done
    }

    /// An end that the server has or had, or may have had.
    private struct Asked: Sendable {
        var booking: BookingID
        var end: WallTime
        /// Whether that was never answered, nor a later one yet: it may have come and gone, or may yet be there.
        var isUnanswered: Bool
    }

    var entries: [OutboxEntry]
    /// Writes parked since the start of the process.
    var parked = 0
    /// Number of the write under way; nil if none is.
    var underway: Int64?
    /// Number of the write under way, if it is not to be tried again; nil if it is.
    private(set) var unwanted: Int64?
    /// When the last write was sent; nil if none was in this run.
    private(set) var sentAt: Uptime?
    var notBefore: Uptime?
    /// When marks may be sent again that the server, or our own pacing, told to wait; nothing else waits for that.
    var marksNotBefore: Uptime?
    var failures = 0
    var lastFailure: ServerFailure.Kind?
    var poisonTries: [Int64: Int] = [:]
    /// The create that was last answered with ``ServerFailure/Kind/taken``, and whether a reading has begun since.
    var contested: (number: Int64, answeredAt: Uptime, wasRead: Bool)?
    /// Whether the server has answered anything well since it last stumbled over a write.
    var isServerWell = true
    private var lastNumber: Int64
    /// Ends that were asked of the server and are owed no more, in the order that came to be.
    private var asked: [Asked] = []
    /// What a journal has told of once; a second time it may be long done.
    private var recalled: Set<Int64> = []
    /// Whether a journal has told of anything since ``dropOutdated()``.
    private(set) var mayBeOutdated = false

    /// Takes up what an earlier run owed.
    ///
    /// Any of it may have been sent, so none counts as never tried.
    ///
    /// - Parameter asked: ``Memory/askedEnds``.
    init(_ owed: [OutboxEntry], asked: [OutboxEntry] = [], lastNumber: Int64) {
        self.lastNumber = 0
        entries = []
        recall(owed, asked: asked, lastNumber: lastNumber)
    }

    /// Takes up what an earlier run owed, ahead of what has come since; a number that is known already stays as it is.
    mutating func recall(
        _ owed: [OutboxEntry], asked: [OutboxEntry] = [], lastNumber: Int64
    ) {
        for entry in asked.suffix(Memory.greatestAsked)
        where recalled.insert(entry.number).inserted {
            remember(entry)
            if entry.state == .acknowledged { _ = takeUnansweredEnds(of: entry.write.bookingID) }
        }
        let numbers = Set(entries.map(\.number))
        for entry in owed
        where !entry.state.isFinal && !numbers.contains(entry.number)
            && recalled.insert(entry.number).inserted
        {
            var entry = entry
            entry.state = .queued
            entry.attempts = min(max(entry.attempts, 1), Self.greatestAttempts)
            entries.append(entry)
            mayBeOutdated = true
        }
        entries.sort { $0.number < $1.number }
        let greatest = Room.number(entries.last?.number ?? 0)
        self.lastNumber = max(self.lastNumber, lastNumber, greatest)
    }

    // MARK: Owing

    /// Works out what owing these would change, without owing them yet.
    ///
    /// The numbers are taken at once, so that a plan which waits for the journal stays valid while other writes come.
    ///
    /// - Returns: the entries that are new or changed, for the journal and for ``commit(_:)``; nil if the box is full.
    mutating func plan(_ writes: [ServerWrite], at now: WallTime) -> [OutboxEntry]? {
        var trial = self
        var changed: [OutboxEntry] = []
        for write in writes {
            guard let more = trial.enqueue(write, at: now, upTo: Self.capacityForPresses) else {
                return nil
            }
            changed.removeAll { old in more.contains { $0.number == old.number } }
            changed += more
        }
        lastNumber = trial.lastNumber
        return changed
    }

    /// Carries out a plan.
    ///
    /// - Returns: what was under way when it was made, has failed since, and is pointless by the plan, for the journal.
    mutating func commit(_ changed: [OutboxEntry]) -> [OutboxEntry] {
        for entry in changed {
            if entries.contains(where: { $0.number == entry.number }) { remember(entry) }
            remove(entry.number)
            if !entry.state.isFinal { entries.append(entry) }
        }
        entries.sort { $0.number < $1.number }
        return entries.filter(isOutdated).map { finish($0, .superseded) }
    }

    /// Drops what an earlier run had under way, and owes something newer in its place.
    mutating func dropOutdated() -> [OutboxEntry] {
        guard mayBeOutdated else { return [] }
        mayBeOutdated = false
        return entries.filter { $0.number != underway && isOutdated($0) }
            .map { finish($0, .superseded) }
    }

    /// Whether something owed since makes another try pointless.
    func isOutdated(_ entry: OutboxEntry) -> Bool {
        entries.contains { $0.number > entry.number && isPointless(entry, after: $0.write) }
    }

    /// Owes one more write at once.
    ///
    /// - Returns: the entries that are new or changed, for the journal; nil if the box is full.
    mutating func enqueue(
        _ write: ServerWrite, at now: WallTime, upTo limit: Int = Outbox.capacity
    ) -> [OutboxEntry]? {
        let pointless = entries.filter { isPointless($0, after: write) || isUnmade($0, for: write) }
        let unsent = pointless.first { $0.isCreate }
        let isUndone = write.operation == "withdraw" && unsent != nil
        let room = write.operation == "mark" ? min(limit, Self.capacityForMarks) : limit
        guard isUndone || entries.count - pointless.count < room else { return nil }
        var changed = pointless.map { finish($0, .superseded) }
        if isUndone { return changed }
        lastNumber += 1
        let folded = Self.fold(write, into: unsent)
        let entry = OutboxEntry(number: lastNumber, write: folded, createdAt: now)
        entries.append(entry)
        changed.append(entry)
        return changed
    }

    /// A new end for a booking that was never sent is simply made with that end.
    private static func fold(_ write: ServerWrite, into unsent: OutboxEntry?) -> ServerWrite {
        guard case .changeEnd(_, let end) = write, case .create(var booking)? = unsent?.write
        else { return write }
        booking.span.end = end
        return .create(booking)
    }

    /// Whether it is a booking that the server has not made, as somebody else has its time, and this is about it.
    private func isUnmade(_ entry: OutboxEntry, for write: ServerWrite) -> Bool {
        if case .mark = write { return false }
        return entry.number == contested?.number && entry.number != underway
            && entry.write.bookingID == write.bookingID
    }

    private func isPointless(_ entry: OutboxEntry, after write: ServerWrite) -> Bool {
        guard entry.write.bookingID == write.bookingID, entry.number != underway else {
            return false
        }
        switch (entry.write, write) {
        case (.changeEnd, .changeEnd), (.mark, .mark): return true
        case (.create, .changeEnd): return entry.attempts == 0
        case (.create, .withdraw): return entry.attempts == 0
        case (.changeEnd, .withdraw), (.mark, .withdraw): return true
        default: return false
        }
    }

    // MARK: Sending

    /// The next write to ask of the server; it counts as under way from now on.
    ///
    /// Nil if there is none yet.
    mutating func next(at now: Uptime) -> OutboxEntry? {
        guard underway == nil, now >= notBefore ?? now,
            let index = entries.firstIndex(where: { !$0.isMark || now >= marksNotBefore ?? now })
        else { return nil }
        entries[index].state = .sent
        entries[index].attempts = min(entries[index].attempts + 1, Self.greatestAttempts)
        underway = entries[index].number
        unwanted = nil
        sentAt = now
        return entries[index]
    }

    /// When ``next(at:)`` will have something; nil if it waits for a fact.
    var deadline: Uptime? {
        guard underway == nil, !entries.isEmpty else { return nil }
        guard let marksNotBefore, entries.allSatisfy(\.isMark) else { return notBefore }
        return max(notBefore ?? marksNotBefore, marksNotBefore)
    }

    // MARK: Giving up

    /// Drops what is too old to matter.
    mutating func expire(at now: WallTime) -> [OutboxEntry] {
        entries.filter { $0.number != underway && now - $0.createdAt >= Self.expiresAfter }
            .map { finish($0, .expired) }
    }

    /// Drops the open writes about a booking that does not exist.
    mutating func drop(_ booking: BookingID) -> [OutboxEntry] {
        entries.filter { $0.number != underway && $0.write.bookingID == booking }
            .map { finish($0, .superseded) }
    }

    /// Drops the open changes of a booking's end; one that is under way is not tried again.
    mutating func dropEnds(of booking: BookingID) -> [OutboxEntry] {
        let ends = entries.filter { entry in
            if case .changeEnd(booking, _) = entry.write { true } else { false }
        }
        if ends.contains(where: { $0.number == underway }) { unwanted = underway }
        return ends.filter { $0.number != underway }.map { finish($0, .superseded) }
    }

    /// Whether the server has yet to confirm that this booking exists.
    func isCreating(_ booking: BookingID) -> Bool {
        entries.contains { entry in
            if case .create(let made) = entry.write { made.id == booking } else { false }
        }
    }

    /// Whether the server has yet to confirm a change of this booking's time or being.
    func isPending(_ booking: BookingID) -> Bool {
        entries.contains { entry in
            guard entry.write.bookingID == booking else { return false }
            if case .mark = entry.write { return false }
            return true
        }
    }

    /// Whether the server may have given a booking a later end than this one, without a word of it.
    func hasUnanswered(after end: WallTime, of id: BookingID) -> Bool {
        asked.contains { $0.booking == id && $0.isUnanswered && $0.end > end }
    }

    /// The booking whose time or being the write under way changes, so that nobody knows yet what it will have made of it.
    var bookingBeingChanged: BookingID? {
        entries.first { $0.number == underway && !$0.isMark }?.write.bookingID
    }

    mutating func finish(_ entry: OutboxEntry, _ state: OutboxEntry.State) -> OutboxEntry {
        var entry = entry
        entry.state = state
        remove(entry.number)
        remember(entry)
        return entry
    }

    private mutating func remember(_ entry: OutboxEntry) {
        guard entry.isAskedEnd, case .changeEnd(let id, let end) = entry.write else { return }
        if asked.count == Memory.greatestAsked { asked.removeFirst() }
        asked.append(Asked(booking: id, end: end, isUnanswered: entry.state == .superseded))
    }

    /// The ends that the server may have given a booking without a word of it; asked once it has confirmed another.
    mutating func takeUnansweredEnds(of id: BookingID) -> [WallTime] {
        var ends: [WallTime] = []
        for index in asked.indices where asked[index].booking == id && asked[index].isUnanswered {
            ends.append(asked[index].end)
            asked[index].isUnanswered = false
        }
        return ends
    }

    /// Whether the server may have given a booking this end because the panel asked for it.
    func mayHaveAsked(_ end: WallTime, of id: BookingID) -> Bool {
        asked.contains { $0.booking == id && $0.end == end }
            || entries.contains { $0.write == .changeEnd(id, end: end) && $0.attempts > 0 }
    }

    mutating func remove(_ number: Int64) {
        entries.removeAll { $0.number == number }
        poisonTries[number] = nil
        if underway == number { underway = nil }
    }
}

extension OutboxEntry {
    var isMark: Bool {
        if case .mark = write { true } else { false }
    }

    fileprivate var isCreate: Bool {
        if case .create = write { true } else { false }
    }
}
