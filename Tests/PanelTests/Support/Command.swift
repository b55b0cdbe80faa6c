import Foundation
import Synchronization

/// Runs a built binary to its end.
enum Command {
    struct Result: Sendable {
        var exitCode: Int32
        var output: String
        var errors: String
    }

    /// - Parameters:
    ///   - text: the process is terminated, once, as soon as its errors contain it.
    ///   - look: told all of the output so far whenever there is more of it.
    static func run(
        _ name: String, _ arguments: [String], until text: String,
        _ look: @escaping @Sendable (_ output: String) -> Void = { _ in }
    ) async throws -> Result {
        let output = Pipe()
        let once = Once()
        return try await run(
            name, arguments, into: output, reading: output, looking: look,
            lookingAtErrors: { seen, process in
                if seen.contains(text), once.isFirst() { kill(process, SIGTERM) }
            })
    }

    /// - Parameter look: told all of the output so far whenever there is more of it.
    static func run(
        _ name: String, _ arguments: [String],
        _ look: @escaping @Sendable (_ output: String) -> Void = { _ in }
    ) async throws -> Result {
        let output = Pipe()
        return try await run(name, arguments, into: output, reading: output, looking: look)
    }

    /// - Parameter path: the device that the output goes to; nil for a pipe whose reader has gone.
    static func run(_ name: String, _ arguments: [String], output path: String?) async throws
        -> Result
    {
        guard let path else {
            let pipe = Pipe()
            try pipe.fileHandleForReading.close()
            return try await run(name, arguments, into: pipe.fileHandleForWriting, reading: nil)
        }
        let device = try FileHandle(forWritingTo: URL(filePath: path))
        return try await run(name, arguments, into: device, reading: nil)
    }

    private static func run(
        _ name: String, _ arguments: [String], into output: Any, reading pipe: Pipe?,
        looking look: @escaping @Sendable (String) -> Void = { _ in },
        lookingAtErrors lookAtErrors: @escaping @Sendable (String, Int32) -> Void = { _, _ in }
    ) async throws -> Result {
        let process = Process()
        process.executableURL = RunningPanel.products.appending(path: name)
        process.arguments = arguments
        // How wide a table is would depend on who runs the tests.
        process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "COLUMNS" }
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let identifier = process.processIdentifier
        async let said = read(errors.fileHandleForReading) { lookAtErrors($0, identifier) }
        let results = pipe?.fileHandleForReading
        async let printed = read(results, look)
        let (first, second) = await (said, printed)
        process.waitUntilExit()
        return Result(exitCode: process.terminationStatus, output: second, errors: first)
    }

    /// Tells the first who asks from all others.
    private final class Once: Sendable {
        private let isOver = Mutex(false)

        func isFirst() -> Bool {
            isOver.withLock { isOver in
                defer { isOver = true }
                return !isOver
            }
        }
    }

    private static func read(
        _ handle: FileHandle?, _ look: @escaping @Sendable (String) -> Void
    ) async -> String {
        guard let handle else { return "" }
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                var text = ""
                while true {
                    let data = handle.availableData
                    if data.isEmpty { break }
                    text += String(decoding: data, as: UTF8.self)
                    look(text)
                }
                continuation.resume(returning: text)
            }
        }
    }
}
