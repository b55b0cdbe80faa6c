public import RoomCore

/// How much of what the server allows is used: `sync.rate` of the state.
public struct RateState: Hashable, Sendable, Codable {
    /// The count of recent requests at the moment of the state, rounded up; it falls as time passes.
    public var level: Int
    /// The count that the panel stays below.
    public var burst: Int
    /// Requests that wait for their turn.
    public var waiting: Int
    /// For how many seconds nothing is sent, since the server refused; 0 if it did not.
    public var backoffSeconds: Int
    /// The methods that the server has stopped for a while.
    public var stoppedMethods: [String]
    /// The interval of polls in percent of the usual one; at least 100.
    public var pollPercent: Int

    private enum CodingKeys: String, CodingKey {
        case level, burst, waiting
        case backoffSeconds = "backoff_seconds"
        case stoppedMethods = "stopped_methods"
        case pollPercent = "poll_percent"
    }
}

extension RateState {
    /// Puts a reading into the words of the contract.
    public init(_ rate: ServerRate) {
        self.init(
            level: Self.whole(rate.level), burst: Self.whole(rate.burst), waiting: rate.waiting,
            backoffSeconds: Self.whole(rate.backoff / .seconds(1)),
            stoppedMethods: rate.stoppedMethods, pollPercent: Self.whole(rate.stretch * 100))
    }

    private static func whole(_ number: Double) -> Int {
        Int(exactly: number.rounded(.up)) ?? .max
    }
}
