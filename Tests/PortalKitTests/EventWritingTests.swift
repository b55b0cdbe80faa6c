import JSONText
import PortalKit
import Testing

struct EventWritingTests {
    private func event(_ more: (String, JSON)...) -> JSON {
        var members = JSON.Members()
        let base: [(String, JSON)] = [
            ("type", "group"), ("ownerId", 5), ("section", 6), ("name", "Встреча"),
            ("from", "2026-11-22T15:00:00"), ("to", "2026-11-22T16:00:00"),
        ]
        for (name, value) in base + more { members[name] = value }
        return .object(members)
    }

    /// Vectors 5 and 6.
    @Test func documentedRequestsMakeEvents() async throws {
        try await TestPortal.run(user: 1) { portal in
            let allDay = try await portal.call(
                "calendar.event.add",
                [
                    "type": "user", "ownerId": 2, "name": "New Event Name", "from": "2024-06-14",
                    "to": "2024-06-14", "skip_time": "Y", "section": 2, "color": "#9cbe1c",
                    "text_color": "#283033", "accessibility": "absent", "importance": "normal",
                    "is_meeting": "Y", "private_event": "N",
                    "rrule": [
                        "FREQ": "WEEKLY", "BYDAY": ["MO", "WE"], "COUNT": 10, "INTERVAL": 1,
                    ],
                    "location": "Kaliningrad", "attendees": [1, 2, 3],
                    "remind": [["type": "min", "count": 20]],
                    "meeting": ["notify": true, "reinvite": false],
                ])
            #expect(allDay.status == 200)
            #expect(allDay.result.int != nil)
            let company = try await portal.call(
                "calendar.event.add",
                [
                    "type": "company_calendar", "ownerId": "", "name": "x", "section": 11,
                    "from": "2025-01-31T18:00:00", "to": "2025-01-31T20:00:00",
                    "timezone_from": "Europe/Berlin", "timezone_to": "Europe/Berlin",
                    "rrule": ["FREQ": "WEEKLY", "BYDAY": ["MO", "WE", "FR"], "INTERVAL": 1],
                ])
            let stored = try await portal.call("calendar.event.getbyid", ["id": company.result])
            #expect(stored.result["DATE_FROM_FORMATTED"] == "Fri Jan 31 2025 18:00:00")
            #expect(stored.result["RRULE"]?["UNTIL"] == "01.01.2038")
            #expect(stored.result["RRULE"]?["UNTIL_TS"] == 2_145_916_800)
        }
    }

    @Test(
        arguments: [
            (
                "name", nil,
                "The required parameter \"name\" for the method \"calendar.event.add\" is not set"
            ),
            ("name", ["a"], "Invalid value for the \"name\" parameter"),
            ("description", [1], "Invalid value for the \"description\" parameter"),
            (
                "from", nil,
                "The required parameter \"from\" for the method \"calendar.event.add\" is not set"
            ),
            ("from", "tomorrow", "Invalid value for the \"from\" parameter"),
            ("to", "2026-11-22T14:00:00", "Invalid value for the \"to\" parameter"),
            ("section", 1, "Invalid calendar section ID, or the user has no access to it"),
            ("timezone_from", "Mars/Base", "Invalid value for the \"timezone_from\" parameter"),
            ("accessibility", "sometimes", "Invalid value for the \"accessibility\" parameter"),
            ("rrule", ["FREQ": "HOURLY"], "Invalid value for the \"rrule\" parameter"),
            (
                "rrule", ["FREQ": "WEEKLY", "BYDAY": ["XX"]],
                "Invalid value for the \"rrule\" parameter"
            ),
            ("crm_fields", "C_5", "The event's CRM links must be an array"),
            ("ownerId", 9, "Access denied"), ("type", "location", "Access denied"),
            ("skip_time", "yes", "Invalid value for the \"skip_time\" parameter"),
        ] as [(String, JSON?, String)])
    func whatDoesNotFitIsAnError(name: String, value: JSON?, text: String) async throws {
        try await TestPortal.run { portal in
            var members = event().members ?? JSON.Members()
            members[name] = value
            let answer = try await portal.call("calendar.event.add", .object(members))
            #expect(answer.status == 400)
            #expect(answer.error == "")
            #expect(answer.message == text)
        }
    }

    /// The section is detected, unless that is forbidden in so many words.
    @Test(arguments: [(nil, true), ("Y", true), ("N", false)] as [(String?, Bool)])
    func anEventWithoutASectionFindsOne(_ detects: String?, _ isMade: Bool) async throws {
        try await TestPortal.run { portal in
            var members = event().members ?? .init()
            members["section"] = nil
            if let detects { members["auto_detect_section"] = .string(detects) }
            let answer = try await portal.call("calendar.event.add", .object(members))
            #expect(answer.status == (isMade ? 200 : 400))
            if isMade {
                let event = try await portal.call(
                    "calendar.event.getbyid", ["id": answer.result]
                ).result
                #expect(event["SECTION_ID"] == "6")
            } else {
                #expect(answer.message.contains("\"section\""))
            }
        }
    }

