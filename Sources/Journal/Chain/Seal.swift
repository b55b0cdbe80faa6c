import Foundation
import GRDB
import Hashing
public import RoomCore

/// What a day of the log came to, bound to the day before: nobody can change either unnoticed.
public struct Seal: Hashable, Sendable {
    /// What rows of one kind came to.
    struct Sum: Hashable, Sendable, Codable {
        var count: Int
        /// SHA-256 of the rows, in hexadecimal digits.
        var hash: String
    }

    /// The day.
    public var day: LogDay
    /// The first day it speaks for; between it and ``day`` there was nothing.
    var firstDay: LogDay
    /// The hash of the seal before; empty for the first of all.
    var previous: String
    /// Rows before this instant may have been deleted by the retention.
    var removedBefore: Int64
    /// Rows that came late, to days that were sealed already: those with numbers after `lateAfter`, up to `lateThrough`.
    var lateAfter: Int64
    var lateThrough: Int64
    var lateHash: String
    /// What each kind came to.
    var sums: [String: Sum]
    /// SHA-256 of all of this, in hexadecimal digits: the name of the seal, to be noted elsewhere.
    public var hash: String

    /// The hash as it has to be.
    var ownHash: String {
        let head = """
            domovoy seal \(LogKind.version)
            previous \(previous)
            days \(firstDay.number) \(day.number)
            removed \(removedBefore)
            late \(lateAfter) \(lateThrough) \(lateHash)

            """
        let lines = LogKind.allCases.map { kind in
            let sum = sums[kind.rawValue]
            return "\(kind.rawValue) \(sum?.count ?? 0) \(sum?.hash ?? "")\n"
        }
        return SHA256.hexadecimal(of: head + lines.joined())
    }

    /// How many days ago its day was: 1 for yesterday.
    public func days(before now: WallTime) -> Int64 { LogDay(of: now).number - day.number }

    /// How many rows it binds.
    var rows: Int { sums.values.map(\.count).reduce(0, +) }
}

extension Seal {
    static let columns: Columns = """
        day, version, first_day, previous, removed_before, late_after, late_through, late_hash, sums, hash
        """

    init(_ row: Row) throws(UnreadableRow) {
        guard try row.value("version", as: Int64.self) == LogKind.version else {
            throw UnreadableRow(column: "version")
        }
        self.init(
            day: LogDay(try row.value("day")), firstDay: LogDay(try row.value("first_day")),
            previous: try row.value("previous"), removedBefore: try row.value("removed_before"),
            lateAfter: try row.value("late_after"), lateThrough: try row.value("late_through"),
            lateHash: try row.value("late_hash"), sums: try row.json("sums"),
            hash: try row.value("hash"))
    }

    /// Whether its day still has one.
    func isThere(in db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT 1 FROM seals WHERE day = ?", arguments: [day.number])
            != nil
    }

    func arguments() throws -> StatementArguments {
        [
            day.number, LogKind.version, firstDay.number, previous, removedBefore, lateAfter,
            lateThrough, lateHash, try json(sums), hash,
        ]
    }

    /// Puts it at the end of the chain, with what tells its rows apart.
    func write(_ marks: [LogKind: [UInt8]], in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO seals (\(Self.columns)) VALUES (\(Self.columns.placeholders))",
            arguments: try arguments())
        for (kind, bytes) in marks where !bytes.isEmpty {
            try db.execute(
                sql: "INSERT OR REPLACE INTO seal_marks (day, kind, marks) VALUES (?, ?, ?)",
                arguments: [day.number, kind.rawValue, Data(bytes)])
        }
    }
}
