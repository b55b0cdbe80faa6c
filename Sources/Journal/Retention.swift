import GRDB
import RoomCore

/// Deletes the oldest history in small portions, inside the transactions that add to it.
///
/// So the file stops growing, and no transaction is a long one. Freed pages are used again; the file is never
/// rewritten as a whole.
struct Retention {
    /// Most rows of one table that one transaction deletes: more than a flush ever adds between two turns.
    static let portion = 4096
    /// Transactions from one turn to the next.
    static let transactionsBetween = 512

    private static let open = "state NOT IN ('queued', 'sent', 'answered')"
    /// Every table with history, the column its age is told by, and the column by which the oldest come first.
    private static let tables: [(name: String, age: String, order: String, condition: String)] = [
        ("edges", "at", "at", "1"),
        ("presence", "ends_at", "starts_at", "1"),
        ("sync_history", "last_at", "first_at", "1"),
        ("bookings", "ends_at", "starts_at", "1"),
        ("presses", "pressed_at", "number", "1"),
        ("verdicts", "given_at", "number", "1"),
        ("messages", "at", "at", "1"),
        ("notes", "written_at", "number", "1"),
        ("outbox", "created_at", "number", open),
    ]

    let days: Int
    private var untilNextTurn = 0

    init(days: Int) {
        self.days = days
    }

    /// Whether this transaction should delete.
    var isDue: Bool { untilNextTurn <= 0 }

    /// Notes one transaction; with `hasMore` the next one deletes on.
    mutating func passed(hasMore: Bool?) {
        switch hasMore {
        case nil: untilNextTurn -= 1
        case true?: untilNextTurn = 0
        case false?: untilNextTurn = Self.transactionsBetween
        }
    }

    /// Deletes one portion of what is older than the retention.
    ///
    /// - Returns: whether more is left to delete.
    func delete(in db: Database, at now: WallTime) throws -> Bool {
        let cutoff = cutoff(at: now)
        var hasMore = false
        var hasNoted = false
        for table in Self.tables {
            guard let last = try lastOfPortion(table.name, table.order, db) else { continue }
            let due = """
                FROM \(table.name) WHERE \(table.order) <= ? AND \(table.age) < ? \
                AND \(table.condition)
                """
            let arguments: StatementArguments = [last, cutoff.column]
            guard try Row.fetchOne(db, sql: "SELECT 1 \(due) LIMIT 1", arguments: arguments) != nil
            else { continue }
            if !hasNoted { try Numbers.note(in: db) }
            hasNoted = true
            try db.execute(sql: "DELETE \(due)", arguments: arguments)
            hasMore = hasMore || db.changesCount >= Self.portion / 2
        }
        if hasNoted { try noteRemoval(before: cutoff, in: db) }
        return hasMore
    }

    /// What is older is deleted.
    func cutoff(at now: WallTime) -> WallTime { now - .seconds(days * 86_400) }

    /// Rows before this instant may be gone; 0 if none ever were.
    static func removedBefore(in db: Database) throws -> Int64 {
        try Numbers.number(removedKey, in: db) ?? 0
    }

    private static let removedKey = "removed_before"

    /// Notes how far rows were deleted, and deletes the seals of days that are wholly gone, but never the newest.
    private func noteRemoval(before cutoff: WallTime, in db: Database) throws {
        guard try cutoff.column > Self.removedBefore(in: db) else { return }
        try Numbers.set(Self.removedKey, cutoff.column, in: db)
        let day = LogDay(of: cutoff).number
        let gone = "day < ? AND day < (SELECT MAX(day) FROM seals)"
        try db.execute(
            sql: """
                DELETE FROM late_rows WHERE number <= (SELECT MAX(late_through) FROM seals WHERE \(gone))
                """, arguments: [day])
        try db.execute(sql: "DELETE FROM seal_marks WHERE \(gone)", arguments: [day])
        try db.execute(sql: "DELETE FROM seals WHERE \(gone)", arguments: [day])
    }

    /// The key of the last row among the oldest that are looked at in one turn; nil if the table is empty.
    private func lastOfPortion(_ table: String, _ order: String, _ db: Database) throws -> Int64? {
        try Int64.fetchOne(
            db,
            sql: """
                SELECT MAX(\(order)) FROM
                    (SELECT \(order) FROM \(table) ORDER BY \(order) LIMIT \(Self.portion))
                """)
    }
}
