import RoomCore

/// The fields of `calendar.event.add` and `calendar.event.update`.
///
/// Whether an update keeps a field that it does not name is not documented, so an update always names them all.
enum EventFields {
    /// What makes a booking at a place.
    static func add(
        _ booking: Booking, type: String, ownerID: Int64, section: Int64?, location: String?,
        zone: Zone
    ) -> JSONValue {
        var fields: [(String, JSONValue)] = [
            ("type", .string(type)), ("ownerId", .integer(ownerID)),
            ("name", .string(booking.title ?? "Booked at the door")),
            ("description", .string(Marker(booking).description(of: booking))),
            ("from", .string(zone.civil(booking.span.start).text)),
            ("to", .string(zone.civil(booking.span.end).text)),
            ("timezone_from", .string(zone.name)), ("timezone_to", .string(zone.name)),
            ("skip_time", "N"), ("accessibility", "busy"), ("importance", "normal"),
            ("color", .string(BookingMark.confirmed.color)),
        ]
        if let section {
            fields.append(("section", .integer(section)))
        } else {
            fields.append(("auto_detect_section", "Y"))
        }
        if let location { fields.append(("location", .string(location))) }
        return object(fields)
    }

    /// What a change may touch.
    struct Change: Sendable {
        var start: CivilTime
        var end: CivilTime
        var isAllDay: Bool
        var color: String
        /// The day of the one occurrence to change; nil changes the event, and of a series all of it.
        var occurrence: CivilTime?
        /// The rule is sent again, so that a series stays one.
        var keepsRule = false
    }

    /// Everything an event has, with the change in it.
    ///
    /// - Returns: nil if the row does not tell who takes part in the meeting: an update would take them out.
    static func update(
        _ row: CalendarRow, id: Int64, _ change: Change, roomZone: String, userID: Int64
    ) -> JSONValue? {
        guard let type = row.type, let ownerID = row.ownerID else { return nil }
        let value = row.value
        let zone = value["TZ_FROM"]?.nonEmptyText ?? roomZone
        func text(_ time: CivilTime) -> JSONValue {
            .string(change.isAllDay ? time.dateText : time.text)
        }
        var fields: [(String, JSONValue)] = [
            ("id", .integer(id)), ("type", .string(type)), ("ownerId", .integer(ownerID)),
            ("name", .string(row.name ?? "")), ("description", .string(row.details ?? "")),
            ("from", text(change.start)), ("to", text(change.end)),
            ("skip_time", change.isAllDay ? "Y" : "N"), ("timezone_from", .string(zone)),
            ("timezone_to", .string(value["TZ_TO"]?.nonEmptyText ?? zone)),
            ("color", .string(change.color)), ("private_event", row.isPrivate ? "Y" : "N"),
            ("location", .string(row.location)),
        ]
        for (name, key) in [
            ("text_color", "TEXT_COLOR"), ("accessibility", "ACCESSIBILITY"),
            ("importance", "IMPORTANCE"),
        ] {
            if let text = value[key]?.nonEmptyText { fields.append((name, .string(text))) }
        }
        if let section = row.sectionID { fields.append(("section", .integer(section))) }
        for (name, key) in [("remind", "REMIND"), ("crm_fields", "UF_CRM_CAL_EVENT")] {
            if let list = value[key], case .array = list, !list.isEmpty {
                fields.append((name, list))
            }
        }
        guard addMeeting(row, userID, to: &fields) else { return nil }
        addRecurrence(row, change, to: &fields)
        return object(fields)
    }

    /// - Returns: false if the participants are not known.
    private static func addMeeting(
        _ row: CalendarRow, _ userID: Int64, to fields: inout [(String, JSONValue)]
    ) -> Bool {
        guard row.isMeeting else {
            fields.append(("is_meeting", "N"))
            return true
        }
        guard let attendees = row.attendees else { return false }
        let meeting = row.value["MEETING"] ?? .null
        fields.append(("is_meeting", "Y"))
        fields.append(("attendees", .array(attendees.map(JSONValue.integer))))
        fields.append(
            (
                "meeting",
                [
                    "notify": .bool(meeting["NOTIFY"]?.isYes ?? true), "reinvite": .bool(false),
                    "allow_invite": .bool(meeting["ALLOW_INVITE"]?.isYes ?? false),
                    "hide_guests": .bool(meeting["HIDE_GUESTS"]?.isYes ?? false),
                ]
            ))
        if let host = row.host { fields.append(("host", .integer(host))) }
        return true
    }

    private static func addRecurrence(
        _ row: CalendarRow, _ change: Change, to fields: inout [(String, JSONValue)]
    ) {
        if let day = change.occurrence {
            fields.append(("recurrence_mode", "this"))
            fields.append(("current_date_from", .string(day.dateText)))
        } else if change.keepsRule, let rule = row.value["RRULE"] {
            var parts: [(String, JSONValue)] = ["FREQ", "INTERVAL", "COUNT"].compactMap { key in
                rule[key].flatMap { $0.isEmpty ? nil : (key, $0) }
            }
            let until = rule["~UNTIL"] ?? rule["UNTIL"]
            if rule["COUNT"] == nil, let until, !until.isEmpty { parts.append(("UNTIL", until)) }
            let days = rule["BYDAY"]?.elements ?? []
            if !days.isEmpty { parts.append(("BYDAY", .array(days))) }
            fields.append(("rrule", object(parts)))
            fields.append(("recurrence_mode", "all"))
        }
    }

    private static func object(_ fields: [(String, JSONValue)]) -> JSONValue {
        .object(fields.map { JSONValue.Member(key: $0.0, value: $0.1) })
    }
}

extension BookingMark {
    /// The colour an event gets in the portal's calendar, as on the booking lamp.
    var color: String {
        switch self {
        case .unconfirmed: "#55d0e0"
        case .confirmed: "#7bd500"
        case .late: "#ffa900"
        case .noShow: "#a8adb4"
        }
    }
}
