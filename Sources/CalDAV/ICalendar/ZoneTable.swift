import HTTPExchange

/// Finds the zone of a TZID in one iCalendar object.
///
/// The order: an IANA name; the object's own VTIMEZONE; a Windows name; an IANA name behind a vendor's prefix; else
/// the room's zone, with a complaint. IANA names come first since the system's zone files are newer than what was
/// pasted into a calendar, and are read once (RFC 7809 goes the same way).
final class ZoneTable {
    /// The room's own zone.
    let room: Zone
    /// The TZIDs that nothing was found for.
    private(set) var unknown: [String] = []

    private let text: ICalendarText
    private var definitions: [String: ICalendarText.Component] = [:]
    private var found: [String: Zone] = [:]

    /// How many different TZIDs one object may use.
    private static let limit = 64

    init(_ text: ICalendarText, components: [ICalendarText.Component], room: Zone) {
        self.text = text
        self.room = room
        for component in components where component.name == "VTIMEZONE" {
            let lines = text.lines[component.range]
            guard let name = lines.first(where: { $0.name == "TZID" })?.value.trimmed,
                definitions.count < ZoneTable.limit
            else { continue }
            definitions[name] = component
        }
    }

    /// The zone that a civil time counts in.
    func zone(of time: CalendarTime) -> Zone {
        switch time.form {
        case .utc: .utc
        case .date, .floating: room
        case .zone(let name): zone(named: name)
        }
    }

    /// The instant of a time; of a day the room's midnight.
    func instant(_ time: CalendarTime) -> Int64 {
        zone(of: time).instant(ofCivil: time.seconds)
    }

    private func zone(named name: String) -> Zone {
        if let zone = found[name] { return zone }
        let zone = search(name)
        if zone == nil && unknown.count < ZoneTable.limit { unknown.append(name) }
        if found.count < ZoneTable.limit { found[name] = zone ?? room }
        return zone ?? room
    }

    private func search(_ name: String) -> Zone? {
        if let zone = Zone.named(name) { return zone }
        if let definition = definitions[name],
            let zone = ZoneDefinition.zone(definition, in: text)
        {
            return zone
        }
        if let standard = WindowsZones.names[name], let zone = Zone.named(standard) { return zone }
        let parts = name.split(separator: "/")
        for length in [3, 2, 1] where parts.count > length {
            if let zone = Zone.named(parts.suffix(length).joined(separator: "/")) { return zone }
        }
        return nil
    }
}
