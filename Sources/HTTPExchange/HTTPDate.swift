import CLinux

/// The dates of HTTP headers.
package enum HTTPDate {
    /// Reads an IMF-fixdate such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
    ///
    /// - Returns: whole seconds since 1970-01-01T00:00:00Z; nil for anything else, the two obsolete forms, a day that no
    ///   calendar has and a time before 1970 included.
    package static func secondsSinceEpoch(_ text: String) -> Int64? {
        let seconds = domovoy_utc_time(text, "%a, %d %b %Y %H:%M:%S GMT")
        return seconds < 0 ? nil : Int64(seconds)
    }
}
