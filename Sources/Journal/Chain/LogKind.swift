import Foundation
import GRDB
import RoomCore

/// A kind of rows that are sealed day by day, in the canonical form of version 1.
///
/// The form never changes: a column that is added to a table is not in it, and a step of ``Schema`` leaves the columns
/// below as they are. What has to be sealed otherwise gets another version.
public enum LogKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// Changes of the sensors' lines, by when they happened.
    case edges
    /// Stretches of presence, by when they ended: only then they are written.
    case presence
    /// Presses, by when the button went down.
    case presses
    /// Verdicts, by when they were given.
    case verdicts
    /// Notes by facilities staff, by when they were written.
    case notes

    /// The version of the form.
    static let version: Int64 = 1

    /// The column that says to which day a row belongs.
    var time: String {
        switch self {
        case .edges: "at"
        case .presence: "ends_at"
        case .presses: "pressed_at"
        case .verdicts: "given_at"
        case .notes: "written_at"
        }
    }

    /// The columns that tell rows apart and put them in order, the time first.
    var order: [String] {
        switch self {
        case .edges: [time, "sensor", "is_active"]
        case .presence: [time, "starts_at"]
        case .presses, .verdicts, .notes: [time, "number"]
        }
    }

    /// The columns that are sealed, in this order.
    var columns: [String] {
        switch self {
        case .edges: ["at", "sensor", "is_active", "health"]
        case .presence: ["starts_at", "ends_at", "presence"]
        case .presses: ["number", "pressed_at", "wish", "outcome", "refusal", "booking"]
        case .verdicts:
            [
                "number", "given_at", "booking", "starts_at", "ends_at", "kind", "seconds",
                "reason", "replaces", "evidence", "shadow",
            ]
        case .notes: ["number", "written_at", "at", "sensor", "text"]
        }
    }

    /// The rows of a stretch of time, in order, after the one with these values of ``order``.
    func select(
        from start: Int64, to end: Int64, after last: [DatabaseValue]? = nil, limit: Int
    ) -> (sql: String, arguments: StatementArguments) {
        let keys = order.joined(separator: ", ")
        let marks = order.map { _ in "?" }.joined(separator: ", ")
        let rest = last == nil ? "" : "AND (\(keys)) > (\(marks))"
        let sql = """
            SELECT \((columns + order).joined(separator: ", ")) FROM \(rawValue)
            WHERE \(time) >= ? AND \(time) < ? \(rest) ORDER BY \(keys) LIMIT \(limit)
            """
        return (sql, StatementArguments([start.databaseValue, end.databaseValue] + (last ?? [])))
    }
}

/// A row of the log as it is sealed.
struct SealedRow {
    /// Its bytes: `n` for NULL, `i` number `;`, `t` length `:` text, and at its end a line feed.
    let bytes: [UInt8]
    /// The values that tell it from others, the time first.
    let key: [DatabaseValue]

    /// Takes a row as ``LogKind/select(from:to:after:limit:)`` reads it.
    init(_ row: Row, _ kind: LogKind) {
        var bytes: [UInt8] = []
        for index in kind.columns.indices { Self.append(row[index], to: &bytes) }
        bytes.append(10)
        self.bytes = bytes
        key = kind.order.indices.map { row[kind.columns.count + $0] }
    }

    /// When it happened, as the column has it.
    var time: Int64 { key.first.flatMap { Int64.fromDatabaseValue($0) } ?? 0 }

    /// Enough of its hash to tell, of one day, which row was altered.
    static func mark(_ digest: [UInt8]) -> UInt32 {
        digest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func append(_ value: DatabaseValue, to bytes: inout [UInt8]) {
        switch value.storage {
        case .null: bytes += "n".utf8
        case .int64(let number): bytes += "i\(number);".utf8
        case .double(let number): bytes += "d\(number.bitPattern);".utf8
        case .string(let text):
            bytes += "t\(text.utf8.count):".utf8
            bytes += text.utf8
        case .blob(let data):
            bytes += "b\(data.count):".utf8
            bytes += data
        }
    }
}
