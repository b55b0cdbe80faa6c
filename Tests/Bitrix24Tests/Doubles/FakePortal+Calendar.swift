import CivilCalendar
import JSONText
import RoomCore

@testable import Bitrix24

extension FakePortal.State {
    // MARK: - Sections

    func sections(_ body: JSON) throws -> JSON {
        guard let type = body["type"]?.text else { throw PortalRefusal("", "type is not set") }
        if quirks.sectionsGone { return [] }
        let ids: [Int64]
        switch type {
        case "group": ids = [(body["ownerId"]?.wholeNumber ?? 0) * 10]
        case "company_calendar": ids = [31, 32]
        case "location": ids = [54, 55]
        case "user": ids = [70]
        default: throw PortalRefusal("", "Access denied")
        }
        return .array(
            ids.map { id in
                [
                    "ID": "\(id)", "NAME": "Calendar \(id)", "CAL_TYPE": .string(type),
                    "DESCRIPTION": .null, "CAL_DAV_CON": .bool(false),
                    "PERM": [
                        "view_time": .bool(quirks.mayView), "view_title": .bool(quirks.mayView),
                        "view_full": .bool(quirks.mayView), "add": .bool(quirks.mayAdd),
                        "edit": .bool(quirks.mayEdit), "access": .bool(false),
                    ],
                ]
            })
    }

    // MARK: - Reading

    func list(_ body: JSON) throws -> JSON {
        guard let type = body["type"]?.nonEmptyText else {
            throw PortalRefusal("", "the required parameter \"type\" is not set")
        }
        let owner = body["ownerId"]?.wholeNumber ?? 0
        let wanted = (body["section"] ?? .null).elements.compactMap(\.wholeNumber)
        let from = PortalDate.cultural(body["from"]?.text ?? "")?.time.seconds ?? 0
        let to = (PortalDate.cultural(body["to"]?.text ?? "")?.time.seconds ?? 0) + 86_400
        var rows: [JSON] = []
        for event in events.values.sorted(by: { $0.id < $1.id })
        where event.type == type && event.owner == owner
            && (wanted.isEmpty || wanted.contains(event.section))
        {
            rows += expand(event).filter { row in
                guard let row = CalendarRow(row), let times = RowTimes(row, FakePortal.context)
                else {
                    return true
                }
                return times.start.seconds < to && times.end.seconds >= from
            }
        }
        return .array(Array(rows.prefix(quirks.listsAtMost)))
    }

    func single(_ body: JSON) throws -> JSON {
        guard let id = body["id"]?.wholeNumber else {
            throw PortalRefusal("", "the required parameter \"id\" is not set")
        }
        guard let event = events[id] else {
            switch quirks.missing {
            case .null: return .null
            case .emptyList: return []
            case .error: throw PortalRefusal("", "Событие не найдено")
            }
        }
        return row(event, start: nil, index: nil)
    }

    /// The rows of an event: a series becomes one for each occurrence.
    private func expand(_ event: FakePortal.Event) -> [JSON] {
        guard let count = event.daily, let first = civil(event.fields["from"]) else {
            return [row(event, start: nil, index: nil)]
        }
        return (0..<count).compactMap { index in
            let start = first.adding(days: index)
            if event.excluded.contains(start.dateText) { return nil }
            return row(event, start: start, index: index)
        }
    }

