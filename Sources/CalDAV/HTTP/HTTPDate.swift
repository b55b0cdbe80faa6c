import CIcal
import HTTPExchange
import RoomCore

/// The dates of HTTP headers.
enum HTTPDate {
    /// Reads an IMF-fixdate such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
    ///
    /// - Returns: nil for anything else, the two obsolete forms included.
    static func parse(_ text: String) -> WallTime? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT",
            let month = months.firstIndex(of: String(words[2]))
        else { return nil }
        let time = words[4].split(separator: ":", omittingEmptySubsequences: false)
        let digits = [words[3], words[1]] + time
        guard time.count == 3, digits.dropFirst().allSatisfy({ $0.utf8.count == 2 }),
            words[3].utf8.count == 4
        else { return nil }
        let number = month + 1
        let stamp =
            "\(words[3])\(number < 10 ? "0" : "")\(number)\(words[1])T\(time.joined())Z"
        return CalendarTime(stamp: stamp).map { WallTime(secondsSinceEpoch: $0.seconds) }
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

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
        return HTTPDate.parse(value).map { clamp($0 - now) }
    }

    private static func clamp(_ delay: Duration) -> Duration {
        min(max(delay, .seconds(1)), .seconds(3_600))
    }
}
