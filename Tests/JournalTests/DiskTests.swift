import Foundation
import Journal
import RoomCore
import Testing

@Suite struct DiskTests {
    static let mounting = Comment(rawValue: "mounting a small disk needs root")

    @Test(.enabled(if: MountedDisk.isAllowed, mounting))
    func fullDiskRefusesAndRecoversByItself() async throws {
        let disk = try MountedDisk(kilobytes: 1024)
        let journal = Journal(JournalSettings(path: disk.path))
        _ = try await journal.open(at: .noon)
        try disk.fill()
        let (stored, error) = await keepUntilRefused(journal)
        #expect(error.cause == .noSpace)
        #expect(
            error.description
                == "journal: cannot write \(disk.path): database or disk is full (SQLite 13)")
        await journal.keepRelaxed([.edge(Example.edge(1))])
        await #expect(throws: JournalError.self) {
            for _ in 0..<100 {
                await journal.keepRelaxed((0..<60).map { .edge(Example.edge($0)) })
                try await journal.flush(at: .noon)
            }
        }
        #expect(try await journal.presses(in: .ever).rows.count == Int(stored))

        try disk.makeRoom()
        try await journal.keep([.press(Example.press(stored + 1))], at: .noon)
        #expect(try await journal.flush(at: .noon) == [])
        #expect(try await journal.edges(in: .ever).rows.contains(Example.edge(1)))
        try await journal.close(at: .noon)
        let opening = try await journal.open(at: .noon)
        #expect(opening.findings == [])
        #expect(opening.memory.lastPress == stored + 1)
        #expect(opening.memory.outbox.count == Int(stored))
        #expect(try await journal.verify(at: .noon) == [])
    }

    @Test(.enabled(if: MountedDisk.isAllowed, mounting))
    func journalOnAFullDiskStillOpensAndRemembers() async throws {
        let disk = try MountedDisk(kilobytes: 1024)
        let journal = Journal(JournalSettings(path: disk.path))
        _ = try await journal.open(at: .noon)
        try disk.fill()
        let (stored, _) = await keepUntilRefused(journal)
        try? await journal.close(at: .noon)
        try? disk.fill()
        let memory = try await journal.open(at: .noon).memory
        #expect(memory.lastPress == stored)
        try disk.makeRoom()
        try await journal.keep([.press(Example.press(stored + 1))], at: .noon)
    }

    @Test(.enabled(if: MountedDisk.isAllowed, mounting))
    func fullDiskWithoutAJournalIsOneErrorUntilThereIsRoom() async throws {
        let disk = try MountedDisk(kilobytes: 1024)
        try disk.fill()
        let journal = Journal(JournalSettings(path: disk.path))
        let error = await #expect(throws: JournalError.self) { try await journal.open(at: .noon) }
        #expect(error?.cause == .noSpace)
        #expect(error?.operation == .create)
        #expect(error?.description.contains("\n") == false)
        try disk.makeRoom()
        let opening = try await journal.open(at: .noon)
        #expect(opening.findings == [])
        try await journal.keep([.press(Example.press(1))], at: .noon)
    }

    @Test(.enabled(if: MountedDisk.isAllowed, mounting))
    func damagedJournalOnAFullDiskStaysUntilThereIsRoom() async throws {
        let disk = try MountedDisk(kilobytes: 1024)
        try Data("damaged".utf8).write(to: URL(fileURLWithPath: disk.path))
        try disk.fill()
        let journal = Journal(JournalSettings(path: disk.path))
        let error = await #expect(throws: JournalError.self) { try await journal.open(at: .noon) }
        #expect(error?.cause == .noSpace)
        #expect(try Data(contentsOf: URL(fileURLWithPath: disk.path)) == Data("damaged".utf8))
        try disk.makeRoom()
        #expect(try await journal.open(at: .noon).findings.count == 1)
    }

    @Test(.enabled(if: MountedDisk.isAllowed, mounting))
    func readOnlyDiskIsOneErrorAndItsMemoryCanBeRecalled() async throws {
        let disk = try MountedDisk(kilobytes: 8192)
        let journal = Journal(JournalSettings(path: disk.path))
        _ = try await journal.open(at: .noon)
        try await journal.keep(
            [
                .press(Example.press(5)), .outbox(Example.entry(1)),
                .schedule(Example.reading([Example.booking(1)]), heardAt: .noon),
            ], at: .noon)
        try await journal.close(at: .noon)
        try disk.makeReadOnly(true)
        let error = await #expect(throws: JournalError.self) { try await journal.open(at: .noon) }
        #expect(error?.cause == .notWritable)
        #expect(error?.description.contains("Read-only file system (errno 30)") == true)
        let memory = try await journal.recall(at: .noon)
        #expect(memory.lastPress == 5)
        #expect(memory.outbox == [Example.entry(1)])
        #expect(memory.schedule?.bookings == [Example.booking(1)])
        try disk.makeReadOnly(false)
        #expect(try await journal.open(at: .noon).memory == memory)
    }

    @Test(.enabled(if: MountedDisk.isAllowed, mounting))
    func fileLostOnAFullDiskIsReplacedOnceThereIsRoom() async throws {
        let disk = try MountedDisk(kilobytes: 1024)
        let journal = Journal(JournalSettings(path: disk.path))
        let salt = try await journal.open(at: .noon).memory.salt
        try await journal.keep([.outbox(Example.entry(1))], at: .noon)
        // Held open, what is deleted keeps its space after the journal has let go of it.
        let holders = try ["", "-wal", "-shm"].map { end in
            try FileHandle(forReadingFrom: URL(fileURLWithPath: disk.path + end))
        }
        defer { for holder in holders { try? holder.close() } }
        for end in ["", "-wal", "-shm"] {
            try FileManager.default.removeItem(atPath: disk.path + end)
        }
        try disk.fill()
        for number in Int64(1)...2 {
            let error = await #expect(throws: JournalError.self) {
                try await journal.keep([.press(Example.press(number))], at: .noon)
            }
            #expect(error?.cause == .noSpace)
        }
        try disk.makeRoom()
        try await journal.keep([.press(Example.press(3))], at: .noon)
        #expect(try await journal.flush(at: .noon).count == 1)
        let memory = try await journal.open(at: .noon).memory
        #expect(memory.lastPress == 3)
        #expect(memory.outbox == [Example.entry(1)])
        #expect(memory.salt == salt)
    }

    @Test func missingDirectoryIsNamed() async throws {
        let temporary = try TemporaryJournal()
        let path = temporary.directory + "/not/there/panel.sqlite"
        let journal = Journal(JournalSettings(path: path))
        let error = await #expect(throws: JournalError.self) { try await journal.open(at: .noon) }
        #expect(
            error?.description
                == "journal: cannot open \(path): directory \(temporary.directory)/not/there: "
                + "No such file or directory (errno 2)")
        try FileManager.default.createDirectory(
            atPath: temporary.directory + "/not/there", withIntermediateDirectories: true)
        #expect(try await journal.open(at: .noon).findings == [])
    }

    @Test func directoryInItsPlaceIsLeftAlone() async throws {
        let temporary = try TemporaryJournal()
        try FileManager.default.createDirectory(
            atPath: temporary.path, withIntermediateDirectories: false)
        let error = await #expect(throws: JournalError.self) {
            try await temporary.journal.open(at: .noon)
        }
        #expect(
            error?.description == "journal: cannot open \(temporary.path): it is a directory")
        #expect(try temporary.names() == ["panel.sqlite"])
    }

    @Test func deviceIsLeftAlone() async throws {
        let error = await #expect(throws: JournalError.self) {
            try await Journal(JournalSettings(path: "/dev/null")).open(at: .noon)
        }
        #expect(error?.description == "journal: cannot open /dev/null: it is not a regular file")
    }

    @Test func linkIsFollowedAndItsTargetReplaced() async throws {
        let temporary = try TemporaryJournal()
        let target = temporary.directory + "/real.sqlite"
        try Data("damaged".utf8).write(to: URL(fileURLWithPath: target))
        try FileManager.default.createSymbolicLink(
            atPath: temporary.path, withDestinationPath: target)
        #expect(try await temporary.journal.open(at: nil).findings.count == 1)
        #expect(try temporary.names().contains("real.sqlite.aside-1"))
        try await temporary.journal.keep([.press(Example.press(1))], at: .noon)
        #expect(try await temporary.reopened().1.memory.lastPress == 1)
    }

    @Test(.enabled(if: getuid() == 0, "needs root to become somebody else"))
    func otherUsersFileIsOneError() async throws {
        let temporary = try TemporaryJournal()
        _ = try await temporary.journal.open(at: .noon)
        try await temporary.journal.close(at: .noon)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: temporary.directory)
        var process = try CrashWriterProcess(
            asNobody: ["open", temporary.path], in: temporary.directory)
        #expect(
            process.lines() == [
                "journal: cannot open \(temporary.path): directory \(temporary.directory): "
                    + "Permission denied (errno 13)"
            ])
    }

    @Test(arguments: [("quiet", 5_000_000), ("busy", 20_000_000)])
    func dayStaysWithinTheCardsBudget(_ kind: String, _ budget: Int) throws {
        let temporary = try TemporaryJournal()
        var process = try CrashWriterProcess([kind, temporary.path])
        let days = process.lines().filter { $0.hasPrefix("day") }
            .compactMap { line in line.split(separator: " ").dropFirst(2).first.flatMap { Int($0) }
            }
        #expect(days.count == 3)
        #expect(days.allSatisfy { $0 > 100_000 && $0 <= budget }, "\(days)")
    }

    /// Keeps growing groups until the disk is full.
    private func keepUntilRefused(_ journal: Journal) async -> (stored: Int64, JournalError) {
        var number: Int64 = 0
        while true {
            do throws(JournalError) {
                try await journal.keep(
                    [.press(Example.press(number + 1)), .outbox(Example.entry(number + 1))],
                    at: .noon)
                number += 1
            } catch {
                return (number, error)
            }
        }
    }
}
