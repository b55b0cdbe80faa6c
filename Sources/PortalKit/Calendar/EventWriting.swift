import CivilCalendar
import Foundation
import GRDB
import JSONText

/// Makes, changes and deletes events on behalf of the caller.
struct EventWriting {
    let call: Call
    let access: Access
    var arguments: Arguments { call.arguments }
    var db: Database { call.db }

    init(_ call: Call) throws {
        self.call = call
        access = try Access(call)
    }

    /// `calendar.event.add`: the number of the new event.
    func add() throws -> Int {
        let (type, owner) = try call.owner()
        guard let name = try arguments.text("name"), !name.isEmpty else {
            throw RESTError.missing("name", of: arguments.method)
        }
        let section = try section(type, owner)
        var event = EventRecord(
            type: type, ownerID: owner, sectionID: section.id ?? 0, name: name,
            start: CivilTime(seconds: 0), end: CivilTime(seconds: 0), startZone: "", endZone: "",
            hostID: call.caller.id, createdBy: call.caller.id, createdAt: call.now,
            changedAt: call.now)
        try EventTimes(call).set(&event, areRequired: true)
        try EventFields(call, isNew: true).set(&event)
        event.davID = davID(event)
        event.settle()
        try refuseOverlap(event)
        if type == "location" { return try reserveDirectly(event) }
        let id = try insert(&event)
        try Guests(call).settle(&event)
        try Rooms(call).settle(&event, was: nil)
        try event.update(db)
        return id
    }

    /// Stores a row that is nobody's copy.
    func insert(_ event: inout EventRecord) throws -> Int {
        event.id = nil
        try event.insert(db)
        event.parentID = event.number
        try event.update(db)
        return event.number
    }

    /// `calendar.event.delete`: the event, its copies and reservations, and what was taken out of a series.
    func delete() throws {
        guard let value = arguments["id"], let id = value.looseInt, id > 0 else {
            throw RESTError.calendar(
                "Event id not specified", ru: "Не указан идентификатор события")
        }
        guard let event = try EventRecord.fetchOne(db, key: id), !event.isDeleted else {
            throw RESTError.calendar(
                "An error occurred while deleting the event", ru: "Ошибка при удалении события")
        }
        try admit(event)
        if event.isCopy && event.type != "user" { throw RESTError.accessDenied }
        if event.isCopy { return try Guests(call).decline(event) }
        try db.execute(
            sql: """
                UPDATE event SET isDeleted = 1, changedAt = ?, version = version + 1
                WHERE (parentID = ? OR parentID IN (SELECT id FROM event WHERE recurrenceID = ?))
                AND NOT isDeleted
                """,
            arguments: [call.now, id, id])
    }

    /// Refuses those who may not change an event; guests may delete their own copies.
    func admit(_ event: EventRecord) throws {
        guard let section = try SectionRecord.fetchOne(db, key: event.sectionID),
            access.level(section) >= .edit
        else { throw RESTError.accessDenied }
    }

    /// The calendar that an event goes to.
    func section(_ type: String, _ owner: Int) throws -> SectionRecord {
        guard ["user", "group", "company_calendar", "location"].contains(type) else {
            throw RESTError.accessDenied
        }
        if type == "location" && call.switches.locationEvents == .refuses {
            throw RESTError.accessDenied
        }
        let sections = try calendars(type, owner)
        let writable = sections.filter { access.level($0) >= .edit }
        guard !writable.isEmpty else { throw RESTError.accessDenied }
        // Detected unless that is forbidden in so many words.
        let isAutomatic = try arguments.flag("auto_detect_section") ?? true
        let wanted = try arguments.int("section")
        guard let id = wanted ?? (isAutomatic ? writable.first?.id : nil) else {
            throw RESTError.missing("section", of: arguments.method)
        }
        guard let section = sections.first(where: { $0.id == id }) else { throw Self.badSection }
        guard access.level(section) >= .edit else { throw RESTError.accessDenied }
        return section
    }

    /// The calendars of an owner; of a person who never opened the calendar there is none.
    private func calendars(_ type: String, _ owner: Int) throws -> [SectionRecord] {
        let sections = try call.sections(type, owner)
        guard sections.isEmpty, type == "user", owner == call.caller.id else { return sections }
        guard call.switches.firstCalendar == .makes else { throw Self.badSection }
        var section = SectionRecord.first(of: call.caller.user, at: call.now)
        try section.insert(db)
        return [section]
    }

    static let badSection = RESTError.calendar(
        "Invalid calendar section ID, or the user has no access to it",
        ru: "Неверный идентификатор секции календаря, или у пользователя нет доступа к ней")

    /// With ``PortalSwitches/calendarOverlap`` `refuses`: an error if the calendar has something else then.
    func refuseOverlap(_ event: EventRecord) throws {
        guard call.switches.calendarOverlap == .refuses, event.accessibility != "free" else {
            return
        }
        guard try !Rooms(call).isTaken(section: event.sectionID, by: event, except: event.parentID)
        else {
            throw RESTError.calendar("The time is already taken", ru: "Это время уже занято")
        }
    }

    private func reserveDirectly(_ event: EventRecord) throws -> Int {
        var event = event
        let rooms = Rooms(call)
        if call.switches.busyRoom != .doubles,
            try rooms.isTaken(section: event.sectionID, by: event, except: 0)
        {
            throw Rooms.busy
        }
        return try insert(&event)
    }

    /// The identity in the world of CalDAV: it begins with the true UTC of the start, its seconds 00.
    private func davID(_ event: EventRecord) -> String {
        let start = CivilTime(seconds: event.zone.instant(of: event.start))
        let day = start.dateText.filter { $0 != "-" }
        let token = UUID().uuidString.lowercased().filter { $0 != "-" }
        return "\(day)T\(start.hour.padded(2))\(start.minute.padded(2))00Z-\(token)@portal.local"
    }
}
