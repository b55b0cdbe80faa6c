import RoomCore

/// How soon the next password may be tried: from one network, and in all.
///
/// Waits grow and end by themselves; nobody is locked out for good. What a flood of guesses can cost is bounded by the
/// limit on all of them, which those who have been let in before do not fall under: the flood cannot keep them out.
struct LoginThrottle {
    /// Attempts from one network that need not wait.
    static let free = 3
    /// The longest wait of one network.
    static let greatestWait = Duration.seconds(300)
    /// How long after its last wait a network's failures are forgotten.
    static let memory = Duration.seconds(900)
    /// Attempts in all that need not wait.
    static let freeInAll = 10
    /// How often another attempt comes free, in all.
    static let interval = Duration.seconds(2)
    /// Networks that are remembered; beyond it the one whose wait ends first is forgotten.
    static let capacity = 256
    /// Networks that are known to have been let in.
    static let knownCapacity = 64

    private struct Account {
        var failures = 0
        var mayTryAt: Uptime
    }

    private var accounts: [String: Account] = [:]
    private var known: [String] = []
    /// When all attempts so far are forgotten: each puts it off by an interval.
    private var quietAt = Uptime(sinceBoot: .zero)

    /// Takes an attempt in, as a failure for now: others may begin before it is known what comes of it.
    ///
    /// - Parameter network: where it comes from.
    /// - Returns: nil if it may be made, else how long to wait; then nothing changes.
    mutating func admit(_ network: String, at now: Uptime) -> Duration? {
        var account = accounts[network] ?? Account(mayTryAt: now)
        if account.mayTryAt > now { return account.mayTryAt - now }
        if account.mayTryAt + Self.memory < now { account = Account(mayTryAt: now) }
        let limit = now + Self.interval * (Self.freeInAll - 1)
        if quietAt > limit, !known.contains(network) { return quietAt - limit }
        quietAt = max(quietAt, now) + Self.interval
        account.failures += 1
        account.mayTryAt = now + Self.wait(after: account.failures)
        accounts[network] = account
        forgetOne()
        return nil
    }

    /// The attempt was right: the network's failures are forgotten, and it is known from now on.
    mutating func letIn(_ network: String) {
        accounts[network] = nil
        known.removeAll { $0 == network }
        known.append(network)
        if known.count > Self.knownCapacity { known.removeFirst() }
    }

    private static func wait(after failures: Int) -> Duration {
        guard failures >= free else { return .zero }
        return min(.seconds(1 << min(failures - free, 16)), greatestWait)
    }

    private mutating func forgetOne() {
        guard accounts.count > Self.capacity else { return }
        let first = accounts.min { $0.value.mayTryAt < $1.value.mayTryAt }
        if let first { accounts[first.key] = nil }
    }
}
