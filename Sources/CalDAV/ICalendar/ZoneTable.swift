import CivilCalendar
import HTTPExchange

/// Finds the zone of a TZID in one iCalendar object.
///
/// The order: the object's own VTIMEZONE, which says what its writer meant (RFC 5545, section 3.2.19: "GMT" may have a
/// summer time); an IANA name; a Windows name; an IANA name behind a vendor's prefix; else the room's zone, with a
/// complaint. A definition that is not understood is complained of, too.
final class ZoneTable {
    /// The room's own zone.
    let room: Zone
    /// What zones were not found or not understood.
    private(set) var complaints = Complaints()

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
            guard let name = lines.first(where: { $0.name == "TZID" })?.value,
                definitions.count < ZoneTable.limit
            else { continue }
            definitions[ZoneTable.plain(name)] = component
        }
    }

    /// A TZID without escapes: in the definition it is TEXT, in a parameter it is not, and programs mix them up.
    private static func plain(_ name: String) -> String {
        ICalendarText.unescape(name).trimmed
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

    /// The day that a time means where only whole days are spoken of, as its midnight in civil seconds.
    ///
    /// Exchange and Outlook write such days as times: as midnight of a zone, or as that midnight in UTC. A time in UTC
    /// that is the first or last second of a day is that day as written, any other is a day of the room.
    func day(of time: CalendarTime) -> Int64 {
        let length = CalendarTime.secondsPerDay
        let timeOfDay = time.seconds.flooredRemainder(by: length)
        let isEdge = timeOfDay == 0 || timeOfDay == length - 1
        let civil =
            time.form == .utc && !isEdge ? room.civil(atUTC: time.seconds) : time.seconds
        return civil.flooredDivision(by: length) * length
    }

    private func zone(named name: String) -> Zone {
        if let zone = found[name] { return zone }
        let zone = search(ZoneTable.plain(name))
        if zone == nil {
            let shown = "unknown time zone \(name.oneLine(60)); the room's zone is taken"
            complaints.add(Complaint(kind: "unknown time zone", text: shown))
        }
        if found.count < ZoneTable.limit { found[name] = zone ?? room }
        return zone ?? room
    }

    private func search(_ name: String) -> Zone? {
        guard let definition = definitions[name] else { return known(name) }
        if let zone = ZoneDefinition.zone(definition, in: text) { return zone }
        guard let zone = known(name) else { return nil }
        complaints.add(
            "a time zone's definition is not understood, the zone of that name is taken",
            name.oneLine(60))
        return zone
    }

    /// The zone that the name alone says.
    private func known(_ name: String) -> Zone? {
        if let zone = Zone.named(name) { return zone }
        if let standard = WindowsZones.names[name], let zone = Zone.named(standard) { return zone }
        let parts = name.split(separator: "/")
        for length in [3, 2, 1] where parts.count > length {
            if let zone = Zone.named(parts.suffix(length).joined(separator: "/")) { return zone }
        }
        return nil
    }
}
