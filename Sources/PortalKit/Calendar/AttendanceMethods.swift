import GRDB
import JSONText

extension CalendarMethods {
    /// Who is busy when, and who has accepted.
    static let attendance: [RESTMethod] = [
        RESTMethod(
            "calendar.accessibility.get", ["calendar"], ["users", "from", "to"], accessibility),
        RESTMethod("calendar.meeting.status.get", ["calendar"], ["eventId"]) { call in
            Outcome(.string(try ownCopy(call).status))
        },
        RESTMethod("calendar.meeting.status.set", ["calendar"], ["eventId", "status"], setStatus),
    ]

    private static func ownCopy(_ call: Call) throws -> EventRecord {
        let id = try call.arguments.requiredInt("eventId")
        guard let copy = try Guests(call).ownCopy(id), copy.isMeeting else {
            throw RESTError.accessDenied
        }
        return copy
    }

    private static func setStatus(_ call: Call) throws -> Outcome {
        _ = try call.arguments.requiredInt("eventId")
        guard let status = try call.arguments.required("status").string,
            ["Y", "N", "Q"].contains(status)
        else { throw RESTError.invalid("status") }
        try Guests(call).setStatus(status, of: try ownCopy(call))
        return Outcome(true)
    }

    private static func accessibility(_ call: Call) throws -> Outcome {
        _ = try call.arguments.required("users")
        _ = try call.arguments.required("from")
        _ = try call.arguments.required("to")
        guard let users = try call.arguments.ints("users") else { throw RESTError.invalid("users") }
        let window = try call.window()
        var members = JSON.Members()
        for user in users {
            members[String(user)] = .array(try busyTimes(of: user, window, call))
        }
        return Outcome(.phpMap(members))
    }

    private static func busyTimes(
        of user: Int, _ window: Range<Int>, _ call: Call
    ) throws -> [JSON] {
        let reading = try EventReading(call)
        let sections = try call.sections("user", user)
        let events = try reading.rows(in: sections.compactMap(\.id), window: window)
            .filter { !$0.isDeleted && $0.accessibility != "free" && $0.status != "N" }
        let document = try reading.document(for: events)
        return events.flatMap { event in
            let detail: EventDocument.Detail =
                event.isPrivate && user != call.caller.id ? .time : .title
            return event.occurrences(in: window, viewer: call.callerZone).map { occurrence in
                brief(document.json(event, occurrence, detail))
            }
        }
    }

    private static func brief(_ row: JSON) -> JSON {
        let names = [
            "ID", "NAME", "DATE_FROM", "DATE_TO", "DATE_FROM_TS_UTC", "DATE_TO_TS_UTC",
            "~USER_OFFSET_FROM", "~USER_OFFSET_TO", "DT_SKIP_TIME", "TZ_FROM", "TZ_TO",
            "ACCESSIBILITY", "IMPORTANCE", "EVENT_TYPE",
        ]
        var members = JSON.Members()
        for name in names { members.append(name, row[name] ?? .null) }
        return .object(members)
    }
}
