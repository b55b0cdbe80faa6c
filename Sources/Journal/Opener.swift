import GRDB
import RoomCore

/// Gets from a path to an open journal, whatever lies there.
struct Opener {
    /// An opened file with what was found on the way.
    struct Result {
        var store: Store
        var memory: Memory
        var findings: [JournalFinding]
    }

    /// The file itself, behind any links.
    let path: String
    let retention: Retention
    /// Whether the large tables are checked too; takes as long as reading the file does.
    let checksEverything: Bool

    init(_ settings: JournalSettings, checksEverything: Bool = false) {
        path = settings.path.withoutLinks
        retention = Retention(days: settings.retentionDays)
        self.checksEverything = checksEverything
    }

    private var file: JournalFile { JournalFile(path: path) }

    /// Opens the journal; sets aside what cannot be used and starts a new one.
    ///
    /// - Throws: ``JournalError`` if nothing can be opened or made there.
    func open(at now: WallTime?) throws(JournalError) -> Result {
        let findings = try prepare(at: now)
        switch try attach(at: now) {
        case .opened(var result):
            result.findings = findings + result.findings
            return result
        case .unusable(let fault):
            let carryover = Salvage(path: path).read(fault)
            return try start(after: fault, carryover, findings, at: now)
        }
    }

    /// Starts a new journal in place of whatever lies there.
    func start(
        after fault: JournalFinding.Fault, _ carryover: Carryover,
        _ findings: [JournalFinding] = [], at now: WallTime?
    ) throws(JournalError) -> Result {
        _ = try FileFacts.writable(path)
        let replaced = try replace(fault, carryover, at: now)
        switch try attach(at: now) {
        case .opened(var result):
            result.findings = findings + [replaced] + result.findings
            return result
        case .unusable(let fault):
            throw JournalError(.open, .damaged, path: path, "the new file \(fault)")
        }
    }

    // MARK: Before opening

    /// Sees that there is a file, and nothing beside it that SQLite would take for its own.
    private func prepare(at now: WallTime?) throws(JournalError) -> [JournalFinding] {
        let facts = try FileFacts.writable(path)
        let isEmpty = facts?.bytes ?? 0 == 0
        var findings: [JournalFinding] = []
        let companions = Companions(path: path)
        let strangers = try companions.strangers(isAlone: isEmpty)
        if !strangers.isEmpty {
            let aside = try file.setAside(companions.moving(with: strangers), at: now)
            findings = strangers.map { strangerSetAside($0, aside) }
        }
        if !isEmpty { file.removeLeftovers() }
        if isEmpty {
            try file.install()
            if facts != nil { findings.append(.wasEmpty(path: path)) }
        }
        return findings
    }

    private func strangerSetAside(_ end: String, _ aside: String) -> JournalFinding {
        end == Companions.log
            ? .logSetAside(path: path, keptAs: aside + end)
            : .companionSetAside(path: path + end, keptAs: aside + end)
    }

    private func replace(
        _ fault: JournalFinding.Fault, _ carryover: Carryover, at now: WallTime?
    ) throws(JournalError) -> JournalFinding {
        try file.prepare(carryover)
        let isThere = try FileFacts(path, .setAside) != nil || file.hasLog
        let aside = isThere ? try file.setAside(at: now) : nil
        // What is missing of a journal that is not gone on with is told by the fault.
        if carryover.salt == nil { try file.removeMark() }
        try file.install()
        return .replaced(path: path, fault, keptAs: aside, carryover.summary)
    }

    // MARK: Opening

    /// How an attempt to open ended.
    private enum Attempt {
        case opened(Result)
        /// The file is at fault: a new one is needed.
        case unusable(JournalFinding.Fault)
    }

    /// - Throws: ``JournalError`` if something else than the file is at fault.
    private func attach(at now: WallTime?) throws(JournalError) -> Attempt {
        do {
            if let fault = try fault() { return .unusable(fault) }
            let durable = try Connection.open(path, as: .durable)
            do {
                return .opened(try attach(durable, at: now))
            } catch {
                try? durable.close()
                throw error
            }
        } catch {
            let failure = JournalError(.open, path: path, error)
            guard failure.isFaultOfTheFile else { throw failure }
            return .unusable(.damaged(failure.underlying))
        }
    }

    private func attach(_ durable: DatabaseQueue, at now: WallTime?) throws -> Result {
        try telling(.migrate, path: path) { try Schema.migrator.migrate(durable) }
        var (memory, unreadable, own) = try telling(.recall, path: path) {
            try durable.read { db in
                var recall = Recall(db)
                return (try recall.memory(at: now), recall.unreadable, try Mark(in: db))
            }
        }
        let found = MarkFile.content(beside: path)
        let mark = own.raised(to: found.mark)
        // Where the disk is full, it is told again at the next start.
        if mark != own { try? durable.write { try mark.note(in: $0) } }
        memory.raise(to: mark)
        let store = try Store(
            durable, path: path, retention: retention, bookings: memory.schedule?.bookings,
            groups: GroupCount(mark, beside: path, found))
        let rows =
            unreadable > 0 ? [JournalFinding.unreadableRows(path: path, count: unreadable)] : []
        return Result(store: store, memory: memory, findings: rows + losses(own, found))
    }

    /// What is missing of the groups that were kept, by the mark beside the file.
    private func losses(_ own: Mark, _ found: MarkFile.Content) -> [JournalFinding] {
        switch found {
        case .none: []
        case .unreadable(let why): [.unmarked("\(path)\(MarkFile.end) cannot be read: \(why)")]
        case .mark(let mark) where mark.salt != own.salt:
            [.otherJournal(path: path, groups: Int(mark.groups))]
        case .mark(let mark) where mark.groups > own.groups:
            [
                .lost(
                    path: path, groups: Int(mark.groups - own.groups),
                    presses: Int(max(0, mark.press - own.press)))
            ]
        case .mark: []
        }
    }

    /// Looks at the file read-only, so that nothing is written to it before it is known to be good.
    private func fault() throws(JournalError) -> JournalFinding.Fault? {
        if let fault = try FileHeader.fault(path) { return fault }
        let queue = try Connection.open(path, as: .reader)
        defer { try? queue.close() }
        return try telling(.check, path: path) {
            try queue.read { db in
                let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
                if version > Schema.version { return .newer(version) }
                let complaint =
                    checksEverything
                    ? try Self.complaint(db) : try Self.complaint(db, about: Schema.vital)
                return complaint.map { .damaged($0) }
            }
        }
    }

    /// The first thing that is wrong with the whole file; nil if nothing is.
    static func complaint(_ db: Database) throws -> String? {
        try complaint(db, "PRAGMA quick_check(1)")
    }

    /// The first thing that is wrong with these tables; nil if nothing is.
    private static func complaint(_ db: Database, about tables: [String]) throws -> String? {
        for table in tables where try db.tableExists(table) {
            if let complaint = try complaint(db, "PRAGMA quick_check(\(table))") {
                return complaint
            }
        }
        return nil
    }

    /// SQLite answers with one row, `ok`, or with rows of complaints, the first under a heading of its own line.
    private static func complaint(_ db: Database, _ pragma: String) throws -> String? {
        let answer = try String.fetchOne(db, sql: pragma) ?? "no answer"
        return answer == "ok"
            ? nil : answer.split(whereSeparator: \.isNewline).last.map(String.init)
    }
}
