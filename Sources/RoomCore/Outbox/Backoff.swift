/// How long to wait after failures: growing, bounded, and spread.
public struct Backoff: Hashable, Sendable {
    /// The wait after the first failure, before spreading.
    public var base: Duration
    /// The greatest wait, before spreading.
    public var cap: Duration

    /// Makes a back-off; `base` and `cap` are positive, `base` at most `cap`.
    public init(base: Duration, cap: Duration) {
        self.base = base
        self.cap = cap
    }

    /// The wait before the next try.
    ///
    /// - Parameters:
    ///   - failures: how many tries in a row have failed; under 1 counts as 1.
    ///   - jitter: 0 ..< 1; spreads the wait over 50-100 % of the plain one. Anything outside is brought inside.
    /// - Returns: `base`, doubled with every failure up to `cap`, and spread.
    public func delay(failures: Int, jitter: Double) -> Duration {
        let doublings = min(max(failures, 1) - 1, 20)
        let plain = min(base * (1 << doublings), cap)
        let spread = jitter.isNaN ? 0 : min(max(jitter, 0), 1)
        return plain * (0.5 + spread / 2)
    }
}