    private func row(_ event: FakePortal.Event, start: CivilTime?, index: Int?) -> JSON {
        let fields = event.fields
        let isAllDay = fields["skip_time"]?.text == "Y"
        let from = civil(fields["from"]) ?? CivilTime(seconds: 0)
        let to = civil(fields["to"]) ?? from
        let shift = start.map { $0.seconds - from.seconds } ?? 0
        let (begins, ends) = (
            CivilTime(seconds: from.seconds + shift), CivilTime(seconds: to.seconds + shift)
        )
        let zone = fields["timezone_from"]?.text ?? "Europe/Moscow"
        var members: [(String, JSON)] = [
            ("ID", "\(event.id)"), ("PARENT_ID", "\(event.parent)"), ("DELETED", "N"),
            ("CAL_TYPE", .string(event.type)), ("OWNER_ID", "\(event.owner)"),
            ("SECTION_ID", "\(event.section)"), ("SECT_ID", "\(event.section)"),
            ("NAME", fields["name"] ?? ""), ("DESCRIPTION", fields["description"] ?? ""),
            ("DATE_FROM", .string(russian(begins, isAllDay))),
            ("DATE_TO", .string(russian(ends, isAllDay))),
            ("DATE_FROM_FORMATTED", .string(english(begins, isAllDay))),
            ("DATE_TO_FORMATTED", .string(english(ends, isAllDay))),
            ("TZ_FROM", .string(zone)), ("TZ_TO", fields["timezone_to"] ?? .string(zone)),
            ("TZ_OFFSET_FROM", "\(quirks.calendarOffset)"),
            ("TZ_OFFSET_TO", "\(quirks.calendarOffset)"),
            // The trap: the wall clock read in the server's zone, less the offset once more.
            ("DATE_FROM_TS_UTC", "\(begins.seconds - 2 * quirks.calendarOffset)"),
            ("DATE_TO_TS_UTC", "\(ends.seconds - 2 * quirks.calendarOffset)"),
            ("DT_SKIP_TIME", isAllDay ? "Y" : "N"),
            ("DT_LENGTH", .integer(Int64(ends.seconds - begins.seconds + (isAllDay ? 86_400 : 0)))),
            ("ACCESSIBILITY", fields["accessibility"] ?? "busy"), ("IMPORTANCE", "normal"),
            ("PRIVATE_EVENT", fields["private_event"]?.text == "Y" ? "1" : ""),
            ("IS_MEETING", .bool(fields["is_meeting"]?.text == "Y")),
            ("MEETING_STATUS", fields["meeting_status"] ?? ""),
            ("MEETING_HOST", fields["host"] ?? "0"), ("MEETING", fields["meeting"] ?? .null),
            ("ATTENDEE_LIST", fields["attendee_list"] ?? []),
            ("LOCATION", fields["location"] ?? ""), ("COLOR", fields["color"] ?? ""),
            ("CREATED_BY", "\(event.createdBy)"), ("DATE_CREATE", "23.11.2026 12:00:00"),
            ("TIMESTAMP_X", .string(event.changedAt)), ("VERSION", "\(event.version)"),
            ("EXDATE", ""),
            ("RECURRENCE_ID", event.recurrenceID.map(JSON.integer) ?? .null),
            ("ORIGINAL_DATE_FROM", event.original.map(JSON.string) ?? .null),
            ("RELATIONS", ""), ("UF_CRM_CAL_EVENT", .bool(false)), ("REMIND", []),
        ]
        if let daily = event.daily {
            members.append(
                ("RRULE", ["FREQ": "DAILY", "INTERVAL": 1, "COUNT": .integer(Int64(daily))]))
        } else {
            members.append(("RRULE", ""))
        }
        if let index {
            members.append(("RINDEX", .integer(Int64(index))))
            members.append(("~DATE_FROM", .string(russian(from, isAllDay))))
        }
        return .object(JSON.Members(members))
    }

    // MARK: - Writing

    mutating func add(_ body: JSON) throws -> JSON {
        if let empty = quirks.emptyAdd {
            if empty.takesEffect { _ = try insert(body, by: FakePortal.user) }
            return empty.answers
        }
        return .integer(try insert(body, by: FakePortal.user))
    }

