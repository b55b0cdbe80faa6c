import Foundation

/// Runs a built binary to its end.
enum Command {
    struct Result: Sendable {
        var exitCode: Int32
        var output: String
        var errors: String
    }

    /// - Parameter text: with it the process is terminated as soon as its errors contain `text`.
    static func run(
        _ name: String, _ arguments: [String], until text: String? = nil
    ) async throws -> Result {
        let process = Process()
        process.executableURL = RunningPanel.products.appending(path: name)
        process.arguments = arguments
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let identifier = process.processIdentifier
        async let said = read(errors.fileHandleForReading) { seen in
            if let text, seen.contains(text) { kill(identifier, SIGTERM) }
        }
        async let printed = read(output.fileHandleForReading) { _ in }
        let (first, second) = await (said, printed)
        process.waitUntilExit()
        return Result(exitCode: process.terminationStatus, output: second, errors: first)
    }

    private static func read(
        _ handle: FileHandle, _ look: @escaping @Sendable (String) -> Void
    ) async -> String {
        await withCheckedContinuation { continuation in
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
