import HTTPExchange
import RoomCore

/// One calendar object, read: the bookings it holds within a range of time, and what was left out.
struct CalendarObject: Hashable, Sendable {
    /// What reading depends on besides the text.
    struct Context: Sendable {
        /// What all-day events and times without a zone are read in.
        var room: Zone
        /// The room's mail address in lower case; nil if it is not known.
        var roomAddress: String?
        var limits: CalDAVLimits
    }

    /// The bookings in the range, by start.
    var bookings: [Booking] = []
    /// One line for each thing that was left out.
    var complaints: [String] = []
    /// The UIDs of all events in the object, in or out of the range.
    var uids: [String] = []

    /// Reads an object.
    ///
    /// - Parameters:
    ///   - bytes: its text; anything at all is permitted.
    ///   - name: what it is called in complaints.
    ///   - range: which bookings are wanted: those that share an instant with it.
    ///   - budget: what expanding may still cost.
    init(
        _ bytes: [UInt8], name: String, range: Span, _ context: Context, budget: inout StepBudget
    ) {
        let text = ICalendarText(bytes)
        let (components, fault) = text.components()
        let zones = ZoneTable(text, components: components, room: context.room)
        let shown = name.oneLine(60)
        if let fault { complain("\(shown): broken: \(fault)") }
        if !bytes.isEmpty, fault == nil, String(validating: bytes, as: UTF8.self) == nil {
            complain("\(shown): holds bytes that are no UTF-8")
        }
        for series in CalendarObject.series(text, components) {
            take(series, zones, range, context, shown, &budget)
        }
        for zone in zones.unknown.prefix(CalDAVLimits.complaints) {
            complain("\(shown): unknown time zone \(zone.oneLine(60)); the room's zone is taken")
        }
    }

    /// The events by UID, in the order of their first appearance.
    static func series(
        _ text: ICalendarText, _ components: [ICalendarText.Component]
    ) -> [[CalendarEvent]] {
        var places: [String: Int] = [:]
        var series: [[CalendarEvent]] = []
        for component in components where component.name == "VEVENT" {
            let event = CalendarEvent(component, in: text)
            if let place = places[event.uid] {
                series[place].append(event)
            } else {
                places[event.uid] = series.count
                series.append([event])
            }
        }
        return series
    }

    private mutating func complain(_ line: String) {
        if complaints.count < CalDAVLimits.complaints {
            complaints.append(line.oneLine(CalDAVLimits.complaintBytes))
        }
    }

    private mutating func take(
        _ events: [CalendarEvent], _ zones: ZoneTable, _ range: Span, _ context: Context,
        _ name: String, _ budget: inout StepBudget
    ) {
        guard let uid = events.first?.uid, !uid.isEmpty else {
            return complain("\(name): an event without UID is left out")
        }
        guard uid.utf8.count <= CalDAVLimits.identifierBytes - 17 else {
            return complain("\(name): an event whose UID is too long is left out")
        }
        uids.append(uid)
        let expander = SeriesExpander(events: events, zones: zones, limits: context.limits)
        let expansion = expander.expand(
            from: range.start.secondsSinceEpoch, to: range.end.roundedUpSeconds, budget: &budget)
        let faults = events.flatMap(\.faults) + expansion.complaints
        for fault in unique(faults) { complain("\(name): \(uid.oneLine(60)): \(fault)") }
        for occurrence in expansion.occurrences {
            let event = events[occurrence.event]
            bookings.append(BookingMapper(event, occurrence, context.roomAddress).booking)
        }
    }

    private func unique(_ lines: [String]) -> [String] {
        var seen = Set<String>()
        return lines.filter { seen.insert($0).inserted }
    }
}

extension WallTime {
    /// Whole seconds since the epoch, rounded towards the future.
    var roundedUpSeconds: Int64 {
        let floor = flooredToSecond
        return floor == self ? floor.secondsSinceEpoch : floor.secondsSinceEpoch + 1
    }
}
