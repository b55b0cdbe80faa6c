import Foundation
import GRDB
import Hashing
import RoomCore

/// The rows that a seal speaks for, as they are now.
struct DayReading {
    /// Something about one kind.
    struct Fault {
        var kind: LogKind
        var problem: String
    }

    /// Most rows that are named, of one kind and day.
    private static let greatestNamed = 5

    private(set) var rows = 0
    private(set) var faults: [Fault] = []
    /// The rows that came late, by day and kind.
    private(set) var late: [LogCheck.Late] = []
    /// Whether all of them come to the seal; if not, and there is no fault, the retention has begun to delete them.
    private(set) var isProven = true
    private let seal: Seal
    private let boundThrough: Int64
    private let removedBefore: Int64

    /// Reads and compares them.
    ///
    /// - Parameters:
    ///   - boundThrough: the number of the last late row that a seal binds.
    ///   - removedBefore: the retention may have deleted rows before this instant.
    init(_ seal: Seal, boundThrough: Int64, removedBefore: Int64, in db: Database) throws {
        (self.seal, self.boundThrough) = (seal, boundThrough)
        self.removedBefore = removedBefore
        for kind in LogKind.allCases { try compare(kind, db) }
    }

    private mutating func compare(_ kind: LogKind, _ db: Database) throws {
        var noted = try Self.noted(kind, seal, db)
        var (tally, times) = (DayTally(), [Int64]())
        let (sql, arguments) = kind.select(
            from: seal.firstDay.start, to: seal.day.end, limit: .max)
        let cursor = try Row.fetchCursor(db, sql: sql, arguments: arguments)
        while let row = try cursor.next() {
            let sealed = SealedRow(row, kind)
            rows += 1
            if !noted.isEmpty,
                let number = noted.removeValue(forKey: Data(SHA256.digest(of: sealed.bytes)))
            {
                takeLate(sealed, kind, number)
                continue
            }
            tally.take(sealed.bytes, kind)
            times.append(sealed.time)
        }
        if !noted.isEmpty && isWhole {
            tell(kind, "\(noted.count) rows that came late are gone or were altered")
        }
        guard tally.sums[kind.rawValue] != seal.sums[kind.rawValue] else { return }
        isProven = false
        let marks = try Data.fetchOne(
            db, sql: "SELECT marks FROM seal_marks WHERE day = ? AND kind = ?",
            arguments: [seal.day.number, kind.rawValue])
        locate(kind, [UInt8](marks ?? Data()), tally.marks[kind] ?? [], times)
    }

    /// The numbers of rows that came late to the days of a seal, by their hashes: none was noted before it was made.
    private static func noted(
        _ kind: LogKind, _ seal: Seal, _ db: Database
    ) throws -> [Data: Int64] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT hash, number FROM late_rows
                WHERE kind = ? AND day >= ? AND day <= ? AND number > ?
                """,
            arguments: [
                kind.rawValue, seal.firstDay.number, seal.day.number, seal.lateThrough,
            ])
        return Dictionary(
            try rows.map { (try $0.value("hash"), try $0.value("number")) },
            uniquingKeysWith: { min($0, $1) })
    }

    private mutating func takeLate(_ row: SealedRow, _ kind: LogKind, _ number: Int64) {
        let day = LogDay(ofColumn: row.time)
        if late.last?.day != day || late.last?.kind != kind {
            late.append(LogCheck.Late(day, kind))
        }
        late[late.count - 1].take(at: Self.text(row.time), isBound: number <= boundThrough)
    }

    /// Whether the retention has left its days alone.
    private var isWhole: Bool { seal.firstDay.start >= removedBefore }

    private mutating func tell(_ kind: LogKind, _ problem: String) {
        faults.append(Fault(kind: kind, problem: problem))
    }

    // MARK: Which row

    /// Says which rows are there that were not sealed, and after which ones some are missing.
    private mutating func locate(
        _ kind: LogKind, _ sealedBytes: [UInt8], _ foundBytes: [UInt8], _ times: [Int64]
    ) {
        let (sealed, found) = (Self.marks(sealedBytes), Self.marks(foundBytes))
        let count = seal.sums[kind.rawValue]?.count ?? 0
        guard sealed.count == count else {
            return tell(
                kind,
                "rows were altered, which ones cannot be told; \(count) were sealed, there are \(found.count)"
            )
        }
        let (sealedSet, foundSet) = (Set(sealed), Set(found))
        let strange = found.indices.filter { !sealedSet.contains(found[$0]) }
        let kept = firstKept(sealed, found, times)
        let missing = sealed.indices.filter { $0 >= kept && !foundSet.contains(sealed[$0]) }
        for index in strange.prefix(Self.greatestNamed) {
            tell(kind, "the row at \(Self.text(times[index])) was altered or added")
        }
        for index in missing.prefix(Self.greatestNamed) {
            let before = sealed[..<index].last { foundSet.contains($0) }
            let place = before.flatMap { found.lastIndex(of: $0) }.map { times[$0] }
            let after = place.map { "after \(Self.text($0))" } ?? "before all others"
            tell(kind, "a row \(after) was altered or removed")
        }
        let unnamed =
            max(0, strange.count - Self.greatestNamed) + max(0, missing.count - Self.greatestNamed)
        if unnamed > 0 { tell(kind, "\(unnamed) more rows like these") }
        if strange.isEmpty && missing.isEmpty && isWhole {
            tell(kind, "rows were altered; \(count) were sealed, there are \(found.count)")
        }
    }

    /// From which sealed row on none can have been deleted by the retention.
    private func firstKept(_ sealed: [UInt32], _ found: [UInt32], _ times: [Int64]) -> Int {
        if isWhole { return 0 }
        let row = times.firstIndex { $0 >= removedBefore }
        return row.flatMap { sealed.firstIndex(of: found[$0]) } ?? sealed.endIndex
    }

    /// The marks that ``DayTally`` has put one after the other.
    private static func marks(_ bytes: [UInt8]) -> [UInt32] {
        stride(from: 0, to: bytes.count - bytes.count % 4, by: 4).map {
            SealedRow.mark(Array(bytes[$0..<$0 + 4]))
        }
    }

    /// An instant of a column, such as `2026-11-30 10:02:11.123456 UTC`.
    private static func text(_ microseconds: Int64) -> String {
        let day = LogDay(ofColumn: microseconds)
        let rest = microseconds - day.start
        let seconds = rest / 1_000_000
        let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60]
        let clock = parts.map { pad($0, 2) }.joined(separator: ":")
        return "\(day) \(clock).\(pad(rest % 1_000_000, 6)) UTC"
    }

    private static func pad(_ number: Int64, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
