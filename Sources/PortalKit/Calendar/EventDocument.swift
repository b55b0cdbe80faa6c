import CivilCalendar
import JSONText

/// Writes rows of a calendar as `calendar.event.get` does, with all its quirks.
struct EventDocument {
    /// The call that is answered.
    let call: Call
    /// Everybody who may be named.
    let users: [Int: UserRecord]
    /// Statuses of the attendees' copies by the host's row.
    let attendance: [Int: [Attendee]]

    /// One attendee's copy of an event.
    struct Attendee: Hashable, Sendable {
        var userID: Int
        var entryID: Int
        var status: String
    }

    private var culture: Culture { call.portal.culture }
    private var switches: PortalSwitches { call.switches }

    /// How much of an event somebody sees.
    enum Detail: Int, Comparable {
        /// When it is.
        case time
        /// When it is, and its title.
        case title
        /// Everything.
        case full

        static func < (one: Detail, other: Detail) -> Bool { one.rawValue < other.rawValue }
    }

    /// The row as the list shows it; of a series, one occurrence.
    func json(_ event: EventRecord, _ occurrence: Occurrence?, _ detail: Detail) -> JSON {
        var row = JSON.Members()
        let isExpanded = occurrence?.index != nil
        let (start, end) = (occurrence?.start ?? event.start, occurrence?.end ?? event.end)
        identity(event, detail, &row)
        times(event, start, end, &row)
        origin(event, detail, &row)
        if occurrence == nil || switches.listedDescriptions == .shown {
            let text = JSON.string(detail < .full ? "" : event.description)
            row.append("DESCRIPTION", text)
            row.append("~DESCRIPTION", text)
        }
        meeting(event, detail, &row)
        details(event, detail, &row)
        series(event, &row)
        technical(event, &row)
        formatted(event, start, end, &row)
        if isExpanded, let index = occurrence?.index {
            row.append("RINDEX", .int(index))
            row.append("~DATE_FROM", .string(culture.dateTime(event.start)))
            row.append("~DATE_TO", .string(culture.dateTime(event.end)))
        }
        offsets(event, start, end, &row)
        if let number = event.resourceBooking { row.append("RESOURCE_BOOKING_ID", .digits(number)) }
        return .object(row)
    }

    private func identity(_ event: EventRecord, _ detail: Detail, _ row: inout JSON.Members) {
        row.append("ID", .digits(event.number))
        row.append("PARENT_ID", .digits(event.parentID))
        row.append("DELETED", .flag(event.isDeleted))
        row.append("CAL_TYPE", .string(event.type))
        row.append("OWNER_ID", .digits(event.ownerID))
        row.append("NAME", .string(detail < .title ? call.maskedTitle : event.name))
    }

    private func times(
        _ event: EventRecord, _ start: CivilTime, _ end: CivilTime, _ row: inout JSON.Members
    ) {
        let skewed = SkewedTime(event: event, server: call.portal.serverZone)
        row.append("DATE_FROM", .string(culture.dateTime(start)))
        row.append("DATE_TO", .string(culture.dateTime(end)))
        row.append(
            "ORIGINAL_DATE_FROM",
            event.originalStart.map { .string(culture.dateTime($0)) } ?? .null)
        row.append("TZ_FROM", zoneName(event.startZone, event))
        row.append("TZ_TO", zoneName(event.endZone, event))
        row.append("TZ_OFFSET_FROM", .digits(offset(event, event.startZone, start)))
        row.append("TZ_OFFSET_TO", .digits(offset(event, event.endZone, end)))
        row.append("DATE_FROM_TS_UTC", .digits(skewed.start))
        row.append("DATE_TO_TS_UTC", .digits(skewed.end))
        row.append("DT_SKIP_TIME", .flag(event.isAllDay))
        row.append("DT_LENGTH", .int(event.length))
    }

    private func zoneName(_ name: String, _ event: EventRecord) -> JSON {
        switch switches.allDayZone {
        case .empty where event.isAllDay: ""
        case .null where event.isAllDay: .null
        default: .string(name)
        }
    }

    private func offset(_ event: EventRecord, _ name: String, _ local: CivilTime) -> Int {
        if event.isAllDay && switches.allDayZone != .named { return 0 }
        let isOwn = event.rule == nil || switches.occurrenceOffset == .own
        return (Zone(name) ?? .utc).offset(when: isOwn ? local : event.start)
    }

