import Foundation
import GRDB
import Hashing
import RoomCore

/// Rows that come to a day that is sealed already: after a clock was set back, or after a long time in which the journal
/// could not be written.
///
/// Each is noted with its hash in the same transaction, and the next seal binds these notes.
struct LateRows {
    let db: Database
    /// The last day that is sealed; nil if none is.
    let through: LogDay?

    /// Writes a record, and notes it if it is late and was not there before.
    func writing(_ record: RoomCore.Record, _ write: () throws -> Void) throws {
        guard let through, let place = Place(record), place.day <= through else {
            return try write()
        }
        let before = try place.digest(in: db)
        try write()
        guard let after = try place.digest(in: db), after != before else { return }
        try note(place.kind, place.day, after)
    }

    /// Notes a row that was not there before, if it is late.
    func added(_ place: Place) throws {
        guard let through, place.day <= through, let digest = try place.digest(in: db) else {
            return
        }
        try note(place.kind, place.day, digest)
    }

    private func note(_ kind: LogKind, _ day: LogDay, _ digest: [UInt8]) throws {
        try db.execute(
            sql: "INSERT INTO late_rows (day, kind, hash) VALUES (?, ?, ?)",
            arguments: [day.number, kind.rawValue, Data(digest)])
    }

    /// The newest number, and the hash of all that came after `number`.
    static func sum(after number: Int64, in db: Database) throws -> (through: Int64, hash: String) {
        var (hash, through) = (SHA256(), number)
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT number, day, kind, hash FROM late_rows WHERE number > ? ORDER BY number",
            arguments: [number])
        while let row = try rows.next() {
            through = try row.value("number")
            hash.take(try line(row))
        }
        return (through, hash.digest.hexadecimal)
    }

    /// A note as it is bound.
    static func line(_ row: Row) throws -> [UInt8] {
        let (number, day): (Int64, Int64) = (try row.value("number"), try row.value("day"))
        let (kind, hash): (String, Data) = (try row.value("kind"), try row.value("hash"))
        return Array("\(number) \(day) \(kind) \([UInt8](hash).hexadecimal)\n".utf8)
    }
}

/// Where a record lies in the log.
struct Place {
    let kind: LogKind
    let day: LogDay
    private let key: [DatabaseValue]

    /// The place of a record; nil if it is none of the log's.
    init?(_ record: RoomCore.Record) {
        let time: WallTime
        switch record {
        case .edge(let edge):
            (kind, time) = (.edges, edge.at)
            key = [edge.sensor.databaseValue, edge.isActive.databaseValue]
        case .presence(let stretch):
            (kind, time) = (.presence, stretch.span.end)
            key = [stretch.span.start.column.databaseValue]
        case .press(let press):
            (kind, time, key) = (.presses, press.pressedAt, [press.number.databaseValue])
        case .verdict(let verdict):
            (kind, time, key) = (.verdicts, verdict.givenAt, [verdict.number.databaseValue])
        case .outbox, .message, .sitting, .sittingClosed, .silences, .schedule, .heard, .sync:
            return nil
        }
        day = LogDay(of: time)
        instant = time.column
    }

    /// The place of a note.
    init(_ note: Note) {
        (kind, key) = (.notes, [note.number.databaseValue])
        day = LogDay(of: note.writtenAt)
        instant = note.writtenAt.column
    }

    private let instant: Int64

    /// The hash of the row that is there; nil if none is.
    func digest(in db: Database) throws -> [UInt8]? {
        let condition = kind.order.map { "\($0) = ?" }.joined(separator: " AND ")
        let columns = (kind.columns + kind.order).joined(separator: ", ")
        let row = try Row.fetchOne(
            db, sql: "SELECT \(columns) FROM \(kind.rawValue) WHERE \(condition)",
            arguments: StatementArguments([instant.databaseValue] + key))
        return row.map { SHA256.digest(of: SealedRow($0, kind).bytes) }
    }
}
