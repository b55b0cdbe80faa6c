import HTTPExchange

/// One VEVENT as the panel understands it: times, rules, standing; the text of titles, cut to size.
struct CalendarEvent: Hashable, Sendable {
    /// Where an event ends.
    enum End: Hashable, Sendable {
        case at(CalendarTime)
        case after(CalendarDuration)
        /// Not said: a whole day lasts one, anything else no time at all (RFC 5545, section 3.6.1).
        case open
    }

    /// An additional start out of RDATE.
    struct Addition: Hashable, Sendable {
        var start: CalendarTime
        /// Its own end, where it is a PERIOD.
        var end: End?
    }

    /// Somebody invited: a person or a room.
    struct Attendee: Hashable, Sendable {
        /// The mail address in lower case, as ``MailAddress`` reads it.
        var address: String
        var isRoom: Bool
        /// `PARTSTAT` in upper case; `NEEDS-ACTION` if absent.
        var status: String
        /// Where in the object the line stands.
        var line: Int
    }

    /// Where in the object the event stands.
    var component: ICalendarText.Component
    var uid = ""
    var start: CalendarTime?
    var end = End.open
    var recurrenceID: CalendarTime?
    var changesFuture = false
    var rules: [RecurrenceRule] = []
    var additions: [Addition] = []
    var exclusions: [CalendarTime] = []
    var summary: String?
    var organiser: String?
    var organiserAddress: String?
    var status = ""
    var isTransparent = false
    var isHidden = false
    var created: CalendarTime?
    var sequence = 0
    var attendees: [Attendee] = []
    var hasPanelMark = false
    /// `DTSTAMP`, which tells two versions of the same `SEQUENCE` apart (RFC 5546, section 2.1.5).
    var stamp: CalendarTime?
    /// What could not be read.
    var faults = Complaints()

    private static let listLimit = 5_000

    /// Reads one event.
    init(_ component: ICalendarText.Component, in text: ICalendarText) {
        self.component = component
        for index in text.properties(of: component) {
            take(text.lines[index], at: index)
        }
    }

    /// Decides which of two versions of one UID stands: the greater `SEQUENCE`, then the later
    /// `DTSTAMP` (RFC 5546, section 2.1.5).
    var version: Version { Version(sequence: sequence, stamp: stamp?.seconds ?? .min) }

    /// How new an event is among those of its UID.
    struct Version: Hashable, Comparable, Sendable {
        var sequence: Int
        /// In seconds since the epoch.
        var stamp: Int64

        static func < (left: Version, right: Version) -> Bool {
            (left.sequence, left.stamp) < (right.sequence, right.stamp)
        }
    }

    /// Whether it stands for more than one occurrence.
    var isSeries: Bool {
        recurrenceID == nil && !(rules.isEmpty && additions.isEmpty)
    }

    private mutating func take(_ line: ContentLine, at index: Int) {
        switch line.name {
        case "UID": uid = line.value.trimmed
        case "DTSTART": start = time(line)
        case "DTEND": end = time(line).map(End.at) ?? end
        case "DURATION": end = duration(line.value.trimmed).map(End.after) ?? end
        case "RECURRENCE-ID":
            recurrenceID = time(line)
            changesFuture = line.parameter("RANGE")?.uppercased() == "THISANDFUTURE"
        case "RRULE": take(rule: line.value)
        case "RDATE": take(additions: line)
        case "EXDATE": take(exclusions: line)
        case "EXRULE": faults.add("EXRULE is not followed")
        case "SUMMARY": summary = name(ICalendarText.unescape(line.value))
        case "STATUS": status = line.value.trimmed.uppercased()
        case "TRANSP": isTransparent = line.value.trimmed.uppercased() == "TRANSPARENT"
        case "CLASS":
            isHidden = ["PRIVATE", "CONFIDENTIAL"].contains(line.value.trimmed.uppercased())
        case "CREATED": created = CalendarTime(line)
        case "DTSTAMP": stamp = CalendarTime(line)
        case "SEQUENCE": sequence = min(max(Int(line.value.trimmed) ?? 0, 0), 1 << 30)
        case "ORGANIZER":
            organiserAddress = CalendarEvent.address(line.value)
            organiser =
                line.parameter("CN").flatMap(name) ?? name(CalendarEvent.address(line.value))
        case "ATTENDEE": take(attendee: line, at: index)
        case "X-DOMOVOY": hasPanelMark = true
        default: break
        }
    }

    private mutating func time(_ line: ContentLine) -> CalendarTime? {
        let time = CalendarTime(line)
        if time == nil { faults.add("\(line.name) is no time", line.value.oneLine(40)) }
        return time
    }

    private mutating func duration(_ text: String) -> CalendarDuration? {
        let duration = CalendarDuration(text)
        if duration == nil { faults.add("DURATION is none", text.oneLine(40)) }
        return duration
    }

    private mutating func take(rule value: String) {
        if let rule = RecurrenceRule(value), rules.count < 16 {
            rules.append(rule)
        } else {
            faults.add("an RRULE is too long, or there are too many")
        }
    }

    private mutating func take(additions line: ContentLine) {
        let zone = line.zoneName
        for value in line.value.split(separator: ",") {
            guard hasRoom(additions.count, for: line.name) else { return }
            let parts = value.split(separator: "/", maxSplits: 1).map { String($0).trimmed }
            guard let first = parts.first, let start = CalendarTime(stamp: first, zone: zone) else {
                faults.add("RDATE is no time", String(value).oneLine(40))
                continue
            }
            var end: End?
            if parts.count == 2 {
                end =
                    CalendarTime(stamp: parts[1], zone: zone).map(End.at)
                    ?? CalendarDuration(parts[1]).map(End.after)
            }
            additions.append(Addition(start: start, end: end))
        }
    }

    private mutating func take(exclusions line: ContentLine) {
        let zone = line.zoneName
        for value in line.value.split(separator: ",") {
            guard hasRoom(exclusions.count, for: line.name) else { return }
            if let time = CalendarTime(stamp: String(value).trimmed, zone: zone) {
                exclusions.append(time)
            } else {
                faults.add("EXDATE is no time", String(value).oneLine(40))
            }
        }
    }

    private mutating func hasRoom(_ count: Int, for name: String) -> Bool {
        if count < CalendarEvent.listLimit { return true }
        faults.add("more than \(CalendarEvent.listLimit) times in \(name), the rest is left out")
        return false
    }

    private mutating func take(attendee line: ContentLine, at index: Int) {
        guard attendees.count < 1_000 else { return }
        let parameters = line.parameters
        let first = { name in parameters.first { $0.name == name }?.values.first?.uppercased() }
        attendees.append(
            Attendee(
                address: CalendarEvent.address(line.value), isRoom: first("CUTYPE") == "ROOM",
                status: first("PARTSTAT") ?? "NEEDS-ACTION", line: index))
    }

    private func name(_ text: String) -> String? {
        let line = String(text.prefix(4_096)).oneLine(4_096).trimmed
        if line.isEmpty { return nil }
        let limit = CalDAVLimits.nameCharacters
        return line.count > limit ? line.prefix(limit - 1) + "…" : line
    }

    /// The mail address in lower case, as ``MailAddress`` reads it.
    static func address(_ value: String) -> String { MailAddress.read(value).lowercased() }
}
