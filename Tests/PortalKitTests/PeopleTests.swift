import JSONText
import PortalKit
import Testing

struct PeopleTests {
    @Test func peopleComeByFiftiesAsFarAsTheScopeGoes() async throws {
        try await TestPortal.run { portal in
            for id in 200..<250 {
                try await portal.portal.call("portal.user.add", ["id": .int(id)])
            }
            let first = try await portal.call("user.get")
            #expect(first.result.array?.count == 50)
            #expect(first.json["total"] == 55 && first.json["next"] == 50)
            let last = try await portal.call("user.get", ["start": 50])
            #expect(last.result.array?.count == 5 && last.json["next"] == nil)
            let one = try await portal.call("user.get", ["ID": 4]).result[0]
            #expect(one?["NAME"] == "Mark" && one?["LAST_NAME"] == "Weber" && one?["ID"] == "4")
            #expect(one?["TIME_ZONE"] == "Europe/Moscow" && one?["EMAIL"] == nil)
            #expect(one?["LAST_ACTIVITY_DATE"] == [:])
            let hook = try await portal.running.webhook(user: 1, scopes: ["user"])
            let full = try await portal.call("user.current", hook: hook).result
            #expect(full["EMAIL"] == "user1@example.org")
            #expect(try await portal.call("user.search", ["FIND": "орлов"]).json["total"] == 1)
            #expect(
                try await portal.call("user.get", ["FILTER": ["LAST_NAME": "Ким"]]).json["total"]
                    == 1)
        }
    }

    @Test func groupsAreListedToThoseWhoMayReadThem() async throws {
        try await TestPortal.run { portal in
            let new = try await portal.call("socialnetwork.api.workgroup.list")
            #expect(
                new.result == [
                    "workgroups": [["id": "5", "name": "Аврора"], ["id": "7", "name": "Маяк"]]
                ])
            #expect(new.json["total"] == 2)
            let old = try await portal.call("sonet_group.get", ["FILTER": ["ID": 7]])
            #expect(old.result[0]?["NAME"] == "Маяк" && old.result[0]?["ID"] == "7")
            let chief = try await portal.portal.call("sonet_group.get", as: 1)
            #expect(chief.array?.count == 3)
        }
    }

    /// Vector 37.
    @Test func aNotificationIsAddedAndRefused() async throws {
        try await TestPortal.run { portal in
            let add: JSON = ["USER_ID": 4, "MESSAGE": "Hello", "TAG": "TASK_REMINDER_42"]
            #expect(try await portal.call("im.notify.personal.add", add).result.int != nil)
            let nobody = try await portal.call("im.notify.personal.add", ["MESSAGE": "x"])
            #expect(nobody.status == 400 && nobody.error == "USER_ID_EMPTY")
            let nothing = try await portal.call("im.notify.personal.add", ["USER_ID": 4])
            #expect(nothing.error == "MESSAGE_EMPTY")
            let stranger = try await portal.call(
                "im.notify.personal.add", ["USER_ID": 99, "MESSAGE": "x"])
            #expect(stranger.result == false)
        }
    }

    @Test func aTagReplacesTheOlderOneOfTheSameClient() async throws {
        try await TestPortal.run { portal in
            func add(_ user: Int, _ text: String, _ client: String?) async throws {
                var members: JSON.Members =
                    (["USER_ID": .int(user), "MESSAGE": .string(text), "TAG": "t"] as JSON).members
                    ?? .init()
                if let client { members["CLIENT_ID"] = .string(client) }
                _ = try await portal.call("im.notify.personal.add", .object(members))
            }
            func messages() async throws -> [String] {
                let list = try await portal.portal.call("portal.notifications")
                return list.array?.compactMap { $0["message"]?.string } ?? []
            }
            try await add(2, "old", "panel")
            try await add(3, "other person", "panel")
            try await add(2, "other client", "else")
            try await add(2, "new", "panel")
            #expect(try await messages() == ["other person", "other client", "new"])
            try await add(4, "one", nil)
            try await add(4, "two", nil)
            #expect(try await messages().suffix(2) == ["one", "two"])
            portal.portal.change { $0.untiedTag = .works }
            try await add(4, "three", nil)
            try await add(4, "four", nil)
            #expect(try await messages().suffix(3) == ["one", "two", "four"])
        }
    }
}
