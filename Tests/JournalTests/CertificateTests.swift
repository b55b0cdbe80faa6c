import GRDB
import RoomCore
import Testing

@testable import Journal

struct CertificateTests {
    private func certificate(by name: String) -> Certificate {
        let walk = SensorWatch(
            sensors: [SensorSettings(name: "pir")], levels: ["pir": true], moments: [],
            start: Uptime(sinceBoot: .zero), end: Uptime(sinceBoot: .seconds(20)))
        return Certificate(
            Certificate.Particulars(
                signedBy: name, givenAt: .noon, isClockSynchronised: false, roomID: "aurora",
                roomName: "Аврора", timeZone: "UTC", board: "board", chip: "chip",
                version: "0.1.0"),
            lines: [.init(name: "pir", line: "4", active: .high, bias: "pull-down")],
            settings: [.init("policy.no_show_after", "10m")],
            results: [
                CommissioningResult(
                    .walk(.door), tries: 2, finding: .walk(WalkTest.judge(walk))),
                CommissioningResult(.seated(chair: 1), tries: 0, finding: nil),
                CommissioningResult(
                    .lamp(LampLine(.booking, .blue)), tries: 1, finding: .lamp(isRight: true)),
            ], untestedSensors: ["camera"])
    }

    @Test func theNewestIsReadWhileAndAfterTheJournalIsOpen() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: nil)
        #expect(try await temporary.journal.newestCertificate() == nil)
        let first = try await temporary.journal.certify(certificate(by: "Ada"))
        #expect(first.number == 1)
        let (journal, _) = try await temporary.reopened()
        var second = try await journal.certify(certificate(by: "Грейс"))
        #expect(try await journal.newestCertificate() == second)
        #expect(try Journal.newestCertificate(at: temporary.path) == second)
        second.number = 0
        #expect(second == certificate(by: "Грейс"))
    }

    @Test func whatWasGivenIsNeverChangedOrDeleted() async throws {
        let temporary = try TemporaryJournal(retentionDays: 1)
        _ = try await temporary.journal.open(at: .noon)
        _ = try await temporary.journal.certify(certificate(by: "Ada"))
        try await temporary.journal.flush(at: .noon + .seconds(90 * 86_400))
        #expect(try temporary.rows(in: "certificates") == 1)
        let queue = try DatabaseQueue(path: temporary.path)
        defer { try? queue.close() }
        for change in ["UPDATE certificates SET signed_by = 'x'", "DELETE FROM certificates"] {
            await #expect(throws: DatabaseError.self) {
                try await queue.write { try $0.execute(sql: change) }
            }
        }
    }

    @Test func aReservedJournalIsNobodyElsesUntilItIsClosed() async throws {
        let temporary = try TemporaryJournal()
        try await temporary.journal.reserve()
        #expect(try temporary.names() == ["panel.sqlite.lock"])
        let other = Journal(temporary.settings)
        await #expect(throws: JournalError.self) { _ = try await other.open(at: nil) }
        try await temporary.journal.close(at: nil)
        _ = try await other.open(at: nil)
    }

    @Test func aJournalOlderThanCertificatesHasNone() async throws {
        let temporary = try TemporaryJournal()
        #expect(throws: JournalError.self) {
            try Journal.newestCertificate(at: temporary.path)
        }
        let queue = try DatabaseQueue(path: temporary.path)
        try Schema.migrator.migrate(queue, upTo: "7 notes and seals")
        try await queue.write { db in
            try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            try db.execute(sql: "INSERT INTO meta VALUES ('salt', '00c0ffee')")
        }
        try queue.close()
        #expect(try Journal.newestCertificate(at: temporary.path) == nil)
        _ = try await temporary.journal.open(at: .noon)
        #expect(try await temporary.journal.certify(certificate(by: "Ada")).number == 1)
    }
}
