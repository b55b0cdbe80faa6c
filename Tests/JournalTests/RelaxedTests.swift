import Journal
import RoomCore
import Testing

@Suite struct RelaxedTests {
    @Test func rowsAreGatheredUntilFlushedAndListedAtOnce() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        let span = PresenceSpan(.present, Span(start: .noon, length: .seconds(90)))
        await temporary.journal.keepRelaxed([.edge(Example.edge(1)), .presence(span)])
        for isWritten in [false, true] {
            #expect(try temporary.rows(in: "edges") == (isWritten ? 1 : 0))
            #expect(try await temporary.journal.edges(in: .ever).rows == [Example.edge(1)])
            #expect(try await temporary.journal.presence(in: .ever).rows == [span])
            #expect(try await temporary.journal.flush(at: .noon) == [])
        }
    }

    @Test func messagesAreListedAtOnceInTheOrderTheyWillHave() async throws {
        let temporary = try TemporaryJournal()
        let journal = temporary.journal
        _ = try await journal.open(at: .noon)
        let messages = [
            Example.message(1, .takenOver), Example.message(1, .late), Example.message(11),
            Example.message(1, at: .noon),
        ]
        await journal.keepRelaxed(messages.map { .message($0) })
        // By their bytes: "booking-11" comes before "booking-1@".
        let sorted = [3, 2, 1, 0].map { messages[$0] }
        for isWritten in [false, true] {
            #expect(try temporary.rows(in: "messages") == (isWritten ? 4 : 0))
            #expect(try await journal.messages(in: .ever).rows == sorted)
            #expect(try await journal.flush(at: .noon) == [])
        }
    }

    @Test func rowsThatWaitStandWhereTheyWillOnceTheyAreWritten() async throws {
        let temporary = try TemporaryJournal()
        let journal = temporary.journal
        _ = try await journal.open(at: .noon)
        await journal.keepRelaxed(edges(0..<10))
        try await journal.flush(at: .noon)
        // Of one time, and older ones: the order is that of the table, not that of coming.
        await journal.keepRelaxed([
            .edge(Example.edge(20, sensor: "radar")), .edge(Example.edge(20, sensor: "pir")),
            .edge(Example.edge(20, sensor: "pir", isActive: false)), .edge(Example.edge(-5)),
            .edge(Example.edge(3)),
        ])
        var seen: [JournalPage<SensorEdge>] = []
        for _ in 1...2 {
            seen.append(try await journal.edges(in: .ever))
            try await journal.flush(at: .noon)
        }
        #expect(seen[0] == seen[1])
        #expect(seen[0].rows.count == 14)
        #expect(seen[0].rows.map(\.sensor).suffix(3) == ["pir", "pir", "radar"])
        #expect(seen[0].rows.first == Example.edge(-5))
    }

    @Test func waitingRowsKeepToWindowAndLimit() async throws {
        let temporary = try TemporaryJournal()
        let journal = temporary.journal
        _ = try await journal.open(at: .noon)
        await journal.keepRelaxed(edges(0..<10))
        try await journal.flush(at: .noon)
        await journal.keepRelaxed(edges(10..<20))
        let window = Span(start: .noon + .seconds(5), end: .noon + .seconds(15))
        #expect(
            try await journal.edges(in: window).rows == (5..<15).map { Example.edge($0) })
        let page = try await journal.edges(in: window, limit: 7)
        #expect(page.rows == (5..<12).map { Example.edge($0) })
        #expect(page.isCut)
        #expect(try await journal.edges(in: window, limit: 10).isCut == false)
    }

    @Test(arguments: 1...6)
    func noRowComesTwiceOrNeverWhenAFlushComesBetweenTwoPages(_ size: Int) async throws {
        let temporary = try TemporaryJournal()
        let journal = temporary.journal
        _ = try await journal.open(at: .noon)
        await journal.keepRelaxed(edges(0..<7))
        try await journal.flush(at: .noon)
        await journal.keepRelaxed(edges(7..<20))
        var rows: [SensorEdge] = []
        var start = Span.ever.start
        while true {
            let window = Span(start: start, end: Span.ever.end)
            let page = try await journal.edges(in: window, limit: size)
            rows += page.rows
            guard page.isCut, let last = page.rows.last else { break }
            start = last.at + .microseconds(1)
            if rows.count > 9 { try await journal.flush(at: .noon) }
        }
        #expect(rows == (0..<20).map { Example.edge($0) })
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
            [.outbox(Example.entry(1, .acknowledged)), .sync(Example.sync(0, nil, .create))],
            at: .noon)
        let rows = try await temporary.journal.syncHistory(in: .ever).rows
        #expect(rows.map(\.operation) == [.create])
    }

    private func edges(_ range: Range<Int64>) -> [Record] {
        range.map { .edge(Example.edge($0)) }
    }
}
