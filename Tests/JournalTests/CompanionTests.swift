import Foundation
import Journal
import RoomCore
import Testing

/// What may lie beside the database under a name that SQLite, or the journal, takes for its own.
@Suite struct CompanionTests {
    enum Stranger: String, CaseIterable, Sendable {
        case noise, rollbackOfAnother, empty, directory, fullDirectory, link, linkToNothing, pipe
    }

    @Test(arguments: ["-journal", "-wal", "-shm"], Stranger.allCases)
    func strangerBesideTheJournalHoldsNothingUp(_ end: String, _ stranger: Stranger) async throws {
        let temporary = try await filled()
        try put(stranger, end, temporary)
        let journal = Journal(temporary.settings)
        let opening = try await journal.open(at: .noon)
        #expect(opening.memory.outbox == Self.owed)
        let kept = temporary.path + ".aside-1-20261121T120000Z\(end)"
        #expect(opening.findings == expected(end, stranger, temporary, kept))
        let isKept = (try? FileManager.default.attributesOfItem(atPath: kept)) != nil
        #expect(isKept == !opening.findings.isEmpty)
        try await journal.keep([.press(Example.press(1))], at: .noon)
        try await journal.close(at: .noon)
        let again = try await Journal(temporary.settings).open(at: .noon)
        #expect(again.findings == [])
        #expect(again.memory.lastPress == 1)
        #expect(again.memory.outbox == Self.owed)
    }

    @Test(arguments: ["-journal", "-wal", "-shm"], Stranger.allCases)
    func strangerWithoutAJournalHoldsNothingUp(_ end: String, _ stranger: Stranger) async throws {
        let temporary = try TemporaryJournal()
        try put(stranger, end, temporary)
        let opening = try await temporary.journal.open(at: .noon)
        #expect(opening.findings.count <= 1)
        try await temporary.journal.keep([.press(Example.press(1))], at: .noon)
        #expect(try await temporary.reopened().1.memory.lastPress == 1)
    }

    @Test func linkIsMovedAndWhatItLeadsToLeftAlone() async throws {
        let temporary = try await filled()
        try put(.link, "-wal", temporary)
        _ = try await Journal(temporary.settings).open(at: .noon)
        let elsewhere = URL(fileURLWithPath: temporary.directory + "/elsewhere")
        #expect(try Data(contentsOf: elsewhere) == Data("not ours".utf8))
    }

    @Test func directoryInPlaceOfTheMarkIsSetAside() async throws {
        let temporary = try await filled()
        try? FileManager.default.removeItem(atPath: temporary.path + ".mark")
        try put(.fullDirectory, ".mark", temporary)
        let opening = try await Journal(temporary.settings).open(at: .noon)
        let kept = temporary.path + ".aside-1-20261121T120000Z.mark"
        #expect(
            opening.findings == [.companionSetAside(path: temporary.path + ".mark", keptAs: kept)])
        #expect(try temporary.read(".mark").starts(with: Data("domovoy-mark 1 ".utf8)))
    }

    @Test(arguments: [Stranger.directory, .linkToNothing])
    func lockThatIsNoFileIsNamed(_ stranger: Stranger) async throws {
        let temporary = try TemporaryJournal()
        try put(stranger, ".lock", temporary)
        let error = await #expect(throws: JournalError.self) {
            try await temporary.journal.open(at: .noon)
        }
        #expect(error?.path == temporary.path + ".lock")
        #expect(error?.cause == .missing)
    }

    /// The log may hold the newest records, so it is not taken away from whoever owns it; the others hold nothing.
    @Test(.enabled(if: getuid() == 0, "needs root to become somebody else"))
    func unreadableLogIsAnErrorThatNamesItAndTheOthersAreSetAside() async throws {
        for end in ["-journal", "-wal", "-shm"] {
            let temporary = try await filled()
            try giveToEverybody(temporary)
            try put(.noise, end, temporary)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o000], ofItemAtPath: temporary.path + end)
            var process = try CrashWriterProcess(
                asNobody: ["open", temporary.path], in: temporary.directory)
            let refused =
                "journal: cannot open \(temporary.path)-wal: Permission denied (errno 13)"
            #expect(process.lines() == [end == "-wal" ? refused : "opened"])
            #expect(
                try temporary.names().contains("panel.sqlite.aside-1\(end)") == (end != "-wal"))
        }
    }

    // MARK: -

    static let owed = [Example.entry(2), Example.entry(3, .sent), Example.entry(4)]

    /// A closed journal with three open writes, and nothing of SQLite's beside it.
    private func filled() async throws -> TemporaryJournal {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.journal.keep(Self.owed.map { .outbox($0) }, at: .noon)
        try await temporary.journal.close(at: .noon)
        for end in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: temporary.path + end)
        }
        return temporary
    }

    private func put(_ stranger: Stranger, _ end: String, _ temporary: TemporaryJournal) throws {
        let files = FileManager.default
        let place = temporary.path + end
        switch stranger {
        case .noise:
            try temporary.write(Data((1..<9_000).map { UInt8(truncatingIfNeeded: $0 &* 37) }), end)
        case .rollbackOfAnother: try temporary.write(rollbackJournal, end)
        case .empty: try temporary.write(Data(), end)
        case .directory:
            try files.createDirectory(atPath: place, withIntermediateDirectories: false)
        case .fullDirectory:
            try files.createDirectory(atPath: place, withIntermediateDirectories: false)
            try Data("x".utf8).write(to: URL(fileURLWithPath: place + "/x"))
        case .link:
            try Data("not ours".utf8).write(
                to: URL(fileURLWithPath: temporary.directory + "/elsewhere"))
            try files.createSymbolicLink(
                atPath: place, withDestinationPath: temporary.directory + "/elsewhere")
        case .linkToNothing:
            try files.createSymbolicLink(atPath: place, withDestinationPath: "/nowhere/at/all")
        case .pipe: #expect(mkfifo(place, 0o600) == 0)
        }
    }

    /// A rollback journal that is whole, and would overwrite the outbox with zeroes (file format, section 3).
    private var rollbackJournal: Data {
        var bytes = Data([0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7])
        for word in [1, 0, 30, 512, 4096] as [UInt32] {
            bytes.append(contentsOf: withUnsafeBytes(of: word.bigEndian, Array.init))
        }
        bytes.append(Data(count: 512 - bytes.count))
        bytes.append(contentsOf: [0, 0, 0, 2])
        return bytes + Data(count: 4096 + 4)
    }

    private func expected(
        _ end: String, _ stranger: Stranger, _ temporary: TemporaryJournal, _ kept: String
    ) -> [JournalFinding] {
        let isFile = [.noise, .rollbackOfAnother, .empty].contains(stranger)
        if stranger == .empty || (isFile && end == "-shm") { return [] }
        return end == "-wal"
            ? [.logSetAside(path: temporary.path, keptAs: kept)]
            : [.companionSetAside(path: temporary.path + end, keptAs: kept)]
    }

    private func giveToEverybody(_ temporary: TemporaryJournal) throws {
        let files = FileManager.default
        for end in [".lock", ".mark"] { try? files.removeItem(atPath: temporary.path + end) }
        try files.setAttributes([.posixPermissions: 0o777], ofItemAtPath: temporary.directory)
        try files.setAttributes([.posixPermissions: 0o666], ofItemAtPath: temporary.path)
    }
}
