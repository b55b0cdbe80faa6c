import RoomCore

/// The date format of HTTP headers: IMF-fixdate of RFC 9110, section 5.6.7.
enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The text of an instant, such as `Sat, 21 Nov 2026 19:00:00 GMT`.
    static func text(_ instant: WallTime) -> String {
        let civil = CivilTime(instant)
        let day = days[((civil.daysSinceEpoch % 7) + 7) % 7]
        let date = "\(civil.day.padded(2)) \(months[civil.month - 1]) \(civil.year.padded(4))"
        let time = "\(civil.hour.padded(2)):\(civil.minute.padded(2)):\(civil.second.padded(2))"
        return "\(day), \(date) \(time) GMT"
    }
}
