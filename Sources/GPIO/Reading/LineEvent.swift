public import RoomCore

/// A fact about one input line.
///
/// Levels are logical: the active level of the settings is taken into account.
public enum LineEvent: Hashable, Sendable {
    /// The line was requested; its level follows.
    case found(line: String)
    /// The line was found at this level: after ``found(line:)``, and after ``lost(line:count:)``.
    case level(line: String, isActive: Bool)
    /// The line changed; debounced if the settings say so, and stamped with the physical edge.
    case edge(line: String, isActive: Bool, at: Uptime)
    /// At least so many edges are known to be lost; the level follows once the queue is empty.
    ///
    /// Exact where edges are numbered (libgpiod 2.x). Elsewhere a queue that was found full counts as overflowed,
    /// as nobody can tell whether the edge that filled it was the last.
    case lost(line: String, count: Int)
    /// The line cannot be read, and why; looked for again from now on. Told once for each reason.
    case gone(line: String, reason: GPIOError)

    /// The name of the line in the settings.
    public var line: String {
        switch self {
        case .found(let line), .level(let line, _), .edge(let line, _, _), .lost(let line, _),
            .gone(let line, _):
            line
        }
    }
}
