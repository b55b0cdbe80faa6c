import Foundation
import Journal
import RoomCore
import RoomTestKit
import Testing

@Suite struct CrashTests {
    /// The figures of the groups that `journal-crash-writer write` keeps; see its `Groups`.
    private static let verdictsOfAGroup = 2
    private static let openSittings = 4

    @Test func everythingAnsweredAsStoredIsThereAfterAKill() async throws {
        let temporary = try TemporaryJournal()
        var random = SplitMix64(seed: firstSeed)
        var stored: Int64 = 0
        for round in 0..<40 {
            let seed = random.next()
            let printed = try killed(temporary.path, seed: seed)
            #expect(!printed.contains { $0.hasPrefix("finding") }, "\(printed)")
            stored = max(stored, printed.compactMap(Self.number).max() ?? 0)
            let comment = Comment(rawValue: "round \(round), JOURNAL_SEED=\(firstSeed)")
            let kept = try await wholeGroups(temporary.settings, comment)
            #expect(kept >= stored, comment)
            #expect(kept <= stored + 1, comment)
            stored = kept
        }
        #expect(stored > 0)
    }

    /// A power cut loses the tail of the log that was not synced; what is left must be whole groups.
    @Test func logCutAnywhereLeavesWholeGroups() async throws {
        let source = try TemporaryJournal()
        var writer = try CrashWriterProcess(["write", source.path, "7"])
        var last: Int64 = 0
        while last < 60, let line = writer.line() { last = Self.number(line) ?? 0 }
        writer.killNow()
        _ = writer.lines()
        let (database, log) = (try source.read(), try source.read("-wal"))
        var random = SplitMix64(seed: firstSeed)
        var counts: Set<Int64> = []
        for _ in 0..<40 {
            let cut = Int.random(in: 32...log.count, using: &random)
            let copy = try TemporaryJournal()
            try copy.write(database)
            try copy.write(log.prefix(cut), "-wal")
            counts.insert(
                try await wholeGroups(copy.settings, "cut at \(cut), JOURNAL_SEED=\(firstSeed)"))
        }
        #expect(counts.count > 5)
        #expect(counts.allSatisfy { $0 <= last + 1 })
    }

    /// Runs the writer and kills it after a while that the seed tells.
    ///
    /// - Returns: what it printed.
    private func killed(_ path: String, seed: UInt64) throws -> [String] {
        var random = SplitMix64(seed: seed)
        var writer = try CrashWriterProcess(["write", path, String(seed)])
        var printed: [String] = []
        for _ in 0..<Int.random(in: 1...30, using: &random) {
            guard let line = writer.line() else { break }
            printed.append(line)
        }
        for _ in 0..<Int.random(in: 0...2000, using: &random) { sched_yield() }
        writer.killNow()
        return printed + writer.lines()
    }

    private static func number(_ line: String) -> Int64? {
        line.hasPrefix("stored ") ? Int64(line.dropFirst(7)) : nil
    }

    /// Opens the journal and checks that each group is there as a whole or not at all.
    ///
    /// - Returns: how many groups there are.
    private func wholeGroups(_ settings: JournalSettings, _ comment: Comment) async throws -> Int64
    {
        let journal = Journal(settings)
        let opening = try await journal.open(at: .noon)
        #expect(opening.findings == [], comment)
        #expect(try await journal.verify(at: .noon) == [], comment)
        let memory = opening.memory
        let groups = memory.lastPress
        let numbers = Array(0..<groups).map { $0 + 1 }
        #expect(memory.outbox.map(\.number) == numbers, comment)
        #expect(memory.lastVerdict == groups * Int64(Self.verdictsOfAGroup), comment)
        let presses = try await journal.presses(in: .ever, limit: 100_000).rows
        #expect(presses.map(\.number) == numbers, comment)
        let verdicts = try await journal.verdicts(in: .ever, limit: 100_000).rows
        #expect(verdicts.count == presses.count * Self.verdictsOfAGroup, comment)
        let newest = numbers.suffix(Self.openSittings).map { BookingID("group-\($0)") }
        #expect(memory.sittings.map(\.booking) == newest, comment)
        #expect((memory.schedule?.bookings.map(\.id) ?? []) == newest, comment)
        try await journal.close(at: .noon)
        return groups
    }
}
