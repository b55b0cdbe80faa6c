import Foundation
import Journal
import RoomCore
import RoomTestKit
import Testing

/// What was kept and is not there any more is told.
@Suite struct LossTests {
    @Test func groupsThatADamagedLogHeldAreToldOnceAndTheirNumbersNotGivenOutAgain() async throws {
        let source = try await Kept(groups: 9)
        let copy = try source.copy { log in log.replaceSubrange(24..<32, with: Data(count: 8)) }
        let journal = Journal(copy.settings)
        let opening = try await journal.open(at: .noon)
        #expect(opening.findings == [.lost(path: copy.path, groups: 9, presses: 9)])
        let line = try #require(opening.findings.first?.description)
        #expect(line.contains("9 groups of records that had been kept are not in \(copy.path)"))
        #expect(opening.memory.lastPress == 9)
        #expect(opening.memory.lastOutbox == 9)
        #expect(opening.memory.lastVerdict == 9)
        #expect(opening.memory.outbox == [])
        try await journal.close(at: .noon)
        let again = try await Journal(copy.settings).open(at: .noon)
        #expect(again.findings == [])
        #expect(again.memory.lastPress == 9)
    }

    @Test func logThatIsCutOrGoneIsTold() async throws {
        let source = try await Kept(groups: 6)
        let half = try source.copy { log in log = log.prefix(log.count / 2) }
        let gone = try source.copy { log in log = Data() }
        let first = try await Journal(half.settings).open(at: .noon)
        let left = try half.rows(in: "presses")
        #expect((1..<6).contains(left))
        #expect(
            first.findings == [.lost(path: half.path, groups: 6 - left, presses: 6 - left)])
        let second = try await Journal(gone.settings).open(at: .noon)
        #expect(second.findings == [.lost(path: gone.path, groups: 6, presses: 6)])
    }

    /// The mark goes to the card in the system's own time, after the group that it counts.
    @Test func powerCutBetweenAGroupAndItsMarkIsNoLoss() async throws {
        let source = try await Kept(groups: 4)
        let older = try source.temporary.read(".mark")
        try await source.keep(5...8)
        let copy = try source.copy()
        try copy.write(older, ".mark")
        let opening = try await Journal(copy.settings).open(at: .noon)
        #expect(opening.findings == [])
        #expect(opening.memory.lastPress == 8)
    }

    @Test(arguments: [0, 1])
    func markThatWasCutOffInOneSlotIsReadFromTheOther(_ slot: Int) async throws {
        let source = try await Kept(groups: 7)
        let copy = try source.copy { log in log = Data() }
        var mark = try copy.read(".mark")
        mark.replaceSubrange(slot * 512 + 20..<slot * 512 + 40, with: Data(count: 20))
        try copy.write(mark, ".mark")
        let opening = try await Journal(copy.settings).open(at: .noon)
        let told = slot == 1 ? 6 : 7
        #expect(opening.findings == [.lost(path: copy.path, groups: told, presses: told)])
    }

    @Test func markThatIsDamagedIsToldAndMadeAnew() async throws {
        let source = try await Kept(groups: 3)
        let copy = try source.copy()
        try copy.write(Data("domovoy-mark 1 00000000 9 9 9 9 0\n".utf8), ".mark")
        let journal = Journal(copy.settings)
        let opening = try await journal.open(at: .noon)
        #expect(opening.findings.count == 1)
        #expect(opening.findings.first?.description.contains("it holds no mark") == true)
        #expect(opening.memory.lastPress == 3)
        #expect(try await journal.flush(at: .noon) == [])
        try await journal.close(at: .noon)
        #expect(try await Journal(copy.settings).open(at: .noon).findings == [])
    }

    /// One that an earlier version made has neither a mark nor a count.
    @Test(arguments: [Data?.none, Data(), Data(count: 1024)])
    func journalWithoutAMarkGetsOne(_ mark: Data?) async throws {
        let source = try await Kept(groups: 3)
        let copy = try source.copy()
        try FileManager.default.removeItem(atPath: copy.path + ".mark")
        if let mark { try copy.write(mark, ".mark") }
        let journal = Journal(copy.settings)
        #expect(try await journal.open(at: .noon).findings == [])
        try await journal.close(at: .noon)
        #expect(try copy.read(".mark").starts(with: Data("domovoy-mark 1 ".utf8)))
    }

    @Test func checkpointLosesNothing() async throws {
        let source = try await Kept(groups: 150)
        #expect(try source.temporary.rows(in: "presses") == 150)
        let copy = try source.copy()
        #expect(try await Journal(copy.settings).open(at: .noon).findings == [])
        try await source.temporary.journal.close(at: .noon)
        try FileManager.default.removeItem(atPath: source.temporary.path + "-wal")
        let opening = try await Journal(source.temporary.settings).open(at: .noon)
        #expect(opening.findings == [])
        #expect(opening.memory.lastPress == 150)
    }

    @Test func restoredBackupIsToldOnceAndIsNotCalledDamaged() async throws {
        let source = try await Kept(groups: 5)
        let temporary = source.temporary
        try await temporary.journal.close(at: .noon)
        let backup = try temporary.read()
        _ = try await temporary.journal.open(at: .noon)
        try await source.keep(6...9)
        try await temporary.journal.close(at: .noon)
        for end in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: temporary.path + end)
        }
        try temporary.write(backup)
        let opening = try await temporary.journal.open(at: .noon)
        #expect(opening.findings == [.lost(path: temporary.path, groups: 4, presses: 4)])
        #expect(opening.findings.first?.description.contains("older copy was put") == true)
        // A booking's id is made of salt and number: those of the lost ones are on the server.
        #expect(opening.memory.lastPress == 9)
        #expect(try temporary.asides() == [])
        #expect(try await temporary.reopened().1.findings == [])
    }

    @Test func backupRestoredAsThePagesSayIsNotToldAtAll() async throws {
        let source = try await Kept(groups: 5)
        let copy = try source.copy()
        try FileManager.default.removeItem(atPath: copy.path + ".mark")
        #expect(try await Journal(copy.settings).open(at: .noon).findings == [])
    }

    @Test func anotherJournalInItsPlaceIsTold() async throws {
        let source = try await Kept(groups: 5)
        let other = try await Kept(groups: 2)
        try await other.temporary.journal.close(at: .noon)
        let copy = try source.copy { log in log = Data() }
        try copy.write(try other.temporary.read())
        let journal = Journal(copy.settings)
        let opening = try await journal.open(at: .noon)
        #expect(opening.findings == [.otherJournal(path: copy.path, groups: 5)])
        #expect(opening.memory.lastPress == 2)
        try await journal.close(at: .noon)
        #expect(try await Journal(copy.settings).open(at: .noon).findings == [])
    }

    @Test func journalThatIsGoneIsTold() async throws {
        let source = try await Kept(groups: 5)
        let copy = try source.copy { log in log = Data() }
        try FileManager.default.removeItem(atPath: copy.path)
        let opening = try await Journal(copy.settings).open(at: .noon)
        #expect(opening.findings == [.otherJournal(path: copy.path, groups: 5)])
    }

    @Test func logThatIsTruncatedWhileOpenIsTold() async throws {
        let source = try await Kept(groups: 5)
        let journal = source.temporary.journal
        #expect(truncate(source.temporary.path + "-wal", 0) == 0)
        try? await journal.keep([.press(Example.press(6))], at: .noon)
        let found = try await journal.flush(at: .noon, everything: true)
        let opening = try await source.temporary.reopened().1
        #expect(!(found + opening.findings).isEmpty)
    }

    /// The log is damaged in 200 ways; whatever of the 15 to 240 groups is missing then is told, and nothing else.
    @Test(arguments: [15, 60, 150, 240])
    func whateverDamageToTheLogTookAwayIsTold(_ groups: Int64) async throws {
        let source = try await Kept(groups: groups, seed: firstSeed)
        var losses = 0
        for seed in firstSeed..<firstSeed + 50 {
            var random = SplitMix64(seed: seed &* 1_000 &+ UInt64(groups))
            let copy = try source.copy { Damage.any(&random).apply(to: &$0, &random) }
            let journal = Journal(copy.settings)
            let opening = try await journal.open(at: .noon)
            let missing = try await Kept.missing(of: groups, in: journal)
            let comment = Comment(
                rawValue: "JOURNAL_SEED=\(seed), \(groups) groups: \(opening.findings)")
            let told = opening.findings.compactMap(\.lostGroups).first
            if missing > 0 {
                losses += 1
                #expect(opening.findings.contains { $0.isAboutALoss }, comment)
                if let told { #expect(told >= missing, comment) }
            } else {
                #expect(told == nil, comment)
            }
            try await journal.keep([.press(Example.press(groups + 1))], at: .noon)
            try await journal.close(at: .noon)
            let again = try await Journal(copy.settings).open(at: .noon)
            #expect(!again.findings.contains { $0.isAboutALoss }, comment)
        }
        #expect(losses >= 10, "\(losses)")
    }
}

