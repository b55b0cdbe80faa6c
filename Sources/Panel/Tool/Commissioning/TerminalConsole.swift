import Foundation
import HTTPExchange
import Synchronization

/// An installer at a terminal.
///
/// A line counts only while a question waits for it: what was typed during a test answers nothing. Lines are read on a
/// thread of their own, since nothing can end a read of a terminal; it ends with the process.
final class TerminalConsole: InstallerConsole {
    private struct State {
        var isReading = false
        var isOver = false
        var waiting: CheckedContinuation<String?, any Error>?
    }

    private static let greatestLine = 2_048

    private let state = Mutex(State())
    private let print: @Sendable (String) throws -> Void

    /// - Parameter print: writes a line of text.
    init(print: @escaping @Sendable (String) throws -> Void) {
        self.print = print
    }

    func tell(_ text: String) throws {
        try print(text.oneLine(Self.greatestLine))
    }

    func ask(_ question: String) async throws -> String? {
        startReading()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { answer in
                let isOver = state.withLock { state in
                    if !state.isOver { state.waiting = answer }
                    return state.isOver
                }
                guard !isOver else { return answer.resume(returning: nil) }
                do { try tell(question) } catch { take()?.resume(throwing: error) }
                if Task.isCancelled { hear(nil) }
            }
        } onCancel: {
            hear(nil)
        }
    }

    /// Takes the question that waits, so that nobody else answers it.
    private func take() -> CheckedContinuation<String?, any Error>? {
        state.withLock { state in
            defer { state.waiting = nil }
            return state.waiting
        }
    }

    private func hear(_ line: String?) {
        take()?.resume(returning: line)
    }

    private func startReading() {
        let isFirst = state.withLock { state in
            defer { state.isReading = true }
            return !state.isReading
        }
        guard isFirst else { return }
        Thread.detachNewThread { [self] in
            while let line = readLine() { hear(line) }
            state.withLock { $0.isOver = true }
            hear(nil)
        }
    }
}
