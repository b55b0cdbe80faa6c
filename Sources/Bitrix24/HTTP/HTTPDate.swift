import RoomCore

/// The dates of HTTP headers.
enum HTTPDate {
    /// Reads an IMF-fixdate such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
    ///
    /// - Returns: nil for anything else, the two obsolete forms included.
    static func parse(_ text: String) -> WallTime? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Int64(words[1]),
            let month = CivilTime.month(named: words[2]), let year = Int64(words[3]),
            let second = CivilTime.secondOfDay(words[4]),
            let date = CivilTime(year: year, month: month, day: day)
        else { return nil }
        return WallTime(secondsSinceEpoch: date.seconds + second)
    }
}
