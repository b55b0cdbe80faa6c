import GRDB
import Hashing
public import RoomCore

/// Proves that the log is as it was sealed, or says where it is not.
///
/// Reads the file only, a kind of a day at a time; a panel may write it meanwhile.
public struct LogCheck {
    /// Most faults that are told.
    public static let greatestFaults = 100

    private let path: String
    private let queue: DatabaseQueue
    private let now: WallTime
    private let retentionDays: Int
    private var report = Report()
    private var removedBefore: Int64 = 0

    /// Checks a journal.
    ///
    /// - Parameters:
    ///   - path: its file.
    ///   - known: hashes of seals that were noted elsewhere; each has to be in the chain, unless its day is gone.
    ///   - retentionDays: the shortest retention that was in force: what is younger cannot have been deleted.
    ///   - now: the time, to tell which days have to be sealed, and how much the retention may have deleted.
    ///   - progress: told the day that is looked at.
    /// - Throws: ``JournalError`` if the file cannot be read, or is no journal of this version.
    public static func run(
        _ path: String, known: [String] = [], retentionDays: Int, at now: WallTime,
        progress: (LogDay) -> Void = { _ in }
    ) throws(JournalError) -> Report {
        guard try FileFacts(path, .check) != nil else {
            throw JournalError(.check, .missing, path: path, "there is no such file")
        }
        if let fault = try FileHeader.fault(path) {
            throw JournalError(.check, .damaged, path: path, "it \(fault)")
        }
        let queue = try Connection.open(path, as: .reader, .check)
        defer { try? queue.close() }
        var check = LogCheck(path: path, queue: queue, now: now, retentionDays: retentionDays)
        try telling(.check, path: path) { try check.run(known, progress) }
        return check.report
    }

    private init(path: String, queue: DatabaseQueue, now: WallTime, retentionDays: Int) {
        self.path = path
        self.queue = queue
        self.now = now
        self.retentionDays = retentionDays
    }

    private mutating func run(_ known: [String], _ progress: (LogDay) -> Void) throws {
        let version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
        guard version == Schema.version else {
            throw JournalError(
                .check, .other, path: path,
                "its tables are of version \(version), this program knows \(Schema.version)")
        }
        var seals: [Seal] = []
        try queue.read { db in
            removedBefore = try Retention.removedBefore(in: db)
            let rows = try Row.fetchCursor(
                db, sql: "SELECT \(Seal.columns) FROM seals ORDER BY day")
            while let row = try rows.next() {
                report.days += 1
                do throws(UnreadableRow) {
                    seals.append(try Seal(row))
                } catch {
                    unreadable(row, error)
                }
            }
            try checkUnbound(seals.first?.firstDay, in: db)
        }
        report.first = seals.first?.day
        report.newest = seals.last
        checkChain(seals)
        checkRemoval(seals)
        for hash in known where !seals.contains(where: { $0.hash == hash }) {
            fault(nil, nil, "seal \(hash) is not in the chain")
        }
        for seal in seals {
            progress(seal.day)
            try checkRows(of: seal)
        }
    }

    private mutating func fault(_ day: LogDay?, _ kind: LogKind?, _ problem: String) {
        guard report.faults.count < Self.greatestFaults else { return }
        report.faults.append(Fault(day: day, kind: kind, problem: problem))
    }

    // MARK: The chain

    private mutating func unreadable(_ row: Row, _ error: UnreadableRow) {
        let day = try? row.value("day", as: Int64.self)
        fault(day.map { LogDay($0) }, nil, "the seal was altered: \(error)")
    }

    private mutating func checkChain(_ seals: [Seal]) {
        var before: Seal?
        for seal in seals {
            if seal.hash != seal.ownHash { fault(seal.day, nil, "the seal was altered") }
            if let before {
                if seal.previous != before.hash || seal.firstDay != before.day.next {
                    fault(seal.day, nil, "the seal before it was removed or altered")
                } else if seal.lateAfter != before.lateThrough {
                    fault(seal.day, nil, "it does not go on with the late rows of the one before")
                }
            } else if !seal.previous.isEmpty, seal.firstDay.start > removedBefore {
                fault(seal.day, nil, "the seal before it was removed, and not by the retention")
            }
            before = seal
        }
    }

    /// Every day that is over has a seal, unless nothing was recorded on it.
    private mutating func checkUnbound(_ first: LogDay?, in db: Database) throws {
        let through = try Sealer(db).through
        let unbound = try UnboundRows(
            chainFrom: first ?? through?.next, through: through, at: now, in: db)
        report.before = unbound.before
        report.since = unbound.since
        if let through, through >= LogDay(of: now) {
            fault(through, nil, "it is called sealed, and is not over")
        }
        guard let days = unbound.days else { return }
        let chain = through == nil ? "; there is no beginning of a chain" : ""
        fault(
            days.first, nil,
            "\(unbound.overdue) rows up to \(days.last) have no seal, though these days are over"
                + "\(chain); was the panel off, or is this a copy (--copied)?")
    }

    /// Nobody but the retention deletes, nothing that is young, and what is deleted stays so.
    private mutating func checkRemoval(_ seals: [Seal]) {
        if removedBefore > (now - .seconds(retentionDays * 86_400)).column {
            fault(
                nil, nil,
                "rows up to \(LogDay(ofColumn: removedBefore)) are called deleted by the retention, more "
                    + "than retention_days (\(retentionDays)) explain; was it shorter once (--retention-days)?"
            )
        }
        var reached: Int64 = 0
        for seal in seals {
            if seal.removedBefore < reached {
                fault(seal.day, nil, "it says that less was deleted than the seal before it")
            }
            reached = max(reached, seal.removedBefore)
        }
        if removedBefore < reached {
            fault(nil, nil, "the journal says that less was deleted than its seals")
        }
    }

    // MARK: Rows

    private mutating func checkRows(of seal: Seal) throws {
        let bound = report.newest?.lateThrough ?? 0
        let found = try queue.read { db -> (DayReading, late: String)? in
            guard try seal.isThere(in: db) else { return nil }
            let reading = try DayReading(
                seal, boundThrough: bound, removedBefore: try Retention.removedBefore(in: db),
                in: db)
            return (reading, try LateRows.sum(of: seal, in: db))
        }
        // The retention may have taken it meanwhile.
        guard let (reading, late) = found else { return }
        if late != seal.lateHash { fault(seal.day, nil, "the notes of late rows were altered") }
        take(reading, of: seal)
    }

    private mutating func take(_ reading: DayReading, of seal: Seal) {
        report.rows += reading.rows
        report.partial += reading.isProven ? 0 : 1
        report.lateRows += reading.late.map(\.count).reduce(0, +)
        report.late += reading.late.prefix(Self.greatestFaults - report.late.count)
        for found in reading.faults { fault(seal.day, found.kind, found.problem) }
    }
}

extension LateRows {
    /// The hash of the notes that a seal binds, as they are now.
    fileprivate static func sum(of seal: Seal, in db: Database) throws -> String {
        var hash = SHA256()
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT number, day, kind, hash FROM late_rows
                WHERE number > ? AND number <= ? ORDER BY number
                """, arguments: [seal.lateAfter, seal.lateThrough])
        while let row = try rows.next() { hash.take(try line(row)) }
        return hash.digest.hexadecimal
    }
}
