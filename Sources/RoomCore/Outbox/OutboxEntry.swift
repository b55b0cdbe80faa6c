/// One write that the panel owes the server, or owed.
public struct OutboxEntry: Hashable, Sendable, Codable {
    /// Where it stands.
    ///
    /// It moves from `queued` by way of `sent` to one of the last four, and back to `queued` while a failed try waits.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// Waits for its turn or for its next try. Successors: all.
        case queued
        /// Asked of the server, answer not known; after a restart it is asked again. Successors: all below, or itself.
        case sent
        /// The server has it. Final.
        case acknowledged
        /// Refused for good, or parked as poison; shown to people. Final.
        case rejected
        /// Made pointless by a later write before it took effect. Final.
        case superseded
        /// Too old to matter. Final.
        case expired

        /// Whether nothing follows any more.
        public var isFinal: Bool {
            switch self {
            case .queued, .sent: false
            case .acknowledged, .rejected, .superseded, .expired: true
            }
        }
    }

    /// Its number: 1, 2, 3 ...
    ///
    /// in the order owed, across restarts.
    public var number: Int64
    /// What to write.
    public var write: ServerWrite
    /// When it came to be owed.
    public var createdAt: WallTime
    /// Where it stands.
    public var state: State
    /// How often it was asked of the server.
    public var attempts: Int
    /// Why the last try failed, or why it was parked; nil if nothing failed.
    ///
    /// At most 512 bytes.
    public var lastError: String?

    /// Makes an entry, by default a fresh one.
    public init(
        number: Int64, write: ServerWrite, createdAt: WallTime, state: State = .queued,
        attempts: Int = 0, lastError: String? = nil
    ) {
        self.number = number
        self.write = write
        self.createdAt = createdAt
        self.state = state
        self.attempts = attempts
        self.lastError = lastError
    }

    /// Whether it is one of ``Memory/askedEnds``: an end that the server was asked for, and is owed no more.
    public var isAskedEnd: Bool {
        guard case .changeEnd = write, attempts > 0 else { return false }
        return state == .superseded || state == .acknowledged
    }
}
