import Journal
import RoomCore
import Testing

@Suite struct RetentionTests {
    private static let day = Duration.seconds(86_400)

    @Test func historyOlderThanTheRetentionIsDeleted() async throws {
        let temporary = try TemporaryJournal(retentionDays: 10)
        let journal = temporary.journal
        _ = try await journal.open(at: .noon)
        try await fill(journal)
        try await journal.flush(at: .noon + Self.day * 10 + .seconds(1), everything: true)
        #expect(try await journal.edges(in: .ever).rows == [Example.edge(2)])
        #expect(try await journal.presses(in: .ever).rows.map(\.number) == [2])
        #expect(try await journal.verdicts(in: .ever).rows.map(\.number) == [2])
        #expect(try await journal.outbox(in: .ever).rows.map(\.number) == [2, 3])
        #expect(try await journal.presence(in: .ever).rows.count == 1)
        #expect(try await journal.messages(in: .ever).rows == [Example.message(2)])
        #expect(try await journal.syncHistory(in: .ever).rows.count == 1)
    }

    @Test func openEntriesAndSittingsAreNeverDeleted() async throws {
        let temporary = try TemporaryJournal(retentionDays: 1)
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.journal.keep(
            [
                .outbox(Example.entry(1)), .outbox(Example.entry(2, .sent)),
                .sitting(Example.sitting(1)),
            ], at: .noon)
        await temporary.journal.keepRelaxed([.edge(Example.edge(0))])
        try await temporary.journal.flush(at: .noon + Self.day * 1000)
        let memory = try await temporary.reopened().1.memory
        #expect(memory.outbox.map(\.number) == [1, 2])
        #expect(memory.sittings == [Example.sitting(1)])
    }

    @Test func greatestNumbersOutliveTheirRows() async throws {
        let temporary = try TemporaryJournal(retentionDays: 1)
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.journal.keep(
            [
                .press(Example.press(41)), .verdict(Example.verdict(42)),
                .outbox(Example.entry(43, .acknowledged)),
            ], at: .noon)
        await temporary.journal.keepRelaxed([.edge(Example.edge(0))])
        try await temporary.journal.flush(at: .noon + Self.day * 2)
        #expect(try await temporary.journal.presses(in: .ever).rows == [])
        #expect(try await temporary.journal.outbox(in: .ever).rows == [])
        let memory = try await temporary.reopened().1.memory
        #expect([memory.lastPress, memory.lastVerdict, memory.lastOutbox] == [41, 42, 43])
    }

    @Test func untrustedClockDeletesNothing() async throws {
        let temporary = try TemporaryJournal(retentionDays: 1)
        _ = try await temporary.journal.open(at: nil)
        try await fill(temporary.journal)
        try await temporary.journal.flush(at: nil, everything: true)
        #expect(try await temporary.journal.edges(in: .ever).rows.count == 3)
    }

    @Test func muchIsDeletedInPortions() async throws {
        let temporary = try TemporaryJournal(retentionDays: 1)
        let journal = temporary.journal
        _ = try await journal.open(at: .noon)
        for start in stride(from: Int64(0), to: 10_000, by: 1000) {
            await journal.keepRelaxed((start..<start + 1000).map { .edge(Example.edge($0)) })
            try await journal.flush(at: nil)
        }
        var left: [Int] = []
        for flush in Int64(0)..<5 {
            await journal.keepRelaxed([.edge(Example.edge(864_000 + flush))])
            try await journal.flush(at: .noon + Self.day * 10)
            left.append(try await journal.edges(in: .ever, limit: 20_000).rows.count)
        }
        #expect(left == [5905, 1810, 3, 4, 5])
    }

    @Test func fileStopsGrowing() async throws {
        let temporary = try TemporaryJournal(retentionDays: 1)
        let journal = temporary.journal
        _ = try await journal.open(at: .noon)
        var sizes: [Int] = []
        for day in Int64(0)..<6 {
            for second in stride(from: Int64(0), to: 86_400, by: 20) {
                let isFull = await journal.keepRelaxed([.edge(Example.edge(day * 86_400 + second))])
                if isFull {
                    try await journal.flush(at: .noon + .seconds(day * 86_400 + second))
                }
            }
            try await journal.close(at: .noon + .seconds((day + 1) * 86_400))
            sizes.append(try temporary.read().count)
            _ = try await journal.open(at: .noon + .seconds((day + 1) * 86_400))
        }
        #expect(sizes[5] <= sizes[2] + 8 * 4096, "\(sizes)")
    }

    /// Three rows of everything: far past, far past but open, and new.
    private func fill(_ journal: Journal) async throws {
        try await journal.keep(
            [
                .press(Example.press(1, at: .noon - Self.day)),
                .press(Example.press(2, at: .noon + .seconds(2))),
                .verdict(Example.verdict(1, at: .noon)),
                .verdict(Example.verdict(2, at: .noon + .seconds(2))),
                .outbox(Example.entry(1, .acknowledged)), .outbox(Example.entry(2)),
                .outbox(Example.entry(3, .expired, at: .noon + .seconds(2))),
            ], at: nil)
        await journal.keepRelaxed([
            .edge(Example.edge(-1)), .edge(Example.edge(0)), .edge(Example.edge(2)),
            .presence(PresenceSpan(.vacant, Span(start: .noon, length: .microseconds(999_999)))),
            .presence(PresenceSpan(.present, Span(start: .noon, length: .seconds(90)))),
            .sync(Example.sync(0, .limit)), .sync(Example.sync(2)),
            .message(Example.message(1, at: .noon)), .message(Example.message(2)),
        ])
    }
}
