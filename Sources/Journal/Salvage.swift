import Foundation
import GRDB

/// Reads out of a file that cannot be used whatever the next journal needs.
struct Salvage {
    /// Bytes of a page in every journal ever made.
    private static let pageBytes = 4096
    /// More pages than a new journal has.
    private static let pagesOfANewJournal = 64
    /// What a ``Carryover`` is read from.
    private static let tables: Set<String> = ["outbox", "meta", "sittings", "presses", "verdicts"]

    let path: String

    private var copy: String { path + ".salvage" }
    private var template: String { path + ".salvage-template" }
    private var list: String { path + ".salvage-list" }

    /// Reads as much as can be had; never fails.
    ///
    /// A damaged first page, which holds the list of tables, makes the rest unreachable though it is still there.
    /// Then a copy is read whose first page lists the tables of a new journal: they begin at the same pages in each.
    func read(_ fault: JournalFinding.Fault) -> Carryover {
        if let carryover = read(at: path) { return carryover }
        guard case .damaged = fault else { return Carryover() }
        defer { cleanUp() }
        guard (try? makeReadableCopy()) != nil, var carryover = read(at: copy) else {
            var carryover = Carryover()
            carryover.summary.isPartial = true
            return carryover
        }
        carryover.summary.isPartial = true
        return carryover
    }

    /// - Returns: nil if it cannot be opened, or there is no outbox to be seen.
    private func read(at place: String) -> Carryover? {
        guard let queue = try? Connection.open(place, as: .salvage) else { return nil }
        defer { try? queue.close() }
        // Not in a transaction: after an error in one, SQLite refuses to end it well.
        return try? queue.unsafeRead { db in
            guard try db.tableExists("outbox") else { return nil }
            return Carryover(salvaging: db)
        }
    }

    private func makeReadableCopy() throws {
        cleanUp()
        try JournalFile(path: path).make(Carryover(), at: template)
        for end in ["", "-wal"] where FileManager.default.fileExists(atPath: path + end) {
            try FileManager.default.copyItem(atPath: path + end, toPath: copy + end)
        }
        try makeList(from: template)
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: copy))
        defer { try? file.close() }
        try file.write(contentsOf: try firstPage())
        // A table said to begin behind the end of the file would make the others unreachable.
        let shortest = UInt64(Self.pageBytes * Self.pagesOfANewJournal)
        if try file.seekToEnd() < shortest { try file.truncate(atOffset: shortest) }
    }

    /// Makes a database whose list of tables names those to salvage from, short enough for one page.
    private func makeList(from template: String) throws {
        let whole = try Connection.open(template, as: .salvage)
        defer { try? whole.close() }
        let tables = try whole.read { db in
            try Row.fetchAll(
                db,
                sql:
                    "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE type = 'table'"
            )
        }.filter { Self.tables.contains($0["name"]) }
        let short = try Connection.open(list, as: .creation, .salvage)
        defer { try? short.close() }
        try short.write { db in
            try db.execute(sql: "PRAGMA writable_schema = ON")
            for table in tables {
                try db.execute(
                    sql: "INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)",
                    arguments: StatementArguments(table.databaseValues))
            }
        }
    }

    /// That list, made to fit a file of any length with a write-ahead log.
    private func firstPage() throws -> Data {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: list))
        defer { try? file.close() }
        guard var page = try file.read(upToCount: Self.pageBytes), page.count == Self.pageBytes
        else { throw CocoaError(.fileReadCorruptFile) }
        // Offsets of the file format, section 1.3: versions 2 mean a log, a size of 0 means to go by the file's.
        page[18] = 2
        page[19] = 2
        page.replaceSubrange(28..<32, with: [0, 0, 0, 0])
        return page
    }

    private func cleanUp() {
        for place in [copy, template, list] { try? JournalFile(path: path).removeFiles(at: place) }
    }
}