    /// Who never opened the calendar has none.
    @Test(arguments: PortalSwitches.FirstCalendar.allCases)
    func aPersonWithoutACalendarIsRefusedOrGetsOne(
        _ mode: PortalSwitches.FirstCalendar
    ) async throws {
        try await TestPortal.setUp({ $0.switches.firstCalendar = mode }) { portal in
            let own: JSON = ["type": "user", "ownerId": 100]
            #expect(try await portal.call("calendar.section.get", own).result == [])
            var members = event(("type", "user"), ("ownerId", 100)).members ?? .init()
            members["section"] = nil
            let answer = try await portal.call("calendar.event.add", .object(members))
            let sections = try await portal.call("calendar.section.get", own).result.array
            if mode == .makes {
                #expect(answer.result.int != nil && sections?.count == 1)
                return
            }
            #expect(answer.status == 400 && sections == [])
            #expect(answer.message.hasPrefix("Invalid calendar section ID"))
            let made = try await portal.call(
                "calendar.section.add", ["type": "user", "ownerId": 100, "name": "Панель"])
            #expect(made.result.int != nil)
            let again = try await portal.call("calendar.event.add", .object(members))
            #expect(again.result.int != nil)
        }
    }

    /// The documentation's advice of `%23` for `#` is for addresses; in a body it stays as it was written.
    @Test func coloursStayAsTheyWereSent() async throws {
        try await TestPortal.run { portal in
            let id = try await portal.call(
                "calendar.event.add", event(("color", "%239cbe1c"))
            ).result
            let stored = try await portal.call("calendar.event.getbyid", ["id": id]).result
            #expect(stored["COLOR"] == "%239cbe1c")
        }
    }

    @Test(
        arguments: [
            ("2026-11-22T15:00:00", nil, "Sun Nov 22 2026 15:00:00", "Europe/Moscow"),
            ("2026-11-22T15:00:00", "Asia/Tokyo", "Sun Nov 22 2026 15:00:00", "Asia/Tokyo"),
            ("2026-11-22T15:00:00Z", nil, "Sun Nov 22 2026 18:00:00", "Europe/Moscow"),
            ("2026-11-22T15:00:00+01:00", "Asia/Tokyo", "Sun Nov 22 2026 23:00:00", "Asia/Tokyo"),
            ("22.11.2026 15:00", nil, "Sun Nov 22 2026 15:00:00", "Europe/Moscow"),
        ] as [(String, String?, String, String)])
    func anOffsetWinsOverTheZoneAndTheZoneOverTheCallers(
        from: String, zone: String?, formatted: String, stored: String
    ) async throws {
        try await TestPortal.run { portal in
            var members = event(("from", .string(from)), ("to", "2026-11-25")).members ?? .init()
            if let zone { members["timezone_from"] = .string(zone) }
            let id = try await portal.call("calendar.event.add", .object(members)).result
            let result = try await portal.call("calendar.event.getbyid", ["id": id]).result
            #expect(result["DATE_FROM_FORMATTED"] == .string(formatted))
            #expect(result["TZ_FROM"] == .string(stored))
        }
    }

    @Test func timestampsSayTheSameAsDates() async throws {
        try await TestPortal.run { portal in
            let id = try await portal.call(
                "calendar.event.add",
                event(
                    ("from", .null), ("to", .null), ("from_ts", 1_795_338_000),
                    ("to_ts", "1795341600"))
            ).result
            let result = try await portal.call("calendar.event.getbyid", ["id": id]).result
            #expect(result["DATE_FROM_FORMATTED"] == "Sun Nov 22 2026 12:00:00")
            #expect(result["DATE_TO_FORMATTED"] == "Sun Nov 22 2026 13:00:00")
        }
    }

    @Test func doubleBookingsAreAcceptedUnlessSwitched() async throws {
        try await TestPortal.run { portal async throws in
            #expect(try await portal.call("calendar.event.add", event()).status == 200)
            #expect(try await portal.call("calendar.event.add", event()).status == 200)
            portal.portal.change { $0.calendarOverlap = .refuses }
            #expect(try await portal.call("calendar.event.add", event()).status == 400)
            let after = event(("from", "2026-11-22T16:00:00"), ("to", "2026-11-22T17:00:00"))
            #expect(try await portal.call("calendar.event.add", after).status == 200)
            let free = event(("accessibility", "free"))
            #expect(try await portal.call("calendar.event.add", free).status == 200)
        }
    }

