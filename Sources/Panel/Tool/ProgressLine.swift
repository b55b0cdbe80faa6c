import Glibc

/// One line on a terminal that tells how far a piece of work is, once that takes longer than a second.
///
/// Written to standard error, and to a terminal only.
public struct ProgressLine: Sendable {
    private let begun = ContinuousClock.now
    private let isTerminal = isatty(STDERR_FILENO) == 1

    /// Begins a piece of work.
    public init() {}

    /// Tells how far it is, in place of what was told before.
    ///
    /// - Parameter text: plain text without line ends.
    public func tell(_ text: String) {
        guard isTerminal, ContinuousClock.now - begun >= .seconds(1) else { return }
        write("\r\u{1B}[K\(text)")
    }

    /// Does a piece of work, and tells how far it is once a second; the line is gone when this returns.
    ///
    /// - Parameter text: asked at each turn; plain text without line ends.
    /// - Throws: what the work throws.
    public static func during<Value>(
        _ text: @escaping @Sendable () -> String, _ work: () async throws -> Value
    ) async throws -> Value {
        let line = ProgressLine()
        // Comes last: nothing is told after the line was taken away.
        defer { line.end() }
        async let _: Void = line.repeating(text)
        return try await work()
    }

    private func repeating(_ text: @Sendable () -> String) async {
        guard isTerminal else { return }
        while (try? await Task.sleep(for: .seconds(1))) != nil { tell(text()) }
    }

    /// Takes the line away.
    public func end() {
        if isTerminal { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) {
        let bytes = Array(text.utf8)
        // SAFETY: the buffer outlives the call.
        bytes.withUnsafeBytes { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
