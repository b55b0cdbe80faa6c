import RoomCore

/// Which rows of the log are wanted.
public struct LogFilter: Hashable, Sendable {
    /// Rows of these kinds.
    public var kinds: Set<LogRow.Kind>
    /// Only rows about this sensor, which are edges and notes; nil for all rows.
    public var sensor: String?

    /// Makes a filter that lets everything through unless it is told otherwise.
    public init(kinds: Set<LogRow.Kind> = Set(LogRow.Kind.allCases), sensor: String? = nil) {
        self.kinds = kinds
        self.sensor = sensor
    }

    /// Whether rows of a kind can be among those that are wanted.
    public func wants(_ kind: LogRow.Kind) -> Bool {
        kinds.contains(kind) && (sensor == nil || kind == .edge || kind == .note)
    }

    /// Whether an entry is wanted.
    public func admits(_ entry: LogEntry) -> Bool {
        switch entry {
        case .edge(let edge): wants(.edge) && (sensor == nil || edge.sensor == sensor)
        case .note(let note): wants(.note) && (sensor == nil || note.sensor == sensor)
        case .presence: wants(.presence)
        case .press: wants(.press)
        case .write: wants(.write)
        case .message: wants(.message)
        }
    }
}
