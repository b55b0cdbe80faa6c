import GRDB
import RoomCore
import Testing

@testable import Journal

/// A journal of an older version is brought up to this one, with what it owes.
struct MigrationTests {
    /// Rows as the first version wrote them: an end without the one that it replaces, and what is known of a booking that was
    /// given up in three places.
    private static let rows = """
        INSERT INTO meta VALUES ('salt', '00c0ffee');
        INSERT INTO bookings VALUES
            (1000000, 'a', 9000000, NULL, NULL, 'server', NULL, NULL, 0, 1, 1);
        INSERT INTO outbox VALUES
            (1, 'queued', 'change_end', 'a', 1, 500, NULL,
                '{"changeEnd":{"_0":"a","end":5000000}}'),
            (2, 'queued', 'change_end', 'gone', 0, 600, NULL,
                '{"changeEnd":{"_0":"gone","end":7000000}}'),
            (3, 'queued', 'withdraw', 'b', 0, 700, NULL, '{"withdraw":{"_0":"b"}}'),
            (4, 'queued', 'change_end', 'a', 0, 800, NULL,
                '{"changeEnd":{"_0":"a","end":6000000}}'),
            (5, 'acknowledged', 'change_end', 'a', 1, 850, NULL,
                '{"changeEnd":{"_0":"a","end":6500000}}'),
            (6, 'queued', 'change_end', 'a', 0, 900, NULL,
                '{"changeEnd":{"_0":"a","end":5500000}}'),
            (7, 'sent', 'create', 'own', 1, 910, NULL,
                '{"create":{"_0":{"id":"own","span":{"start":1000000,"end":3000000},\
        "source":"panel","isAllDay":false,"isBlocking":true,"isWritable":true}}}'),
            (8, 'queued', 'change_end', 'own', 0, 920, NULL,
                '{"changeEnd":{"_0":"own","end":4000000}}');
        INSERT INTO sittings VALUES ('a', 1000000, 9000000,
            '{"booking":"a","span":{"start":1000000,"end":9000000},"activeEdges":2,"hasLostEdges":false,\
        "endedAt":5000000,"cutAt":5500000,"leftAt":4000000}');
        """

