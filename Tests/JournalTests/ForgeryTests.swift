import Hashing
import RoomCore
import Testing

@testable import Journal

/// Whoever can write the file can make what honest journals have, too: none of it passes as proven.
struct ForgeryTests: SealedLogs {
    /// No seal would ever bind its note, which has a number from before the day was sealed.
    @Test func aRowThatIsNotedAsLateTooEarlyIsAFault() async throws {
        let temporary = try await sealed()
        let hash = SHA256.hexadecimal(of: "i1795262460000000;t3:piri1;t2:ok\n")
        try await alter(
            temporary,
            """
            INSERT INTO edges VALUES (1795262460000000, 'pir', 1, 'ok');
            INSERT INTO late_rows VALUES (0, 20778, 'edges', x'\(hash)');
            """)
        let report = try check(temporary)
        #expect(
            report.faults.map(\.description) == [
                "2026-11-21: edges: the row at 2026-11-21 12:01:00.000000 UTC was altered or added"
            ])
        #expect(report.lateRows == 0)
    }

    /// Nobody can tell a forged row from one that came late: it is counted as one, before and after a seal binds it.
    @Test func aForgedRowThatIsNotedAsLateIsCounted() async throws {
        let temporary = try await sealed()
        let forged = "i9;i1795262460000000;t5:shortt10:checked_innn\n"
        let hash = SHA256.hexadecimal(of: forged)
        try await alter(
            temporary,
            """
            INSERT INTO presses VALUES (9, 1795262460000000, 'short', 'checked_in', NULL, NULL);
            INSERT INTO late_rows (day, kind, hash) VALUES (20778, 'presses', x'\(hash)');
            """)
        let early = try check(temporary)
        #expect((early.faults, early.lateRows, early.late.map(\.unbound)) == ([], 1, [1]))
        #expect(early.late.map(\.kind) == [.presses])
        await temporary.journal.keepRelaxed([.edge(Example.edge(86_400))])
        try await temporary.journal.flush(at: .noon + Self.day)
        try await temporary.journal.flush(at: .noon + Self.day * 2)
        let report = try check(temporary, at: .noon + Self.day * 2)
        #expect((report.faults, report.lateRows, report.late.map(\.unbound)) == ([], 1, [0]))
    }

    @Test(
        arguments: [
            ("DELETE FROM seals; DELETE FROM seal_marks", ""),
            ("DELETE FROM seals; DELETE FROM meta", "; there is no beginning of a chain"),
        ])
    func daysThatAreOverHaveToHaveASeal(sql: String, chain: String) async throws {
        let temporary = try await sealed()
        try await alter(temporary, "\(sql); UPDATE edges SET health = 'stuck'")
        let midnight = WallTime.noon + Self.hour * 12
        let early = try check(temporary, at: midnight + Self.hour * 6 - .seconds(1))
        #expect((early.faults, early.days, early.since) == ([], 0, 13))
        let faults = try check(temporary, at: midnight + Self.hour * 6).faults
        let fault = """
            2026-11-21: 13 rows up to 2026-11-21 have no seal, though these days are over\(chain); \
            was the panel off, or is this a copy (--copied)?
            """
        #expect(faults.map(\.description) == [fault])
    }

    @Test(
        arguments: [
            ("sums = 'x'", "column sums holds what this program cannot read"),
            ("version = 9", "column version holds what this program cannot read"),
            ("removed_before = 1", "its hash is another"),
        ])
    func aSealThatWasAlteredIsAFindingAndTheChainGoesOn(change: String, why: String) async throws {
        let temporary = try await sealed()
        let journal = temporary.journal
        _ = await journal.takeSeals()
        try await alter(temporary, "UPDATE seals SET \(change)")
        await journal.keepRelaxed([.edge(Example.edge(86_400))])
        #expect(try await journal.flush(at: .noon + Self.day) == [])
        let findings = try await journal.flush(at: .noon + Self.day * 2)
        #expect(findings == [.sealAltered(day: LogDay(20_778), why)])
        #expect(await journal.takeSeals().map(\.day.number) == [20_779])
        #expect(try temporary.asides() == [])
        let report = try check(temporary, at: .noon + Self.day * 2)
        #expect((report.days, report.newest?.day.number, report.since) == (2, 20_779, 0))
        let fault = try #require(report.faults.first)
        #expect(fault.day?.number == 20_778)
        #expect(fault.problem.hasPrefix("the seal was altered"))
    }

    @Test func aDayThatIsNotOverCannotBeSealed() async throws {
        let temporary = try await sealed()
        #expect(await temporary.journal.sealingFault(at: .noon)?.contains("not over") == true)
        let faults = try check(temporary, at: .noon).faults.map(\.description)
        #expect(faults == ["2026-11-21: it is called sealed, and is not over"])
    }

    @Test func aSealOfNoDayStopsNobody() async throws {
        let temporary = try await sealed()
        try await alter(
            temporary,
            "UPDATE seals SET day = 9223372036854775807, first_day = -9223372036854775808")
        let faults = try check(temporary).faults
        #expect(faults.contains { $0.problem == "the seal was altered" })
        let (journal, _) = try await temporary.reopened(at: .noon + Self.day)
        try await journal.flush(at: .noon + Self.day)
        let fault = await journal.sealingFault(at: .noon + Self.day)
        #expect(fault?.contains("9999-12-31 is called sealed") == true)
    }

    @Test func aDayThatWaitsToBeSealedIsTold() async throws {
        let temporary = try await recorded(edges: 0..<3_000)
        let (journal, due) = (temporary.journal, WallTime.noon + Self.day)
        try await journal.flush(at: due)
        #expect(await journal.sealingFault(at: due) == nil)
        // Another row of that day: it is read anew.
        await journal.keepRelaxed([.edge(Example.edge(-1))])
        let late = due + Self.hour * 6
        try await journal.flush(at: late)
        #expect(await journal.sealingFault(at: late) == "2026-11-21 has waited 6 h to be sealed")
        for _ in 1...3 { try await journal.flush(at: late) }
        #expect(await journal.takeSeals().count == 1)
        #expect(await journal.sealingFault(at: late) == nil)
    }

    /// Two sealed days, of the first of which the retention has deleted what came before an instant.
    private func shortened(_ instant: Int64, _ sql: String) async throws -> TemporaryJournal {
        let temporary = try await sealed()
        await temporary.journal.keepRelaxed([.edge(Example.edge(86_400))])
        try await temporary.journal.flush(at: .noon + Self.day)
        try await temporary.journal.flush(at: .noon + Self.day * 2)
        try await alter(
            temporary, "INSERT INTO meta VALUES ('removed_before', \(instant)); \(sql)")
        return temporary
    }

    @Test func whatIsCalledDeletedIsReadAllTheSame() async throws {
        let temporary = try await shortened(
            1_795_305_600_000_000,
            "UPDATE edges SET health = 'stuck' WHERE at = 1795262403000000")
        let altered =
            "2026-11-21: edges: the row at 2026-11-21 12:00:03.000000 UTC was altered or added"
        let young = try check(temporary, at: .noon + Self.day * 2)
        #expect(young.faults.first?.problem.contains("more than retention_days (400)") == true)
        #expect(young.faults.dropFirst().map(\.description) == [altered])
        let old = try check(temporary, retentionDays: 1, at: .noon + Self.day * 2)
        #expect(old.faults.map(\.description) == [altered])
        #expect((old.days, old.partial, old.rows) == (2, 1, 14))
    }

    @Test(
        arguments: [
            ("", [], 9),
            (
                "DELETE FROM edges WHERE at = 1795262407000000",
                [
                    "2026-11-21: edges: a row after 2026-11-21 12:00:06.000000 UTC was altered or removed"
                ], 8
            ),
        ] as [(String, [String], Int)])
    func aDayThatIsBeingDeletedMissesItsOldestRowsOnly(
        sql: String, faults: [String], rows: Int
    ) async throws {
        let temporary = try await shortened(
            1_795_262_405_000_000, "DELETE FROM edges WHERE at < 1795262405000000; \(sql)")
        let report = try check(temporary, retentionDays: 1, at: .noon + Self.day * 2)
        #expect(report.faults.map(\.description) == faults)
        #expect((report.partial, report.rows) == (1, rows))
    }

    @Test func whatWasDeletedStaysSo() async throws {
        let temporary = try await shortened(1_795_262_400_000_000, "")
        await temporary.journal.keepRelaxed([.edge(Example.edge(2 * 86_400))])
        try await temporary.journal.flush(at: .noon + Self.day * 2)
        try await temporary.journal.flush(at: .noon + Self.day * 3)
        try await alter(temporary, "DELETE FROM meta WHERE name = 'removed_before'")
        let faults = try check(temporary, retentionDays: 1, at: .noon + Self.day * 3).faults
        #expect(
            faults.map(\.problem) == ["the journal says that less was deleted than its seals"])
    }
}
