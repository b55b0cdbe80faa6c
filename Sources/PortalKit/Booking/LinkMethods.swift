import GRDB
import JSONText

/// Clients and external data of a booking or of an item of the waiting list.
struct Links {
    enum Owner: String { case booking, waitItem }
    enum Kind: String, CaseIterable { case client, externalData }

    private let call: Call
    private let owner: Owner
    private let id: Int

    init(_ call: Call, _ owner: Owner, _ id: Int) {
        (self.call, self.owner, self.id) = (call, owner, id)
    }

    /// All of a kind, in the order in which they were set.
    func list(_ kind: Kind) throws -> [JSON] {
        let rows = try Row.fetchAll(
            call.db,
            sql: """
                SELECT module, code, value FROM link WHERE ownerKind = ? AND ownerId = ?
                AND kind = ? ORDER BY position
                """,
            arguments: [owner.rawValue, id, kind.rawValue])
        return rows.map { row in
            let (module, code, value): (String, String, String) = (
                row["module"], row["code"], row["value"]
            )
            return switch kind {
            case .client:
                [
                    "id": .int(Int(value) ?? 0),
                    "type": ["code": .string(code), "module": .string(module)],
                ]
            case .externalData:
                [
                    "moduleId": .string(module), "entityTypeId": .string(code),
                    "value": .string(value),
                ]
            }
        }
    }

    /// Replaces all of a kind.
    func set(_ kind: Kind, _ json: JSON) throws {
        guard let list = json.array else {
            throw RESTError.booking(100, "Invalid value. Should be value of type array.")
        }
        let links = try list.map { try Self.read(kind, $0) }
        try unset(kind)
        for (position, link) in links.enumerated() {
            try call.db.execute(
                sql: "INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    owner.rawValue, id, kind.rawValue, position, link.module, link.code, link.value,
                ])
        }
    }

    /// Removes all of a kind.
    func unset(_ kind: Kind) throws {
        try call.db.execute(
            sql: "DELETE FROM link WHERE ownerKind = ? AND ownerId = ? AND kind = ?",
            arguments: [owner.rawValue, id, kind.rawValue])
    }

    /// Gives everything to another owner.
    func move(to other: Owner, _ otherID: Int) throws {
        try call.db.execute(
            sql: "UPDATE link SET ownerKind = ?, ownerId = ? WHERE ownerKind = ? AND ownerId = ?",
            arguments: [other.rawValue, otherID, owner.rawValue, id])
    }

    private static func read(
        _ kind: Kind, _ json: JSON
    ) throws -> (module: String, code: String, value: String) {
        switch kind {
        case .client:
            guard let id = json["id"]?.looseInt else { throw RESTError.requiredFields("id") }
            guard json["type"]?["module"]?.string == "crm",
                let code = json["type"]?["code"]?.string,
                code == "CONTACT" || code == "COMPANY"
            else { throw RESTError.badValue }
            return ("crm", code, String(id))
        case .externalData:
            guard let module = json["moduleId"]?.string, let code = json["entityTypeId"]?.string,
                let value = json["value"]?.looseString
            else { throw RESTError.requiredFields("moduleId, entityTypeId, value") }
            return (module, code, value)
        }
    }
}

extension BookingMethods {
    /// `client.*`, `externalData.*` and `clienttype.list`.
    static let links: [RESTMethod] =
        methods("booking.v1.booking", .booking, "bookingId", "bookingClient")
        + methods("booking.v1.waitlist", .waitItem, "waitListId", "waitListClient") + [
            RESTMethod("booking.v1.clienttype.list", scope, []) { _ in
                Outcome([
                    "clientType": [
                        ["code": "CONTACT", "module": "crm"], ["code": "COMPANY", "module": "crm"],
                    ]
                ])
            }
        ]

    private static func methods(
        _ prefix: String, _ owner: Links.Owner, _ idName: String, _ clientName: String
    ) -> [RESTMethod] {
        let find = { @Sendable (call: Call) throws -> Links in
            let id = try call.arguments.bookingInt(idName)
            try admit(id, owner, call)
            return Links(call, owner, id)
        }
        return Links.Kind.allCases.flatMap { kind in
            let name = "\(prefix).\(kind.rawValue)"
            let parameter = kind == .client ? "clients" : "externalData"
            return [
                RESTMethod("\(name).list", scope, [idName]) { call in
                    let list = try find(call).list(kind)
                    let key = kind == .client ? clientName : "externalData"
                    return Outcome(.object(JSON.Members(key, .array(list))))
                },
                RESTMethod("\(name).set", scope, [idName, parameter]) { call in
                    let links = try find(call)
                    try links.set(kind, call.arguments.bookingValue(parameter))
                    return Outcome(true)
                },
                RESTMethod("\(name).unset", scope, [idName]) { call in
                    try find(call).unset(kind)
                    return Outcome(true)
                },
            ]
        }
    }

    private static func admit(_ id: Int, _ owner: Links.Owner, _ call: Call) throws {
        switch owner {
        case .booking:
            guard try BookingRecord.fetchOne(call.db, key: id) != nil else {
                throw RESTError.booking(1021, "Booking not found")
            }
        case .waitItem: _ = try WaitItemRecord.find(id, call)
        }
    }
}
