import Foundation
import Testing

/// The journal in a process of its own, from the binary that is built next to the tests.
struct CrashWriterProcess {
    private let process = Process()
    private let output = Pipe()
    private var rest = Data()

    /// Starts `journal-crash-writer` with these arguments.
    init(_ arguments: [String]) throws {
        try self.init(words: [try Self.binary()] + arguments)
    }

    /// Starts a copy of it in `directory` as somebody who may read that directory but owns nothing.
    init(asNobody arguments: [String], in directory: String) throws {
        let copy = directory + "/journal-crash-writer"
        try FileManager.default.copyItem(atPath: try Self.binary(), toPath: copy)
        let becomeNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        try self.init(words: becomeNobody + [copy] + arguments)
    }

    private static func binary() throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: tests).deletingLastPathComponent()
            .appendingPathComponent("journal-crash-writer").path
    }

    private init(words: [String]) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.standardOutput = output
        try process.run()
    }

    /// The next whole line; nil at the end of the output.
    mutating func line() -> String? {
        while true {
            if let end = rest.firstIndex(of: 10) {
                defer { rest = rest[rest.index(after: end)...] }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            rest += more
        }
    }

    /// All lines up to the end of the process.
    mutating func lines() -> [String] {
        var lines: [String] = []
        while let line = line() { lines.append(line) }
        process.waitUntilExit()
        return lines
    }

    /// Ends it as a power cut ends a program: at once.
    func killNow() {
        kill(process.processIdentifier, SIGKILL)
    }
}

/// The first seed of seeded tests; `JOURNAL_SEED=N swift test --filter JournalTests` replays a failure.
let firstSeed = ProcessInfo.processInfo.environment["JOURNAL_SEED"].flatMap(UInt64.init) ?? 1
