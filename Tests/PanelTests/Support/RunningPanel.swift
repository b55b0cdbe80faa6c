import Foundation
import Synchronization
import Testing

/// A built `domovoyd` that runs as a process of its own.
final class RunningPanel: PanelPage, Sendable {
    /// What came out of the process so far, line by line, and who waits for a line.
    private struct Output {
        var lines: [String] = []
        var rest = ""
        var isAtEnd = false
        var waiting: [(text: String, continuation: CheckedContinuation<String?, Never>)] = []
    }
    private let output: SharedOutput
    private let process: SharedProcess
    let address: String

    private final class SharedOutput: Sendable {
        let state = Mutex(Output())
    }
    /// `Process` is only touched under the lock.
    private final class SharedProcess: @unchecked Sendable {
        private let lock = NSLock()
        private let process: Process
        init(_ process: Process) { self.process = process }
        func with<Value>(_ body: (Process) -> Value) -> Value { lock.withLock { body(process) } }
        func wait() { process.waitUntilExit() }
    }

    /// The folder of the binaries that were built along with the tests.
    static let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()

    /// Starts a panel and waits until its page is served and its lines are there: edges before that count for nothing.
    ///
    /// - Parameters:
    ///   - environment: added to that of the tests.
    ///   - onLaunch: called with the process as soon as it exists.
    static func start(
        _ configuration: String, environment: [String: String] = [:],
        onLaunch: (Int32) async throws -> Void = { _ in }
    ) async throws -> RunningPanel {
        let output = SharedOutput()
        let process = Process()
        process.executableURL = products.appending(path: "domovoyd")
        process.arguments = ["--config", configuration]
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        follow(pipe, output)
        try await onLaunch(process.processIdentifier)
        let identifier = process.processIdentifier
        let served = await withTaskCancellationHandler {
            await Self.line("page is served", output)
        } onCancel: {
            kill(identifier, SIGKILL)
        }
        let line = try #require(served, "domovoyd ended: \(lines(output))")
        let address = try #require(line.split(separator: "address=").last.map(String.init))
        let panel = RunningPanel(
            output: output, process: SharedProcess(process), address: address)
        _ = try await panel.state(\.areLinesThere)
        return panel
    }

    private init(output: SharedOutput, process: SharedProcess, address: String) {
        self.output = output
        self.process = process
        self.address = address
    }

    deinit { signal(SIGKILL) }

    // MARK: The process

    var identifier: Int32 { process.with(\.processIdentifier) }

    func signal(_ number: Int32) {
        process.with { if $0.isRunning { kill($0.processIdentifier, number) } }
    }

    /// Waits for the end, which comes at once where the test's time is over.
    func exitCode() async -> Int32 {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async { [process] in
                    process.wait()
                    continuation.resume(returning: process.with { $0.terminationStatus })
                }
            }
        } onCancel: {
            signal(SIGKILL)
        }
    }

    /// Everything logged so far.
    var log: String { Self.lines(output) }

    /// Waits for a line of the log that contains `text`; nil if the process ends without one, as it does where the test's
    /// time is over.
    func line(_ text: String) async -> String? {
        await withTaskCancellationHandler {
            await Self.line(text, output)
        } onCancel: {
            signal(SIGKILL)
        }
    }

    private static func line(_ text: String, _ output: SharedOutput) async -> String? {
        await withCheckedContinuation { continuation in
            let found: String?? = output.state.withLock { state in
                if let line = state.lines.first(where: { $0.contains(text) }) { return .some(line) }
                if state.isAtEnd { return .some(nil) }
                state.waiting.append((text, continuation))
                return nil
            }
            if let found { continuation.resume(returning: found) }
        }
    }

    private static func lines(_ output: SharedOutput) -> String {
        output.state.withLock { $0.lines.joined(separator: "\n") }
    }

    /// Reads on a thread of its own until the process ends.
    private static func follow(_ pipe: Pipe, _ output: SharedOutput) {
        let handle = pipe.fileHandleForReading
        Thread.detachNewThread {
            var data = Data()
            repeat {
                data = handle.availableData
                take(data, output)
            } while !data.isEmpty
        }
    }

    private static func take(_ data: Data, _ output: SharedOutput) {
        let served = output.state.withLock { state in
            state.isAtEnd = data.isEmpty
            var lines = (state.rest + String(decoding: data, as: UTF8.self))
                .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            state.rest = lines.removeLast()
            state.lines += lines
            var served: [(CheckedContinuation<String?, Never>, String?)] = []
            state.waiting.removeAll { waiter in
                let line = lines.first { $0.contains(waiter.text) }
                guard line != nil || state.isAtEnd else { return false }
                served.append((waiter.continuation, line))
                return true
            }
            return served
        }
        for (continuation, line) in served { continuation.resume(returning: line) }
    }

    // MARK: The page

    /// Presses the button, which has no debounce in these panels, and lets it go.
    func press() async throws {
        try await set("button", 0)
        try await set("button", 1)
    }
}
