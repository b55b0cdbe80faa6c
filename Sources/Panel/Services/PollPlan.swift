import RoomCore

/// When to read the schedule next, and which part of it.
struct PollPlan: Hashable, Sendable {
    /// The configured interval.
    var interval: Duration
    static let cap = Duration.seconds(600)
    static let authenticationWait = Duration.seconds(600)

    /// The wait before the next read.
    ///
    /// After a success the interval, spread by 10 % so that the panels of a house do not ask all at once. After
    /// failures it grows to 10 min; a wrong password is tried again once in 10 min; a server that asks for a longer
    /// wait gets it.
    func wait(after failure: ServerFailure?, failures: Int, jitter: Double) -> Duration {
        guard let failure else { return interval * (0.9 + 0.2 * jitter) }
        if failure.kind == .authentication { return Self.authenticationWait }
        let backoff = Backoff(base: interval, cap: max(interval, Self.cap))
        return max(
            backoff.delay(failures: failures, jitter: jitter), failure.retryAfter ?? .zero)
    }

    /// The window to read: from the start of yesterday (UTC) to 14 days ahead.
    static func window(at now: WallTime) -> Span {
        let day: Int64 = 86_400
        let today = WallTime(secondsSinceEpoch: now.secondsSinceEpoch / day * day)
        return Span(start: today - .seconds(day), end: today + .seconds(15 * day))
    }
}
