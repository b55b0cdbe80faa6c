public import Logging
import Synchronization

/// Keeps what is logged, at every level.
public final class RecordedLog: Sendable {
    /// One message.
    public struct Line: Sendable {
        /// Its severity.
        public var level: Logger.Level
        /// Its text, without the metadata.
        public var message: String
        /// The pairs that came with it.
        public var metadata: Logger.Metadata
    }

    private let kept = Mutex<[Line]>([])

    /// Nothing yet.
    public init() {}

    /// Everything so far, oldest first.
    public var lines: [Line] { kept.withLock { $0 } }

    /// A logger that writes here.
    public var logger: Logger {
        Self.logger { line in self.kept.withLock { $0.append(line) } }
    }

    /// A logger of every level that gives each line to `take`.
    public static func logger(_ take: @escaping @Sendable (Line) -> Void) -> Logger {
        var logger = Logger(label: "test") { _ in Handler(take: take) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let take: @Sendable (Line) -> Void
        var metadata = Logger.Metadata()
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            take(
                Line(
                    level: event.level, message: "\(event.message)", metadata: event.metadata ?? [:]
                ))
        }
    }
}
