import GRDB
public import RoomCore
import Synchronization

/// The panel's own memory in one SQLite file: bookings, sensor log, presses, verdicts, outbox.
///
/// Every method runs on a thread of the journal's own and may take as long as the card does, seconds on a bad one;
/// the caller is suspended meanwhile, not blocked, and cancelling it cancels nothing here. Reading history does not
/// wait for writing nor the other way round.
///
/// The panel works without it. After any error the same call may simply be made again: a disk that has space again
/// needs nothing more, and a journal that could not be opened is opened by another ``open(at:)``.
public actor Journal {
    /// What the journal remembered and what it had to report when it was opened.
    public struct Opening: Hashable, Sendable {
        /// What the last run left, or an empty memory with a new salt.
        public var memory: Memory
        /// What an operator should know; empty when all was well.
        public var findings: [JournalFinding]
    }

    /// Where it lies and how long it keeps what.
    public nonisolated let settings: JournalSettings
    /// The connection that history is read through; nil while the journal is closed.
    nonisolated let reader = Mutex<DatabaseQueue?>(nil)
    private let thread = JournalThread()
    private var store: Store?
    private var claim: PathClaim?
    /// Set while the file was lost in use and could not be replaced yet: what the next one takes over.
    private var lost: Carryover?
    /// What waits to be written; read from anywhere, changed by the journal's own calls only.
    nonisolated let buffer = Mutex(RelaxedBuffer())
    private var findings: [JournalFinding] = []
    private var seals: [Seal] = []

    /// Makes a journal that is not open yet; touches no file.
    public init(_ settings: JournalSettings) {
        self.settings = settings
    }

    /// The thread of the journal's own that its methods run on.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    // MARK: Opening

    /// Opens the file, makes it if it is not there, and replaces it if it cannot be used.
    ///
    /// The tables that the memory comes from are checked; the sensor log is left to ``verify(at:)``. A file that is
    /// damaged, foreign, or from a newer version is renamed to `PATH.aside-N-DATE`, the newest three of which are
    /// kept, and its open outbox entries and sittings are taken over as far as they can be read. An open journal is
    /// closed first.
    ///
    /// A room that already runs without memory has to be begun anew with this one: its running numbers may be taken,
    /// and a record that bears a taken number is refused.
    ///
    /// - Parameter now: the wall clock, for names and to tell how old edges are; nil if it is not trusted.
    /// - Throws: ``JournalError`` if the directory is missing, not writable or full, or if there is something else
    ///   than a file, or if another panel has it open. Call again later.
    public func open(at now: WallTime?) throws(JournalError) -> Opening {
        // What cannot be written stays gathered, and opening tells why.
        if store != nil { try? close(at: now) }
        let opener = Opener(settings)
        _ = try FileFacts.writable(opener.path)
        if claim == nil { claim = try PathClaim(opener.path) }
        let result: Opener.Result
        if let lost, !lost.isEmpty {
            result = try opener.start(after: .vanished, lost, at: now)
        } else {
            result = try opener.open(at: now)
        }
        take(result)
        return Opening(memory: result.memory, findings: result.findings)
    }

    /// Keeps every other panel from this journal until it is closed, and opens nothing yet.
    ///
    /// - Throws: ``JournalError``: as ``open(at:)`` if it could not be opened for want of a directory or a right to it, or
    ///   if another panel has it open.
    public func reserve() throws(JournalError) {
        let path = settings.path.withoutLinks
        _ = try FileFacts.writable(path)
        if claim == nil { claim = try PathClaim(path) }
    }

    /// Reads the memory without writing anything, when ``open(at:)`` failed: from a read-only or full disk.
    ///
    /// - Throws: ``JournalError`` if there is no journal of this version, or it is damaged.
    public func recall(at now: WallTime?) throws(JournalError) -> Memory {
        let path = settings.path
        if let facts = try FileFacts(path, .recall), !facts.isRegular {
            throw JournalError(.recall, .damaged, path: path, "it is not a regular file")
        }
        if let fault = try FileHeader.fault(path) {
            throw JournalError(.recall, .damaged, path: path, "it \(fault)")
        }
        let queue = try Connection.open(path, as: .reader, .recall)
        defer { try? queue.close() }
        return try telling(.recall, path: path) {
            try queue.read { db in
                var recall = Recall(db)
                return try recall.memory(at: now)
            }
        }
    }

    /// Writes what was gathered and closes the file; does nothing if it is closed.
    ///
    /// - Throws: ``JournalError`` if something could not be written; the file is closed all the same.
    public func close(at now: WallTime?) throws(JournalError) {
        lost = nil
        defer { claim = nil }
        guard let store else { return }
        var failure: JournalError?
        do { _ = try flush(at: now, everything: true) } catch { failure = error }
        detach()
        try telling(.close, path: store.path) { try store.close() }
        if let failure { throw failure }
    }

    // MARK: Writing

    /// Keeps a group of records, all or none, on the card before it returns.
    ///
    /// A schedule is compared with the stored one and only the differences are written. What the server merely
    /// confirmed (``Record/heard(at:)``, an unchanged schedule) and exchanges come with the next flushes, unless
    /// something else in the group has to be written anyway.
    ///
    /// - Parameter now: the wall clock, for names; nil if it is not trusted.
    /// - Throws: ``JournalError``; then none of the group is kept.
    public func keep(_ records: [RoomCore.Record], at now: WallTime?) throws(JournalError) {
        let exchanges = records.filter(\.isExchange)
        buffer.withLock { buffer in for record in exchanges { buffer.add(record) } }
        try writing(at: now) { store in
            var firm: [RoomCore.Record] = []
            var schedule: RelaxedBuffer.Heard?
            for record in records where !record.isExchange {
                switch record {
                case .schedule(let reading, let heardAt) where store.change(to: reading) != nil:
                    schedule = RelaxedBuffer.Heard(at: heardAt, reading: reading)
                case .schedule, .heard: buffer.withLock { $0.add(record) }
                default: firm.append(record)
                }
            }
            if firm.isEmpty && schedule == nil { return }
            let stretches =
                exchanges.isEmpty ? [] : buffer.withLock { $0.sync.stretches(all: true) }
            try store.keep(firm, schedule, stretches)
            buffer.withLock { buffer in
                buffer.forget(overtakenBy: firm, schedule: schedule != nil)
                if !exchanges.isEmpty { buffer.syncWritten() }
            }
        }
    }

    /// Gathers records of the sensor log for the next flush; what came since the last one may be lost.
    ///
    /// While the journal is closed or cannot write, up to 4 096 rows are held; beyond it the oldest are given up and
    /// counted in a finding.
    ///
    /// - Returns: whether 64 rows or more wait, so that ``flush(at:everything:)`` should come now.
    @discardableResult
    public func keepRelaxed(_ records: [RoomCore.Record]) -> Bool {
        for record in records {
            if case .schedule(let reading, _) = record {
                let isNew = store?.change(to: reading) != nil
                buffer.withLock { $0.add(record, isNew: isNew) }
            } else {
                buffer.withLock { $0.add(record) }
            }
        }
        return buffer.withLock { $0.isFull }
    }

    /// Writes what was gathered and deletes a portion of what is past its retention; to be called every 30-60 s.
    ///
    /// Reads a portion of a day that is over and not sealed, too.
    ///
    /// What says only that all is as before (the server was heard, another exchange went like the last one) is
    /// written with every tenth flush only, since each commit costs the card 4 KB or more.
    ///
    /// - Parameters:
    ///   - now: the wall clock; nil if it is not trusted, then nothing is deleted.
    ///   - everything: leaves nothing for a later flush; for an orderly stop.
    /// - Returns: what an operator should know since the last time, mostly nothing.
    /// - Throws: ``JournalError``; the rows wait for the next flush, or the day that could not be sealed does.
    @discardableResult
    public func flush(
        at now: WallTime?, everything: Bool = false
    ) throws(JournalError) -> [JournalFinding] {
        let batch = buffer.withLock { $0.batch(everything: everything) }
        if !batch.isEmpty {
            var refused: [RecordConflict] = []
            try writing(at: now) { store in refused = try store.flush(batch, at: now) }
            // Only now that they can be read from the file: a listing finds them in either place.
            buffer.withLock { $0.written(batch) }
            findings += refused.map { .refused($0.description) }
        }
        if let now, !everything { try seal(at: now) }
        if let unmarked = store?.settle() { findings.append(unmarked) }
        let dropped = buffer.withLock { $0.takeDropped() }
        if dropped > 0 { findings.append(.rowsDropped(count: dropped)) }
        defer { findings = [] }
        return findings
    }

    /// The days of the log that were sealed since the last time: to be noted elsewhere, so that a chain that was made anew
    /// can be told from this one.
    public func takeSeals() -> [Seal] {
        defer { seals = [] }
        return seals
    }

    /// Why days that are over are not sealed; nil if they are, or will be within six hours.
    public func sealingFault(at now: WallTime) -> String? { store?.sealingFault(at: now) }

    private func seal(at now: WallTime) throws(JournalError) {
        guard let store, store.isInPlace else { return }
        do throws(JournalError) {
            let made = try telling(.write, path: store.path) { try store.seal(at: now) }
            guard let made else { return }
            seals.append(made.seal)
            if let finding = made.finding { findings.append(finding) }
        } catch {
            // Rows that nobody had read since they were written: the first to see what the card made of them. What SQLite
            // can read is no damage, whoever wrote it.
            guard error.cause == .damaged, error.code != nil else { throw error }
            try replace(at: now)
        }
    }

    // MARK: Checking

    /// Reads the whole file and looks for damage, the sensor log included; replaces a damaged one.
    ///
    /// To be called once the lamps are lit: 100 MB take half a second from memory and many seconds from a card.
    /// Writing and reading go on meanwhile; cancelling the task breaks the check off.
    ///
    /// - Returns: what was found; empty when all is well.
    /// - Throws: ``JournalError`` if it could not be checked, or the damaged file not replaced.
    public func verify(at now: WallTime?) async throws(JournalError) -> [JournalFinding] {
        guard let store else { throw notOpen(.check) }
        let checker = try Connection.open(store.path, as: .reader, .check)
        defer { try? checker.close() }
        let complaint: String?
        do {
            complaint = try await checker.read { try Opener.complaint($0) }
        } catch {
            let failure = JournalError(.check, path: store.path, error)
            guard failure.cause == .damaged else { throw failure }
            complaint = failure.underlying
        }
        guard complaint != nil else { return [] }
        try replace(at: now)
        defer { findings = [] }
        return findings
    }

    // MARK: Replacing

    /// Does `body` with the open file; if the file turns out damaged or gone, replaces it and does it again, once.
    func writing(
        at now: WallTime?, _ body: (Store) throws -> Void
    ) throws(JournalError) {
        if store?.isInPlace == false || lost != nil { try replace(at: now) }
        guard let store else { throw notOpen(.write) }
        do {
            try body(store)
        } catch {
            let failure = JournalError(.write, path: settings.path, error)
            guard failure.cause == .damaged else { throw failure }
            try replace(at: now)
            guard let store = self.store else { throw failure }
            try telling(.write, path: settings.path) { try body(store) }
        }
    }

    /// Opens the file anew after a thorough check, or starts a new one in place of one that is gone.
    ///
    /// If that fails, it is tried again with the next write.
    private func replace(at now: WallTime?) throws(JournalError) {
        if store == nil && lost == nil { throw notOpen(.open) }
        let isGone = store.map { !$0.isInPlace } ?? (lost?.isEmpty == false)
        let carryover = isGone ? store?.carryover() ?? lost ?? Carryover() : Carryover()
        let old = store
        detach()
        try? old?.close()
        lost = carryover
        let opener = Opener(settings, checksEverything: true)
        let result =
            isGone
            ? try opener.start(after: .vanished, carryover, at: now) : try opener.open(at: now)
        take(result)
        findings += result.findings
    }

    private func take(_ result: Opener.Result) {
        store = result.store
        lost = nil
        let reader = result.store.reader
        self.reader.withLock { $0 = reader }
    }

    private func detach() {
        store = nil
        reader.withLock { $0 = nil }
    }

    nonisolated func notOpen(_ operation: JournalError.Operation) -> JournalError {
        JournalError(operation, .notOpen, path: settings.path, "the journal is not open")
    }
}

extension RoomCore.Record {
    /// Whether it changes a table that the panel starts from; see ``Schema/vital``.
    var isVital: Bool {
        switch self {
        case .press, .verdict, .outbox, .sitting, .sittingClosed, .silences, .schedule: true
        case .heard, .edge, .presence, .sync, .message: false
        }
    }

    /// Whether it is an exchange with the server, which is gathered into stretches.
    var isExchange: Bool {
        if case .sync = self { true } else { false }
    }
}
