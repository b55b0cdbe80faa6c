import FoundationEssentials
import HTTPExchange
public import Logging

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Writes one line per message to standard error, with the level as journald reads it (`<4>`), if it is journald that
/// listens; else with the level in words.
public struct JournaldLogHandler: LogHandler {
    /// Greatest length of one value in the log, in bytes.
    public static let greatestValue = 512

    /// What every line of this logger bears.
    public var metadata: Logger.Metadata = [:]
    /// The least level that is written.
    public var logLevel: Logger.Level = .info
    private let label: String
    private let isJournald: Bool

    /// Makes a handler.
    ///
    /// - Parameters:
    ///   - label: the logger's name.
    ///   - isJournald: whether standard error goes to journald.
    public init(label: String, isJournald: Bool) {
        self.label = label
        self.isJournald = isJournald
    }

    /// One value of the metadata.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes the line.
    public func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let fields = all.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(Self.quoted("\($0.value)"))" }
        let message = "\(event.message)".oneLine(Self.greatestValue)
        let line = prefix(event.level) + ([message] + fields).joined(separator: " ")
        let bytes = Array((line + "\n").utf8)
        // SAFETY: the buffer outlives the call; one write keeps the line in one piece.
        bytes.withUnsafeBytes { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private func prefix(_ level: Logger.Level) -> String {
        guard isJournald else { return "\(level.rawValue): \(label): " }
        let priority =
            switch level {
            case .trace, .debug: 7
            case .info: 6
            case .notice: 5
            case .warning: 4
            case .error: 3
            case .critical: 2
            }
        return "<\(priority)>"
    }

    /// A value on one line, cut at the limit, in quotation marks if it holds a space; nothing in it steers a terminal.
    static func quoted(_ value: String) -> String {
        if isPlain(value) { return value }
        let line = value.oneLine(greatestValue)
        guard line.isEmpty || line.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" })
        else { return line }
        return "\"" + line.replacing("\"", with: "'") + "\""
    }

    /// Whether a value is written as it is: most are, and all at the door that log often.
    private static func isPlain(_ value: String) -> Bool {
        let bytes = value.utf8
        return (1...greatestValue).contains(bytes.count)
            && bytes.allSatisfy { $0 > 32 && $0 < 127 && $0 != 34 && $0 != 61 }
    }
}