    mutating func insert(_ body: JSON, by user: Int64) throws -> Int64 {
        guard let type = body["type"]?.nonEmptyText, body["ownerId"] != nil,
            body["name"]?.nonEmptyText != nil, body["from"] != nil, body["to"] != nil
        else { throw PortalRefusal("", "a required parameter is not set") }
        guard body["section"] != nil || body["auto_detect_section"]?.text == "Y" else {
            throw PortalRefusal("", "the required parameter \"section\" is not set")
        }
        let id = nextID
        let owner = body["ownerId"]?.wholeNumber ?? 0
        let section = body["section"]?.wholeNumber ?? (type == "group" ? owner * 10 : 70)
        var event = FakePortal.Event(
            id: id, parent: id, type: type, owner: owner, section: section,
            fields: Dictionary(
                body.entries.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }),
            createdBy: user)
        if let room = body["location"]?.text, room.hasPrefix("calendar_"),
            let number = Int64(room.dropFirst("calendar_".count))
        {
            try reserve(number, for: &event)
        }
        nextID += 1
        events[id] = event
        return id
    }

    private mutating func reserve(_ room: Int64, for event: inout FakePortal.Event) throws {
        nextID += 1
        let isTaken = events.values.contains { other in
            other.type == "location" && other.section == room && other.daily == nil
                && span(other).overlaps(span(event))
        }
        if isTaken {
            switch quirks.busyRoom {
            case .refuses: throw PortalRefusal("", "Переговорная занята")
            case .emptiesLocation:
                event.fields["location"] = ""
                return
            case .accepts: break
            }
        }
        let id = nextID
        var fields = event.fields
        fields["name"] = "Анна Иванова"
        fields["description"] = ""
        fields["location"] = ""
        events[id] = FakePortal.Event(
            id: id, parent: event.id, type: "location", owner: 0, section: room, fields: fields,
            createdBy: event.createdBy, daily: event.daily)
        event.fields["location"] = .string("calendar_\(room)_\(id)")
        event.reservation = id
    }

    mutating func update(_ body: JSON) throws -> JSON {
        guard let id = body["id"]?.wholeNumber, var event = events[id] else {
            throw PortalRefusal("", "Event id not specified")
        }
        guard body["ownerId"] != nil, body["type"] != nil else {
            throw PortalRefusal("", "the required parameter \"ownerId\" is not set")
        }
        let changes = Dictionary(body.entries.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        if changes["is_meeting"]?.text == "Y", changes["attendees"] == nil {
            event.fields["attendee_list"] = []
        }
        if changes["recurrence_mode"]?.text == "this", !quirks.ignoresRecurrenceMode {
            return try split(event, changes)
        }
        var fields = quirks.clearsUnnamed ? [:] : event.fields
        for key in ["attendee_list", "meeting_status", "host"] { fields[key] = event.fields[key] }
        fields.merge(changes) { $1 }
        if quirks.spoilsNames > 0 {
            quirks.spoilsNames -= 1
            fields["name"] = "spoiled"
        }
        for key in ["from", "to"] where changes[key] != nil && quirks.movesEvents != 0 {
            guard let time = civil(fields[key]) else { continue }
            fields[key] = .string(CivilTime(seconds: time.seconds + quirks.movesEvents).text)
        }
        if changes["recurrence_mode"]?.text == "this", let from = civil(event.fields["from"]),
            let new = civil(changes["from"]), let to = civil(changes["to"])
        {
            // An old portal applies the change to the series, from its own first day.
            fields["from"] = .string(from.text)
            fields["to"] = .string(CivilTime(seconds: from.seconds + to.seconds - new.seconds).text)
        }
        event.fields = fields
        event.version += 1
        events[id] = event
        if let reservation = event.reservation, var row = events[reservation] {
            for key in ["from", "to", "timezone_from", "timezone_to"] {
                row.fields[key] = fields[key]
            }
            events[reservation] = row
        }
        return .integer(id)
    }

    private mutating func split(
        _ series: FakePortal.Event, _ changes: [String: JSON]
    ) throws -> JSON {
        guard let day = changes["current_date_from"]?.text, let from = civil(series.fields["from"])
        else { throw PortalRefusal("", "current_date_from is not set") }
        let date = PortalDate.cultural(day)?.time ?? from
        var single = series
        single.id = nextID
        single.parent = nextID
        single.daily = nil
        single.recurrenceID = series.id
        single.original = russian(
            CivilTime(seconds: date.midnight.seconds + from.secondOfDay), false)
        single.fields.merge(changes) { $1 }
        nextID += 1
        if let reservation = series.reservation, let row = events[reservation] {
            var copy = row
            copy.id = nextID
            copy.parent = single.id
            copy.daily = nil
            copy.recurrenceID = series.id
            copy.original = single.original
            for key in ["from", "to"] { copy.fields[key] = changes[key] }
            single.reservation = nextID
            single.fields["location"] = .string("calendar_\(row.section)_\(nextID)")
            events[nextID] = copy
            events[reservation]?.excluded.insert(date.dateText)
            nextID += 1
        }
        events[single.id] = single
        events[series.id]?.excluded.insert(date.dateText)
        return [
            "originalDate": .string(day), "recEventId": .integer(single.id),
            "id": .integer(series.id),
        ]
    }

    mutating func delete(_ body: JSON) throws -> JSON {
        guard let id = body["id"]?.wholeNumber else {
            throw PortalRefusal("", "Event id not specified")
        }
        guard let event = events.removeValue(forKey: id) else {
            throw PortalRefusal("", "error while deleting the event")
        }
        if let reservation = event.reservation { events[reservation] = nil }
        return true
    }

    // MARK: - Dates

    func civil(_ value: JSON?) -> CivilTime? {
        value?.text.flatMap { PortalDate.cultural($0)?.time }
    }

    func span(_ event: FakePortal.Event) -> Span {
        let zone = Zone.named(event.fields["timezone_from"]?.text ?? "") ?? Zone.moscow
        let from = civil(event.fields["from"]) ?? CivilTime(seconds: 0)
        return Span(
            start: zone.instant(of: from), end: zone.instant(of: civil(event.fields["to"]) ?? from))
    }

    private func russian(_ time: CivilTime, _ isAllDay: Bool) -> String {
        let text = time.text
        let date = text.prefix(10).split(separator: "-").reversed().joined(separator: ".")
        return isAllDay ? date : "\(date) \(text.suffix(8))"
    }

    private func english(_ time: CivilTime, _ isAllDay: Bool) -> String {
        EnglishDate.text(time, hasClock: !isAllDay)
    }
}

/// The form of `*_FORMATTED`.
enum EnglishDate {
    static func text(_ time: CivilTime, hasClock: Bool) -> String {
        let day = time.day
        let text = "\(day.weekDayName) \(day.monthName) \(day.day.padded(2)) \(day.year)"
        return hasClock ? "\(text) \(time.clockText)" : text
    }
}

extension FakePortal {
    static let context = RowTimes.Context(room: .moscow)
}
