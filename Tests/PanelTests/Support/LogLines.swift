import Logging
import Synchronization
import Testing
import WebTestKit

/// Keeps what is logged, at every level, and wakes who waits for a line.
final class LogLines: Sendable {
    /// The line never came.
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    private struct Waiter {
        var start: Int
        var text: String
        var continuation: CheckedContinuation<String?, Never>
    }

    private struct State {
        var lines: [String] = []
        var next = 0
        var waiting: [Int: Waiter] = [:]
    }
    private let state = Mutex(State())

    var logger: Logger {
        RecordedLog.logger { line in
            let pairs = line.metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            self.take("\(line.level) \(line.message) \(pairs.joined(separator: " "))")
        }
    }

    /// Everything so far.
    var all: [String] { state.withLock { $0.lines } }

    /// How many there are so far: where to look from later.
    var count: Int { state.withLock { $0.lines.count } }

    /// Waits for a line that contains `text`.
    ///
    /// - Parameter start: lines before this one do not count.
    /// - Throws: ``Missing``, with what was logged instead, when the test's time is over.
    @discardableResult
    func line(_ text: String, from start: Int = 0) async throws -> String {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        let found = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let found = state.withLock { state -> String?? in
                    if let line = state.lines.dropFirst(start).first(where: { $0.contains(text) }) {
                        return .some(line)
                    }
                    if Task.isCancelled { return .some(nil) }
                    state.waiting[number] = Waiter(
                        start: start, text: text, continuation: continuation)
                    return nil
                }
                if let found { continuation.resume(returning: found) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: number) }?.continuation
                .resume(returning: nil)
        }
        if let found { return found }
        let last = all.suffix(40).joined(separator: "\n")
        let missing = Missing(
            description: "no line with \"\(text)\" from \(start) on; there are:\n\(last)")
        // What a test throws after its time is over is not shown.
        Issue.record("\(missing)")
        throw missing
    }

    private func take(_ line: String) {
        let served = state.withLock { state in
            state.lines.append(line)
            let last = state.lines.count - 1
            let served = state.waiting.filter {
                $0.value.start <= last && line.contains($0.value.text)
            }
            for number in served.keys { state.waiting[number] = nil }
            return served.values
        }
        for waiter in served { waiter.continuation.resume(returning: line) }
    }
}