    @Test func whatTheFirstVersionOwesIsOwed() async throws {
        let temporary = try TemporaryJournal()
        let queue = try DatabaseQueue(path: temporary.path)
        try Schema.migrator.migrate(queue, upTo: "1 first tables")
        try await queue.write { db in
            try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            try db.execute(sql: Self.rows)
        }
        try queue.close()
        let own = Booking(
            id: BookingID("own"), span: Span(start: time(1), end: time(3)), source: .panel)
        let memory = try await temporary.journal.open(at: .noon).memory
        #expect(
            memory.outbox.map(\.write) == [
                .changeEnd(BookingID("a"), from: time(9), to: time(5)),
                .changeEnd(BookingID("gone"), from: time(7), to: time(7)),
                .withdraw(BookingID("b")),
                .changeEnd(BookingID("a"), from: time(5), to: time(6)),
                .changeEnd(
                    BookingID("a"), from: time(6), to: WallTime(microsecondsSinceEpoch: 5_500_000)),
                .create(own),
                .changeEnd(BookingID("own"), from: time(3), to: time(4)),
            ])
        #expect(memory.outbox.allSatisfy { $0.cause == .press })
        let sitting = try #require(memory.sittings.first)
        #expect(
            sitting.givenUp
                == Sitting.GivenUp(at: time(5), by: nil, lastSeen: time(4), isOnServer: true))
        #expect(sitting.activeEdges == 2)
    }

    @Test func bookingsOfTheSecondVersionStayWithoutTheirOrganisersName() async throws {
        let temporary = try TemporaryJournal()
        let queue = try DatabaseQueue(path: temporary.path)
        try Schema.migrator.migrate(queue, upTo: "2 intents")
        let (start, hour) = (WallTime.noon.microsecondsSinceEpoch, Int64(3_600_000_000))
        try await queue.write { db in
            try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            try db.execute(
                sql: """
                    INSERT INTO meta VALUES ('salt', '00c0ffee');
                    INSERT INTO schedule VALUES
                        (1, \(start - hour), \(start + 24 * hour), NULL, '[]', \(start));
                    INSERT INTO bookings VALUES
                        (\(start), 'a', \(start + hour), 'Talk', 'Ada', 'server', NULL, NULL, 0, 1, 1);
                    """)
        }
        try queue.close()
        let bookings = try await temporary.journal.open(at: .noon).memory.schedule?.bookings
        #expect(bookings?.map(\.organiser) == ["Ada"])
        #expect(bookings?.map(\.organiserID) == [nil])
    }

    @Test func journalOfTheFourthVersionTakesMessages() async throws {
        let temporary = try TemporaryJournal()
        let queue = try DatabaseQueue(path: temporary.path)
        try Schema.migrator.migrate(queue, upTo: "4 shadow verdicts")
        try await queue.write { db in
            try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            try db.execute(sql: "INSERT INTO meta VALUES ('salt', '00c0ffee')")
        }
        try queue.close()
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.journal.keep([.message(Example.message(1))], at: .noon)
        #expect(try await temporary.journal.messages(in: .ever).rows == [Example.message(1)])
    }

    @Test func verdictsOfEarlierVersionsWereActedOn() async throws {
        let temporary = try TemporaryJournal()
        let queue = try DatabaseQueue(path: temporary.path)
        try Schema.migrator.migrate(queue, upTo: "2 intents")
        try await queue.write { db in
            try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            try db.execute(sql: "INSERT INTO meta VALUES ('salt', '00c0ffee')")
            try db.execute(
                sql: """
                    INSERT INTO verdicts VALUES (1, 5000000, 'a', 1000000, 9000000, 'no_show',
                        NULL, NULL, NULL, '{"activeEdges":0,"observedSeconds":600,"dueSeconds":600,\
                    "sensors":{},"isClockTrusted":true}')
                    """)
        }
        try queue.close()
        _ = try await temporary.journal.open(at: .noon)
        let verdicts = try await temporary.journal.verdicts(
            in: Span(start: time(0), end: time(10))
        ).rows
        #expect(verdicts.map(\.kind) == [.noShow])
        #expect(verdicts.map(\.isShadow) == [false])
    }

    @Test func verdictOfAPanelThatOnlyWatchesIsKeptAsOne() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        var verdict = Example.verdict(1)
        verdict.isShadow = true
        try await temporary.journal.keep([.verdict(verdict)], at: .noon)
        #expect(try await temporary.journal.verdicts(in: .ever).rows == [verdict])
    }

    @Test func pressesOfEarlierVersionsWereOfTheButton() async throws {
        let temporary = try TemporaryJournal()
        let queue = try DatabaseQueue(path: temporary.path)
        try Schema.migrator.migrate(queue, upTo: "4 shadow verdicts")
        try await queue.write { db in
            try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            try db.execute(sql: "INSERT INTO meta VALUES ('salt', '00c0ffee')")
            try db.execute(
                sql: "INSERT INTO presses VALUES (1, 5000000, 'long', 'ended', NULL, 'a')")
        }
        try queue.close()
        _ = try await temporary.journal.open(at: .noon)
        let presses = try await temporary.journal.presses(in: Span(start: time(0), end: time(10)))
        #expect(presses.rows.map(\.wish) == [.long])
    }

    @Test func pressOfThePageIsKeptAsOne() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        let press = Press(
            number: 1, pressedAt: .noon, wish: .takeBack, outcome: .undone,
            booking: BookingID("a"))
        try await temporary.journal.keep([.press(press)], at: .noon)
        #expect(try await temporary.journal.presses(in: .ever).rows == [press])
    }

    private func time(_ seconds: Int64) -> WallTime { WallTime(secondsSinceEpoch: seconds) }
}
