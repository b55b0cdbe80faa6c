import CivilCalendar
import Foundation
import GRDB
import JSONText

/// Methods for the portal's own page and for tests: setting up what REST cannot.
enum SetupMethods {
    static let all: [RESTMethod] = [
        RESTMethod(
            "portal.user.add", [],
            [
                "id", "firstName", "lastName", "email", "language", "timeZone", "isAdmin",
                "department", "hasCalendar",
            ],
            addUser),
        RESTMethod("portal.user.dismiss", [], ["id"]) { call in
            try call.db.execute(
                sql: "UPDATE user SET isActive = 0 WHERE id = ?",
                arguments: [try call.arguments.requiredInt("id")])
            return Outcome(true)
        },
        RESTMethod("portal.department.add", [], ["id", "name", "parent", "head"]) { call in
            try DepartmentRecord(
                id: call.arguments.requiredInt("id"), name: call.arguments.text("name") ?? "",
                parent: call.arguments.int("parent"), head: call.arguments.int("head")
            ).insert(call.db)
            return Outcome(true)
        },
        RESTMethod(
            "portal.group.add", [], ["id", "name", "description", "owner", "members", "isOpen"],
            addGroup),
        RESTMethod("portal.group.leave", [], ["id", "user"]) { call in
            try call.db.execute(
                sql: "DELETE FROM member WHERE groupID = ? AND userID = ?",
                arguments: [
                    try call.arguments.requiredInt("id"), try call.arguments.requiredInt("user"),
                ])
            return Outcome(true)
        },
        RESTMethod(
            "portal.section.add", [],
            ["id", "type", "ownerId", "name", "description", "color", "access", "capacity"],
            addSection),
        RESTMethod("portal.section.access", [], ["id", "access"]) { call in
            guard
                var section = try SectionRecord.fetchOne(
                    call.db, key: call.arguments.requiredInt("id"))
            else { throw RESTError.invalid("id") }
            section.access = try access(call)
            try section.update(call.db)
            return Outcome(true)
        },
        RESTMethod("portal.section.delete", [], ["id"]) { call in
            let id = try call.arguments.requiredInt("id")
            try call.db.execute(sql: "DELETE FROM event WHERE sectionID = ?", arguments: [id])
            try call.db.execute(sql: "DELETE FROM section WHERE id = ?", arguments: [id])
            return Outcome(true)
        },
        RESTMethod(
            "portal.resource.booking.add", [],
            ["resourceId", "name", "description", "from", "to", "timezone", "skip_time", "number"],
            addResourceBooking),
        RESTMethod(
            "portal.webhook.add", [], ["user", "scopes", "expiresAt", "secret"], addWebhook),
        RESTMethod("portal.webhook.revoke", [], ["user"]) { call in
            try call.db.execute(
                sql: "UPDATE webhook SET isRevoked = 1 WHERE userID = ?",
                arguments: [try call.arguments.requiredInt("user")])
            return Outcome(true)
        },
        RESTMethod("portal.notifications", [], ["user"], notifications),
    ]

    /// A person with a calendar, whose number is the result; without one, as long as they never opened it, it is null.
    private static func addUser(_ call: Call) throws -> Outcome {
        let values = call.arguments
        let user = UserRecord(
            id: try values.requiredInt("id"), firstName: try values.text("firstName") ?? "",
            lastName: try values.text("lastName") ?? "", email: try values.text("email") ?? "",
            language: try values.text("language") ?? "ru",
            timeZone: try values.text("timeZone") ?? call.portal.serverZone.identifier,
            isAdmin: try values.flag("isAdmin") ?? false, isActive: true,
            department: try values.int("department") ?? 1)
        guard Zone(user.timeZone) != nil else { throw RESTError.invalid("timeZone") }
        try user.insert(call.db)
        guard try values.flag("hasCalendar") ?? true else { return Outcome(.null) }
        var section = SectionRecord.first(of: user, at: call.now)
        try section.insert(call.db)
        return Outcome(.int(section.id ?? 0))
    }

