import RoomCore

/// Reads `room.hours`: opening hours by weekday.
extension ConfigurationReader {
    private static let dayRule = "a weekday such as mon, or several such as mon-fri"
    private static let hoursRule =
        "hours such as 08:00-19:00, 22:00-06:00 (to the day after) or 00:00-24:00, up to "
        + "\(OpeningHours.greatestCount) of them with commas between, or closed"

    static func readHours(of room: inout ConfigurationSection) -> OpeningHours {
        var section = room.section("hours")
        guard section.isPresent else { return .always }
        if section.keys.isEmpty {
            room.report("hours", "names no day; leave it out for a room that is always open")
        }
        var days: [Weekday: [OpeningHours.Stretch]] = [:]
        for key in section.keys {
            guard let named = OpeningHours.weekdays(key) else {
                section.report(key, "no such day; allowed is \(dayRule)")
                continue
            }
            let text = section.text(key, allowed: hoursRule) {
                OpeningHours.stretches($0) != nil
            }
            let stretches = OpeningHours.stretches(text) ?? []
            for day in named {
                if days[day] != nil { section.report(key, "\(day.rawValue) has hours already") }
                days[day] = stretches
            }
        }
        return OpeningHours(days)
    }
}
