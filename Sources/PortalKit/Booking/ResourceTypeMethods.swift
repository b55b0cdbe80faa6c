import GRDB
import JSONText

extension BookingMethods {
    /// `booking.v1.resourceType.*`.
    static let types: [RESTMethod] = [
        RESTMethod("booking.v1.resourceType.add", scope, ["fields"], addType),
        RESTMethod("booking.v1.resourceType.update", scope, ["id", "fields"], updateType),
        RESTMethod("booking.v1.resourceType.get", scope, ["id"]) { call in
            Outcome(["resourceType": try type(call, 1013).document])
        },
        RESTMethod("booking.v1.resourceType.list", scope, ["filter", "order", "start"], listTypes),
        RESTMethod("booking.v1.resourceType.delete", scope, ["id"]) { call in
            Outcome(.bool(try type(call, 1012).delete(call.db)))
        },
    ]

    private static func type(_ call: Call, _ error: Int) throws -> ResourceTypeRecord {
        let id = try call.arguments.bookingInt("id")
        guard let type = try ResourceTypeRecord.fetchOne(call.db, key: id) else {
            throw RESTError.booking(error, "Resource type not found")
        }
        return type
    }

    private static func addType(_ call: Call) throws -> Outcome {
        let fields = try call.arguments.bookingMap("fields")
        guard fields["name"] != nil else { throw RESTError.requiredFields("name") }
        guard fields["code"] != nil else { throw RESTError.requiredFields("code") }
        var type = ResourceTypeRecord(
            name: "", code: "", settings: MessageSettings.defaults.written)
        try set(&type, fields, call, codeExists: 1010)
        try type.insert(call.db)
        return Outcome(["id": .int(type.id ?? 0)])
    }

    private static func updateType(_ call: Call) throws -> Outcome {
        var type = try type(call, 1007)
        try set(&type, call.arguments.bookingMap("fields"), call, codeExists: 1011)
        try type.update(call.db)
        return Outcome(true)
    }

    private static func set(
        _ type: inout ResourceTypeRecord, _ fields: JSON.Members, _ call: Call, codeExists: Int
    ) throws {
        type.name = fields["name"]?.looseString ?? type.name
        if let code = fields["code"]?.looseString {
            let others = try Int.fetchOne(
                call.db,
                sql: "SELECT count(*) FROM bookingResourceType WHERE code = ? AND id IS NOT ?",
                arguments: [code, type.id])
            guard others == 0 else {
                throw RESTError.booking(codeExists, "Resource type with this code already exists")
            }
            type.code = code
        }
        type.settings = try MessageSettings.merged(.stored(type.settings), fields).written
    }

    /// The list stands under `resource`, not `resourceType`.
    private static func listTypes(_ call: Call) throws -> Outcome {
        let filter = try call.arguments.listOption("filter")
        let order = try ListOrder(
            call.arguments.listOption("order"), allowed: ["id", "name", "code"])
        let rows = try ResourceTypeRecord.fetchAll(
            call.db,
            sql: """
                SELECT * FROM bookingResourceType
                ORDER BY \(order.sql(columns: ["id": "id", "name": "name", "code": "code"]))
                """)
        let chosen = rows.filter { row in
            matches(filter, "searchQuery") {
                row.name.localizedContains($0) || row.code.localizedContains($0)
            }
                && matches(filter, "moduleId") { row.moduleId == $0 }
                && matches(filter, "name") { row.name == $0 }
                && matches(filter, "code") { row.code == $0 }
        }
        return try call.bookingPage(chosen.map(\.document), under: "resource")
    }
}
