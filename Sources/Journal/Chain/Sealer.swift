import GRDB
import Hashing
import RoomCore

/// Seals the days of the log, one after the other, a portion of rows at a time.
///
/// A busy day of 14 000 edges takes a quarter of an hour in portions of a few milliseconds: nothing waits for it, and
/// nothing is lost if it is broken off. The seal itself is written durably, and with it everything that it binds.
struct Sealer {
    /// Rows of one portion.
    static let portion = 1_024
    /// How long after its end a day is left alone: what was gathered is written by then, and what can be undone was.
    static let grace = Duration.seconds(600)
    /// How long after its end a day has to be sealed: sealing a chattering sensor's takes three hours.
    static let overdue = Duration.seconds(6 * 3_600)
    /// Under which `meta` has the day that the chain begins after.
    static let beginningKey = "sealed_before"

    /// A day that is being read.
    fileprivate struct Work {
        let first: LogDay
        let day: LogDay
        var kinds: ArraySlice<LogKind> = LogKind.allCases[...]
        var last: [DatabaseValue]?
        var tally = DayTally()
    }

    /// A seal that is still to be written.
    struct Made {
        var seal: Seal
        /// What tells the rows of its day apart.
        var marks: [LogKind: [UInt8]]
        /// What is wrong with the seal before; nil if nothing is.
        var finding: JournalFinding?
    }

    /// The last day that is sealed, or that lies before the chain; nil if no chain has begun.
    private(set) var through: LogDay?
    /// The last day that is sealed; nil if none is.
    private(set) var sealed: LogDay?
    private var work: Work?
    /// The day that is being read, and since when it has been due.
    private var waiting: (day: LogDay, since: WallTime)?

    /// Finds out how far an open file is sealed.
    init(_ db: Database) throws {
        sealed = try Int64.fetchOne(db, sql: "SELECT MAX(day) FROM seals").map { LogDay($0) }
        let beginning = try Numbers.number(Self.beginningKey, in: db)
        through = sealed ?? beginning.map { LogDay($0) }
    }

    /// Begins the chain with today, inside a transaction that writes something anyway.
    ///
    /// - Returns: the day before it, to be told to ``begun(_:)`` once it is committed; nil if there is a chain.
    func begin(at now: WallTime, in db: Database) throws -> LogDay? {
        guard through == nil else { return nil }
        let before = LogDay(of: now).previous
        try Numbers.set(Self.beginningKey, before.number, in: db)
        return before
    }

    /// The beginning is written.
    mutating func begun(_ before: LogDay?) {
        if let before { through = before }
    }

    /// Rows were written: a day that is being read is read anew if there is one of it among them.
    mutating func written(_ places: [Place]) {
        guard let work else { return }
        if places.contains(where: { work.first <= $0.day && $0.day <= work.day }) {
            self.work = nil
        }
    }

    /// Rows before an instant were deleted.
    mutating func removed(before instant: WallTime) {
        if let work, work.first.start < instant.column { self.work = nil }
    }

    /// Reads a portion of the oldest day that is over and not sealed.
    ///
    /// - Returns: the seal, still to be written, with the last portion of a day; nil otherwise.
    mutating func step(at now: WallTime, in db: Database) throws -> Made? {
        guard let through else { return nil }
        let today = LogDay(of: now - Self.grace)
        let begun = try work ?? Self.begin(after: through, before: today, in: db)
        guard var current = begun else {
            waiting = nil
            return nil
        }
        wait(for: current.day, at: now)
        try current.read(in: db)
        work = current
        return try current.kinds.isEmpty ? current.seal(in: db) : nil
    }

    private mutating func wait(for day: LogDay, at now: WallTime) {
        if let waiting, waiting.day == day, waiting.since <= now { return }
        waiting = (day, now)
    }

    /// Why days that are over are not sealed; nil if they are, or will be soon.
    func fault(at now: WallTime) -> String? {
        if let through, through >= LogDay(of: now) {
            return "\(through) is called sealed and is not over: nothing is sealed until then"
        }
        guard let waiting, now - waiting.since >= Self.overdue else { return nil }
        let hours = (now - waiting.since).components.seconds / 3_600
        return "\(waiting.day) has waited \(hours) h to be sealed"
    }

    /// The seal is on the card.
    mutating func written(_ seal: Seal) {
        (through, sealed) = (seal.day, seal.day)
        (work, waiting) = (nil, nil)
    }

    /// The first day with rows among those that may be sealed; nil if there is none.
    private static func begin(
        after through: LogDay, before today: LogDay, in db: Database
    ) throws -> Work? {
        guard through.next < today else { return nil }
        let times = try LogKind.allCases.compactMap { kind in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT MIN(\(kind.time)) FROM \(kind.rawValue)
                    WHERE \(kind.time) >= ? AND \(kind.time) < ?
                    """, arguments: [through.end, today.start])
        }
        return times.min().map { Work(first: through.next, day: LogDay(ofColumn: $0)) }
    }
}

extension Sealer.Work {
    /// Reads a portion of rows.
    fileprivate mutating func read(in db: Database) throws {
        var left = Sealer.portion
        while left > 0, let kind = kinds.first {
            let (sql, arguments) = kind.select(
                from: first.start, to: day.end, after: last, limit: left)
            let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
            var count = 0
            while let row = try rows.next() {
                let sealed = SealedRow(row, kind)
                tally.take(sealed.bytes, kind)
                last = sealed.key
                count += 1
            }
            if count < left {
                kinds.removeFirst()
                last = nil
            }
            left -= count
        }
    }

    /// The seal of what was read.
    fileprivate func seal(in db: Database) throws -> Sealer.Made {
        let newest = try SealLink.newest(in: db)
        let late = try LateRows.sum(after: newest?.lateThrough ?? 0, in: db)
        var seal = Seal(
            day: day, firstDay: first, previous: newest?.hash ?? "",
            removedBefore: try Retention.removedBefore(in: db),
            lateAfter: newest?.lateThrough ?? 0, lateThrough: late.through, lateHash: late.hash,
            sums: tally.sums, hash: "")
        seal.hash = seal.ownHash
        let finding = newest.flatMap { link in
            link.fault.map { JournalFinding.sealAltered(day: link.day, $0) }
        }
        return Sealer.Made(seal: seal, marks: tally.marks, finding: finding)
    }
}

/// What the rows of a day come to, kind by kind.
struct DayTally {
    private var hashes: [LogKind: (count: Int, hash: SHA256)] = [:]
    /// Four bytes of each row's hash, in the order of rows.
    private(set) var marks: [LogKind: [UInt8]] = [:]

    /// Takes a row in.
    mutating func take(_ bytes: [UInt8], _ kind: LogKind) {
        var (count, hash) = hashes[kind] ?? (0, SHA256())
        hash.take(bytes)
        count += 1
        hashes[kind] = (count, hash)
        marks[kind, default: []] += SHA256.digest(of: bytes).prefix(4)
    }

    /// What they come to so far.
    var sums: [String: Seal.Sum] {
        var sums: [String: Seal.Sum] = [:]
        for kind in LogKind.allCases {
            let (count, hash) = hashes[kind] ?? (0, SHA256())
            sums[kind.rawValue] = Seal.Sum(count: count, hash: hash.digest.hexadecimal)
        }
        return sums
    }
}
