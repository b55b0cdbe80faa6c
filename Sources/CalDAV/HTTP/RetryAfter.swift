import CivilCalendar
import HTTPExchange
import RoomCore

/// How long a server asks to be left alone.
enum RetryAfter {
    /// Reads a `Retry-After` header: seconds or a date (RFC 9110, section 10.2.3), clamped to 1 s - 1 h.
    ///
    /// - Parameter now: what a date is measured from: the server's own clock, or ours if it sent none.
    /// - Returns: nil for anything else.
    static func parse(_ text: String, now: WallTime) -> Duration? {
        let value = text.trimmed
        if !value.isEmpty, value.utf8.allSatisfy({ (48...57).contains($0) }) {
            return clamp(.seconds(Int64(value) ?? 3_600))
        }
        return HTTPDate.secondsSinceEpoch(value).map {
            clamp(WallTime(secondsSinceEpoch: $0) - now)
        }
    }

    private static func clamp(_ delay: Duration) -> Duration {
        min(max(delay, .seconds(1)), .seconds(3_600))
    }
}
