import Foundation
import RoomCore
import Testing
import WebTestKit

@testable import Panel

/// Files that people make: never more of them than the limit, and nobody waits for a pipe.
struct SmallFileTests {
    private func fault(_ path: String, limit: Int = 10) -> SmallFile.Fault? {
        do throws(SmallFile.Fault) {
            _ = try SmallFile.read(path, limit: limit)
            return nil
        } catch {
            return error
        }
    }

    @Test func fileUpToTheLimitIsRead() throws {
        let workshop = try Workshop()
        let file = try workshop.write("0123456789", to: "file")
        #expect(try SmallFile.read(file, limit: 10) == Array("0123456789".utf8))
        #expect(fault(file, limit: 9) == .tooLarge(limit: 9))
        #expect(try SmallFile.read(try workshop.write("", to: "empty"), limit: 10).isEmpty)
    }

    /// As large as a disk can make it, and not a byte of it in memory.
    @Test func hugeFileIsRefusedByItsSize() throws {
        let workshop = try Workshop()
        let file = try workshop.write("room:", to: "panel.yaml")
        #expect(truncate(file, 1 << 40) == 0)
        #expect(fault(file) == .tooLarge(limit: 10))
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationReader.read(file: file, builtAt: WallTime(secondsSinceEpoch: 0))
        }
        #expect(error?.description.contains("larger than 262144 bytes") == true)
        let failure = #expect(throws: ServerFailure.self) {
            try SecretFile.read(file, key: "server.password_file")
        }
        #expect(failure?.message.contains("larger than 4096 bytes") == true)
        #expect(failure?.message.contains(file) == true)
    }

    /// The size of what the kernel makes up is told as none.
    @Test func endlessFileIsNoticedAfterTheLimit() {
        #expect(fault("/proc/self/maps") == .tooLarge(limit: 10))
    }

    @Test(.timeLimit(.minutes(HangGuard.minutes)))
    func whatIsNoFileIsNamedAndHoldsNothingUp() throws {
        let workshop = try Workshop()
        let pipe = workshop.file("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(fault(pipe) == .noFile("a pipe"))
        #expect(fault("/dev/zero") == .noFile("a device"))
        #expect(fault(workshop.path) == .noFile("a directory"))
        #expect(fault(workshop.file("absent")) == .absent)
        #expect(fault("") == .absent)
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationReader.read(file: pipe, builtAt: WallTime(secondsSinceEpoch: 0))
        }
        #expect(error?.description == "\(pipe): cannot be read: it is a pipe, no file")
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func fileOfSomebodyElseIsNamed() throws {
        let workshop = try Workshop()
        let file = try workshop.write("x", to: "file")
        #expect(chmod(file, 0) == 0)
        #expect(fault(file) == .forbidden)
    }
}
