import Synchronization

/// Shows that a loop still moves, for the watchdog.
///
/// The watchdog asks; the loop answers the next time it comes round. A loop that does not answer until the watchdog asks
/// again is stuck.
final class Heartbeat: Sendable {
    let name: String
    private let state = Mutex((asked: UInt64(0), answered: UInt64(0)))
    private let prod: @Sendable () -> Void
    private let turns: (@Sendable () -> UInt64)?

    /// - Parameter prod: makes an idle loop come round.
    init(_ name: String, prod: @escaping @Sendable () -> Void) {
        self.name = name
        self.prod = prod
        turns = nil
    }

    /// For a loop that counts its own turns and comes round unasked.
    init(_ name: String, turns: @escaping @Sendable () -> UInt64) {
        self.name = name
        self.turns = turns
        prod = {}
    }

    /// Called by the loop each time it comes round.
    func beat() {
        state.withLock { $0.answered = $0.asked }
    }

    /// Called by the watchdog: whether the loop has moved since the last time, and asks it to move again.
    func ask() -> Bool {
        defer { prod() }
        if let turns {
            let now = turns()
            return state.withLock { state in
                defer { state = (1, now) }
                return state.asked == 0 || state.answered != now
            }
        }
        return state.withLock { state in
            defer { state.asked += 1 }
            return state.answered == state.asked
        }
    }
}
