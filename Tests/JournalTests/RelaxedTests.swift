import Journal
import RoomCore
import Testing

@Suite struct RelaxedTests {
    @Test func rowsAreGatheredUntilFlushed() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        let span = PresenceSpan(.present, Span(start: .noon, length: .seconds(90)))
        await temporary.journal.keepRelaxed([.edge(Example.edge(1)), .presence(span)])
        #expect(try await temporary.journal.edges(in: .ever).rows == [])
        #expect(try await temporary.journal.flush(at: .noon) == [])
        #expect(try await temporary.journal.edges(in: .ever).rows == [Example.edge(1)])
        #expect(try await temporary.journal.presence(in: .ever).rows == [span])
    }

    @Test func sixtyFourRowsAskForAFlush() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        #expect(await temporary.journal.keepRelaxed(edges(0..<63)) == false)
        #expect(await temporary.journal.keepRelaxed(edges(63..<64)))
        try await temporary.journal.flush(at: .noon)
        #expect(await temporary.journal.keepRelaxed(edges(64..<65)) == false)
    }

    @Test func closingFlushes() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        await temporary.journal.keepRelaxed(edges(0..<10))
        let (journal, _) = try await temporary.reopened()
        #expect(try await journal.edges(in: .ever).rows.count == 10)
    }

    @Test func closedJournalHoldsABoundedNumberOfRowsAndTellsOfTheRest() async throws {
        let temporary = try TemporaryJournal()
        await temporary.journal.keepRelaxed(edges(0..<5000))
        _ = try await temporary.journal.open(at: .noon)
        let findings = try await temporary.journal.flush(at: .noon)
        let rows = try await temporary.journal.edges(in: .ever).rows
        #expect(rows.count <= 4096)
        #expect(findings == [.rowsDropped(count: 5000 - rows.count)])
        #expect(rows.last == Example.edge(4999))
        #expect(try await temporary.journal.flush(at: .noon) == [])
    }

    @Test func durableStateIsNotOvertakenByAnOlderGatheredOne() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        var newer = Example.sitting(1)
        newer.activeEdges = 50
        await temporary.journal.keepRelaxed([
            .sitting(Example.sitting(1)), .sitting(Example.sitting(2)), .outbox(Example.entry(1)),
        ])
        try await temporary.journal.keep(
            [
                .sitting(newer), .sittingClosed(Example.sitting(2).booking),
                .outbox(Example.entry(1, .rejected)),
            ], at: .noon)
        let memory = try await temporary.reopened().1.memory
        #expect(memory.sittings == [newer])
        #expect(memory.outbox == [])
    }

    @Test func conflictingRowIsLeftOutAndTheRestWritten() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.journal.keep([.press(Example.press(1))], at: .noon)
        await temporary.journal.keepRelaxed([
            .edge(Example.edge(1)), .press(Example.press(1, at: .noon + .seconds(9))),
            .edge(Example.edge(2)),
        ])
        let findings = try await temporary.journal.flush(at: .noon)
        #expect(findings == [.refused("the number of press 1 was given out before")])
        #expect(try await temporary.journal.edges(in: .ever).rows.count == 2)
        #expect(try await temporary.journal.presses(in: .ever).rows == [Example.press(1)])
    }

    @Test func exchangesThatGoAlikeAreOneRow() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        for second in stride(from: Int64(0), to: 600, by: 30) {
            await temporary.journal.keepRelaxed([.sync(Example.sync(second))])
        }
        await temporary.journal.keepRelaxed([
            .sync(Example.sync(600, .unreachable)), .sync(Example.sync(630, .unreachable)),
            .sync(Example.sync(660)),
        ])
        try await temporary.journal.flush(at: .noon, everything: true)
        let rows = try await temporary.journal.syncHistory(in: .ever).rows
        #expect(rows.map(\.exchanges) == [20, 2, 1])
        #expect(rows.map(\.failure) == [nil, .unreachable, nil])
        #expect(rows.map(\.lastAt) == [570, 630, 660].map { .noon + .seconds($0) })
    }

    @Test func stretchOfExchangesEndsAfterAnHourAndGrowsInPlace() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        for second in stride(from: Int64(0), through: 3630, by: 30) {
            await temporary.journal.keepRelaxed([.sync(Example.sync(second))])
            try await temporary.journal.flush(at: .noon)
        }
        try await temporary.journal.flush(at: .noon, everything: true)
        let rows = try await temporary.journal.syncHistory(in: .ever).rows
        #expect(rows.map(\.exchanges) == [121, 1])
        #expect(rows.first?.lastAt == .noon + .seconds(3600))
    }

    @Test func exchangeInADurableGroupIsKeptWithIt() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.journal.keep(
            [.outbox(Example.entry(1, .acknowledged)), .sync(Example.sync(0, nil, "create"))],
            at: .noon)
        let rows = try await temporary.journal.syncHistory(in: .ever).rows
        #expect(rows.map(\.operation) == ["create"])
    }

    private func edges(_ range: Range<Int64>) -> [Record] {
        range.map { .edge(Example.edge($0)) }
    }
}
