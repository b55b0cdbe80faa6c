import CivilCalendar
import GRDB
import JSONText

/// Methods of the scope `calendar`.
enum CalendarMethods {
    private static let scope = ["calendar"]

    /// Parameters of an event.
    static let eventParameters = [
        "type", "ownerId", "from", "to", "from_ts", "to_ts", "section", "auto_detect_section",
        "name", "skip_time", "timezone_from", "timezone_to", "description", "color", "text_color",
        "accessibility", "importance", "private_event", "rrule", "is_meeting", "location",
        "remind", "attendees", "host", "meeting", "crm_fields",
    ]

    /// `calendar.event.*`.
    static let events: [RESTMethod] = [
        RESTMethod(
            "calendar.event.get", scope, ["type", "ownerId", "from", "to", "section"], list),
        RESTMethod("calendar.event.getbyid", scope, ["id"], byID),
        RESTMethod(
            "calendar.event.get.nearest", scope,
            ["type", "ownerId", "days", "forCurrentUser", "maxEventsCount", "detailUrl"], nearest),
        RESTMethod("calendar.event.add", scope, eventParameters) { call in
            Outcome(.int(try EventWriting(call).add()))
        },
        RESTMethod(
            "calendar.event.update", scope,
            eventParameters + ["id", "recurrence_mode", "current_date_from"]
        ) { call in Outcome(try EventWriting(call).update()) },
        RESTMethod("calendar.event.delete", scope, ["id"]) { call in
            try EventWriting(call).delete()
            return Outcome(true)
        },
    ]

    private static func list(_ call: Call) throws -> Outcome {
        let reading = try EventReading(call)
        guard let sections = try readable(call, reading.access) else { return Outcome([]) }
        var chosen = sections
        if let ids = try call.arguments.ints("section"), !ids.isEmpty {
            chosen = sections.filter { ids.contains($0.id ?? 0) }
        }
        return Outcome(.array(try reading.list(chosen, window: try call.window())))
    }

    /// Calendars of the owner that was asked for; nil if there is nothing to see.
    static func readable(_ call: Call, _ access: Access) throws -> [SectionRecord]? {
        let (type, owner) = try call.owner()
        guard ["user", "group", "company_calendar", "location", "resource"].contains(type) else {
            throw RESTError.accessDenied
        }
        guard type == "group", !access.mayRead(group: owner) else {
            return try call.sections(type, owner)
        }
        if call.switches.forbiddenGroup == .error { throw RESTError.accessDenied }
        return nil
    }

    private static func byID(_ call: Call) throws -> Outcome {
        let id = try call.arguments.requiredInt("id")
        let reading = try EventReading(call)
        guard let event = try EventRecord.fetchOne(call.db, key: id), !event.isDeleted,
            let section = try SectionRecord.fetchOne(call.db, key: event.sectionID)
        else { return try missing(call) }
        let level = reading.access.level(section)
        let isGuest = try EventRecord.guestRows(of: event, call.caller.id).fetchCount(call.db) > 0
        guard level >= .time || isGuest else { throw RESTError.accessDenied }
        let detail = isGuest ? .full : reading.detail(of: event, level)
        return Outcome(try reading.document(for: [event]).json(event, nil, detail))
    }

    private static func missing(_ call: Call) throws -> Outcome {
        switch call.switches.missingEvent {
        case .error: throw RESTError.calendar("Event not found", ru: "Событие не найдено")
        case .null: Outcome(.null)
        case .empty: Outcome([])
        }
    }

    private static func nearest(_ call: Call) throws -> Outcome {
        let days = try call.arguments.int("days") ?? 60
        let most = try call.arguments.int("maxEventsCount") ?? 10
        guard (1...366).contains(days), most > 0 else { throw RESTError.invalid("days") }
        let reading = try EventReading(call)
        var sections = try call.sections("user", call.caller.id)
        let isOwn = try call.arguments.flag("forCurrentUser") ?? true
        if !isOwn { sections = try readable(call, reading.access) ?? [] }
        let window = call.now..<call.now + days * CivilTime.secondsPerDay
        return Outcome(.array(Array(try reading.list(sections, window: window).prefix(most))))
    }
}

extension EventRecord {
    /// Copies of an event that belong to somebody.
    static func guestRows(of event: EventRecord, _ user: Int) -> QueryInterfaceRequest<EventRecord>
    {
        filter(
            Column("parentID") == event.parentID && Column("ownerID") == user
                && Column("type") == "user" && !Column("isDeleted"))
    }
}
