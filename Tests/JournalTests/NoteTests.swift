import RoomCore
import Testing

@testable import Journal

struct NoteTests {
    private static let day = Duration.seconds(86_400)

    @Test func aNoteIsKeptAcrossARestartAndNumbersGoOn() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        let first = try await temporary.journal.annotate(
            "заменён вентилятор", at: .noon - .seconds(60), sensor: "pir", writtenAt: .noon)
        #expect(first.number == 1)
        let (journal, _) = try await temporary.reopened()
        let second = try await journal.annotate(
            "so", at: .noon - .seconds(90), sensor: nil, writtenAt: .noon)
        #expect(second.number == 2)
        #expect(try await journal.notes(in: .ever).rows == [second, first])
        let window = Span(start: .noon - .seconds(60), end: .noon)
        #expect(try await journal.notes(in: window).rows == [first])
        #expect(try await journal.notes(in: .ever, limit: 1).isCut)
    }

    @Test func aClosedJournalTakesNone() async throws {
        let temporary = try TemporaryJournal()
        await #expect(throws: JournalError.self) {
            try await temporary.journal.annotate("x", at: .noon, sensor: nil, writtenAt: .noon)
        }
    }

    @Test func notesAreSealedWithTheDayTheyWereWrittenOn() async throws {
        let temporary = try TemporaryJournal()
        let journal = temporary.journal
        _ = try await journal.open(at: .noon)
        await journal.keepRelaxed([.edge(Example.edge(0))])
        try await journal.flush(at: .noon)
        _ = try await journal.annotate(
            "long ago", at: .noon - Self.day * 9, sensor: nil, writtenAt: .noon)
        try await journal.flush(at: .noon + Self.day)
        let seal = try #require(await journal.takeSeals().first)
        #expect(seal.sums["notes"]?.count == 1)
        // The clock is set back: a late one is no alteration.
        _ = try await journal.annotate("late", at: .noon, sensor: nil, writtenAt: .noon)
        #expect(try temporary.rows(in: "late_rows") == 1)
        #expect(
            try LogCheck.run(temporary.path, retentionDays: 400, at: .noon + Self.day).faults == [])
    }
}
