import CivilCalendar
import GRDB
import JSONText

extension EventWriting {
    /// `calendar.event.update`: the event's number, or what became of a series that was split.
    func update() throws -> JSON {
        let id = try arguments.requiredInt("id")
        let (type, owner) = try call.owner()
        guard let event = try EventRecord.fetchOne(db, key: id), !event.isDeleted else {
            throw Self.failed
        }
        guard event.type == type, event.ownerID == owner, !event.isCopy, type != "location" else {
            throw RESTError.accessDenied
        }
        try admit(event)
        try admitHost(event)
        let mode = try mode(of: event)
        switch mode {
        case .all: return .int(try change(event))
        case .this(let day): return try takeOut(day, of: event)
        case .next(let day): return try split(event, at: day)
        }
    }

    private static let failed = RESTError.calendar(
        "An error occurred while modifying the event", ru: "Ошибка при изменении события")

    private enum Mode {
        case all
        case this(CivilTime)
        case next(CivilTime)
    }

    /// Who is not the organiser of a meeting has to name them.
    private func admitHost(_ event: EventRecord) throws {
        guard event.isMeeting, event.hostID != call.caller.id else { return }
        guard try arguments.int("host") == event.hostID else { throw RESTError.accessDenied }
    }

    private func mode(of event: EventRecord) throws -> Mode {
        let word = try arguments.text("recurrence_mode") ?? "all"
        guard ["this", "next", "all", ""].contains(word) else {
            throw RESTError.calendar(
                "Invalid editing type for the recurring event",
                ru: "Неверный тип изменения повторяющегося события")
        }
        guard word == "this" || word == "next", event.rule != nil,
            call.switches.recurrenceMode == .honoured
        else { return .all }
        guard let day = try call.date("current_date_from")?.local.midnight else {
            throw RESTError.missing("current_date_from", of: arguments.method)
        }
        guard try takesPlace(event, on: day) else { throw RESTError.invalid("current_date_from") }
        return word == "this" ? .this(day) : .next(day)
    }

    private func takesPlace(_ event: EventRecord, on day: CivilTime) throws -> Bool {
        var found = false
        event.rule?.forEachStart(from: event.start) { candidate in
            found = found || candidate.midnight == day
            return candidate.midnight < day
        }
        return found && !event.excluded.contains(day)
    }

    /// Changes an event as a whole.
    private func change(_ old: EventRecord) throws -> Int {
        var event = old
        try apply(to: &event)
        try event.update(db)
        return event.number
    }

    /// Sets what was sent, and brings copies and rooms in step.
    private func apply(to event: inout EventRecord) throws {
        let old = event
        if arguments["section"] != nil {
            event.sectionID = try section(event.type, event.ownerID).id ?? 0
        }
        try EventTimes(call).set(&event, areRequired: false)
        try EventFields(call, isNew: false).set(&event)
        event.settle()
        event.version += 1
        event.changedAt = call.now
        try refuseOverlap(event)
        try Guests(call).settle(&event)
        try Rooms(call).settle(&event, was: old)
    }

    /// `this`: the day becomes an event of its own, and the series leaves it out.
    private func takeOut(_ day: CivilTime, of series: EventRecord) throws -> JSON {
        var rest = series
        rest.excluded.append(day)
        try save(&rest)
        let start = start(of: series, on: day)
        var single = copy(of: series, from: start)
        single.rule = nil
        single.excluded = []
        single.recurrenceID = series.number
        single.originalStart = start
        return try finish(&single, of: series, at: start)
    }

    /// `next`: the series ends the day before, and another one goes on from there.
    private func split(_ series: EventRecord, at day: CivilTime) throws -> JSON {
        let start = start(of: series, on: day)
        var rest = series
        rest.rule?.count = nil
        rest.rule?.until = day.adding(days: -1)
        rest.excluded.removeAll { $0 >= day }
        try save(&rest)
        var next = copy(of: series, from: start)
        next.rule = remaining(series, from: start)
        next.excluded.removeAll { $0 < day }
        next.originalSeries = series.number
        return try finish(&next, of: series, at: start)
    }

    private func start(of series: EventRecord, on day: CivilTime) -> CivilTime {
        CivilTime(seconds: day.seconds + series.start.secondOfDay)
    }

    private func remaining(_ series: EventRecord, from start: CivilTime) -> RecurrenceRule? {
        var rule = series.rule
        guard let count = rule?.count else { return rule }
        var passed = 0
        series.rule?.forEachStart(from: series.start) { candidate in
            if candidate < start { passed += 1 }
            return candidate < start
        }
        rule?.count = max(1, count - passed)
        return rule
    }

    private func save(_ event: inout EventRecord) throws {
        event.settle()
        event.version += 1
        event.changedAt = call.now
        try Guests(call).settle(&event)
        try Rooms(call).settle(&event, was: event)
        try event.update(db)
    }

    private func copy(of series: EventRecord, from start: CivilTime) -> EventRecord {
        var copy = series
        copy.end = CivilTime(seconds: start.seconds + series.end.seconds - series.start.seconds)
        copy.start = start
        copy.createdAt = call.now
        copy.version = 0
        if copy.location.hasPrefix("calendar_") {
            copy.location = copy.location.split(separator: "_").prefix(2).joined(separator: "_")
        }
        return copy
    }

    private func finish(
        _ event: inout EventRecord, of series: EventRecord, at start: CivilTime
    ) throws -> JSON {
        _ = try insert(&event)
        try apply(to: &event)
        try event.update(db)
        return [
            "originalDate": .string(call.portal.culture.dateTime(start)),
            "originalDavXmlId": .string(series.davID), "instanceTz": .string(series.startZone),
            "recEventId": .int(event.number), "id": .int(series.number),
        ]
    }
}
