import Foundation
import GRDB
import Hashing
import RoomCore
import Testing

@testable import Journal

/// Days of the log are sealed, and what was altered since is found.
struct ChainTests: SealedLogs {
    @Test func aDayIsSealedOnceItIsOver() async throws {
        let temporary = try await recorded()
        let midnight = WallTime.noon + Self.hour * 12
        for early in [.noon, midnight, midnight + .seconds(599)] {
            try await temporary.journal.flush(at: early)
            #expect(await temporary.journal.takeSeals().isEmpty)
        }
        try await temporary.journal.flush(at: nil)
        #expect(await temporary.journal.takeSeals().isEmpty)
        try await temporary.journal.flush(at: midnight + .seconds(600))
        let seals = await temporary.journal.takeSeals()
        #expect(seals.map(\.day.description) == ["2026-11-21"])
        let report = try check(temporary)
        #expect(report.faults == [])
        #expect((report.days, report.partial, report.rows) == (1, 0, 13))
        #expect(report.newest == seals.first)
    }

    @Test func aDayOfManyRowsIsReadInPortions() async throws {
        let temporary = try await recorded(edges: 0..<3_000)
        var flushes = 0
        while await temporary.journal.takeSeals().isEmpty {
            try await temporary.journal.flush(at: .noon + Self.day)
            flushes += 1
            try #require(flushes < 10)
        }
        #expect(flushes == 3)
        #expect(try check(temporary).faults == [])
        #expect(try check(temporary).rows == 3_003)
    }

    @Test func rowsThatComeWhileADayIsReadAreSealedWithIt() async throws {
        let temporary = try await recorded(edges: 0..<3_000)
        try await temporary.journal.flush(at: .noon + Self.day)
        await temporary.journal.keepRelaxed([.edge(Example.edge(-1))])
        for _ in 1...5 { try await temporary.journal.flush(at: .noon + Self.day) }
        #expect(await temporary.journal.takeSeals().count == 1)
        let report = try check(temporary)
        #expect((report.faults, report.rows) == ([], 3_004))
        #expect(try temporary.rows(in: "late_rows") == 0)
    }

    @Test(
        arguments: [
            (
                "UPDATE edges SET health = 'stuck' WHERE at = 1795262403000000",
                "edges: the row at 2026-11-21 12:00:03.000000 UTC was altered or added"
            ),
            (
                "DELETE FROM edges WHERE at = 1795262403000000",
                "edges: a row after 2026-11-21 12:00:02.000000 UTC was altered or removed"
            ),
            (
                "INSERT INTO edges VALUES (1795262403500000, 'pir', 1, 'ok')",
                "edges: the row at 2026-11-21 12:00:03.500000 UTC was altered or added"
            ),
            (
                "DELETE FROM edges WHERE at = 1795262400000000",
                "edges: a row before all others was altered or removed"
            ),
            (
                "UPDATE presses SET outcome = 'undone'",
                "presses: the row at 2026-11-21 12:00:00.000000 UTC was altered or added"
            ),
            ("DELETE FROM presence", "presence: a row before all others was altered or removed"),
            (
                "UPDATE verdicts SET evidence = '{}'",
                "verdicts: the row at 2026-11-21 12:00:00.000000 UTC was altered or added"
            ),
            (
                "INSERT INTO notes VALUES (1, 1795262400000000, 1795262400000000, NULL, 'x')",
                "notes: the row at 2026-11-21 12:00:00.000000 UTC was altered or added"
            ),
            (
                "DELETE FROM edges; DELETE FROM seal_marks",
                "edges: rows were altered, which ones cannot be told; 10 were sealed, there are 0"
            ),
        ])
    func whatWasAlteredIsNamed(sql: String, fault: String) async throws {
        let temporary = try await sealed()
        #expect(try check(temporary).faults == [])
        try await alter(temporary, sql)
        let faults = try check(temporary).faults.map(\.description)
        #expect(faults.contains("2026-11-21: \(fault)"), "\(faults)")
    }

