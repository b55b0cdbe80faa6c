/// The dates of HTTP headers: IMF-fixdate, such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
package enum HTTPDate {
    /// The text of an instant.
    ///
    /// - Parameter seconds: whole seconds since 1970-01-01T00:00:00Z.
    package static func text(secondsSinceEpoch seconds: Int64) -> String {
        let time = CivilTime(seconds: Int(seconds))
        let day = time.day
        return "\(day.weekDayName), \(day.day.padded(2)) \(day.monthName) \(day.year.padded(4)) "
            + "\(time.clockText) GMT"
    }

    /// Reads such a text.
    ///
    /// - Returns: whole seconds since 1970-01-01T00:00:00Z; nil for anything else, the two obsolete forms, a day that no
    ///   calendar has and a time before 1970 included.
    package static func secondsSinceEpoch(_ text: String) -> Int64? {
        let words = text.split(separator: " ")
        guard words.count == 6, let month = CivilDay.month(named: words[2]),
            let day = Int(words[1]), let year = Int(words[3]),
            let midnight = CivilTime(year, month, day), midnight.seconds >= 0,
            let second = CivilTime.secondOfDay(words[4])
        else { return nil }
        let seconds = Int64(midnight.seconds + second)
        // Another day's name, single digits and the like.
        return self.text(secondsSinceEpoch: seconds) == text ? seconds : nil
    }
}
