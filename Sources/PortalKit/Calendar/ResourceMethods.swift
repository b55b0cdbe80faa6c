import GRDB
import JSONText

extension CalendarMethods {
    /// `calendar.resource.*`: the resources of the old CRM field; bookings are made through that field only.
    static let resources: [RESTMethod] = [
        RESTMethod("calendar.resource.list", ["calendar"], []) { call in
            Outcome(.array(try call.sections("resource", 0).map(resource)))
        },
        RESTMethod("calendar.resource.add", ["calendar"], ["name"], addResource),
        RESTMethod(
            "calendar.resource.update", ["calendar"], ["resourceId", "name"], renameResource),
        RESTMethod("calendar.resource.delete", ["calendar"], ["resourceId"], deleteResource),
        RESTMethod("calendar.resource.booking.list", ["calendar"], ["filter"], resourceBookings),
    ]

    private static func resource(_ section: SectionRecord) -> JSON {
        [
            "ID": .digits(section.id ?? 0), "NAME": .string(section.name),
            "CREATED_BY": .digits(section.createdBy),
        ]
    }

    private static func addResource(_ call: Call) throws -> Outcome {
        guard let name = try call.arguments.required("name").looseString else {
            throw RESTError.invalid("name")
        }
        var section = SectionRecord(
            type: "resource", ownerID: 0, name: name, createdBy: call.caller.id,
            createdAt: call.now, changedAt: call.now, access: ["UA": AccessLevel.edit.rawValue])
        try section.insert(call.db)
        return Outcome(.int(section.id ?? 0))
    }

    private static func find(_ call: Call) throws -> SectionRecord {
        let id = try call.arguments.requiredInt("resourceId")
        guard let section = try SectionRecord.fetchOne(call.db, key: id),
            section.type == "resource"
        else { throw RESTError.accessDenied }
        return section
    }

    private static func renameResource(_ call: Call) throws -> Outcome {
        var section = try find(call)
        guard let name = try call.arguments.required("name").looseString else {
            throw RESTError.invalid("name")
        }
        section.name = name
        section.changedAt = call.now
        try section.update(call.db)
        return Outcome(.int(section.id ?? 0))
    }

    private static func deleteResource(_ call: Call) throws -> Outcome {
        let section = try find(call)
        try call.db.execute(
            sql: "UPDATE event SET isDeleted = 1 WHERE sectionID = ?", arguments: [section.id])
        try section.delete(call.db)
        return Outcome(true)
    }

    private static func resourceBookings(_ call: Call) throws -> Outcome {
        let filter = Arguments(
            method: call.arguments.method,
            members: call.arguments["filter"]?.members ?? JSON.Members())
        let reading = try EventReading(call)
        let resources = try filter.ints("resourceTypeIdList") ?? []
        let bookings = try filter.ints("resourceIdList") ?? []
        guard !resources.isEmpty || !bookings.isEmpty else {
            throw RESTError.missing("filter['resourceTypeIdList']", of: call.arguments.method)
        }
        let window = try call.with(filter.members).window()
        let known = try call.sections("resource", 0)
        let chosen = resources.isEmpty ? known : known.filter { resources.contains($0.id ?? 0) }
        let isByNumber = resources.isEmpty
        let all = isByNumber ? 0..<4_102_444_800 : window
        let events = try reading.rows(in: chosen.compactMap(\.id), window: all)
            .filter { !isByNumber || bookings.contains($0.resourceBooking ?? 0) }
        let document = try reading.document(for: events)
        let rows = events.filter { !$0.occurrences(in: all, viewer: call.callerZone).isEmpty }
        return Outcome(.array(rows.map { document.json($0, nil, .full) }))
    }
}