    @Test func rowsAddedBetweenTwoDaysAreFound() async throws {
        let temporary = try await sealed()
        await temporary.journal.keepRelaxed([.edge(Example.edge(3 * 86_400))])
        try await temporary.journal.flush(at: .noon + Self.day * 3)
        try await temporary.journal.flush(at: .noon + Self.day * 4)
        #expect(try check(temporary, at: .noon + Self.day * 4).days == 2)
        try await alter(
            temporary, "INSERT INTO edges VALUES (1795348800000000, 'pir', 1, 'ok')")
        let faults = try check(temporary, at: .noon + Self.day * 4).faults.map(\.description)
        #expect(
            faults == [
                "2026-11-24: edges: the row at 2026-11-22 12:00:00.000000 UTC was altered or added"
            ])
    }

    @Test(
        arguments: [
            ("UPDATE seals SET sums = replace(sums, '10', '11') WHERE day = 20778", "20778"),
            ("DELETE FROM seals WHERE day = 20778", "20779"),
            ("DELETE FROM seals WHERE day = 20779", "20780"),
            ("UPDATE seals SET removed_before = 9 WHERE day = 20779", "20779"),
        ])
    func sealsAreBoundToEachOther(sql: String, day: String) async throws {
        let temporary = try await sealed()
        for day in 1...2 as ClosedRange<Int64> {
            await temporary.journal.keepRelaxed([.edge(Example.edge(day * 86_400))])
            try await temporary.journal.flush(at: .noon + .seconds(day * 86_400))
        }
        try await temporary.journal.flush(at: .noon + Self.day * 3)
        #expect(try check(temporary, at: .noon + Self.day * 3).days == 3)
        try await alter(temporary, sql)
        let faults = try check(temporary, at: .noon + Self.day * 3).faults
        #expect(faults.contains { $0.day?.number.description == day && $0.kind == nil })
    }

    @Test func lateRowsAreNoAlterationAndAreBoundByTheNextSeal() async throws {
        let temporary = try await sealed()
        await temporary.journal.keepRelaxed([
            .edge(Example.edge(500)), .edge(Example.edge(5)), .edge(Example.edge(86_400)),
        ])
        try await temporary.journal.flush(at: .noon + Self.day)
        #expect(try temporary.rows(in: "late_rows") == 1)
        let early = try check(temporary)
        #expect((early.faults, early.lateRows) == ([], 1))
        let line = "2026-11-21: edges: 1 rows came after the day was sealed"
        let place = ": at 2026-11-21 12:08:20.000000 UTC"
        #expect(
            early.late.map(\.description) == ["\(line), 1 of them bound by no seal yet\(place)"])
        try await temporary.journal.flush(at: .noon + Self.day * 2)
        let report = try check(temporary, at: .noon + Self.day * 2)
        #expect((report.faults, report.days, report.rows) == ([], 2, 15))
        #expect(report.late.map(\.description) == [line + place])
        try await alter(temporary, "DELETE FROM edges WHERE at = 1795262900000000")
        let faults = try check(temporary, at: .noon + Self.day * 2).faults.map(\.description)
        #expect(
            faults == ["2026-11-21: edges: 1 rows that came late are gone or were altered"])
        try await alter(temporary, "DELETE FROM late_rows")
        let more = try check(temporary, at: .noon + Self.day * 2).faults.map(\.description)
        #expect(more == ["2026-11-22: the notes of late rows were altered"])
    }

    @Test func theChainGoesOnAfterARestart() async throws {
        let temporary = try await sealed()
        let (journal, _) = try await temporary.reopened(at: .noon + Self.day)
        await journal.keepRelaxed([.edge(Example.edge(86_400))])
        try await journal.flush(at: .noon + Self.day)
        try await journal.close(at: .noon + Self.day)
        _ = try await journal.open(at: .noon + Self.day * 2)
        try await journal.flush(at: .noon + Self.day * 2)
        let report = try check(temporary, at: .noon + Self.day * 2)
        #expect((report.faults, report.days) == ([], 2))
    }

    @Test func theRetentionTakesSealsWithTheirDays() async throws {
        let temporary = try TemporaryJournal(retentionDays: 3)
        let journal = temporary.journal
        _ = try await journal.open(at: .noon)
        for day in 0..<10 as Range<Int64> {
            await journal.keepRelaxed([.edge(Example.edge(day * 86_400))])
            try await journal.close(at: .noon + .seconds(day * 86_400))
            _ = try await journal.open(at: .noon + .seconds(day * 86_400))
            try await journal.flush(at: .noon + .seconds(day * 86_400 + 1))
        }
        let report = try check(temporary, retentionDays: 3, at: .noon + Self.day * 9)
        #expect((report.faults, report.partial) == ([], 0))
        #expect(report.newest?.day.description == "2026-11-29")
        #expect(report.days < 6)
        try await alter(
            temporary, "UPDATE meta SET value = 1796300000000000 WHERE name = 'removed_before'")
        let faults = try check(temporary, retentionDays: 3, at: .noon + Self.day * 9).faults
        #expect(faults.first?.problem.contains("more than retention_days (3) explain") == true)
    }

    @Test func whatAnEarlierVersionRecordedComesBeforeTheChain() async throws {
        let temporary = try TemporaryJournal()
        let queue = try DatabaseQueue(path: temporary.path)
        try Schema.migrator.migrate(queue, upTo: "4 shadow verdicts")
        try await queue.write { db in
            try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            try db.execute(
                sql: """
                    INSERT INTO meta VALUES ('salt', '00c0ffee');
                    INSERT INTO edges VALUES (1795000000000000, 'pir', 1, 'ok');
                    """)
        }
        try queue.close()
        let journal = temporary.journal
        _ = try await journal.open(at: .noon)
        await journal.keepRelaxed([.edge(Example.edge(0))])
        try await journal.flush(at: .noon)
        try await journal.flush(at: .noon + Self.day)
        let report = try check(temporary)
        #expect((report.faults, report.days, report.rows) == ([], 1, 1))
        #expect((report.before, report.since) == (1, 0))
    }

    @Test func aSealThatWasNotedElsewhereHasToBeThere() async throws {
        let temporary = try await sealed()
        let seal = try #require(await temporary.journal.takeSeals().first)
        #expect(try check(temporary, known: [seal.hash]).faults == [])
        let faults = try check(temporary, known: ["c0ffee"]).faults
        #expect(faults.map(\.description) == ["seal c0ffee is not in the chain"])
    }

    /// The form of version 1 must never change: seals that were made by it would be faults.
    @Test func theCanonicalFormIsFixed() async throws {
        let temporary = try await sealed()
        let seal = try #require(await temporary.journal.takeSeals().first)
        let rows = "i1795262400000000;t3:piri1;t2:ok\n"
        let edges = (0..<10).map { "i\(1_795_262_400 + $0)000000;t3:piri1;t2:ok\n" }
        #expect(edges.first == rows)
        #expect(
            seal.sums["edges"] == Seal.Sum(count: 10, hash: SHA256.hexadecimal(of: edges.joined())))
        let presence = "i1795262400000000;i1795262490000000;t7:present\n"
        #expect(seal.sums["presence"] == Seal.Sum(count: 1, hash: SHA256.hexadecimal(of: presence)))
        let press =
            "i1;i1795262400000000;t5:shortt7:refusedt9:too_shortt21:booking-1@example.org\n"
        #expect(seal.sums["presses"] == Seal.Sum(count: 1, hash: SHA256.hexadecimal(of: press)))
        #expect(seal.sums["notes"] == Seal.Sum(count: 0, hash: SHA256.hexadecimal(of: "")))
    }

    @Test func whatIsNoJournalIsRefused() throws {
        let temporary = try TemporaryJournal()
        #expect(throws: JournalError.self) { try check(temporary) }
        try temporary.write(Data("no database".utf8))
        #expect(throws: JournalError.self) { try check(temporary) }
    }

    @Test(
        arguments: [
            (0, "1970-01-01"), (-1, "1969-12-31"), (20_778, "2026-11-21"), (19_782, "2024-02-29"),
            (11_016, "2000-02-29"),
        ] as [(Int64, String)])
    func daysAreDates(number: Int64, date: String) {
        #expect(LogDay(number).description == date)
        #expect(LogDay(ofColumn: LogDay(number).start) == LogDay(number))
        #expect(LogDay(ofColumn: LogDay(number).end - 1) == LogDay(number))
    }
}
