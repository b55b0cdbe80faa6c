import RoomCore

/// How soon the next password may be tried: from one source, and in all.
///
/// Waits grow and end by themselves; nobody is locked out for good. A browser that was let in before is a source of its
/// own, wherever it is: behind a proxy all visitors have one address, and whoever guesses there would keep all out. What
/// a flood of guesses can cost is bounded by the limit on all of them, which such browsers do not fall under either.
struct LoginThrottle {
    /// Whose attempts are counted together.
    enum Source: Hashable, Sendable {
        /// A browser that was let in before, by the digest of its cookie.
        case device(String)
        /// All others of one network.
        case network(String)

        fileprivate var isDevice: Bool {
            if case .device = self { true } else { false }
        }
    }

    /// Attempts from one source that need not wait.
    static let free = 3
    /// The longest wait of one source.
    static let greatestWait = Duration.seconds(300)
    /// How long after its last wait a source's failures are forgotten.
    static let memory = Duration.seconds(900)
    /// Attempts in all that need not wait.
    static let freeInAll = 10
    /// How often another attempt comes free, in all.
    static let interval = Duration.seconds(2)
    /// Sources that are remembered; beyond it the one whose wait ends first is forgotten.
    static let capacity = 256

    private struct Account {
        var failures = 0
        var mayTryAt: Uptime
    }

    private var accounts: [Source: Account] = [:]
    /// When all attempts so far are forgotten: each puts it off by an interval.
    private var quietAt = Uptime(sinceBoot: .zero)

    /// Takes an attempt in, as a failure for now: others may begin before it is known what comes of it.
    ///
    /// - Parameter source: where it comes from.
    /// - Returns: nil if it may be made, else how long to wait; then nothing changes.
    mutating func admit(_ source: Source, at now: Uptime) -> Duration? {
        var account = accounts[source] ?? Account(mayTryAt: now)
        if account.mayTryAt > now { return account.mayTryAt - now }
        if account.mayTryAt + Self.memory < now { account = Account(mayTryAt: now) }
        let limit = now + Self.interval * (Self.freeInAll - 1)
        if quietAt > limit, !source.isDevice { return quietAt - limit }
        quietAt = max(quietAt, now) + Self.interval
        account.failures += 1
        account.mayTryAt = now + Self.wait(after: account.failures)
        accounts[source] = account
        forgetOne()
        return nil
    }

    /// The attempt was right: the source's failures are forgotten.
    mutating func letIn(_ source: Source) { accounts[source] = nil }

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
