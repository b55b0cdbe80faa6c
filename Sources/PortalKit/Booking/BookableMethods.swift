import GRDB
import JSONText

extension BookingMethods {
    /// `booking.v1.resource.*` with their slots.
    static let resources: [RESTMethod] = [
        RESTMethod("booking.v1.resource.add", scope, ["fields"], addResource),
        RESTMethod("booking.v1.resource.update", scope, ["id", "fields"], updateResource),
        RESTMethod("booking.v1.resource.get", scope, ["id"]) { call in
            Outcome(["resource": try resource(call, "id", 1009).document])
        },
        RESTMethod("booking.v1.resource.list", scope, ["filter", "order", "start"], listResources),
        RESTMethod("booking.v1.resource.delete", scope, ["id"], deleteResource),
        RESTMethod("booking.v1.resource.slots.set", scope, ["resourceId", "slots"], setSlots),
        RESTMethod("booking.v1.resource.slots.list", scope, ["resourceId"]) { call in
            let id = try resource(call, "resourceId", 1009).id
            let slots = try SlotRecord.fetchAll(
                call.db, sql: "SELECT * FROM bookingSlot WHERE resourceId = ? ORDER BY id",
                arguments: [id])
            return Outcome(["slots": .array(slots.map(\.document))])
        },
        RESTMethod("booking.v1.resource.slots.unset", scope, ["resourceId"]) { call in
            let id = try resource(call, "resourceId", 1009).id
            try call.db.execute(
                sql: "DELETE FROM bookingSlot WHERE resourceId = ?", arguments: [id])
            return Outcome(true)
        },
    ]

    private static func resource(_ call: Call, _ name: String, _ error: Int) throws
        -> ResourceRecord
    {
        let id = try call.arguments.bookingInt(name)
        guard let resource = try ResourceRecord.fetchOne(call.db, key: id) else {
            throw RESTError.booking(error, "Resource not found")
        }
        return resource
    }

    private static func addResource(_ call: Call) throws -> Outcome {
        let fields = try call.arguments.bookingMap("fields")
        guard fields["name"] != nil else { throw RESTError.requiredFields("name") }
        guard fields["typeId"] != nil else { throw RESTError.requiredFields("typeId") }
        var resource = ResourceRecord(
            typeId: 0, name: "", settings: MessageSettings.defaults.written)
        try set(&resource, fields, call)
        try resource.insert(call.db)
        return Outcome(["id": .int(resource.id ?? 0)])
    }

    private static func set(
        _ resource: inout ResourceRecord, _ fields: JSON.Members, _ call: Call
    ) throws {
        if let name = fields["name"] {
            guard let text = name.looseString, !text.isEmpty else { throw RESTError.badValue }
            resource.name = text
        }
        resource.description = fields["description"]?.looseString ?? resource.description
        if let isMain = fields["isMain"] {
            guard isMain == "Y" || isMain == "N" else { throw RESTError.badValue }
            resource.isMain = isMain == "Y"
        }
        if let type = fields["typeId"] {
            guard let id = type.looseInt, try ResourceTypeRecord.fetchOne(call.db, key: id) != nil
            else {
                throw RESTError.booking(
                    1006, "Resource type with id \(type.looseString ?? "") does not exist")
            }
            resource.typeId = id
        }
        resource.settings = try MessageSettings.merged(.stored(resource.settings), fields).written
    }

    private static func updateResource(_ call: Call) throws -> Outcome {
        var resource = try resource(call, "id", 1007)
        try set(&resource, call.arguments.bookingMap("fields"), call)
        try resource.update(call.db)
        return Outcome(true)
    }

    private static func deleteResource(_ call: Call) throws -> Outcome {
        let resource = try resource(call, "id", 1008)
        try resource.delete(call.db)
        try call.db.execute(
            sql: "DELETE FROM bookingSlot WHERE resourceId = ?", arguments: [resource.id])
        try call.db.execute(
            sql: "DELETE FROM bookingUse WHERE resourceId = ?", arguments: [resource.id])
        return Outcome(true)
    }

    private static func listResources(_ call: Call) throws -> Outcome {
        let filter = try call.arguments.listOption("filter")
        let order = try ListOrder(call.arguments.listOption("order"), allowed: ["id", "name"])
        let rows = try ResourceRecord.fetchAll(
            call.db,
            sql: """
                SELECT * FROM bookingResource
                ORDER BY \(order.sql(columns: ["id": "id", "name": "name"]))
                """)
        let chosen = rows.filter { row in
            matches(filter, "searchQuery") { row.name.localizedContains($0) }
                && matches(filter, "name") { row.name == $0 }
                && matches(filter, "description") { row.description == $0 }
                && matches(filter, "isMain") { row.isMain == ($0 == "Y") }
                && matches(filter, "typeId") { String(row.typeId) == $0 }
        }
        return try call.bookingPage(chosen.map(\.document), under: "resource")
    }

    /// Whether a row fits one key of a filter; a key that is not there fits everything.
    static func matches(
        _ filter: JSON.Members, _ name: String, _ test: (String) -> Bool
    ) -> Bool {
        guard let value = filter[name]?.looseString else { return true }
        return test(value)
    }

    private static func setSlots(_ call: Call) throws -> Outcome {
        guard let id = try resource(call, "resourceId", 1009).id else { return Outcome(false) }
        guard let list = try call.arguments.bookingValue("slots").array else {
            throw RESTError.booking(
                100, "Invalid value to match with parameter {slots}. Should be value of type array."
            )
        }
        var slots: [SlotRecord] = []
        for json in list { slots.append(try SlotRecord(json, resource: id)) }
        try call.db.execute(sql: "DELETE FROM bookingSlot WHERE resourceId = ?", arguments: [id])
        for var slot in slots { try slot.insert(call.db) }
        return Outcome(true)
    }
}

extension String {
    /// Whether the text contains another, in whatever case.
    func localizedContains(_ other: String) -> Bool { lowercased().contains(other.lowercased()) }
}
