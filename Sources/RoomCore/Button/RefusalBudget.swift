/// How many refused taps are kept and shown: whoever taps at random must fill neither the log nor the lamps.
struct RefusalBudget: Sendable {
    /// So many may follow at once.
    static let burst: Int64 = 10
    /// In the long run one is kept so often.
    static let interval = Duration.seconds(60)

    private var left = burst
    private var countedAt: Uptime?

    /// Counts one; false if it is one too many.
    mutating func take(at now: Uptime) -> Bool {
        let since = countedAt ?? now
        let more = max(0, (now - since).components.seconds / Self.interval.components.seconds)
        countedAt = since + Self.interval * Int(more)
        left = min(Self.burst, left + more)
        guard left > 0 else { return false }
        left -= 1
        return true
    }
}
