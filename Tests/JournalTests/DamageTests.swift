import Foundation
import GRDB
import Journal
import RoomCore
import RoomTestKit
import Testing

@Suite struct DamageTests {
    /// What may lie where a journal should.
    enum Damage: String, CaseIterable, Sendable {
        case text, noise, zeroes, short, half, onePage, headless, firstPageGone, secondHalfGone
        case outboxPageGone, foreign, newer, wrongID
    }

    @Test(arguments: Damage.allCases)
    func unusableFileIsSetAsideAndANewJournalWorks(_ damage: Damage) async throws {
        let temporary = try await filled()
        try apply(damage, temporary)
        let before = try temporary.read()
        let journal = Journal(temporary.settings)
        let opening = try await journal.open(at: .noon)
        #expect(opening.findings.count == 1)
        let line = try #require(opening.findings.first?.description)
        #expect(line.contains(temporary.path + ".aside-1-20261121T120000Z"))
        #expect(!line.contains("\n"))
        #expect(try temporary.asides() == ["panel.sqlite.aside-1-20261121T120000Z"])
        #expect(try temporary.read(".aside-1-20261121T120000Z") == before)
        try await useAndReopen(journal, opening)
    }

    @Test(arguments: [Damage.headless, .firstPageGone, .secondHalfGone, .newer, .wrongID])
    func outboxIsSalvaged(_ damage: Damage) async throws {
        let temporary = try await filled()
        try apply(damage, temporary)
        let opening = try await Journal(temporary.settings).open(at: .noon)
        #expect(opening.memory.outbox == Self.owed)
        #expect(opening.memory.lastOutbox == 4)
        let line = try #require(opening.findings.first?.description)
        #expect(line.contains("salvaged 3 outbox entries"))
    }

    @Test(arguments: [Damage.headless, .firstPageGone, .newer])
    func numbersSittingsAndSaltAreSalvaged(_ damage: Damage) async throws {
        let temporary = try await filled()
        let old = try await Journal(temporary.settings).recall(at: .noon)
        try apply(damage, temporary)
        let memory = try await Journal(temporary.settings).open(at: .noon).memory
        #expect(memory.sittings == old.sittings)
        #expect(memory.salt == old.salt)
        #expect([memory.lastPress, memory.lastVerdict] == [old.lastPress, old.lastVerdict])
    }

    /// Ids of ad hoc bookings are made of salt and number, and must never come twice.
    @Test(arguments: [Damage.text, .short, .foreign])
    func saltIsNewWhereTheNumbersAreLost(_ damage: Damage) async throws {
        let temporary = try await filled()
        let old = try await Journal(temporary.settings).recall(at: .noon).salt
        try apply(damage, temporary)
        let memory = try await Journal(temporary.settings).open(at: .noon).memory
        #expect(memory == Memory(salt: memory.salt))
        #expect(memory.salt != old)
    }

    @Test func outboxThatIsOnlyInTheLogIsSalvaged() async throws {
        let temporary = try await filled(closes: false)
        let copy = try TemporaryJournal()
        var database = try temporary.read()
        database.replaceSubrange(0..<4096, with: Data(repeating: 0x55, count: 4096))
        try copy.write(database)
        try copy.write(try temporary.read("-wal"), "-wal")
        #expect(try await Journal(copy.settings).open(at: .noon).memory.outbox == Self.owed)
        #expect(try copy.names().filter { $0.contains(".salvage") } == [])
        #expect(try copy.names().contains("panel.sqlite.aside-1-20261121T120000Z-wal"))
    }

    @Test func everyByteOfTheHeaderMayBeFlipped() async throws {
        let temporary = try await filled()
        let whole = try temporary.read()
        let expected = try await Journal(temporary.settings).recall(at: .noon).outbox
        for offset in 0..<100 {
            let copy = try TemporaryJournal()
            var bytes = whole
            bytes[offset] ^= 0xFF
            try copy.write(bytes)
            let journal = Journal(copy.settings)
            let opening = try await journal.open(at: .noon)
            #expect(opening.memory.outbox == expected, "byte \(offset): \(opening.findings)")
            try await useAndReopen(journal, opening)
        }
    }

