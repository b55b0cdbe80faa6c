import GRDB
import RoomCore

/// What a new journal takes over from one that cannot be used any more.
struct Carryover {
    /// Most rows of one table that are taken over: the core owes 256 writes at most.
    private static let greatestCount = 1024

    /// The salt, unless the greatest numbers could not be read: ids made of both must never come twice.
    var salt: String?
    /// The greatest number given out, by its name in `meta`.
    var greatest: [String: Int64] = [:]
    var outbox: [OutboxEntry] = []
    var sittings: [Sitting] = []
    var summary = JournalFinding.Salvage()

    /// Whether there is anything in it.
    var isEmpty: Bool { salt == nil && outbox.isEmpty && sittings.isEmpty && greatest.isEmpty }

    /// Starts with nothing.
    init() {}

    /// Takes what can be had; never fails.
    init(salvaging db: Database) {
        readOutbox(db)
        readSittings(db)
        readNumbers(db)
        summary.outbox = outbox.count
        summary.sittings = sittings.count
    }

    // MARK: Reading

    /// Reads from the front until damage stops it, then from the back.
    private mutating func readOutbox(_ db: Database) {
        var found: [Int64: OutboxEntry] = [:]
        for direction in ["ASC", "DESC"] {
            let isWhole = scan(db, "outbox NOT INDEXED ORDER BY number \(direction)") {
                (entry: OutboxEntry) in
                if !entry.state.isFinal { found[entry.number] = entry }
                return found.count < Self.greatestCount
            }
            if isWhole { break }
            summary.isPartial = true
        }
        outbox = found.values.sorted { $0.number < $1.number }
        greatest["last_outbox"] = outbox.last?.number
    }

    private mutating func readSittings(_ db: Database) {
        var found: [Sitting] = []
        _ = scan(db, "sittings") { (sitting: Sitting) in
            found.append(sitting)
            return found.count < Self.greatestCount
        }
        sittings = found
    }

    /// Hands over row by row what is readable, until `take` has enough.
    ///
    /// - Returns: whether damage did not end the scan early.
    private mutating func scan<Value: Stored>(
        _ db: Database, _ source: String, _ take: (Value) -> Bool
    ) -> Bool {
        do {
            let rows = try Row.fetchCursor(db, sql: "SELECT \(Value.columns) FROM \(source)")
            while let row = try rows.next() {
                guard let value = try? Value(row) else {
                    summary.unreadable += 1
                    continue
                }
                if !take(value) { break }
            }
            return true
        } catch {
            return false
        }
    }

    private mutating func readNumbers(_ db: Database) {
        var isCertain = true
        for name in Numbers.all {
            do {
                let number = try Numbers.greatest(name, in: db)
                greatest[name.key] = max(number, greatest[name.key] ?? 0)
            } catch {
                isCertain = false
            }
        }
        do { greatest[Numbers.groupsKey] = try Numbers.groups(in: db) } catch { isCertain = false }
        if isCertain { salt = try? Numbers.salt(in: db) }
    }

    // MARK: Writing

    /// Puts it into the tables of a new journal.
    func write(to db: Database) throws {
        try Numbers.set("salt", salt ?? Numbers.newSalt(), in: db)
        for (name, number) in greatest { try Numbers.set(name, number, in: db) }
        let writer = RecordWriter(db: db)
        for entry in outbox { try writer.write(entry) }
        for sitting in sittings { try writer.write(sitting) }
    }
}