    @Test func anUpdateKeepsOrClearsWhatIsNotSent() async throws {
        try await TestPortal.setUp({ $0.switches.partialUpdate = .keeps }) { portal in
            let full = event(
                ("description", "d"), ("location", "l"), ("color", "#112233"),
                ("accessibility", "free"), ("private_event", "Y"), ("importance", "high"),
                ("rrule", ["FREQ": "DAILY", "COUNT": 3]))
            let id = try await portal.call("calendar.event.add", full).result
            let change: JSON = [
                "id": id, "type": "group", "ownerId": 5, "name": "Новое",
                "to": "2026-11-22T15:30:00",
            ]
            #expect(try await portal.call("calendar.event.update", change).result == id)
            let kept = try await portal.call("calendar.event.getbyid", ["id": id]).result
            #expect(kept["NAME"] == "Новое" && kept["DESCRIPTION"] == "d")
            #expect(kept["DATE_FROM_FORMATTED"] == "Sun Nov 22 2026 15:00:00")
            #expect(kept["DATE_TO_FORMATTED"] == "Sun Nov 22 2026 15:30:00")
            #expect(kept["VERSION"] == "2" && kept["ACCESSIBILITY"] == "free")
            portal.portal.change { $0.partialUpdate = PortalSwitches().partialUpdate }
            _ = try await portal.call("calendar.event.update", change)
            let cleared = try await portal.call("calendar.event.getbyid", ["id": id]).result
            for name in ["DESCRIPTION", "LOCATION", "COLOR", "PRIVATE_EVENT"] {
                #expect(cleared[name] == "", "\(name)")
            }
            #expect(cleared["ACCESSIBILITY"] == "busy" && cleared["IMPORTANCE"] == "high")
            #expect(cleared["RRULE"]?["FREQ"] == "DAILY")
            portal.portal.change { $0.partialUpdate = .clearsRules }
            _ = try await portal.call("calendar.event.update", change)
            let single = try await portal.call("calendar.event.getbyid", ["id": id]).result
            #expect(single["RRULE"] == "")
        }
    }

    @Test func anUpdateNeedsIdTypeAndOwner() async throws {
        try await TestPortal.run { portal in
            let id = try await portal.call("calendar.event.add", event()).result
            for name in ["id", "type", "ownerId"] {
                var members: JSON.Members =
                    (["id": id, "type": "group", "ownerId": 5, "name": "x"] as JSON).members
                    ?? .init()
                members[name] = nil
                let answer = try await portal.call("calendar.event.update", .object(members))
                #expect(answer.status == 400)
                #expect(answer.message.contains("\"\(name)\""))
            }
            let wrong = try await portal.call(
                "calendar.event.update", ["id": id, "type": "group", "ownerId": 7, "name": "x"])
            #expect(wrong.message == "Access denied")
        }
    }

    /// Vector 9.
    @Test func deletingTakesCopiesAndReservationsAlong() async throws {
        try await TestPortal.run { portal in
            let without = try await portal.call("calendar.event.delete")
            #expect(without.status == 400 && without.message == "Event id not specified")
            let id = try await portal.call(
                "calendar.event.add", event(("is_meeting", "Y"), ("attendees", [2, 3]))
            ).result
            #expect(try await portal.call("calendar.event.delete", ["id": id]).result == true)
            #expect(try await portal.call("calendar.event.delete", ["id": id]).status == 400)
            let copies = try await portal.portal.call(
                "calendar.event.get", ["type": "user", "ownerId": 2], as: 2)
            #expect(copies == [])
            let mine = try await portal.call("calendar.event.get", ["type": "group", "ownerId": 5])
            #expect(mine.result == [])
            portal.portal.change { $0.deletedEvents = .listed }
            let listed = try await portal.call(
                "calendar.event.get", ["type": "group", "ownerId": 5])
            #expect(listed.result[0]?["DELETED"] == "Y")
        }
    }

    @Test func colleaguesWithoutRightsAreRefused() async throws {
        try await TestPortal.run { portal in
            let id = try await portal.portal.call(
                "calendar.event.add", event(("ownerId", 9), ("section", 8)), as: 1)
            for (method, more) in [("update", true), ("delete", false)] {
                var parameters: JSON = ["id": id]
                if more { parameters = ["id": id, "type": "group", "ownerId": 9, "name": "x"] }
                let answer = try await portal.call("calendar.event.\(method)", parameters)
                #expect(answer.message == "Access denied", "\(method)")
            }
            #expect(try await portal.call("calendar.event.getbyid", ["id": id]).status == 400)
        }
    }

    @Test func privateEventsOfOthersAreMasked() async throws {
        try await TestPortal.run { portal in
            try await portal.portal.call(
                "calendar.event.add", event(("private_event", "Y"), ("description", "geheim")),
                as: 2)
            let get: JSON = ["type": "group", "ownerId": 5]
            let masked = try #require(try await portal.call("calendar.event.get", get).result[0])
            #expect(masked["NAME"] == "Занят" && masked["DESCRIPTION"] == "")
            #expect(masked["PRIVATE_EVENT"] == "1" && masked["ATTENDEE_LIST"] == [])
            let own = try await portal.portal.call("calendar.event.get", get, as: 2)
            #expect(own[0]?["NAME"] == "Встреча")
            portal.portal.change { $0.privateTitles = .shown }
            #expect(
                try await portal.call("calendar.event.get", get).result[0]?["NAME"] == "Встреча")
        }
    }
}
