import HTTPTypes
import Synchronization

/// Lets so many presses of the page through a minute and no more, and fewer from one address: each is written to the card.
final class PressGate: Sendable {
    /// The time in which presses are counted.
    static let window = Duration.seconds(60)

    private let limit: Int
    private let share: Int
    private let elapsed: @Sendable () -> Duration
    /// The presses of the last minute, oldest first; ``limit`` of them at most.
    private let recent = Mutex<[(at: Duration, client: IPAddress?)]>([])

    /// Makes a gate for `limit` presses a minute by `clock`, `share` of them from one address.
    init(limit: Int, share: Int, clock: any Clock<Duration>) {
        self.limit = limit
        self.share = share
        elapsed = Self.stopwatch(clock)
    }

    private static func stopwatch<C: Clock>(
        _ clock: C
    ) -> @Sendable () -> Duration where C.Duration == Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }

    /// Lets a press through.
    ///
    /// - Parameter client: the address that asks; all whose address is not known are one.
    /// - Throws: ``ErrorReply``, 429, if there were too many.
    func admit(_ client: IPAddress?) throws(ErrorReply) {
        let now = elapsed()
        let isFree = recent.withLock { recent in
            recent.removeAll { now - $0.at >= Self.window }
            guard recent.count < limit, recent.count(where: { $0.client == client }) < share else {
                return false
            }
            recent.append((now, client))
            return true
        }
        guard isFree else {
            throw ErrorReply(
                status: .tooManyRequests, code: "too_many_presses",
                message: "\(limit) presses a minute are taken, or \(share) from your address",
                headers: [.retryAfter: "\(Self.window.components.seconds)"])
        }
    }
}
