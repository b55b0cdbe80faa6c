import GRDB
import RoomCore

/// The rows that no seal binds: they are older than the chain, or newer than its last seal.
struct UnboundRows {
    /// Rows that are older than the chain.
    private(set) var before = 0
    /// Rows that came after the newest seal.
    private(set) var since = 0
    /// Rows among these of days that should have a seal by now.
    private(set) var overdue = 0
    /// The first and the last of these days.
    private(set) var days: (first: LogDay, last: LogDay)?

    /// Counts them.
    ///
    /// - Parameters:
    ///   - first: the first day the chain speaks for; nil if there is no chain.
    ///   - through: the last day that is sealed, or lies before the chain; nil if there is no chain.
    ///   - now: the time.
    init(chainFrom first: LogDay?, through: LogDay?, at now: WallTime, in db: Database) throws {
        let start = through?.end ?? .min
        let due = LogDay(of: now - Sealer.overdue).start
        for kind in LogKind.allCases {
            if let first { before += try Self.rows(kind, .min, first.start, db).count }
            since += try Self.rows(kind, start, .max, db).count
            let (count, oldest, newest) = try Self.rows(kind, start, due, db)
            overdue += count
            guard let oldest, let newest else { continue }
            days = (min(days?.first ?? oldest, oldest), max(days?.last ?? newest, newest))
        }
    }

    /// The rows of one kind in a stretch of time, and the days of the first and the last of them.
    private static func rows(
        _ kind: LogKind, _ start: Int64, _ end: Int64, _ db: Database
    ) throws -> (count: Int, oldest: LogDay?, newest: LogDay?) {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT COUNT(*), MIN(\(kind.time)), MAX(\(kind.time)) FROM \(kind.rawValue)
                WHERE \(kind.time) >= ? AND \(kind.time) < ?
                """, arguments: [start, end])
        guard let row else { return (0, nil, nil) }
        let (oldest, newest): (Int64?, Int64?) = (row[1], row[2])
        return (row[0], oldest.map { LogDay(ofColumn: $0) }, newest.map { LogDay(ofColumn: $0) })
    }
}
