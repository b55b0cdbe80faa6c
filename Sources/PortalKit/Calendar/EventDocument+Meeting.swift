import CivilCalendar
import JSONText

extension EventDocument {
    /// Who takes part.
    func meeting(_ event: EventRecord, _ detail: Detail, _ row: inout JSON.Members) {
        row.append("IS_MEETING", .bool(event.isMeeting))
        row.append("MEETING_STATUS", .string(event.status))
        row.append("MEETING_HOST", .digits(event.hostID))
        row.append("MEETING", event.isMeeting ? settings(event) : .null)
        let codes = event.attendees.map { JSON.string("U\($0)") }
        row.append("ATTENDEES_CODES", event.isMeeting && detail == .full ? .array(codes) : .null)
        row.append("ATTENDEE_LIST", detail < .full ? [] : .array(attendees(event)))
        row.append("attendeesEntityList", detail < .full ? [] : .array(entities(event)))
    }

    private func settings(_ event: EventRecord) -> JSON {
        let host = users[event.hostID]
        let sent = JSON.stored(event.meeting ?? "{}")
        let flag = { (name: String) -> JSON in
            let value = sent[name]
            return .bool(value == true || value == "Y" || value == 1 || value == "1")
        }
        return [
            "HOST_NAME": .string(host?.fullName ?? ""), "NOTIFY": flag("notify"),
            "REINVITE": flag("reinvite"), "ALLOW_INVITE": flag("allow_invite"),
            "HIDE_GUESTS": flag("hide_guests"), "MEETING_CREATOR": .int(event.hostID),
            "LANGUAGE_ID": .optional(host?.language), "MAIL_FROM": "",
        ]
    }

    private func attendees(_ event: EventRecord) -> [JSON] {
        if event.type == "location" {
            return [["id": 0, "entryId": .digits(event.number), "status": ""]]
        }
        let list = attendance[event.parentID] ?? []
        guard list.isEmpty else {
            return list.map {
                [
                    "id": .int($0.userID), "entryId": .digits($0.entryID),
                    "status": .string($0.status),
                ]
            }
        }
        return [
            [
                "id": .int(event.hostID), "entryId": .digits(event.number),
                "status": .string(event.isMeeting ? event.status : "H"),
            ]
        ]
    }

    private func entities(_ event: EventRecord) -> [JSON] {
        let ids = event.attendees.isEmpty ? [event.hostID] : event.attendees
        return ids.map { ["entityId": "user", "id": .int($0)] }
    }

    /// How it repeats: not to be expanded a second time.
    func series(_ event: EventRecord, _ row: inout JSON.Members) {
        let culture = call.portal.culture
        row.append("RRULE", event.rule.map { rule($0, event) } ?? "")
        row.append(
            "EXDATE", .string(event.excluded.map { culture.date($0) }.joined(separator: ";")))
        row.append("RECURRENCE_ID", .optional(event.recurrenceID))
        row.append("RELATIONS", relations(event))
        row.append("~RRULE_DESCRIPTION", .string(event.rule.map { description($0, event) } ?? ""))
    }

    private func relations(_ event: EventRecord) -> JSON {
        guard let series = event.originalSeries ?? event.recurrenceID else { return "" }
        let day = call.portal.culture.date(event.originalStart ?? event.start)
        return [
            "ORIGINAL_RECURSION_ID": .int(series),
            "COMMENT_XML_ID": .string("EVENT_\(series)_\(day)"),
        ]
    }

    private func rule(_ rule: RecurrenceRule, _ event: EventRecord) -> JSON {
        var members = JSON.Members()
        members.append("FREQ", .string(rule.frequency.rawValue))
        if !rule.weekdays.isEmpty {
            var days = JSON.Members()
            for day in rule.weekdays {
                days.append(RecurrenceRule.weekdays[day], .string(RecurrenceRule.weekdays[day]))
            }
            members.append("BYDAY", .object(days))
        }
        members.append("INTERVAL", .int(rule.interval))
        if let count = rule.count { members.append("COUNT", .int(count)) }
        let until = lastDay(rule, event)
        let server = call.portal.serverZone
        let hasEnd = until != RecurrenceRule.endless
        members.append("UNTIL", .string(call.portal.culture.date(until)))
        members.append("~UNTIL", .string(hasEnd ? call.portal.culture.date(until) : ""))
        members.append("UNTIL_TS", .int(hasEnd ? server.instant(of: until) : until.seconds))
        return .object(members)
    }

    private func lastDay(_ rule: RecurrenceRule, _ event: EventRecord) -> CivilTime {
        rule.lastStart(from: event.start).midnight
    }

    private func description(_ rule: RecurrenceRule, _ event: EventRecord) -> String {
        let culture = call.portal.culture
        let days = rule.weekdays.map { RecurrenceRule.weekdays[$0] }.joined(separator: ", ")
        return "\(rule.frequency.rawValue.lowercased()) \(days), \(culture.date(event.start)) - "
            + culture.date(lastDay(rule, event))
    }
}
