/// Finds the earliest of several instants after a given one.
struct EarliestDeadline {
    let now: Uptime
    private(set) var earliest: Uptime?

    init(after now: Uptime) {
        self.now = now
    }

    mutating func consider(_ instant: Uptime?) {
        guard let instant, instant > now else { return }
        if let earliest, earliest <= instant { return }
        earliest = instant
    }
}