extension JournalFinding {
    fileprivate var lostGroups: Int? {
        if case .lost(_, let groups, _) = self { groups } else { nil }
    }

    /// Whether it says that records are missing.
    fileprivate var isAboutALoss: Bool {
        switch self {
        case .lost, .replaced, .otherJournal: true
        case .wasEmpty, .logSetAside, .companionSetAside, .unmarked, .unreadableRows, .rowsDropped,
            .sealAltered, .refused:
            false
        }
    }
}

/// What may happen to a write-ahead log.
private enum Damage: CaseIterable {
    case flips, cut, zeroes, hole, header, noise, gone, swap, tail

    static func any(_ random: inout SplitMix64) -> Damage {
        allCases.randomElement(using: &random) ?? .flips
    }

    func apply(to log: inout Data, _ random: inout SplitMix64) {
        var bytes = [UInt8](log)
        let start = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 1...20_000, using: &random))
        switch self {
        case .flips:
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                bytes[index] ^= UInt8.random(in: 1...255, using: &random)
            }
        case .cut: bytes.removeSubrange(start...)
        case .zeroes: for index in start..<end { bytes[index] = 0 }
        case .hole: bytes.removeSubrange(start..<end)
        case .header: bytes[Int.random(in: 0..<32, using: &random)] ^= 0x40
        case .noise:
            for index in start..<end { bytes[index] = UInt8(truncatingIfNeeded: random.next()) }
        case .gone: bytes = []
        case .swap:
            let frame = 4096 + 24
            let count = (bytes.count - 32) / frame
            let (one, two) = (
                32 + frame * Int.random(in: 0..<count, using: &random),
                32 + frame * Int.random(in: 0..<count, using: &random)
            )
            for offset in 0..<frame { bytes.swapAt(one + offset, two + offset) }
        case .tail: bytes += (0..<5_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
        log = Data(bytes)
    }
}