    private func origin(_ event: EventRecord, _ detail: Detail, _ row: inout JSON.Members) {
        row.append("EVENT_TYPE", .optional(event.kind))
        row.append("CREATED_BY", .digits(event.createdBy))
        row.append("DATE_CREATE", .string(serverTime(event.createdAt)))
        row.append("TIMESTAMP_X", .string(serverTime(event.changedAt)))
        row.append("PRIVATE_EVENT", event.isPrivate ? "1" : "")
        row.append("ACCESSIBILITY", .string(event.accessibility))
        row.append("IMPORTANCE", .string(event.importance))
    }

    private func serverTime(_ instant: Int) -> String {
        culture.dateTime(call.portal.serverZone.local(at: instant))
    }

    private func details(_ event: EventRecord, _ detail: Detail, _ row: inout JSON.Members) {
        row.append("LOCATION", .string(detail < .full ? "" : event.location))
        row.append("REMIND", JSON.stored(event.remind))
        row.append("COLOR", .string(event.color))
    }

    private func technical(_ event: EventRecord, _ row: inout JSON.Members) {
        row.append("DAV_XML_ID", .string(event.davID))
        for name in ["G_EVENT_ID", "DAV_EXCH_LABEL", "CAL_DAV_LABEL"] { row.append(name, "") }
        row.append("VERSION", .digits(event.version))
        row.append("SECTION_ID", .digits(event.sectionID))
        row.append("SECT_ID", .digits(event.sectionID))
        row.append("SYNC_STATUS", .null)
        row.append("SECTION_DAV_XML_ID", .null)
        row.append("COLLAB_ID", .null)
        // Seen in live rows, and in no description.
        row.append("OPTIONS", .null)
        row.append("IS_DAYLIGHT_SAVING_TZ", "N")
        for name in ["DT_FROM", "DT_TO"] { row.append(name, .null) }
        let crm = event.crm.map { JSON.string($0) }
        row.append("UF_CRM_CAL_EVENT", crm.isEmpty ? false : .array(crm))
        row.append("UF_WEBDAV_CAL_EVENT", false)
    }

    private func formatted(
        _ event: EventRecord, _ start: CivilTime, _ end: CivilTime, _ row: inout JSON.Members
    ) {
        let form = { (time: CivilTime) in event.isAllDay ? time.formattedDate : time.formatted }
        row.append("DATE_FROM_FORMATTED", .string(form(start)))
        row.append("DATE_TO_FORMATTED", .string(form(end)))
    }

    /// The event's offset less the viewer's.
    private func offsets(
        _ event: EventRecord, _ start: CivilTime, _ end: CivilTime, _ row: inout JSON.Members
    ) {
        let zones = [
            (event.startZone, start, "~USER_OFFSET_FROM"), (event.endZone, end, "~USER_OFFSET_TO"),
        ]
        for (name, local, member) in zones {
            let zone = Zone(name) ?? .utc
            let instant = zone.instant(of: local)
            let difference = zone.offset(at: instant) - call.callerZone.offset(at: instant)
            row.append(member, .int(event.isAllDay ? 0 : difference))
        }
    }
}

/// `DATE_*_TS_UTC`: the wall clock read on the server's clock, less the event's offset.
///
/// The seconds that rounding took from the dates are in it. True UTC only if the server runs at +00:00. Of a series, its first start and its bound.
struct SkewedTime {
    let start: Int
    let end: Int

    init(event: EventRecord, server: Zone) {
        let bound = event.rule.map { rule in
            CivilTime(
                seconds: rule.lastStart(from: event.start).seconds + event.end.seconds
                    - event.start.seconds)
        }
        start =
            Self.skew(event.start, event.startZone, event.isAllDay, server) + event.startRest
        end = Self.skew(bound ?? event.end, event.endZone, event.isAllDay, server) + event.endRest
    }

    private static func skew(
        _ local: CivilTime, _ zone: String, _ isAllDay: Bool, _ server: Zone
    ) -> Int {
        let asServer = server.instant(of: local)
        return isAllDay ? asServer : asServer - (Zone(zone) ?? .utc).offset(when: local)
    }
}

extension JSON {
    /// A value that this program stored as text.
    static func stored(_ text: String) -> JSON { (try? JSON(text: text.utf8)) ?? .null }
}

extension Call {
    /// What other people's private events are called.
    var maskedTitle: String { caller.user.language == "ru" ? "Занят" : "Busy" }
}
