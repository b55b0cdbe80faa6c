import CivilCalendar
import GRDB
import JSONText

/// Finds rows of calendars and writes them as answers.
struct EventReading {
    let call: Call
    let access: Access

    init(_ call: Call) throws {
        self.call = call
        access = try Access(call)
    }

    /// Rows of some calendars that may take place within a window.
    func rows(in sections: [Int], window: Range<Int>) throws -> [EventRecord] {
        guard !sections.isEmpty else { return [] }
        let marks = databaseQuestionMarks(count: sections.count)
        let deleted = call.switches.deletedEvents == .listed ? "" : "AND NOT isDeleted"
        return try EventRecord.fetchAll(
            call.db,
            sql: """
                SELECT * FROM event WHERE sectionID IN (\(marks)) AND lastInstant > ?
                AND firstInstant < ? \(deleted) ORDER BY firstInstant, id
                """,
            arguments: StatementArguments(sections + [window.lowerBound, window.upperBound]))
    }

    /// Rows as `calendar.event.get` lists them: one for each occurrence within the window.
    func list(_ sections: [SectionRecord], window: Range<Int>) throws -> [JSON] {
        let levels = Dictionary(
            uniqueKeysWithValues: sections.map { ($0.id ?? 0, access.level($0)) })
        let visible = sections.filter { access.level($0) >= .time }.compactMap(\.id)
        let events = try rows(in: visible, window: window)
        let document = try document(for: events)
        var list: [(start: Int, json: JSON)] = []
        for event in events {
            let detail = detail(of: event, levels[event.sectionID] ?? .denied)
            for occurrence in event.occurrences(in: window, viewer: call.callerZone) {
                let json = document.json(event, occurrence, detail)
                list.append((occurrence.instants.lowerBound, json))
            }
        }
        return list.sorted { $0.start < $1.start }.map(\.json)
    }

    /// How much of an event the caller sees.
    func detail(of event: EventRecord, _ level: AccessLevel) -> EventDocument.Detail {
        let me = call.caller.id
        if event.hostID == me || event.ownerID == me && event.type == "user" { return .full }
        if event.isPrivate && call.switches.privateTitles == .masked { return .time }
        return level < .title ? .time : level < .view ? .title : .full
    }

    /// Prepares to write these rows: who is in them, and who has accepted.
    func document(for events: [EventRecord]) throws -> EventDocument {
        let parents = Array(Set(events.filter(\.isMeeting).map(\.parentID)))
        var attendance: [Int: [EventDocument.Attendee]] = [:]
        for start in stride(from: 0, to: parents.count, by: 500) {
            let part = Array(parents[start..<min(start + 500, parents.count)])
            try addAttendance(of: part, to: &attendance)
        }
        let users = try UserRecord.fetchAll(call.db)
        return EventDocument(
            call: call, users: Dictionary(uniqueKeysWithValues: users.map { ($0.id, $0) }),
            attendance: attendance)
    }

    private func addAttendance(
        of parents: [Int], to attendance: inout [Int: [EventDocument.Attendee]]
    ) throws {
        let rows = try Row.fetchAll(
            call.db,
            sql: """
                SELECT id, parentID, ownerID, status FROM event WHERE type = 'user'
                AND NOT isDeleted AND parentID IN (\(databaseQuestionMarks(count: parents.count)))
                ORDER BY id
                """,
            arguments: StatementArguments(parents))
        for row in rows {
            let attendee = EventDocument.Attendee(
                userID: row["ownerID"], entryID: row["id"], status: row["status"])
            attendance[row["parentID"], default: []].append(attendee)
        }
    }
}

extension Call {
    /// The window of `from` and `to`, both days counted in, on the caller's clock.
    func window(from: String = "from", to: String = "to") throws -> Range<Int> {
        let today = callerZone.local(at: now).midnight
        let first = try date(from)?.local.midnight ?? today.adding(days: -30)
        let last = try date(to)?.local.midnight ?? today.adding(days: 90)
        let start = callerZone.instant(of: first)
        return start..<max(start, callerZone.instant(of: last.adding(days: 1)))
    }

    /// A parameter that is a date, if it is there.
    func date(_ name: String) throws -> DateReader.Reading? {
        guard let value = arguments[name], value != .string("") else { return nil }
        guard let text = value.looseString, let reading = portal.dates.read(text) else {
            throw RESTError.invalid(name)
        }
        return reading
    }
}
