public import RoomCore

/// One line of the log that facilities staff work with.
public enum LogEntry: Hashable, Sendable {
    /// A raw change of a sensor's line.
    case edge(SensorEdge)
    /// A stretch of equal presence that has ended.
    case presence(PresenceSpan)
    /// A press and what came of it.
    case press(Press)
    /// What the panel wanted written to the server, and what became of it so far.
    case write(OutboxEntry)
    /// A message to an organiser, and what became of it.
    case message(MessageRecord)
    /// A note by facilities staff.
    case note(Note)

    /// When it happened; for a stretch of presence, when that began, and for a write, when it came to be owed.
    public var at: WallTime {
        switch self {
        case .edge(let edge): edge.at
        case .presence(let stretch): stretch.span.start
        case .press(let press): press.pressedAt
        case .write(let entry): entry.createdAt
        case .message(let message): message.at
        case .note(let note): note.at
        }
    }
}
