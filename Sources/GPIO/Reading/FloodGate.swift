/// Keeps one noisy line from taking all of the processor: nothing is read of it for the rest of a
/// second in which it made too many edges.
///
/// What the queue cannot hold meanwhile is counted as lost when reading goes on.
struct FloodGate: Hashable, Sendable {
    /// Far above what any sensor or contact makes.
    static let edgesPerSecond = 5000

    private var windowStart: UInt64 = 0
    private var count = 0
    /// When reading goes on; nil while the gate is open.
    private(set) var closedUntil: UInt64?

    mutating func count(_ edges: Int, at now: UInt64) {
        if now >= windowStart &+ 1_000_000_000 {
            windowStart = now
            count = 0
        }
        count += edges
        if count > Self.edgesPerSecond { closedUntil = windowStart &+ 1_000_000_000 }
    }

    mutating func isClosed(at now: UInt64) -> Bool {
        guard let closedUntil, now < closedUntil else {
            closedUntil = nil
            return false
        }
        return true
    }
}
