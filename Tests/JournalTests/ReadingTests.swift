import Journal
import RoomCore
import Testing

@Suite struct ReadingTests {
    @Test func windowIsHalfOpen() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        let seconds: [Int64] = [-1, 0, 1, 59, 60]
        try await temporary.journal.keep(
            seconds.enumerated().flatMap { index, second in
                let time = WallTime.noon + .seconds(second)
                let number = Int64(index + 1)
                return [
                    Record.press(Example.press(number, at: time)),
                    .verdict(Example.verdict(number, at: time)),
                    .outbox(Example.entry(number, at: time)), .edge(Example.edge(second)),
                ]
            }, at: .noon)
        let window = Span(start: .noon, length: .seconds(60))
        let journal = temporary.journal
        #expect(try await journal.presses(in: window).rows.map(\.number) == [2, 3, 4])
        #expect(try await journal.verdicts(in: window).rows.map(\.number) == [2, 3, 4])
        #expect(try await journal.outbox(in: window).rows.map(\.number) == [2, 3, 4])
        #expect(try await journal.edges(in: window).rows == [0, 1, 59].map { Example.edge($0) })
    }

    @Test func verdictsAreReadByTheirKinds() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        var noShow = Example.verdict(2)
        noShow.kind = .noShow
        try await temporary.journal.keep(
            [.verdict(Example.verdict(1)), .verdict(noShow)], at: .noon)
        await temporary.journal.keepRelaxed([.verdict(Example.verdict(3))])
        let journal = temporary.journal
        #expect(try await journal.verdicts(in: .ever, of: [.noShow]).rows.map(\.number) == [2])
        let others = try await journal.verdicts(in: .ever, of: [.unverifiable, .late])
        #expect(others.rows.map(\.number) == [1, 3])
        #expect(try await journal.verdicts(in: .ever, of: []).rows.isEmpty)
    }

    @Test func edgesAreCountedOnceWhetherWrittenOrWaiting() async throws {
        let temporary = try TemporaryJournal()
        let journal = temporary.journal
        _ = try await journal.open(at: .noon)
        try await journal.keep((0..<5).map { .edge(Example.edge($0)) }, at: .noon)
        // The last one of them once more, and one that is new.
        await journal.keepRelaxed([.edge(Example.edge(4)), .edge(Example.edge(5))])
        let name = Example.edge(0).sensor
        let all = try await journal.activity(in: .ever)
        #expect(all == [name: SensorActivity(edges: 6, lastEdge: Example.edge(5).at)])
        let window = Span(start: Example.edge(1).at, end: Example.edge(4).at)
        #expect(
            try await journal.activity(in: window)
                == [name: SensorActivity(edges: 3, lastEdge: Example.edge(3).at)])
        #expect(try await journal.activity(in: Span(start: .noon, end: .noon)).isEmpty)
    }

    @Test func stretchesThatReachIntoTheWindowAreRead() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        let spans = [(-60, 0), (-60, 1), (0, 60), (59, 90), (60, 90)].map { start, end in
            PresenceSpan(
                .vacant, Span(start: .noon + .seconds(start), end: .noon + .seconds(end)))
        }
        await temporary.journal.keepRelaxed(spans.map { .presence($0) })
        try await temporary.journal.flush(at: .noon)
        let window = Span(start: .noon, length: .seconds(60))
        #expect(try await temporary.journal.presence(in: window).rows == Array(spans[1...3]))
    }

    @Test func everyColumnComesBack() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.journal.keep(
            [
                .press(Example.press(1)), .verdict(Example.verdict(2)),
                .outbox(Example.entry(3, .expired)),
            ], at: .noon)
        try await temporary.keep([Example.booking(1), Example.booking(3)])
        let journal = temporary.journal
        #expect(try await journal.presses(in: .ever).rows == [Example.press(1)])
        #expect(try await journal.verdicts(in: .ever).rows == [Example.verdict(2)])
        #expect(try await journal.outbox(in: .ever).rows == [Example.entry(3, .expired)])
        #expect(
            try await journal.bookings(in: .ever).rows == [Example.booking(1), Example.booking(3)])
    }

    @Test(arguments: [0, 1, 5, 6, -3])
    func limitCutsFromTheEndAndSaysSo(_ limit: Int) async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        let edges = (0..<5).map { Example.edge($0) }
        try await temporary.journal.keep(edges.map { .edge($0) }, at: .noon)
        let page = try await temporary.journal.edges(in: .ever, limit: limit)
        #expect(page.rows == Array(edges.prefix(max(0, limit))))
        #expect(page.isCut == (limit < 5))
        #expect(page.unreadable == 0)
    }

    @Test func emptyJournalAndEmptyWindowGiveNoRows() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        #expect(try await temporary.journal.verdicts(in: .ever).rows == [])
        try await temporary.journal.keep([.press(Example.press(1))], at: .noon)
        let empty = Span(start: .noon, end: .noon)
        #expect(try await temporary.journal.presses(in: empty).rows == [])
    }

    @Test func readersDoNotWaitForEachOtherOrTheWriter() async throws {
        let temporary = try TemporaryJournal()
        let journal = temporary.journal
        _ = try await journal.open(at: .noon)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for reader in 0..<4 {
                group.addTask {
                    for _ in 0..<25 {
                        let page = try await journal.presses(in: .ever)
                        #expect(
                            page.rows.map(\.number)
                                == Array(1...(page.rows.count + 1)).dropLast().map(Int64.init),
                            "reader \(reader)")
                    }
                }
            }
            group.addTask {
                for number in Int64(1)...50 {
                    try await journal.keep([.press(Example.press(number))], at: .noon)
                }
            }
            try await group.waitForAll()
        }
        #expect(try await journal.presses(in: .ever).rows.count == 50)
    }

    @Test func cancelledReadEndsWithAnError() async throws {
        let temporary = try TemporaryJournal()
        let journal = temporary.journal
        _ = try await journal.open(at: .noon)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await journal.edges(in: .ever)
        }
        await #expect(throws: JournalError.self) { try await task.value }
        #expect(try await journal.edges(in: .ever).rows == [])
    }
}
