import JSONText
import PortalKit
import Testing

struct SectionTests {
    /// Vectors 12 and 13.
    @Test func aCalendarHasTheDocumentedShape() async throws {
        try await TestPortal.run(user: 2) { portal in
            let id = try await portal.call(
                "calendar.section.add",
                [
                    "type": "user", "ownerId": 2, "name": "New Section", "color": "#9cbeee",
                    "text_color": "#283000", "description": "Description for section",
                    "export": ["ALLOW": false, "SET": "3_9"],
                ]
            ).result
            let number = try #require(id.int)
            let list = try await portal.call("calendar.section.get", ["type": "user"]).result
            let all = JSON.object(
                {
                    var perm = JSON.Members()
                    for name in [
                        "view_time", "view_title", "view_full", "add", "edit", "edit_section",
                        "access",
                    ] { perm[name] = true }
                    return perm
                }())
            #expect(
                list.array?.last == [
                    "ID": .string("\(number)"), "NAME": "New Section", "GAPI_CALENDAR_ID": .null,
                    "DESCRIPTION": "Description for section", "COLOR": "#9cbeee",
                    "TEXT_COLOR": "#283000", "EXPORT": ["ALLOW": false], "CAL_TYPE": "user",
                    "OWNER_ID": "2", "CREATED_BY": "2", "DATE_CREATE": "2026-11-22 09:00:00",
                    "TIMESTAMP_X": "2026-11-22 09:00:00", "CAL_DAV_CON": .null, "SYNC_TOKEN": .null,
                    "PAGE_TOKEN": .null, "EXTERNAL_TYPE": "local", "ACCESS": ["U2": 21],
                    "IS_COLLAB": false, "PERM": all,
                ])
        }
    }

    @Test func rightsOfTheCallerAreTold() async throws {
        try await TestPortal.run { portal in
            func perm(_ name: String) async throws -> JSON? {
                try await portal.call("calendar.section.get", ["type": "group", "ownerId": 5])
                    .result[0]?["PERM"]?[name]
            }
            #expect(try await perm("add") == true)
            #expect(try await perm("access") == false)
            let room: JSON = ["type": "location", "ownerId": 0]
            try await portal.portal.call(
                "portal.section.access", ["id": 9, "access": ["U100": 15]])
            let list = try await portal.call("calendar.section.get", room).result
            #expect(list[0]?["PERM"]?["view_title"] == true)
            #expect(list[0]?["PERM"]?["view_full"] == false && list[0]?["PERM"]?["add"] == false)
            try await portal.portal.call("portal.section.access", ["id": 9, "access": ["U1": 21]])
            #expect(try await portal.call("calendar.section.get", room).result.array?.count == 1)
        }
    }

    @Test func whoMaySeeTitlesSeesNoMore() async throws {
        try await TestPortal.run { portal in
            try await portal.portal.call(
                "calendar.event.add",
                [
                    "type": "company_calendar", "ownerId": 0, "section": 12, "name": "Титул",
                    "description": "Подробности", "location": "здесь", "is_meeting": "Y",
                    "attendees": [2], "from": "2026-11-23", "to": "2026-11-24",
                ], as: 1)
            let get: JSON = ["type": "company_calendar", "ownerId": 0]
            let expected: [(Int, String?, String?, Int)] = [
                (17, "Титул", "Подробности", 2), (15, "Титул", "", 0), (13, "Занят", "", 0),
                (11, nil, nil, 0),
            ]
            for (level, name, description, guests) in expected {
                try await portal.portal.call(
                    "portal.section.access", ["id": 12, "access": ["U100": .int(level)]])
                let row = try await portal.call("calendar.event.get", get).result[0]
                #expect(row?["NAME"]?.string == name, "\(level)")
                #expect(row?["DESCRIPTION"]?.string == description)
                #expect((row?["ATTENDEE_LIST"]?.array?.count ?? 0) == guests)
            }
        }
    }

    @Test func whoLeftTheGroupSeesNothing() async throws {
        try await TestPortal.run { portal in
            try await portal.portal.call("portal.group.leave", ["id": 5, "user": 100])
            let answer = try await portal.call(
                "calendar.section.get", ["type": "group", "ownerId": 5])
            #expect(answer.result == [])
        }
    }

    @Test func theListMayStopAfterFifty() async throws {
        try await TestPortal.run { portal in
            for number in 1...60 {
                try await portal.portal.call(
                    "portal.section.add", ["type": "location", "name": .string("К\(number)")], as: 1
                )
            }
            let get: JSON = ["type": "location", "ownerId": 0]
            #expect(try await portal.call("calendar.section.get", get).result.array?.count == 62)
            portal.portal.change { $0.sectionCap = .fifty }
            #expect(try await portal.call("calendar.section.get", get).result.array?.count == 50)
        }
    }

    @Test func calendarsAreRenamedAndDeletedByTheirOwners() async throws {
        try await TestPortal.run(user: 2) { portal in
            let key: JSON = ["type": "user", "ownerId": 2, "id": 2, "name": "Иначе"]
            #expect(try await portal.call("calendar.section.update", key).result == 2)
            #expect(try await portal.call("calendar.section.delete", key).result == true)
            #expect(
                try await portal.call("calendar.section.get", ["type": "user", "ownerId": 2]).result
                    == [])
            let other: JSON = ["type": "user", "ownerId": 3, "id": 3, "name": "x"]
            for method in ["update", "delete", "add"] {
                let answer = try await portal.call("calendar.section.\(method)", other)
                #expect(answer.message == "Access denied")
            }
        }
    }

    @Test func settingsTellZoneAndHours() async throws {
        try await TestPortal.run { portal in
            #expect(try await portal.call("calendar.settings.get").result["work_time_start"] == "9")
            _ = try await portal.call(
                "calendar.user.settings.set", ["settings": ["timezoneName": "Asia/Tokyo"]])
            let settings = try await portal.call("calendar.user.settings.get").result
            #expect(settings["timezoneName"] == "Asia/Tokyo")
            #expect(settings["timezoneOffsetUTC"] == 32_400)
            #expect(
                try await portal.call(
                    "calendar.user.settings.set", ["settings": ["timezoneName": "Nowhere"]]
                ).status == 400)
        }
    }

    /// Vectors 14 and 15.
    @Test func resourcesOfTheOldFieldAreReadOnly() async throws {
        try await TestPortal.run { portal in
            let id = try #require(
                try await portal.call("calendar.resource.add", ["name": "Экран"]).result.int)
            let list = try await portal.call("calendar.resource.list").result
            #expect(
                list.array?.last
                    == ["ID": .string("\(id)"), "NAME": "Экран", "CREATED_BY": "100"])
            try await portal.portal.call(
                "portal.resource.booking.add",
                [
                    "resourceId": .int(id), "name": "Booking", "description": "Service: some",
                    "from": "2024-12-20", "to": "2024-12-21", "skip_time": "Y", "number": 10,
                    "timezone": "Europe/Riga",
                ])
            let byResource: JSON = [
                "resourceTypeIdList": [10_852, .int(id)], "from": "2024-06-20", "to": "2024-12-20",
            ]
            for filter in [byResource, ["resourceIdList": [10, 18, 17]]] {
                let rows = try await portal.call(
                    "calendar.resource.booking.list", ["filter": filter]
                ).result
                #expect(rows.array?.count == 1)
                let expected: JSON = [
                    "CAL_TYPE": "resource", "OWNER_ID": "0", "EVENT_TYPE": "#resourcebooking#",
                    "RESOURCE_BOOKING_ID": "10", "SECTION_ID": .string("\(id)"),
                    "IS_MEETING": false, "MEETING_STATUS": "Y", "MEETING_HOST": "0",
                    "DATE_FROM_FORMATTED": "Fri Dec 20 2024", "DT_LENGTH": 172_800,
                    "DT_SKIP_TIME": "Y", "NAME": "Booking",
                ]
                for member in expected.members?.all ?? [] {
                    #expect(rows[0]?[member.name] == member.value, "\(member.name)")
                }
            }
            let neither = try await portal.call("calendar.resource.booking.list", ["filter": [:]])
            #expect(neither.status == 400)
            #expect(neither.message.contains("filter['resourceTypeIdList']"))
            #expect(
                try await portal.call(
                    "calendar.resource.update", ["resourceId": .int(id), "name": "Э"]
                ).result == .int(id))
            #expect(
                try await portal.call("calendar.resource.delete", ["id": .int(id)]).status == 400)
            #expect(
                try await portal.call("calendar.resource.delete", ["resourceId": .int(id)]).result
                    == true)
        }
    }
}
