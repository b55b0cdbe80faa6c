/// How much a server lets the panel ask of it, and how much of that is used; for the state and for metrics.
public struct ServerRate: Hashable, Sendable {
    /// Requests sent since the start of the process.
    public var requests: Int
    /// The count of recent requests, which falls as time passes; never negative.
    public var level: Double
    /// The count that the panel stays below.
    public var burst: Double
    /// Requests that wait for their turn.
    public var waiting: Int
    /// How long nothing is sent, since the server refused; zero if it did not.
    public var backoff: Duration
    /// The methods that the server has stopped for a while, in alphabetical order.
    public var stoppedMethods: [String]
    /// By how much polls are further apart than configured; 1 if not at all.
    public var stretch: Double

    /// Makes a reading.
    public init(
        requests: Int = 0, level: Double = 0, burst: Double, waiting: Int = 0,
        backoff: Duration = .zero, stoppedMethods: [String] = [], stretch: Double = 1
    ) {
        self.requests = requests
        self.level = level
        self.burst = burst
        self.waiting = waiting
        self.backoff = backoff
        self.stoppedMethods = stoppedMethods
        self.stretch = stretch
    }
}
