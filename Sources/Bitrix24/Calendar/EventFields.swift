import CivilCalendar
import JSONText
import RoomCore

/// The fields of `calendar.event.add` and `calendar.event.update`.
///
/// An update clears texts that it does not name (the vendor's source; not documented), so it names them all. Dates are
/// written without an offset, less what the portal reads them later: see ``DateShift``.
enum EventFields {
    /// Where a booking is made.
    struct Place: Sendable {
        var type: String
        var ownerID: Int64
        /// The section; nil lets the portal choose.
        var section: Int64?
        /// The meeting room; nil for none.
        var location: String?
    }

    /// What makes a booking at a place.
    ///
    /// - Parameter slot: when; the booking's own time to the second goes into its marker.
    static func add(
        _ booking: Booking, at slot: Span, _ place: Place, zone: Zone, shift: Int
    ) -> JSON {
        var fields: [(String, JSON)] = [
            ("type", .string(place.type)), ("ownerId", .integer(place.ownerID)),
            ("name", .string(booking.title ?? "Booked at the door")),
            ("description", .string(Marker(booking).description(of: booking))),
            ("from", .string(zone.civil(slot.start).earlier(by: shift).text)),
            ("to", .string(zone.civil(slot.end).earlier(by: shift).text)),
            ("timezone_from", .string(zone.name)), ("timezone_to", .string(zone.name)),
            ("skip_time", "N"), ("accessibility", "busy"), ("importance", "normal"),
            ("color", .string(BookingMark.confirmed.color)),
        ]
        if let section = place.section {
            fields.append(("section", .integer(section)))
        } else {
            fields.append(("auto_detect_section", "Y"))
        }
        if let location = place.location { fields.append(("location", .string(location))) }
        return object(fields)
    }

    /// What a change may touch.
    struct Change: Sendable {
        var start: CivilTime
        var end: CivilTime
        var isAllDay: Bool
        var color: String
        /// The description; nil leaves it as it is.
        var details: String?
        /// False leaves the times out: an update that does not name them keeps them.
        var namesTimes = true
        /// The day of the one occurrence to change; nil changes the event, and of a series all of it.
        var occurrence: CivilTime?
        /// The rule is sent again, so that a series stays one.
        var keepsRule = false
    }

    /// Everything an event has, with the change in it.
    ///
    /// - Returns: nil if the row does not tell who takes part in the meeting: an update would take them out.
    static func update(
        _ row: CalendarRow, id: Int64, _ change: Change, roomZone: String, userID: Int64,
        shift: Int
    ) -> JSON? {
        guard let type = row.type, let ownerID = row.ownerID else { return nil }
        let value = row.value
        var fields: [(String, JSON)] = [
            ("id", .integer(id)), ("type", .string(type)), ("ownerId", .integer(ownerID)),
            ("name", .string(row.name ?? "")),
            ("description", .string(change.details ?? row.details ?? "")),
            ("color", .string(change.color)), ("private_event", row.isPrivate ? "Y" : "N"),
            ("location", .string(row.location)),
        ]
        if change.namesTimes { addTimes(value, change, roomZone, shift, to: &fields) }
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

    private static func addTimes(
        _ value: JSON, _ change: Change, _ roomZone: String, _ shift: Int,
        to fields: inout [(String, JSON)]
    ) {
        let zone = value["TZ_FROM"]?.nonEmptyText ?? roomZone
        func text(_ time: CivilTime) -> JSON {
            .string(change.isAllDay ? time.dateText : time.earlier(by: shift).text)
        }
        fields += [
            ("from", text(change.start)), ("to", text(change.end)),
            ("skip_time", change.isAllDay ? "Y" : "N"), ("timezone_from", .string(zone)),
            ("timezone_to", .string(value["TZ_TO"]?.nonEmptyText ?? zone)),
        ]
    }

    /// - Returns: false if the participants are not known.
    private static func addMeeting(
        _ row: CalendarRow, _ userID: Int64, to fields: inout [(String, JSON)]
    ) -> Bool {
        guard row.isMeeting else {
            fields.append(("is_meeting", "N"))
            return true
        }
        guard let attendees = row.attendees else { return false }
        let meeting = row.value["MEETING"] ?? .null
        fields.append(("is_meeting", "Y"))
        fields.append(("attendees", .array(attendees.map(JSON.integer))))
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
        _ row: CalendarRow, _ change: Change, to fields: inout [(String, JSON)]
    ) {
        if let day = change.occurrence {
            fields.append(("recurrence_mode", "this"))
            fields.append(("current_date_from", .string(day.dateText)))
        } else if change.keepsRule, let rule = row.value["RRULE"] {
            var parts: [(String, JSON)] = ["FREQ", "INTERVAL", "COUNT"].compactMap { key in
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

    private static func object(_ fields: [(String, JSON)]) -> JSON {
        .object(JSON.Members(fields))
    }
}

extension CivilTime {
    fileprivate func earlier(by seconds: Int) -> CivilTime {
        CivilTime(seconds: self.seconds - seconds)
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
