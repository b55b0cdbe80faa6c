/// How far the sittings have followed what they depend on; what is forgotten here is followed anew.
struct Followed: Sendable {
    private var revision: Int?
    private var trustedSince: Uptime?

    /// Follows the schedule.
    ///
    /// - Returns: whether it has changed since.
    mutating func follow(revision new: Int) -> Bool { revision.renew(new) }

    /// Follows the clock.
    ///
    /// - Parameter new: when it came to be trusted.
    /// - Returns: whether that was after it was followed last.
    mutating func follow(trustedSince new: Uptime) -> Bool { trustedSince.renew(new) }

    /// A sitting was set to what the schedule may contradict.
    mutating func forgetSchedule() {
        revision = nil
    }

    /// A sitting was set by what the clock may have been.
    mutating func forgetClock() {
        trustedSince = nil
    }
}
