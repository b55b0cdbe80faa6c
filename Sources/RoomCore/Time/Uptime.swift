/// An instant on the clock that never jumps: what holds, debounce, blinking and back-off run on.
///
/// On Linux this is `CLOCK_MONOTONIC`, the clock that the kernel stamps GPIO edges with. It starts anew at every boot,
/// so an uptime is never stored: what has to outlive the process is kept as ``WallTime``.
///
/// Brought within 10 000 years of the clock's zero, so that no time from outside makes arithmetic overflow.
public struct Uptime: Hashable, Comparable, Sendable {
    /// The distance from the clock's own zero; only differences mean something.
    public let sinceBoot: Duration

    /// Makes the instant that lies `sinceBoot` after the clock's zero.
    public init(sinceBoot: Duration) {
        let greatest: Int128 = 315_360_000_000 * 1_000_000_000_000_000_000
        self.sinceBoot = Duration(
            attoseconds: min(max(sinceBoot.attoseconds, -greatest), greatest))
    }

    /// Makes the instant from the kernel's nanosecond timestamps.
    public init(nanosecondsSinceBoot nanoseconds: UInt64) {
        self.init(sinceBoot: .nanoseconds(Int64(clamping: nanoseconds)))
    }

    /// Whether `left` comes before `right`.
    public static func < (left: Uptime, right: Uptime) -> Bool {
        left.sinceBoot.attoseconds < right.sinceBoot.attoseconds
    }

    /// The instant `duration` later.
    public static func + (instant: Uptime, duration: Duration) -> Uptime {
        Uptime(
            sinceBoot: Duration(attoseconds: instant.sinceBoot.attoseconds + duration.attoseconds))
    }

    /// The instant `duration` earlier.
    public static func - (instant: Uptime, duration: Duration) -> Uptime {
        Uptime(
            sinceBoot: Duration(attoseconds: instant.sinceBoot.attoseconds - duration.attoseconds))
    }

    /// How long `left` lies after `right`; negative when it lies before.
    public static func - (left: Uptime, right: Uptime) -> Duration {
        Duration(attoseconds: left.sinceBoot.attoseconds - right.sinceBoot.attoseconds)
    }
}
