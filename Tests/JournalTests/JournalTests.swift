import Journal
import RoomCore
import Testing

@Suite struct JournalTests {
    @Test func newJournalRemembersNothingButASalt() async throws {
        let temporary = try TemporaryJournal()
        let opening = try await temporary.journal.open(at: .noon)
        #expect(opening.findings == [])
        #expect(opening.memory == Memory(salt: opening.memory.salt))
        #expect(opening.memory.salt.utf8.count == 8)
        #expect(opening.memory.salt.allSatisfy { "0123456789abcdef".contains($0) })
    }

    @Test func saltStaysAndDiffersBetweenJournals() async throws {
        let one = try TemporaryJournal()
        let two = try TemporaryJournal()
        let first = try await one.journal.open(at: .noon).memory.salt
        #expect(try await one.reopened().1.memory.salt == first)
        #expect(try await two.journal.open(at: .noon).memory.salt != first)
    }

    @Test func secondPanelIsKeptOutUntilTheFirstHasClosed() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        let second = Journal(temporary.settings)
        let error = await #expect(throws: JournalError.self) { try await second.open(at: .noon) }
        #expect(error?.cause == .claimed)
        #expect(error?.description.contains("another panel writes it") == true)
        #expect(try await second.recall(at: .noon).outbox.isEmpty)
        try await temporary.journal.close(at: .noon)
        _ = try await second.open(at: .noon)
    }

    @Test func everythingKeptIsRememberedAfterARestart() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        let reading = Example.reading([Example.booking(1), Example.booking(2)])
        try await temporary.journal.keep(
            [
                .press(Example.press(4)), .verdict(Example.verdict(9)),
                .outbox(Example.entry(3)), .outbox(Example.entry(2, .sent)),
                .outbox(Example.entry(1, .acknowledged)), .sitting(Example.sitting(1)),
                .silences([Example.silence]),
                .schedule(reading, heardAt: .noon),
            ], at: .noon)
        await temporary.journal.keepRelaxed([.edge(Example.edge(-60)), .edge(Example.edge(-30))])

        let memory = try await temporary.reopened().1.memory
        #expect(memory.schedule == reading)
        #expect(memory.heardAt == .noon)
        #expect(memory.sittings == [Example.sitting(1)])
        #expect(memory.silences == [Example.silence])
        #expect(memory.outbox == [Example.entry(2, .sent), Example.entry(3)])
        #expect(memory.lastActiveEdges == ["pir": .noon - .seconds(30)])
        #expect([memory.lastPress, memory.lastVerdict, memory.lastOutbox] == [4, 9, 3])
    }

    @Test func everyKindOfWriteSurvivesARestart() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        let id = BookingID("a/20261121T120000Z")
        let writes: [ServerWrite] = [
            .create(Booking(id: id, span: .window)),
            .changeEnd(id, from: .noon, to: .noon + .seconds(600)), .withdraw(id),
            .mark(id, .noShow),
        ]
        let entries = writes.enumerated().map { index, write in
            OutboxEntry(number: Int64(index + 1), write: write, createdAt: .noon)
        }
        try await temporary.journal.keep(entries.map { .outbox($0) }, at: .noon)
        #expect(try await temporary.reopened().1.memory.outbox == entries)
    }

    /// What the server has taken stays open until readings have borne it out.
    @Test func answeredIntentsAreRemembered() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        let id = BookingID("a")
        let entries = [
            Example.end(of: id, 1, .superseded), Example.end(of: id, 2, .acknowledged),
            Example.end(of: id, 3, .dropped), Example.end(of: id, 4, .answered),
            Example.end(of: id, 5),
        ]
        try await temporary.journal.keep(entries.map { .outbox($0) }, at: .noon)
        #expect(try await temporary.reopened().1.memory.outbox == Array(entries[3...]))
    }

    @Test func laterStateReplacesTheEarlierOne() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        var sitting = Example.sitting(1)
        try await temporary.journal.keep(
            [.outbox(Example.entry(1)), .sitting(sitting), .sitting(Example.sitting(2))], at: .noon)
        sitting.activeEdges = 99
        try await temporary.journal.keep(
            [
                .outbox(Example.entry(1, .acknowledged)), .sitting(sitting),
                .sittingClosed(Example.sitting(2).booking),
            ], at: .noon)
        let memory = try await temporary.reopened().1.memory
        #expect(memory.outbox == [])
        #expect(memory.sittings == [sitting])
    }

    @Test func pressMayBeToldAgainWithAnotherOutcome() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        var press = Example.press(1)
        try await temporary.journal.keep([.press(press)], at: .noon)
        press.refusal = .slotTaken
        try await temporary.journal.keep([.press(press)], at: .noon)
        #expect(try await temporary.journal.presses(in: .ever).rows == [press])
    }

    @Test(arguments: [
        Record.press(Example.press(1, at: .noon + .seconds(1))),
        .verdict(Example.verdict(1, at: .noon + .seconds(1))),
        .outbox(Example.entry(1, at: .noon + .seconds(1))),
    ])
    func takenNumberIsRefusedAndTheGroupWithIt(_ record: Record) async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.journal.keep(
            [
                .press(Example.press(1)), .verdict(Example.verdict(1)),
                .outbox(Example.entry(1)),
            ], at: .noon)
        let error = await #expect(throws: JournalError.self) {
            try await temporary.journal.keep([.press(Example.press(2)), record], at: .noon)
        }
        #expect(error?.cause == .conflict)
        #expect(error?.description.contains("number of") == true)
        let memory = try await temporary.reopened().1.memory
        #expect(memory.lastPress == 1)
        #expect(memory.outbox == [Example.entry(1)])
    }

    @Test func sameGroupMayBeKeptTwice() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        let group: [Record] = [
            .press(Example.press(1)), .verdict(Example.verdict(1)), .outbox(Example.entry(1)),
            .sitting(Example.sitting(1)), .edge(Example.edge(0)),
        ]
        try await temporary.journal.keep(group, at: .noon)
        try await temporary.journal.keep(group, at: .noon)
        #expect(try await temporary.journal.verdicts(in: .ever).rows == [Example.verdict(1)])
        #expect(try await temporary.journal.edges(in: .ever).rows == [Example.edge(0)])
    }

    @Test func closedJournalSaysSo() async throws {
        let temporary = try TemporaryJournal()
        let kept = await #expect(throws: JournalError.self) {
            try await temporary.journal.keep([.press(Example.press(1))], at: .noon)
        }
        let read = await #expect(throws: JournalError.self) {
            try await temporary.journal.presses(in: .ever)
        }
        #expect(kept?.cause == .notOpen)
        #expect(read?.cause == .notOpen)
        #expect(
            kept?.description == "journal: cannot write \(temporary.path): the journal is not open")
    }

    @Test func openingTwiceOpensAnew() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.journal.keep([.press(Example.press(1))], at: .noon)
        #expect(try await temporary.journal.open(at: .noon).memory.lastPress == 1)
        try await temporary.journal.keep([.press(Example.press(2))], at: .noon)
        #expect(try await temporary.journal.presses(in: .ever).rows.count == 2)
    }

    @Test func edgesTellOfThePresenceForTwoHours() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        await temporary.journal.keepRelaxed([
            .edge(Example.edge(-7201, sensor: "old")), .edge(Example.edge(-7199, sensor: "recent")),
            .edge(Example.edge(-20, sensor: "recent", isActive: false)),
            .edge(Example.edge(-10, sensor: "never", isActive: false)),
        ])
        let memory = try await temporary.reopened(at: .noon).1.memory
        #expect(memory.lastActiveEdges == ["recent": .noon - .seconds(7199)])
    }

    @Test func clockThatIsNotSetYetDoesNotHideEdges() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        await temporary.journal.keepRelaxed([.edge(Example.edge(0))])
        let unset = WallTime(secondsSinceEpoch: 100)
        #expect(try await temporary.reopened(at: unset).1.memory.lastActiveEdges == ["pir": .noon])
    }
}
