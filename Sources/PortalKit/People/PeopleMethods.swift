import GRDB
import JSONText

/// People, departments and groups.
enum PeopleMethods {
    private static let userScopes = ["user_brief", "user_basic", "user"]

    static let all: [RESTMethod] = [
        RESTMethod(
            "user.get", userScopes, ["ID", "FILTER", "filter", "start", "SORT", "ORDER"], list),
        RESTMethod("user.search", userScopes, ["FIND", "NAME", "LAST_NAME", "start"], search),
        RESTMethod("user.current", userScopes, []) { call in
            Outcome(document(call.caller.user, call))
        },
        RESTMethod(
            "department.get", ["department"], ["ID", "NAME", "PARENT", "START"], departments),
        RESTMethod(
            "sonet_group.get", ["sonet_group", "socialnetwork"], ["FILTER", "ORDER", "start"]
        ) { call in
            let rows = try groups(call, call.arguments["FILTER"])
            return .page(rows.map(oldDocument), start: call.arguments["start"]?.looseInt ?? 0)
        },
        RESTMethod(
            "socialnetwork.api.workgroup.list", ["socialnetwork", "sonet_group"],
            ["filter", "select", "params", "start"]
        ) { call in
            let rows = try groups(call, call.arguments["filter"])
            let page = Outcome.page(
                rows.map { ["id": .digits($0.id), "name": .string($0.name)] },
                start: call.arguments["start"]?.looseInt ?? 0)
            return Outcome(["workgroups": page.result], total: page.total, next: page.next)
        },
    ]

    private static func list(_ call: Call) throws -> Outcome {
        var filter =
            (call.arguments["FILTER"] ?? call.arguments["filter"])?.members ?? JSON.Members()
        if let id = call.arguments["ID"] { filter["ID"] = id }
        let users = try UserRecord.fetchAll(call.db, sql: "SELECT * FROM user ORDER BY id")
        let ids = filter["ID"]?.looseInts
        let chosen = users.filter { user in
            ids.map { $0.contains(user.id) } ?? true
                && BookingMethods.matches(filter, "NAME") { user.firstName == $0 }
                && BookingMethods.matches(filter, "LAST_NAME") { user.lastName == $0 }
                && BookingMethods.matches(filter, "EMAIL") { user.email == $0 }
                && (filter["ACTIVE"].map { ($0 == true || $0 == "Y") == user.isActive } ?? true)
        }
        return page(chosen, call)
    }

    private static func search(_ call: Call) throws -> Outcome {
        let users = try UserRecord.fetchAll(call.db, sql: "SELECT * FROM user ORDER BY id")
        let words = call.arguments.members
        return page(
            users.filter { user in
                BookingMethods.matches(words, "FIND") { user.fullName.localizedContains($0) }
                    && BookingMethods.matches(words, "NAME") {
                        user.firstName.localizedContains($0)
                    }
                    && BookingMethods.matches(words, "LAST_NAME") {
                        user.lastName.localizedContains($0)
                    }
            }, call)
    }

    private static func page(_ users: [UserRecord], _ call: Call) -> Outcome {
        .page(
            users.map { document($0, call) },
            start: max(0, call.arguments["start"]?.looseInt ?? 0))
    }

    /// As much of a person as the scopes allow; the language is never told.
    private static func document(_ user: UserRecord, _ call: Call) -> JSON {
        var members = JSON.Members()
        members.append("ID", .digits(user.id))
        members.append("ACTIVE", .bool(user.isActive))
        members.append("NAME", .string(user.firstName))
        members.append("LAST_NAME", .string(user.lastName))
        members.append("SECOND_NAME", "")
        if !(call.caller.scopes ?? ["user"]).isDisjoint(with: ["user", "user_basic"]) {
            members.append("EMAIL", .string(user.email))
        }
        members.append("TIME_ZONE", .string(user.timeZone))
        members.append("TIMESTAMP_X", [:])
        members.append("LAST_ACTIVITY_DATE", [:])
        members.append("IS_ONLINE", "N")
        members.append("UF_DEPARTMENT", .array([.int(user.department)]))
        return .object(members)
    }

    private static func departments(_ call: Call) throws -> Outcome {
        let rows = try DepartmentRecord.fetchAll(
            call.db, sql: "SELECT * FROM department ORDER BY id")
        let filter = call.arguments.members
        let ids = filter["ID"]?.looseInts
        let chosen = rows.filter { row in
            ids.map { $0.contains(row.id) } ?? true
                && BookingMethods.matches(filter, "NAME") { row.name == $0 }
                && BookingMethods.matches(filter, "PARENT") { row.parent.map(String.init) == $0 }
        }
        let start = max(0, call.arguments["START"]?.looseInt ?? 0)
        return .page(chosen.map(department), start: start)
    }

    private static func department(_ row: DepartmentRecord) -> JSON {
        var members = JSON.Members()
        members.append("ID", .digits(row.id))
        members.append("NAME", .string(row.name))
        members.append("SORT", 500)
        if let parent = row.parent { members.append("PARENT", .digits(parent)) }
        if let head = row.head { members.append("UF_HEAD", .digits(head)) }
        return .object(members)
    }

    private static func groups(_ call: Call, _ filter: JSON?) throws -> [GroupRecord] {
        let access = try Access(call)
        let filter = filter?.members ?? JSON.Members()
        let ids = filter["ID"]?.looseInts
        return try GroupRecord.fetchAll(call.db, sql: "SELECT * FROM workgroup ORDER BY id").filter
        { group in
            access.mayRead(group: group.id) && (ids.map { $0.contains(group.id) } ?? true)
                && BookingMethods.matches(filter, "NAME") { group.name == $0 }
                && BookingMethods.matches(filter, "%NAME") { group.name.localizedContains($0) }
        }
    }

    private static func oldDocument(_ group: GroupRecord) -> JSON {
        [
            "ID": .digits(group.id), "SITE_ID": "s1", "NAME": .string(group.name),
            "DESCRIPTION": .string(group.description), "ACTIVE": "Y", "VISIBLE": "Y",
            "OPENED": .flag(group.isOpen), "CLOSED": "N", "OWNER_ID": .digits(group.ownerID),
            "PROJECT": "N",
        ]
    }
}
