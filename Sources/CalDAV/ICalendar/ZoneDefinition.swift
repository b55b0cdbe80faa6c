import CivilCalendar
import HTTPExchange
import Synchronization

/// Makes the text of a VTIMEZONE harmless before libical sees it.
///
/// libical walks every rule of a zone up to the year asked for. Only what zones consist of is kept: offsets, dates,
/// and yearly rules by month, day and (Lotus Notes writes them) one time of day.
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
        var counts: [String: Int] = [:]
        for line in text.lines[component.range] {
            let value = line.value.trimmed
            counts[line.name, default: 0] += 1
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
        guard isWhole(counts) else { return nil }
        return zone(name, lines.joined(separator: "\r\n") + "\r\n")
    }

    /// Whether there is a change of clocks, and each says when and between what (RFC 5545, section 3.6.5).
    private static func isWhole(_ counts: [String: Int]) -> Bool {
        let changes = counts["BEGIN", default: 0] - 1
        return changes > 0
            && ["DTSTART", "TZOFFSETFROM", "TZOFFSETTO"].allSatisfy { counts[$0] == changes }
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

    /// Whether a rule is one that libical expands rightly and in a few steps: yearly, at one time of one day.
    private static func isYearly(_ rule: String) -> Bool {
        guard rule.utf8.count <= 200, !rule.contains(" "), let parts = try? RuleParts(rule),
            parts.frequency == .yearly, parts.count == nil || parts.until == nil,
            parts.positions.isEmpty, parts.weekNumbers.isEmpty, parts.yearDays.isEmpty,
            parts.monthDays.isEmpty || !parts.months.isEmpty,
            [parts.hours, parts.minutes, parts.seconds].allSatisfy({ $0.count <= 1 })
        else { return false }
        return comesTrue(parts)
    }

    /// Whether the rule has a day at all: for one that never has, libical would search the calendar to its end.
    private static func comesTrue(_ parts: RuleParts) -> Bool {
        let first = CivilDay(firstOf: 1, 1_601)
        let start = Int64(first.number) * CalendarTime.secondsPerDay
        var walk = RuleWalk(parts, start: start, isDate: true, reach: start...Int64.max)
        return (0..<yearsTried).contains { _ in !walk.next().starts.isEmpty }
    }

    /// Leap years and days of the week come round in 28 years, but for the turn of a century.
    private static let yearsTried = 40
}
