import CivilCalendar
import GRDB
import JSONText

extension CalendarMethods {
    private static let fields = [
        "type", "ownerId", "name", "description", "color", "text_color", "export",
    ]

    /// `calendar.section.*`.
    static let sections: [RESTMethod] = [
        RESTMethod("calendar.section.get", ["calendar"], ["type", "ownerId"], sectionList),
        RESTMethod("calendar.section.add", ["calendar"], fields, addSection),
        RESTMethod("calendar.section.update", ["calendar"], fields + ["id"], updateSection),
        RESTMethod(
            "calendar.section.delete", ["calendar"], ["id", "type", "ownerId"], deleteSection),
    ]

    private static func sectionList(_ call: Call) throws -> Outcome {
        let access = try Access(call)
        var members = call.arguments.members
        if members["type"] == "user" && call.arguments["ownerId"] == nil {
            members["ownerId"] = .int(call.caller.id)
        }
        guard let all = try readable(call.with(members), access) else { return Outcome([]) }
        let sections = all.filter { access.level($0) >= .time }
        let shown = call.switches.sectionCap == .fifty ? Array(sections.prefix(50)) : sections
        return Outcome(.array(shown.map { document($0, access.level($0)) }))
    }

    /// A calendar as `calendar.section.get` shows it.
    static func document(_ section: SectionRecord, _ level: AccessLevel) -> JSON {
        var access = JSON.Members()
        for (code, value) in section.access.sorted(by: { $0.key < $1.key }) {
            access.append(code, .int(value))
        }
        let date = { (instant: Int) in JSON.string(Zone.utc.local(at: instant).databaseForm) }
        return [
            "ID": .digits(section.id ?? 0), "NAME": .string(section.name),
            "GAPI_CALENDAR_ID": .null,
            "DESCRIPTION": .optional(section.description), "COLOR": .string(section.color),
            "TEXT_COLOR": .string(section.textColor), "EXPORT": .stored(section.export),
            "CAL_TYPE": .string(section.type), "OWNER_ID": .digits(section.ownerID),
            "CREATED_BY": .digits(section.createdBy), "DATE_CREATE": date(section.createdAt),
            "TIMESTAMP_X": date(section.changedAt), "CAL_DAV_CON": .null, "SYNC_TOKEN": .null,
            "PAGE_TOKEN": .null, "EXTERNAL_TYPE": "local", "ACCESS": .phpMap(access),
            "IS_COLLAB": false, "PERM": level.document,
        ]
    }

    private static func addSection(_ call: Call) throws -> Outcome {
        let (type, owner) = try call.owner()
        let name = try call.arguments.required("name").looseString
        guard let name, type == "user" || type == "group" else { throw RESTError.accessDenied }
        guard try mayOwn(call, type, owner) else { throw RESTError.accessDenied }
        var section = SectionRecord(
            type: type, ownerID: owner, name: name, createdBy: call.caller.id,
            createdAt: call.now, changedAt: call.now,
            access: ["U\(call.caller.id)": AccessLevel.full.rawValue])
        try set(&section, call)
        try section.insert(call.db)
        return Outcome(.int(section.id ?? 0))
    }

    private static func mayOwn(_ call: Call, _ type: String, _ owner: Int) throws -> Bool {
        if call.caller.user.isAdmin { return true }
        guard type == "group" else { return owner == call.caller.id }
        let role = try String.fetchOne(
            call.db, sql: "SELECT role FROM member WHERE groupID = ? AND userID = ?",
            arguments: [owner, call.caller.id])
        return role == "A" || role == "E"
    }

    private static func set(_ section: inout SectionRecord, _ call: Call) throws {
        section.name = try call.arguments.text("name") ?? section.name
        section.description = try call.arguments.text("description") ?? section.description
        section.color = try call.arguments.text("color") ?? section.color
        section.textColor = try call.arguments.text("text_color") ?? section.textColor
        section.changedAt = call.now
        guard let export = call.arguments["export"] else { return }
        guard export.members != nil else { throw RESTError.invalid("export") }
        let isAllowed = export["ALLOW"] == true || export["ALLOW"] == "Y"
        section.export =
            JSON.object(
                JSON.Members(allow: isAllowed, set: isAllowed ? export["SET"]?.string : nil)
            ).written
    }

    private static func own(_ call: Call) throws -> SectionRecord {
        let id = try call.arguments.requiredInt("id")
        let (type, owner) = try call.owner()
        guard let section = try SectionRecord.fetchOne(call.db, key: id), section.type == type,
            section.ownerID == owner, try Access(call).level(section) >= .full
        else { throw RESTError.accessDenied }
        return section
    }

    private static func updateSection(_ call: Call) throws -> Outcome {
        var section = try own(call)
        try set(&section, call)
        try section.update(call.db)
        return Outcome(.int(section.id ?? 0))
    }

    private static func deleteSection(_ call: Call) throws -> Outcome {
        let section = try own(call)
        try call.db.execute(
            sql: "UPDATE event SET isDeleted = 1, changedAt = ? WHERE sectionID = ?",
            arguments: [call.now, section.id])
        try section.delete(call.db)
        return Outcome(true)
    }
}

extension JSON.Members {
    fileprivate init(allow: Bool, set: String?) {
        self.init()
        append("ALLOW", .bool(allow))
        if let set { append("SET", .string(set)) }
    }
}
