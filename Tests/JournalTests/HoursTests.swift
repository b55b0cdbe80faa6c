import RoomCore
import Testing

@testable import Journal

struct HoursTests {
    private static let day = Duration.seconds(86_400)

    @Test func hoursAreRememberedFromWhenTheyCameIntoForce() async throws {
        let temporary = try TemporaryJournal()
        let weekend = try #require(OpeningHours("sat 22:00-02:00; sun 10:00-14:00"))
        _ = try await temporary.journal.open(at: .noon)
        for hour in 0..<3 {
            try await temporary.journal.note(
                .always, timeZone: "UTC", at: .noon + .seconds(hour * 3_600))
        }
        let (journal, _) = try await temporary.reopened()
        try await journal.note(.always, timeZone: "UTC", at: .noon + Self.day)
        try await journal.note(weekend, timeZone: "UTC", at: .noon + Self.day * 2)
        try await journal.note(weekend, timeZone: "Europe/Berlin", at: .noon + Self.day * 3)
        #expect(
            try await journal.openingHours() == [
                HoursInForce(since: .noon, timeZone: "UTC", hours: .always),
                HoursInForce(since: .noon + Self.day * 2, timeZone: "UTC", hours: weekend),
                HoursInForce(
                    since: .noon + Self.day * 3, timeZone: "Europe/Berlin", hours: weekend),
            ])
    }

    @Test func hoursOfAClockThatWasAheadNeverCameIntoForce() async throws {
        let temporary = try TemporaryJournal()
        let closed = try #require(OpeningHours(""))
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.journal.note(closed, timeZone: "UTC", at: .noon + Self.day * 9)
        let (journal, _) = try await temporary.reopened()
        try await journal.note(.always, timeZone: "UTC", at: .noon)
        #expect(try await journal.openingHours().map(\.hours) == [.always])
    }

    @Test func hoursThatEndedBeforeTheRetentionAreForgotten() async throws {
        let temporary = try TemporaryJournal(retentionDays: 2)
        let closed = try #require(OpeningHours(""))
        _ = try await temporary.journal.open(at: .noon)
        for days in 0..<6 {
            try await temporary.journal.note(
                days % 2 == 0 ? .always : closed, timeZone: "UTC", at: .noon + Self.day * days)
        }
        // What was in force two days ago is still asked for.
        #expect(
            try await temporary.journal.openingHours().map(\.since)
                == [3, 4, 5].map { .noon + Self.day * $0 })
    }
}
