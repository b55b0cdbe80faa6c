import JSONText
import PortalKit
import Testing

struct GuestTests {
    private static let meeting: JSON = [
        "type": "group", "ownerId": 5, "section": 6, "name": "Встреча", "is_meeting": "Y",
        "from": "2026-11-23T10:00:00", "to": "2026-11-23T11:00:00", "attendees": [2, 4],
        "meeting": ["notify": true],
    ]

    @Test func eachGuestHasACopyThatPointsToTheHosts() async throws {
        try await TestPortal.run { portal in
            let id = try #require(
                try await portal.portal.call("calendar.event.add", Self.meeting, as: 1).int)
            for (user, status) in [(1, "H"), (2, "Q"), (4, "Q")] {
                let rows = try await portal.portal.call(
                    "calendar.event.get", ["type": "user", "ownerId": .int(user)], as: user)
                #expect(rows.array?.count == 1)
                #expect(rows[0]?["PARENT_ID"] == .string("\(id)"))
                #expect(rows[0]?["ID"] != .string("\(id)"))
                #expect(rows[0]?["MEETING_STATUS"] == .string(status))
                #expect(rows[0]?["MEETING_HOST"] == "1")
            }
            let group = try await portal.call(
                "calendar.event.get", ["type": "group", "ownerId": 5])
            #expect(group.result.array?.count == 1)
            #expect(group.result[0]?["ATTENDEES_CODES"] == ["U2", "U4", "U1"])
            #expect(group.result[0]?["ATTENDEE_LIST"]?.array?.count == 3)
        }
    }

    /// Vector 11.
    @Test func aGuestAnswersAndTheHostSeesIt() async throws {
        try await TestPortal.run(user: 2) { portal in
            let id = try await portal.portal.call("calendar.event.add", Self.meeting, as: 1)
            let status: JSON = ["eventId": id]
            #expect(try await portal.call("calendar.meeting.status.get", status).result == "Q")
            let set = try await portal.call(
                "calendar.meeting.status.set", ["eventId": id, "status": "Y"])
            #expect(set.result == true)
            #expect(try await portal.call("calendar.meeting.status.get", status).result == "Y")
            #expect(
                try await portal.call(
                    "calendar.meeting.status.set", ["eventId": id, "status": "X"]
                ).status == 400)
            let host = try await portal.portal.call("calendar.event.getbyid", ["id": id], as: 1)
            let guest = host["ATTENDEE_LIST"]?.array?.first { $0["id"] == 2 }
            #expect(guest?["status"] == "Y")
            await #expect(throws: PortalCallError.self) {
                try await portal.portal.call("calendar.meeting.status.get", ["eventId": id], as: 3)
            }
        }
    }

    @Test func aGuestWhoDeletesDeclines() async throws {
        try await TestPortal.run { portal in
            try await portal.portal.call("calendar.event.add", Self.meeting, as: 1)
            let get: JSON = ["type": "user", "ownerId": 2]
            let copy = try await portal.portal.call("calendar.event.get", get, as: 2)
            let id = try #require(copy[0]?["ID"])
            try await portal.portal.call("calendar.event.delete", ["id": id], as: 2)
            let group = try await portal.call(
                "calendar.event.get", ["type": "group", "ownerId": 5])
            #expect(group.result.array?.count == 1)
            let guest = group.result[0]?["ATTENDEE_LIST"]?.array?.first { $0["id"] == 2 }
            #expect(guest?["status"] == "N")
        }
    }

    @Test func whoIsNotTheHostHasToNameThem() async throws {
        try await TestPortal.run { portal in
            let id = try await portal.portal.call("calendar.event.add", Self.meeting, as: 1)
            var change: JSON.Members =
                (["id": id, "type": "group", "ownerId": 5, "name": "Иначе"] as JSON).members
                ?? .init()
            let refused = try await portal.call("calendar.event.update", .object(change))
            #expect(refused.message == "Access denied")
            change["host"] = 1
            #expect(try await portal.call("calendar.event.update", .object(change)).result == id)
            let copy = try await portal.portal.call(
                "calendar.event.get", ["type": "user", "ownerId": 4], as: 4)
            #expect(copy[0]?["NAME"] == "Иначе" && copy[0]?["MEETING_STATUS"] == "Q")
        }
    }

    @Test func aMeetingWithoutListOfGuestsLosesThem() async throws {
        try await TestPortal.run { portal in
            let id = try await portal.portal.call("calendar.event.add", Self.meeting, as: 1)
            try await portal.portal.call(
                "calendar.event.update",
                ["id": id, "type": "group", "ownerId": 5, "name": "x", "is_meeting": "Y"], as: 1)
            let event = try await portal.portal.call("calendar.event.getbyid", ["id": id], as: 1)
            #expect(event["ATTENDEES_CODES"] == ["U1"])
            let copy = try await portal.portal.call(
                "calendar.event.get", ["type": "user", "ownerId": 2], as: 2)
            #expect(copy == [])
        }
    }

    /// Vector 10.
    @Test func busyTimesAreAMapByPerson() async throws {
        try await TestPortal.setUp(user: 1, { $0.serverZone = "UTC" }) { portal in
            _ = try await portal.call(
                "calendar.event.add",
                [
                    "type": "user", "ownerId": 1, "section": 1, "name": "Event name",
                    "from": "2024-12-02T11:00:00", "to": "2024-12-02T12:00:00",
                    "timezone_from": "America/Managua",
                ])
            let answer = try await portal.call(
                "calendar.accessibility.get",
                ["users": [1, 2, 34], "from": "2024-06-20", "to": "2024-12-20"])
            #expect(answer.result["2"] == [] && answer.result["34"] == [])
            let row = try #require(answer.result["1"]?[0])
            #expect(
                row.members?.all.map(\.name) == [
                    "ID", "NAME", "DATE_FROM", "DATE_TO", "DATE_FROM_TS_UTC", "DATE_TO_TS_UTC",
                    "~USER_OFFSET_FROM", "~USER_OFFSET_TO", "DT_SKIP_TIME", "TZ_FROM", "TZ_TO",
                    "ACCESSIBILITY", "IMPORTANCE", "EVENT_TYPE",
                ])
            #expect(row["DATE_FROM"] == "02.12.2024 11:00:00")
            #expect(row["DATE_FROM_TS_UTC"] == "1733158800")
            #expect(row["DATE_TO_TS_UTC"] == "1733162400")
            #expect(row["TZ_FROM"] == "America/Managua" && row["DT_SKIP_TIME"] == "N")
            let nobody = try await portal.call(
                "calendar.accessibility.get",
                ["users": [], "from": "2024-06-20", "to": "2024-12-20"])
            #expect(nobody.result == [])
        }
    }

    @Test func theNearestEventsComeFirst() async throws {
        try await TestPortal.run { portal in
            try await portal.portal.call("calendar.event.add", Self.meeting, as: 1)
            let mine = try await portal.portal.call("calendar.event.get.nearest", as: 2)
            #expect(mine.array?.count == 1)
            let company = try await portal.call(
                "calendar.event.get.nearest",
                ["type": "group", "ownerId": 5, "forCurrentUser": false, "days": 1])
            #expect(company.result.array?.count == 1)
            portal.clock.advance(200_000)
            let none = try await portal.call(
                "calendar.event.get.nearest",
                ["type": "group", "ownerId": 5, "forCurrentUser": false])
            #expect(none.result == [])
        }
    }
}
