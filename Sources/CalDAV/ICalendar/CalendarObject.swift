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

    /// A booking, and what it is within its UID.
    struct Member: Hashable, Sendable {
        var booking: Booking
        var uid: String
        /// Whether it is a changed occurrence (RECURRENCE-ID), not the event or series itself.
        var isChange: Bool
    }

    /// What the bookings in the range come from, by start within each UID.
    private(set) var members: [Member] = []
    /// One line for each kind of thing that was left out.
    private(set) var complaints: [String] = []
    /// The UIDs of all events in the object, in or out of the range.
    private(set) var uids: [String] = []
    /// The versions of the events and series themselves, by UID, in or out of the range.
    private(set) var versions: [String: CalendarEvent.Version] = [:]
    /// The occurrences that the object changes, wherever they lie now; at most ``changesLimit``.
    private(set) var changes: Set<BookingID> = []

    /// The bookings in the range.
    var bookings: [Booking] { members.map(\.booking) }

    private static let changesLimit = 1_000

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
        var found = Complaints()
        if let fault { found.add("broken", fault) }
        if !bytes.isEmpty, fault == nil, String(validating: bytes, as: UTF8.self) == nil {
            found.add("holds bytes that are no UTF-8")
        }
        for series in CalendarObject.series(text, components) {
            take(series, zones, range, context, &found, &budget)
        }
        found.add(zones.complaints)
        complaints = found.lines(of: name.oneLine(60))
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

    private mutating func take(
        _ events: [CalendarEvent], _ zones: ZoneTable, _ range: Span, _ context: Context,
        _ found: inout Complaints, _ budget: inout StepBudget
    ) {
        guard let uid = events.first?.uid, !uid.isEmpty else {
            return found.add("an event without UID is left out")
        }
        guard uid.utf8.count <= CalDAVLimits.identifierBytes - 17 else {
            return found.add("an event whose UID is too long is left out")
        }
        uids.append(uid)
        let expander = SeriesExpander(events: events, zones: zones, limits: context.limits)
        versions[uid] = expander.series.version
        for key in expander.series.changes.keys.prefix(CalendarObject.changesLimit - changes.count)
        {
            changes.insert(BookingMapper.id(uid, key))
        }
        let expansion = expander.expand(
            from: range.start.secondsSinceEpoch, to: range.end.roundedUpSeconds, budget: &budget)
        for event in events { found.add(event.faults, of: uid.oneLine(60)) }
        found.add(expansion.complaints, of: uid.oneLine(60))
        for occurrence in expansion.occurrences {
            let event = events[occurrence.event]
            members.append(
                Member(
                    booking: BookingMapper(event, occurrence, context.roomAddress).booking,
                    uid: uid, isChange: event.recurrenceID != nil && !event.changesFuture))
        }
    }
}

extension WallTime {
    /// Whole seconds since the epoch, rounded towards the future.
    var roundedUpSeconds: Int64 {
        let floor = flooredToSecond
        return floor == self ? floor.secondsSinceEpoch : floor.secondsSinceEpoch + 1
    }
}
