import Foundation
import GRDB
import Journal
import RoomCore

/// A directory of a test's own, deleted with it, and a journal in it.
final class TemporaryJournal: Sendable {
    let directory: String
    let settings: JournalSettings
    let journal: Journal

    var path: String { settings.path }

    init(retentionDays: Int = 400) throws {
        let directory =
            FileManager.default.temporaryDirectory.path + "/journal-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        self.directory = directory
        settings = JournalSettings(
            path: directory + "/panel.sqlite", retentionDays: retentionDays)
        journal = Journal(settings)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Closes the journal and opens the file as a new process would.
    func reopened(at now: WallTime? = .noon) async throws -> (Journal, Journal.Opening) {
        try await journal.close(at: now)
        let next = Journal(settings)
        return (next, try await next.open(at: now))
    }

    /// Names in the directory, sorted.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    }

    /// Names of the database files that were set aside.
    func asides() throws -> [String] {
        try names().filter {
            $0.contains(".aside-") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm")
                && !$0.hasSuffix("-journal") && !$0.hasSuffix(".mark")
        }
    }

    /// How many rows the file has in a table, whatever waits to be written.
    func rows(in table: String) throws -> Int {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM \(table)") ?? 0 }
    }

    func read(_ end: String = "") throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path + end))
    }

    func write(_ data: Data, _ end: String = "") throws {
        try data.write(to: URL(fileURLWithPath: path + end))
    }
}
