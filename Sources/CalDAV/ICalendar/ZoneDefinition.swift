import HTTPExchange
import Synchronization

/// Makes the text of a VTIMEZONE harmless before libical sees it.
///
/// libical walks every rule of a zone up to the year asked for. Only what zones consist of is kept: offsets, dates,
/// and yearly rules by month and day.
enum ZoneDefinition {
    /// How many changes and rules a zone may list.
    private static let lineLimit = 1_000
    /// The zones read last, by their text: most objects of a calendar bring the same one along.
    private static let recent = Mutex<[String: Zone]>([:])
    private static let recentLimit = 32

    /// The zone that the component describes.
    ///
    /// - Returns: nil if something in it is not of the kind above.
    static func zone(_ component: ICalendarText.Component, in text: ICalendarText) -> Zone? {
        guard component.range.count <= lineLimit else { return nil }
        var lines: [String] = []
        var name = ""
        for line in text.lines[component.range] {
            let value = line.value.trimmed
            switch line.name {
            case "TZID":
                name = value
                lines.append("TZID:Zone")
            case "BEGIN", "END":
                let part = value.uppercased()
                guard ["VTIMEZONE", "STANDARD", "DAYLIGHT"].contains(part) else { return nil }
                lines.append("\(line.name):\(part)")
            case "DTSTART":
                guard let time = CalendarTime(stamp: value) else { return nil }
                lines.append(
                    "DTSTART:\(CalendarTime(seconds: time.seconds, form: .floating).stamp)")
            case "RDATE":
                let dates = value.split(separator: ",").map { CalendarTime(stamp: $0) }
                guard dates.count <= lineLimit, !dates.contains(nil) else { return nil }
                lines.append("RDATE:\(dates.compactMap { $0?.stamp }.joined(separator: ","))")
            case "TZOFFSETFROM", "TZOFFSETTO":
                guard isOffset(value) else { return nil }
                lines.append("\(line.name):\(value)")
            case "RRULE":
                guard isYearly(value) else { return nil }
                lines.append("RRULE:\(value)")
            default:
                continue
            }
        }
        return zone(name, lines.joined(separator: "\r\n") + "\r\n")
    }

    private static func zone(_ name: String, _ text: String) -> Zone? {
        recent.withLock { recent in
            if let zone = recent[text] { return zone }
            guard let zone = Zone(name: name, definition: text) else { return nil }
            if recent.count == recentLimit { recent = [:] }
            recent[text] = zone
            return zone
        }
    }

    private static func isOffset(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst()
        return (text.hasPrefix("+") || text.hasPrefix("-")) && [4, 6].contains(digits.count)
            && digits.allSatisfy { (48...57).contains($0) } && !text.dropFirst().hasPrefix("24")
    }

    private static func isYearly(_ rule: String) -> Bool {
        let permitted = [
            "FREQ", "INTERVAL", "UNTIL", "COUNT", "BYMONTH", "BYDAY", "BYMONTHDAY", "WKST",
        ]
        let parts = rule.uppercased().split(separator: ";").map { $0.split(separator: "=") }
        guard rule.utf8.count <= 200, parts.contains(["FREQ", "YEARLY"]),
            parts.allSatisfy({ $0.count == 2 && permitted.contains(String($0[0])) })
        else { return false }
        let plain = parts.map { (String($0[0]), String($0[1])) }
        let shape = RuleShape(Dictionary(plain, uniquingKeysWith: { first, _ in first }))
        return shape?.canMatch(start: 0) ?? false
    }
}
