import RoomCore

/// How often somebody may do something: once a second in the long run, and a few times at once.
struct ReportMeter {
    /// Times that may follow at once.
    static let burst = 20

    private var left = burst
    private var countedAt: Uptime

    init(at now: Uptime) {
        countedAt = now
    }

    /// Counts one time; false if it is one too many.
    mutating func take(at now: Uptime) -> Bool {
        let seconds = max(0, (now - countedAt).components.seconds)
        countedAt = countedAt + .seconds(seconds)
        left = Int(min(Int64(Self.burst), Int64(left) + seconds))
        guard left > 0 else { return false }
        left -= 1
        return true
    }
}
