import FoundationEssentials
import HTTPExchange

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Standard error, for messages to people.
///
/// What a server, a file or an argument put into a message cannot steer the reader's terminal.
public enum StandardError {
    /// Greatest length of a line, in bytes; the rest is cut off.
    static let greatestLine = 2_048

    /// Writes a message, each of its lines made safe.
    ///
    /// - Parameter message: one line, or several where the error is one of many faults.
    public static func tell(_ message: some CustomStringConvertible) {
        let bytes = Array(text("\(message)").utf8)
        // SAFETY: the buffer outlives the call; one write keeps the message in one piece.
        bytes.withUnsafeBytes { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// The message as it is written, its end included.
    static func text(_ message: String) -> String {
        message.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.description.oneLine(greatestLine) + "\n" }.joined()
    }
}
