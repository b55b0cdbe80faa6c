import JSONText
import PortalKit
import Testing

struct EventShapeTests {
    /// The documented request of `calendar.event.add` for a person's meeting.
    static let meeting: JSON = [
        "type": "user", "ownerId": 1, "name": "Event Name", "section": 1,
        "from": "2024-12-11T17:59:00", "to": "2024-12-11T18:59:00",
        "timezone_from": "Europe/Riga", "timezone_to": "Europe/Riga",
        "description": "Description for event", "color": "#9dcf00", "accessibility": "free",
        "location": "test location", "remind": [["type": "min", "count": 50]],
        "is_meeting": "Y", "attendees": [1], "crm_fields": ["CO_1", "L_5"],
        "meeting": [
            "notify": false, "reinvite": false, "allow_invite": false, "hide_guests": false,
        ],
        "rrule": ["FREQ": "WEEKLY", "BYDAY": ["MO", "WE"], "UNTIL": "2024-12-24"],
    ]

    /// Vector 1, on a portal with English dates whose server runs at UTC.
    @Test func anEventHasTheDocumentedShape() async throws {
        try await TestPortal.setUp(
            user: 1,
            { settings in
                settings.culture = .en
                settings.serverZone = "UTC"
            }
        ) { portal in
            let id = try #require(
                try await portal.call("calendar.event.add", Self.meeting).result.int)
            let list = try await portal.call(
                "calendar.event.get",
                [
                    "type": "user", "ownerId": 1, "from": "2024-12-11", "to": "2024-12-11",
                    "section": [1, 44],
                ])
            let event = try #require(list.result[0])
            let expected: JSON = [
                "ID": .string("\(id)"), "PARENT_ID": .string("\(id)"), "DELETED": "N",
                "CAL_TYPE": "user", "OWNER_ID": "1", "NAME": "Event Name",
                "DATE_FROM": "12/11/2024 05:59:00 pm", "DATE_TO": "12/11/2024 06:59:00 pm",
                "ORIGINAL_DATE_FROM": .null, "TZ_FROM": "Europe/Riga", "TZ_TO": "Europe/Riga",
                "TZ_OFFSET_FROM": "7200", "TZ_OFFSET_TO": "7200",
                "DATE_FROM_TS_UTC": "1733932740", "DT_SKIP_TIME": "N", "DT_LENGTH": 3600,
                "EVENT_TYPE": .null, "CREATED_BY": "1", "DESCRIPTION": "Description for event",
                "PRIVATE_EVENT": "", "ACCESSIBILITY": "free", "IMPORTANCE": "normal",
                "IS_MEETING": true, "MEETING_STATUS": "H", "MEETING_HOST": "1",
                "LOCATION": "test location", "REMIND": [["type": "min", "count": 50]],
                "COLOR": "#9dcf00", "EXDATE": "", "VERSION": "1", "ATTENDEES_CODES": ["U1"],
                "RECURRENCE_ID": .null, "RELATIONS": "", "SECTION_ID": "1", "SECT_ID": "1",
                "UF_CRM_CAL_EVENT": ["CO_1", "L_5"], "UF_WEBDAV_CAL_EVENT": false,
                "DATE_FROM_FORMATTED": "Wed Dec 11 2024 17:59:00",
                "DATE_TO_FORMATTED": "Wed Dec 11 2024 18:59:00",
                "attendeesEntityList": [["entityId": "user", "id": 1]],
                "~DESCRIPTION": "Description for event",
            ]
            for member in expected.members?.all ?? [] {
                #expect(event[member.name] == member.value, "\(member.name)")
            }
            #expect(
                event["ATTENDEE_LIST"] == [["id": 1, "entryId": .string("\(id)"), "status": "H"]])
            #expect(event["DAV_XML_ID"]?.string?.hasPrefix("20241211T155900Z-") == true)
            #expect(
                event["MEETING"] == [
                    "HOST_NAME": "Ирина Соколова", "NOTIFY": false, "REINVITE": false,
                    "ALLOW_INVITE": false, "HIDE_GUESTS": false, "MEETING_CREATOR": 1,
                    "LANGUAGE_ID": "ru", "MAIL_FROM": "",
                ])
            #expect(
                event["RRULE"] == [
                    "FREQ": "WEEKLY", "BYDAY": ["MO": "MO", "WE": "WE"], "INTERVAL": 1,
                    "UNTIL": "12/24/2024", "~UNTIL": "12/24/2024", "UNTIL_TS": 1_734_998_400,
                ])
        }
    }

    /// Table 3.8: true UTC less the server's offset.
    @Test(arguments: [
        ("2024-12-11T17:59:00", "Europe/Riga", "UTC", "1733932740"),
        ("2024-12-02T11:00:00", "America/Managua", "UTC", "1733158800"),
        ("2025-11-01T11:59:29", "Europe/Minsk", "Europe/Minsk", "1761976769"),
        ("2025-05-19T09:00:00", "America/Lima", "Europe/Moscow", "1747652400"),
    ])
    func theTimestampIsSkewedByTheServer(
        from: String, zone: String, server: String, expected: String
    ) async throws {
        try await TestPortal.setUp(user: 1, { $0.serverZone = server }) { portal in
            let answer = try await portal.call(
                "calendar.event.add",
                [
                    "type": "user", "ownerId": 1, "name": "x", "section": 1, "from": .string(from),
                    "to": .string(from), "timezone_from": .string(zone),
                ])
            let event = try await portal.call("calendar.event.getbyid", ["id": answer.result])
            #expect(event.result["DATE_FROM_TS_UTC"] == .string(expected))
        }
    }

    @Test(arguments: [
        (Culture.ru, "11.12.2024 17:59:00"), (.en, "12/11/2024 05:59:00 pm"),
        (.es, "11/12/2024 17:59:00"),
    ])
    func datesFollowThePortalsCulture(culture: Culture, expected: String) async throws {
        try await TestPortal.setUp(user: 1, { $0.culture = culture }) { portal in
            let id = try await portal.call("calendar.event.add", Self.meeting).result
            let event = try await portal.call("calendar.event.getbyid", ["id": id]).result
            #expect(event["DATE_FROM"] == .string(expected))
            #expect(event["DATE_FROM_FORMATTED"] == "Wed Dec 11 2024 17:59:00")
            #expect(event["RINDEX"] == nil && event["~DATE_FROM"] == nil)
        }
    }

    @Test func allDayEventsCountTheirLastDayIn() async throws {
        try await TestPortal.setUp(user: 1, { $0.serverZone = "UTC" }) { portal in
            let id = try await portal.call(
                "calendar.event.add",
                [
                    "type": "company_calendar", "ownerId": "", "name": "x", "skip_time": "Y",
                    "auto_detect_section": "Y", "from": "2024-12-20", "to": "2024-12-21",
                    "timezone_from": "Europe/Riga",
                ]
            ).result
            let event = try await portal.call("calendar.event.getbyid", ["id": id]).result
            let expected: JSON = [
                "DATE_FROM": "20.12.2024 00:00:00", "DATE_TO": "21.12.2024 00:00:00",
                "DATE_FROM_FORMATTED": "Fri Dec 20 2024", "DATE_TO_FORMATTED": "Sat Dec 21 2024",
                "DT_SKIP_TIME": "Y", "DT_LENGTH": 172_800, "DATE_FROM_TS_UTC": "1734652800",
                "DATE_TO_TS_UTC": "1734739200", "TZ_FROM": "Europe/Riga", "TZ_OFFSET_FROM": "7200",
            ]
            for member in expected.members?.all ?? [] {
                #expect(event[member.name] == member.value, "\(member.name)")
            }
            portal.portal.change { $0.allDayZone = .empty }
            let bare = try await portal.call("calendar.event.getbyid", ["id": id]).result
            #expect(bare["TZ_FROM"] == "" && bare["TZ_OFFSET_FROM"] == "0")
            portal.portal.change { $0.allDayZone = .null }
            let none = try await portal.call("calendar.event.getbyid", ["id": id]).result
            #expect(none["TZ_FROM"] == .null && none["TZ_OFFSET_FROM"] == "0")
            for (day, count) in [("19", 0), ("20", 1), ("21", 1), ("22", 0)] {
                let date = JSON.string("2024-12-\(day)")
                let list = try await portal.call(
                    "calendar.event.get",
                    ["type": "company_calendar", "ownerId": 0, "from": date, "to": date])
                #expect(list.result.array?.count == count, "\(day)")
            }
        }
    }

    /// Vectors 2 and 4.
    @Test func anEventOfTheCompanyHasTheSameShapeAndOneEventIsAnObject() async throws {
        try await TestPortal.run(user: 1) { portal in
            let company: JSON = [
                "type": "company_calendar", "ownerId": "", "name": "x", "section": 11,
                "from": "2024-12-11T18:00:00", "to": "2024-12-11T20:00:00",
                "timezone_from": "Europe/Berlin", "timezone_to": "Europe/Berlin",
                "rrule": ["FREQ": "WEEKLY", "BYDAY": ["MO", "WE", "FR"]],
            ]
            let added = try await portal.call("calendar.event.add", company)
            let id = try #require(added.result.int)
            let one = try await portal.call("calendar.event.getbyid", ["id": .int(id)])
            let list = try await portal.call(
                "calendar.event.get",
                [
                    "type": "company_calendar", "ownerId": "", "from": "2024-12-11",
                    "to": "2024-12-11",
                ])
            let event = try #require(list.result[0])
            #expect(list.status == 200 && event["CAL_TYPE"] == "company_calendar")
            let names = Set(event.members?.all.map(\.name) ?? [])
            #expect(names.isSuperset(of: ["ID", "DATE_FROM_FORMATTED", "RRULE", "SECT_ID"]))
            #expect(one.status == 200 && one.result["ID"] == .string("\(id)"))
        }
    }

    /// Vectors 3, 4 and 7, and others of their kind.
    @Test func requiredParametersAreNamed() async throws {
        try await TestPortal.run { portal in
            let cases: [(String, JSON, String)] = [
                ("calendar.event.get", ["ownerId": 1], "type"),
                ("calendar.event.get", ["type": "group"], "ownerId"),
                ("calendar.event.get", ["type": "group", "ownerId": ""], "ownerId"),
                ("calendar.event.getbyid", [:], "id"),
                (
                    "calendar.event.add",
                    [
                        "type": "group", "ownerId": 5, "section": 6,
                        "from": "2024-12-11T17:59:00", "to": "2024-12-11T18:59:00",
                    ], "name"
                ),
                ("calendar.accessibility.get", ["users": [1], "to": "2024-12-20"], "from"),
                ("calendar.meeting.status.set", ["eventId": 1], "status"),
                ("calendar.section.get", ["ownerId": 1], "type"),
                ("calendar.section.get", ["type": "group"], "ownerId"),
                ("calendar.resource.add", [:], "name"),
            ]
            for (method, parameters, name) in cases {
                let answer = try await portal.call(method, parameters)
                #expect(answer.status == 400, "\(method)")
                #expect(answer.error == "")
                #expect(
                    answer.message
                        == "The required parameter \"\(name)\" for the method \"\(method)\" is not set"
                )
            }
        }
    }

    @Test func textsOfErrorsMayBeInAnotherLanguage() async throws {
        try await TestPortal.setUp({ $0.switches.errorLanguage = .ru }) { portal in
            let answer = try await portal.call(
                "calendar.event.get", ["type": "none", "ownerId": 1])
            #expect(answer.status == 400 && answer.message == "Доступ запрещен")
        }
    }

    @Test func anUnknownEventIsAnsweredAsTheSwitchSays() async throws {
        try await TestPortal.run { portal async throws in
            #expect(
                try await portal.call("calendar.event.getbyid", ["id": 99]).json["result"] == .null)
            portal.portal.change { $0.missingEvent = .error }
            #expect(try await portal.call("calendar.event.getbyid", ["id": 99]).status == 400)
            portal.portal.change { $0.missingEvent = .empty }
            #expect(try await portal.call("calendar.event.getbyid", ["id": 99]).result == [])
        }
    }

    @Test func aGroupThatMayNotBeReadIsAnErrorOrEmpty() async throws {
        try await TestPortal.run { portal in
            for method in ["calendar.event.get", "calendar.section.get"] {
                let parameters: JSON = ["type": "group", "ownerId": 9]
                portal.portal.change { $0.forbiddenGroup = .empty }
                #expect(PortalSwitches().forbiddenGroup == .empty)
                #expect(try await portal.call(method, parameters).result == [])
                portal.portal.change { $0.forbiddenGroup = .error }
                let answer = try await portal.call(method, parameters)
                #expect(answer.status == 400 && answer.message == "Access denied")
            }
        }
    }
}
