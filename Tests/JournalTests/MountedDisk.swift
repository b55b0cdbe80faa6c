import Foundation

/// A small file system of a test's own, which only root may have.
final class MountedDisk: Sendable {
    let directory: String

    /// Whether this process may mount anything; the reason to skip is that it may not.
    static let isAllowed: Bool = {
        guard let disk = try? MountedDisk(kilobytes: 64) else { return false }
        return disk.isMounted
    }()

    var path: String { directory + "/panel.sqlite" }

    private var isMounted: Bool {
        let mounts = (try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)) ?? ""
        return mounts.contains(" \(directory) ")
    }

    init(kilobytes: Int) throws {
        directory = FileManager.default.temporaryDirectory.path + "/disk-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        try Self.run("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "none", directory)
    }

    deinit {
        try? Self.run("umount", "-l", directory)
        try? FileManager.default.removeItem(atPath: directory)
    }

    func makeReadOnly(_ isReadOnly: Bool) throws {
        try Self.run("mount", "-o", isReadOnly ? "remount,ro" : "remount,rw", directory)
    }

    /// Takes all the space that is left.
    func fill() throws {
        let ballast = directory + "/ballast"
        _ = FileManager.default.createFile(atPath: ballast, contents: nil)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: ballast))
        defer { try? file.close() }
        _ = try file.seekToEnd()
        while (try? file.write(contentsOf: Data(count: 4096))) != nil {}
    }

    /// Gives it back.
    func makeRoom() throws {
        try FileManager.default.removeItem(atPath: directory + "/ballast")
    }

    private struct Failed: Error {}

    private static func run(_ words: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw Failed() }
    }
}
