public import RoomCore

/// How the panel stands with its server: `sync` of the state.
public struct SyncState: Hashable, Sendable, Codable {
    /// What kind of server.
    public var server: RoomSettings.ServerKind
    /// When it was last heard; nil if never, or without a server.
    @NullWhenNil public var lastSuccess: Timestamp?
    /// Whether the schedule shown is older than `stale_after`.
    public var stale: Bool
    /// Writes still owed.
    public var outbox: Int
    /// The last failure on one line, its kind first; nil after a success.
    @NullWhenNil public var lastError: String?
    /// How much of what the server allows is used; nil where it counts nothing.
    @NullWhenNil public var rate: RateState?

    private enum CodingKeys: String, CodingKey {
        case server, stale, outbox, rate
        case lastSuccess = "last_success"
        case lastError = "last_error"
    }
}

extension SyncState {
    /// Puts a standing into the words of the contract.
    public init(_ sync: RoomState.Sync) {
        self.init(
            server: sync.server, lastSuccess: sync.lastSuccess.map { Timestamp($0) },
            stale: sync.isStale, outbox: sync.outbox, lastError: sync.lastError?.description,
            rate: sync.rate.map { RateState($0) })
    }
}
