/// When to read the schedule next, and which part of it.
public struct PollPlan: Hashable, Sendable {
    /// The longest wait after failures; a longer ``interval`` is kept as it is.
    ///
    /// Under five minutes, so that a server that is back is heard within that time.
    public static let cap = Duration.seconds(240)
    /// The wait after a wrong password, so that the server does not lock the account.
    public static let authenticationWait = Duration.seconds(600)

    /// The configured interval.
    public var interval: Duration

    /// Plans reads every `interval`.
    public init(interval: Duration) {
        self.interval = interval
    }

    /// The wait before the next read.
    ///
    /// After a success the interval, spread by 10 % so that the panels of a house do not ask all at once. After
    /// failures it grows to ``cap``; a wrong password is tried again once in ``authenticationWait``; a server that
    /// asks for a longer wait gets it, up to an hour. Who waits for a turn asks again when it comes.
    ///
    /// - Parameters:
    ///   - failure: how the last read failed; nil if it did not.
    ///   - failures: failed reads in a row.
    ///   - jitter: a random number, 0 ..< 1.
    public func wait(after failure: ServerFailure?, failures: Int, jitter: Double) -> Duration {
        guard let failure else { return interval * (0.9 + 0.2 * jitter) }
        if failure.kind == .authentication { return Self.authenticationWait }
        if failure.kind == .paced, let turn = failure.retryAfter {
            return min(max(turn, .seconds(1)), Outbox.greatestRetryAfter)
        }
        let backoff = Backoff(base: interval, cap: max(interval, Self.cap))
        let asked = min(failure.retryAfter ?? .zero, Outbox.greatestRetryAfter)
        return max(backoff.delay(failures: failures, jitter: jitter), asked)
    }

    /// The window to read: from the start of yesterday (UTC) to the end of the day 14 days ahead.
    public static func window(at now: WallTime) -> Span {
        let day: Int64 = 86_400
        let today = WallTime(secondsSinceEpoch: now.secondsSinceEpoch / day * day)
        return Span(start: today - .seconds(day), end: today + .seconds(15 * day))
    }
}