    @Test func damageAnywhereLeavesAJournalThatWorks() async throws {
        let temporary = try await filled()
        let whole = try temporary.read()
        for seed in firstSeed..<firstSeed + 60 {
            var random = SplitMix64(seed: seed)
            let copy = try TemporaryJournal()
            var bytes = whole
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                let start = Int.random(in: 0..<bytes.count, using: &random)
                let end = min(bytes.count, start + Int.random(in: 1...64, using: &random))
                for index in start..<end {
                    bytes[index] = UInt8.random(in: 0...255, using: &random)
                }
            }
            try copy.write(bytes)
            let journal = Journal(copy.settings)
            let opening = try await journal.open(at: .noon)
            let findings = try await journal.verify(at: .noon)
            #expect(
                opening.memory.outbox.count <= Self.owed.count,
                "JOURNAL_SEED=\(seed): \(opening.findings + findings)")
            try await useAndReopen(journal, opening)
        }
    }

    @Test func garbledLogIsSetAsideAndTheRestUsed() async throws {
        let temporary = try await filled()
        try temporary.write(Data(repeating: 0x2A, count: 100_000), "-wal")
        let opening = try await Journal(temporary.settings).open(at: .noon)
        let kept = temporary.path + ".aside-1-20261121T120000Z-wal"
        #expect(opening.findings == [.logSetAside(path: temporary.path, keptAs: kept)])
        #expect(opening.memory.outbox == Self.owed)
    }

    @Test func noiseInsideTheLogIsIgnored() async throws {
        let temporary = try await filled()
        var log = try temporary.read("-wal")
        for index in 32..<log.count { log[index] = UInt8(truncatingIfNeeded: index &* 7) }
        try temporary.write(log, "-wal")
        let opening = try await Journal(temporary.settings).open(at: .noon)
        #expect(opening.findings == [])
        #expect(opening.memory.outbox == Self.owed)
    }

    @Test func emptyFileBecomesAJournal() async throws {
        let temporary = try TemporaryJournal()
        try temporary.write(Data())
        let opening = try await temporary.journal.open(at: .noon)
        #expect(opening.findings == [.wasEmpty(path: temporary.path)])
        try await useAndReopen(temporary.journal, opening)
        #expect(try temporary.asides() == [])
    }

    @Test func logWithoutItsDatabaseIsNotTakenForTheNewOnes() async throws {
        let temporary = try await filled(closes: false)
        let copy = try TemporaryJournal()
        try copy.write(try temporary.read("-wal"), "-wal")
        let opening = try await copy.journal.open(at: .noon)
        #expect(opening.memory == Memory(salt: opening.memory.salt))
        let kept = copy.path + ".aside-1-20261121T120000Z-wal"
        #expect(opening.findings == [.logSetAside(path: copy.path, keptAs: kept)])
        #expect(try copy.names().contains("panel.sqlite.aside-1-20261121T120000Z-wal"))
        try await useAndReopen(copy.journal, opening)
    }

    @Test func onlyTheNewestThreeAreKeptAndNoneIsOverwritten() async throws {
        let temporary = try TemporaryJournal()
        for number in 1...5 {
            try temporary.write(Data("not a database, number \(number)".utf8))
            let journal = Journal(temporary.settings)
            _ = try await journal.open(at: number == 4 ? nil : .noon)
            try await journal.close(at: .noon)
        }
        let date = "-20261121T120000Z"
        #expect(
            try temporary.asides()
                == ["3\(date)", "4", "5\(date)"].map { "panel.sqlite.aside-\($0)" })
        #expect(try temporary.read(".aside-4") == Data("not a database, number 4".utf8))
    }

    @Test func journalThatWasCompleteButNotInPlaceIsTaken() async throws {
        let temporary = try await filled()
        let salt = try await Journal(temporary.settings).recall(at: .noon).salt
        try FileManager.default.moveItem(atPath: temporary.path, toPath: temporary.path + ".new")
        let opening = try await Journal(temporary.settings).open(at: .noon)
        #expect(opening.memory.salt == salt)
        #expect(opening.memory.outbox == Self.owed)
        #expect(try temporary.names().contains("panel.sqlite.new") == false)
    }

    @Test func journalThatWasNotCompleteIsMadeAnew() async throws {
        let temporary = try TemporaryJournal()
        try temporary.write(Data("SQLite format 3\0, cut off".utf8), ".new")
        let opening = try await temporary.journal.open(at: .noon)
        #expect(opening.findings == [])
        try await useAndReopen(temporary.journal, opening)
    }

    @Test func damagedSensorLogIsFoundByVerifyAndReplacedWhileOpen() async throws {
        let temporary = try await filled(edges: 2000)
        var bytes = try temporary.read()
        let root = try rootPage(of: "edges", temporary)
        bytes.replaceSubrange((root - 1) * 4096..<root * 4096, with: Data(count: 4096))
        try temporary.write(bytes)
        let journal = Journal(temporary.settings)
        let findings: [JournalFinding]
        do {
            let opening = try await journal.open(at: .noon)
            findings = try await journal.verify(at: .noon) + opening.findings
        }
        #expect(findings.count == 1)
        #expect(try temporary.asides().count == 1)
        try await journal.keep([.outbox(Example.entry(4, .acknowledged))], at: .noon)
        try await journal.close(at: .noon)
        let memory = try await Journal(temporary.settings).open(at: .noon).memory
        #expect(memory.outbox == Array(Self.owed.dropLast()))
    }

    /// The start reads edges, but no presence.
    @Test func damagedSensorLogIsFoundBySealingItAndReplaced() async throws {
        let temporary = try await filled(edges: 2000, closes: false)
        await temporary.journal.keepRelaxed([.edge(Example.edge(3000))])
        try await temporary.journal.flush(at: .noon)
        try await temporary.journal.close(at: .noon)
        var bytes = try temporary.read()
        let root = try rootPage(of: "presence_by_end", temporary)
        bytes.replaceSubrange((root - 1) * 4096..<root * 4096, with: Data(count: 4096))
        try temporary.write(bytes)
        let journal = Journal(temporary.settings)
        #expect(try await journal.open(at: .noon).findings == [])
        let findings = try await journal.flush(at: .noon + .seconds(86_400))
        #expect(findings.count == 1)
        #expect(try temporary.asides().count == 1)
    }

    @Test func fileRemovedWhileOpenIsReplacedWithEverythingOwed() async throws {
        let temporary = try await filled(closes: false)
        let journal = temporary.journal
        for end in ["", "-wal", "-shm"] {
            try FileManager.default.removeItem(atPath: temporary.path + end)
        }
        try await journal.keep([.press(Example.press(9))], at: .noon)
        let findings = try await journal.flush(at: .noon)
        #expect(findings.count == 1)
        #expect(findings.first?.description.contains("was removed or replaced") == true)
        let memory = try await temporary.reopened().1.memory
        #expect(memory.lastPress == 9)
        #expect(memory.outbox == Self.owed)
        #expect(memory.sittings == [Example.sitting(1)])
    }

    @Test func rowThatCannotBeReadIsLeftOutAndCounted() async throws {
        let temporary = try await filled()
        try await change(
            temporary.path, "UPDATE outbox SET write = '{\"paint\": 1}' WHERE number = 2")
        try await change(temporary.path, "UPDATE verdicts SET kind = 'early' WHERE number = 1")
        let noon = WallTime.noon.microsecondsSinceEpoch
        try await change(
            temporary.path,
            "INSERT INTO sync_history VALUES (\(noon), 'paint', \(noon), 1, NULL, NULL)")
        let journal = Journal(temporary.settings)
        let opening = try await journal.open(at: .noon)
        #expect(opening.findings == [.unreadableRows(path: temporary.path, count: 1)])
        #expect(opening.memory.outbox.map(\.number) == [3, 4])
        let page = try await journal.verdicts(in: .ever)
        #expect(page.unreadable == 1)
        #expect(page.rows.map(\.number) == [2])
        let exchanges = try await journal.syncHistory(in: .ever)
        #expect(exchanges.unreadable == 1)
        #expect(exchanges.rows.isEmpty)
    }

    @Test func scheduleWithABookingThatCannotBeReadIsNotShown() async throws {
        let temporary = try await filled()
        try await change(
            temporary.path, "UPDATE bookings SET source = 'moon' WHERE title LIKE '%3'")
        let journal = Journal(temporary.settings)
        let memory = try await journal.open(at: .noon).memory
        #expect(memory.schedule == nil)
        #expect(memory.heardAt == nil)
        let reading = Example.reading([Example.booking(4)])
        try await journal.keep([.schedule(reading, heardAt: .noon)], at: .noon)
        try await journal.close(at: .noon)
        let opening = try await journal.open(at: .noon)
        #expect(opening.findings == [])
        #expect(opening.memory.schedule == reading)
    }

    // MARK: -

    static let owed = [Example.entry(2), Example.entry(3, .sent), Example.entry(4)]

    /// A journal with something in every table, closed unless it is to be caught with its log.
    private func filled(edges: Int64 = 20, closes: Bool = true) async throws -> TemporaryJournal {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.keep((0..<10).map { Example.booking($0) })
        try await temporary.journal.keep(
            [
                .press(Example.press(1)), .verdict(Example.verdict(1)),
                .verdict(Example.verdict(2)), .outbox(Example.entry(1, .acknowledged)),
                .sitting(Example.sitting(1)),
            ] + Self.owed.map { .outbox($0) }, at: .noon)
        try await temporary.journal.keep((0..<edges).map { .edge(Example.edge($0)) }, at: .noon)
        if closes { try await temporary.journal.close(at: .noon) }
        return temporary
    }

    private func apply(_ damage: Damage, _ temporary: TemporaryJournal) throws {
        var bytes = try temporary.read()
        let page = 4096
        switch damage {
        case .text: bytes = Data("[journal]\nnothing of the kind\n".utf8)
        case .noise: bytes = Data((0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* $0 &+ 3) })
        case .zeroes: bytes = Data(count: bytes.count)
        case .short: bytes = bytes.prefix(50)
        case .half: bytes = bytes.prefix(bytes.count / 2 / page * page)
        case .onePage: bytes = bytes.prefix(page)
        case .headless: bytes.replaceSubrange(0..<16, with: Data(count: 16))
        case .firstPageGone: bytes.replaceSubrange(0..<page, with: Data(count: page))
        case .secondHalfGone:
            let vital = try rootPage(of: "presses", temporary)
            bytes.replaceSubrange((vital - 1) * page..<bytes.count, with: Data(count: page))
        case .outboxPageGone:
            let root = try rootPage(of: "outbox", temporary)
            bytes.replaceSubrange((root - 1) * page..<root * page, with: Data(count: page))
        case .foreign: bytes = try foreignDatabase(temporary)
        case .newer: bytes.replaceSubrange(60..<64, with: [0, 0, 0, 99])
        case .wrongID: bytes.replaceSubrange(68..<72, with: [1, 2, 3, 4])
        }
        try temporary.write(bytes)
        // The log still has copies of newer pages and would heal much of it.
        try? FileManager.default.removeItem(atPath: temporary.path + "-wal")
    }

    private func rootPage(of table: String, _ temporary: TemporaryJournal) throws -> Int {
        let queue = try DatabaseQueue(path: temporary.path)
        defer { try? queue.close() }
        return try queue.read { db in
            try Int.fetchOne(
                db, sql: "SELECT rootpage FROM sqlite_schema WHERE name = ?", arguments: [table])
                ?? 0
        }
    }

    private func foreignDatabase(_ temporary: TemporaryJournal) throws -> Data {
        let queue = try DatabaseQueue(path: temporary.path + ".foreign")
        try queue.write { db in
            try db.execute(sql: "CREATE TABLE outbox (mail TEXT); INSERT INTO outbox VALUES ('x')")
        }
        try queue.close()
        defer { try? FileManager.default.removeItem(atPath: temporary.path + ".foreign") }
        return try temporary.read(".foreign")
    }

    private func change(_ path: String, _ sql: String) async throws {
        let queue = try DatabaseQueue(path: path)
        try await queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Shows that the journal keeps, reads and remembers.
    private func useAndReopen(_ journal: Journal, _ opening: Journal.Opening) async throws {
        let number = opening.memory.lastPress + 100
        try await journal.keep([.press(Example.press(number))], at: .noon)
        await journal.keepRelaxed([.edge(Example.edge(5000))])
        _ = try await journal.flush(at: .noon)
        let edges = try await journal.edges(in: .ever).rows
        #expect(edges.contains(Example.edge(5000)))
        try await journal.close(at: .noon)
        let again = try await Journal(journal.settings).open(at: .noon)
        #expect(again.findings.filter { !$0.isAboutRows } == [])
        #expect(again.memory.lastPress == number)
        #expect(again.memory.salt == opening.memory.salt)
    }
}

extension JournalFinding {
    /// Whether it comes again at every start.
    var isAboutRows: Bool {
        if case .unreadableRows = self { true } else { false }
    }
}
