import Foundation
import GRDB
import RoomCore
import Testing

@testable import Journal

@Suite struct SettingsTests {
    @Test(arguments: [(0, 1), (1, 1), (400, 400), (3650, 3650), (4000, 3650), (-7, 1)])
    func retentionStaysInItsRange(_ asked: Int, _ given: Int) {
        #expect(JournalSettings(path: "/tmp/x", retentionDays: asked).retentionDays == given)
    }

    @Test(arguments: [Connection.Role.durable, .relaxed])
    func connectionsAreSetUpForTheCard(_ role: Connection.Role) async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        let queue = try Connection.open(temporary.path, as: role)
        let expected: [(String, Int)] = [
            ("synchronous", role == .durable ? 2 : 1), ("trusted_schema", 0),
            ("cell_size_check", 1), ("wal_autocheckpoint", 1000), ("auto_vacuum", 0),
            ("application_id", Int(Schema.applicationID)), ("user_version", Schema.version),
        ]
        for (pragma, value) in expected {
            let actual = try await queue.read { try Int.fetchOne($0, sql: "PRAGMA \(pragma)") }
            #expect(actual == value, "\(pragma)")
        }
        #expect(
            try await queue.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        try queue.close()
    }

    @Test func logKeepsItsSizeWhenClosed() async throws {
        let temporary = try TemporaryJournal()
        let journal = temporary.journal
        _ = try await journal.open(at: .noon)
        for number in Int64(1)...600 {
            try await journal.keep([.press(Example.press(number))], at: .noon)
        }
        let open = try temporary.read("-wal").count
        try await journal.close(at: .noon)
        #expect(open > 1000 * 4096)
        #expect(open < 1100 * 4096)
        #expect(try temporary.read("-wal").count == open)
    }

    @Test func systemsErrorIsToldInItsOwnWords() {
        let error = #expect(throws: JournalError.self) {
            try telling(.setAside, path: "/tmp/p") {
                try FileManager.default.moveItem(atPath: "/nowhere/a", toPath: "/nowhere/b")
            }
        }
        #expect(
            error?.description
                == "journal: cannot set aside /tmp/p: No such file or directory (errno 2)")
    }

    @Test func errorsAreOneLineEach() {
        let error = JournalError(
            .write, .noSpace, code: .sqlite(13), path: "/var/lib/p.sqlite", "disk\nis full")
        #expect(
            error.description
                == "journal: cannot write /var/lib/p.sqlite: disk is full (SQLite 13)")
    }
}
