import CivilCalendar

/// How a portal writes dates: an administrator's choice, and the reason why `DATE_FROM` cannot be relied on.
public enum Culture: String, CaseIterable, Codable, Sendable {
    /// `21.11.2026 19:00:00`.
    case ru
    /// `11/21/2026 07:00:00 pm`.
    case en
    /// `21/11/2026 19:00:00`.
    case es

    func date(_ time: CivilTime) -> String {
        let date = time.day
        let (day, month) = (date.day.padded(2), date.month.padded(2))
        return switch self {
        case .ru: "\(day).\(month).\(date.year)"
        case .en: "\(month)/\(day)/\(date.year)"
        case .es: "\(day)/\(month)/\(date.year)"
        }
    }

    func dateTime(_ time: CivilTime) -> String {
        guard self == .en else { return "\(date(time)) \(time.clockText)" }
        let hour = (time.hour + 11) % 12 + 1
        return "\(date(time)) \(hour.padded(2))\(time.clockText.dropFirst(2)) "
            + (time.hour < 12 ? "am" : "pm")
    }

    /// Reads a date, with or without a time of day, as this culture writes it.
    func read(_ text: String) -> CivilTime? {
        let words = text.split(separator: " ")
        guard let first = words.first, (1...3).contains(words.count) else { return nil }
        let numbers = first.split(separator: self == .ru ? "." : "/").map { Int($0) }
        guard numbers.count == 3, let one = numbers[0], let two = numbers[1], let year = numbers[2]
        else { return nil }
        let (day, month) = self == .en ? (two, one) : (one, two)
        guard words.count > 1 else { return CivilTime(year, month, day) }
        guard let time = clock(words.dropFirst()) else { return nil }
        return CivilTime(year, month, day, time[0], time[1], time[2])
    }

    private func clock(_ words: ArraySlice<Substring>) -> [Int]? {
        guard let first = words.first else { return nil }
        var numbers = first.split(separator: ":").compactMap { Int($0) }
        guard (2...3).contains(numbers.count) else { return nil }
        if numbers.count == 2 { numbers.append(0) }
        guard words.count == 2 else { return words.count == 1 ? numbers : nil }
        guard self == .en, let half = words.last?.lowercased(), half == "am" || half == "pm",
            (1...12).contains(numbers[0])
        else { return nil }
        numbers[0] = numbers[0] % 12 + (half == "pm" ? 12 : 0)
        return numbers
    }
}