    /// A group with its calendar; the result is the number of that calendar.
    private static func addGroup(_ call: Call) throws -> Outcome {
        let values = call.arguments
        let group = GroupRecord(
            id: try values.requiredInt("id"), name: try values.text("name") ?? "",
            description: try values.text("description") ?? "",
            ownerID: try values.requiredInt("owner"), isOpen: try values.flag("isOpen") ?? false,
            createdAt: call.now)
        try group.insert(call.db)
        let members = Set(try values.ints("members") ?? []).subtracting([group.ownerID])
        try MemberRecord(groupID: group.id, userID: group.ownerID, role: "A").insert(call.db)
        for user in members.sorted() {
            try MemberRecord(groupID: group.id, userID: user, role: "K").insert(call.db)
        }
        var section = SectionRecord(
            type: "group", ownerID: group.id, name: group.name, createdBy: group.ownerID,
            createdAt: call.now, changedAt: call.now,
            access: ["SG\(group.id)_A": 21, "SG\(group.id)_E": 21, "SG\(group.id)_K": 19])
        try section.insert(call.db)
        return Outcome(.int(section.id ?? 0))
    }

    private static func access(_ call: Call) throws -> [String: Int] {
        var access: [String: Int] = [:]
        for member in call.arguments["access"]?.members?.all ?? [] {
            guard let level = member.value.looseInt, AccessLevel(rawValue: level) != nil else {
                throw RESTError.invalid("access")
            }
            access[member.name] = level
        }
        return access
    }

    private static func addSection(_ call: Call) throws -> Outcome {
        let values = call.arguments
        let type = try values.required("type").looseString ?? ""
        guard ["user", "group", "company_calendar", "location"].contains(type) else {
            throw RESTError.invalid("type")
        }
        let given = try access(call)
        var section = SectionRecord(
            id: try values.int("id"), type: type, ownerID: try values.int("ownerId") ?? 0,
            name: try values.text("name") ?? "", description: try values.text("description"),
            createdBy: call.caller.id, createdAt: call.now, changedAt: call.now,
            access: given.isEmpty ? ["UA": AccessLevel.edit.rawValue] : given,
            capacity: try values.int("capacity"))
        section.color = try values.text("color") ?? section.color
        try section.insert(call.db)
        return Outcome(.int(section.id ?? 0))
    }

    /// What the CRM's form does: REST cannot.
    private static func addResourceBooking(_ call: Call) throws -> Outcome {
        let values = call.arguments
        let resource = try values.requiredInt("resourceId")
        guard try SectionRecord.fetchOne(call.db, key: resource)?.type == "resource" else {
            throw RESTError.invalid("resourceId")
        }
        var event = EventRecord(
            type: "resource", ownerID: 0, sectionID: resource,
            name: try values.text("name") ?? "", description: try values.text("description") ?? "",
            start: CivilTime(seconds: 0), end: CivilTime(seconds: 0), startZone: "", endZone: "",
            hostID: 0, createdBy: call.caller.id, createdAt: call.now, changedAt: call.now)
        event.kind = "#resourcebooking#"
        event.status = "Y"
        event.resourceBooking = try values.int("number")
        var members = values.members
        members["timezone_from"] = members["timezone"]
        try EventTimes(call.with(members)).set(&event, areRequired: true)
        event.settle()
        return Outcome(.int(try EventWriting(call).insert(&event)))
    }

    private static func addWebhook(_ call: Call) throws -> Outcome {
        let values = call.arguments
        let user = try values.requiredInt("user")
        guard try call.user(user) != nil else { throw RESTError.invalid("user") }
        let random = UUID().uuidString.lowercased().filter { $0 != "-" }
        let secret = try values.text("secret") ?? String(random.prefix(16))
        guard !secret.isEmpty, !secret.contains("/") else { throw RESTError.invalid("secret") }
        let scopes = values["scopes"]?.phpValues?.compactMap(\.string) ?? []
        try WebhookRecord(
            secret: secret, userID: user, scopes: scopes, isRevoked: false,
            expiresAt: try values.int("expiresAt")
        ).insert(call.db)
        return Outcome(.string(secret))
    }

    private static func notifications(_ call: Call) throws -> Outcome {
        let rows = try NotificationRecord.fetchAll(
            call.db, sql: "SELECT * FROM notification ORDER BY id")
        let user = try call.arguments.int("user")
        return Outcome(
            .array(
                rows.filter { user == nil || $0.userID == user }.map { row in
                    [
                        "id": .int(row.id ?? 0), "userId": .int(row.userID),
                        "authorId": .int(row.authorID), "message": .string(row.message),
                        "tag": .optional(row.tag), "subTag": .optional(row.subTag),
                        "at": .int(row.createdAt),
                    ]
                }))
    }
}