/// An open journal with so many groups that were answered for, to be caught as a kill would leave it.
private struct Kept {
    let temporary: TemporaryJournal
    private var random: SplitMix64

    init(groups: Int64, seed: UInt64 = 1) async throws {
        temporary = try TemporaryJournal()
        random = SplitMix64(seed: seed)
        _ = try await temporary.journal.open(at: .noon)
        try await keep(1...groups)
    }

    /// Keeps groups of a press, a write, a verdict and a sitting; now and then edges come in between.
    func keep(_ numbers: ClosedRange<Int64>) async throws {
        var random = random
        let journal = temporary.journal
        for number in numbers {
            try await journal.keep(
                [
                    .press(Example.press(number)), .outbox(Example.entry(number)),
                    .verdict(Example.verdict(number)), .sitting(Example.sitting(Int(number))),
                ], at: .noon)
            guard random.next() % 4 == 0 else { continue }
            await journal.keepRelaxed([.edge(Example.edge(number)), .heard(at: .noon)])
            try await journal.flush(at: .noon, everything: true)
        }
    }

    /// A copy of its files; `damage` is done to the log, and an empty log is no log.
    func copy(_ damage: (inout Data) -> Void = { _ in }) throws -> TemporaryJournal {
        let copy = try TemporaryJournal()
        try copy.write(try temporary.read())
        try copy.write(try temporary.read(".mark"), ".mark")
        var log = try temporary.read("-wal")
        damage(&log)
        if !log.isEmpty { try copy.write(log, "-wal") }
        return copy
    }

    /// How many groups are not there as a whole.
    static func missing(of groups: Int64, in journal: Journal) async throws -> Int {
        let presses = Set(try await journal.presses(in: .ever).rows.map(\.number))
        let writes = Set(try await journal.outbox(in: .ever).rows.map(\.number))
        let verdicts = Set(try await journal.verdicts(in: .ever).rows.map(\.number))
        let sittings = Set(try await journal.recall(at: .noon).sittings.map(\.booking))
        return (1...groups).count { number in
            !(presses.contains(number) && writes.contains(number) && verdicts.contains(number)
                && sittings.contains(Example.sitting(Int(number)).booking))
        }
    }
}
