/// An instant on the wall clock: what bookings are made of.
///
/// Counted from 1970-01-01T00:00:00Z without leap seconds, as POSIX does. The wall clock may jump; holds, debounce
/// and back-off use ``Uptime`` instead. Stored with microsecond resolution.
///
/// Instants outside the years 1 to 9999 are brought to the nearer end of them, so that no time from outside, however
/// wild, makes arithmetic overflow.
public struct WallTime: Hashable, Comparable, Sendable {
    /// 0001-01-01T00:00:00Z.
    public static let earliest = WallTime(secondsSinceEpoch: -62_135_596_800)
    /// 9999-12-31T23:59:59Z.
    public static let latest = WallTime(secondsSinceEpoch: 253_402_300_799)

    /// The distance from 1970-01-01T00:00:00Z; negative before it.
    public let sinceEpoch: Duration

    /// Makes the instant that lies `sinceEpoch` after 1970-01-01T00:00:00Z.
    public init(sinceEpoch: Duration) {
        let second: Int128 = 1_000_000_000_000_000_000
        let inside = min(
            max(sinceEpoch.attoseconds, -62_135_596_800 * second), 253_402_300_799 * second)
        self.sinceEpoch = Duration(attoseconds: inside)
    }

    /// Makes the instant from whole microseconds since the epoch.
    public init(microsecondsSinceEpoch microseconds: Int64) {
        self.init(sinceEpoch: .microseconds(microseconds))
    }

    /// Makes the instant from whole seconds since the epoch.
    public init(secondsSinceEpoch seconds: Int64) {
        self.init(sinceEpoch: .seconds(seconds))
    }

    /// Whole microseconds since the epoch, rounded towards the past.
    public var microsecondsSinceEpoch: Int64 {
        let attoseconds = sinceEpoch.attoseconds
        let microseconds = Int64(attoseconds / 1_000_000_000_000)
        return attoseconds < Int128(microseconds) * 1_000_000_000_000
            ? microseconds - 1 : microseconds
    }

    /// Whole seconds since the epoch, rounded towards the past.
    public var secondsSinceEpoch: Int64 {
        let (seconds, attoseconds) = sinceEpoch.components
        return attoseconds < 0 ? seconds - 1 : seconds
    }

    /// The start of the second this instant lies in: calendars keep whole seconds.
    public var flooredToSecond: WallTime {
        WallTime(secondsSinceEpoch: secondsSinceEpoch)
    }

    /// Whether two ends of a booking are the same for a calendar: less than a minute apart, since some keep whole minutes.
    public func isSameEnd(as other: WallTime) -> Bool {
        let apart = self - other
        return apart < .seconds(60) && apart > .seconds(-60)
    }

    /// Whether `left` comes before `right`.
    public static func < (left: WallTime, right: WallTime) -> Bool {
        left.sinceEpoch.attoseconds < right.sinceEpoch.attoseconds
    }

    /// The instant `duration` later.
    public static func + (instant: WallTime, duration: Duration) -> WallTime {
        WallTime(
            sinceEpoch: Duration(attoseconds: instant.sinceEpoch.attoseconds + duration.attoseconds)
        )
    }

    /// The instant `duration` earlier.
    public static func - (instant: WallTime, duration: Duration) -> WallTime {
        WallTime(
            sinceEpoch: Duration(attoseconds: instant.sinceEpoch.attoseconds - duration.attoseconds)
        )
    }

    /// How long `left` lies after `right`; negative when it lies before.
    public static func - (left: WallTime, right: WallTime) -> Duration {
        Duration(attoseconds: left.sinceEpoch.attoseconds - right.sinceEpoch.attoseconds)
    }
}

extension WallTime: Codable {
    /// Reads whole microseconds since the epoch.
    public init(from decoder: any Decoder) throws {
        self.init(
            microsecondsSinceEpoch: try decoder.singleValueContainer().decode(Int64.self))
    }

    /// Writes whole microseconds since the epoch.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microsecondsSinceEpoch)
    }
}
