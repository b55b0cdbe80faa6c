import JSONText
import PortalKit
import Testing

struct RoomTests {
    private static let rooms: JSON = [
        "type": "location", "ownerId": 0, "from": "2026-11-23", "to": "2026-11-23", "section": [9],
    ]

    private func event(_ hours: (Int, Int), _ location: String = "calendar_9") -> JSON {
        [
            "type": "user", "ownerId": 2, "section": 2, "name": "Совещание",
            "from": .string("2026-11-23T\(hours.0):00:00"),
            "to": .string("2026-11-23T\(hours.1):00:00"), "location": .string(location),
        ]
    }

    /// The live sample of 3.10.
    @Test func aReservationShowsItsOrganiserAndNotItsTitle() async throws {
        try await TestPortal.run { portal in
            let id = try #require(
                try await portal.portal.call("calendar.event.add", event((10, 11)), as: 2).int)
            let list = try await portal.call("calendar.event.get", Self.rooms)
            let row = try #require(list.result[0])
            let entry = try #require(row["ID"]?.string)
            let expected: JSON = [
                "PARENT_ID": .string("\(id)"), "CAL_TYPE": "location", "OWNER_ID": "0",
                "NAME": "Павел Орлов", "IS_MEETING": false, "MEETING": .null, "MEETING_HOST": "0",
                "LOCATION": "", "DAV_XML_ID": "", "SECTION_ID": "9", "SECT_ID": "9",
                "ATTENDEES_CODES": .null, "DESCRIPTION": "",
                "DATE_FROM_FORMATTED": "Mon Nov 23 2026 10:00:00",
            ]
            for member in expected.members?.all ?? [] {
                #expect(row[member.name] == member.value, "\(member.name)")
            }
            #expect(row["ATTENDEE_LIST"]?[0]?["id"] == 0)
            let real = try await portal.portal.call(
                "calendar.event.getbyid", ["id": .int(id)], as: 2)
            #expect(real["LOCATION"] == .string("calendar_9_\(entry)"))
            #expect(real["NAME"] == "Совещание")
        }
    }

    @Test func roomsAreListedAsSections() async throws {
        try await TestPortal.run { portal in
            let list = try await portal.call(
                "calendar.section.get", ["type": "location", "ownerId": 0])
            #expect(
                list.result.array?.compactMap { $0["NAME"]?.string }
                    == ["Переговорная Аврора", "Переговорная Маяк"])
            #expect(list.result[0]?["CAL_TYPE"] == "location" && list.result[0]?["OWNER_ID"] == "0")
        }
    }

    @Test(arguments: PortalSwitches.BusyRoom.allCases)
    func aBusyRoomAnswersAsTheSwitchSays(mode: PortalSwitches.BusyRoom) async throws {
        try await TestPortal.setUp({ $0.switches.busyRoom = mode }) { portal in
            try await portal.portal.call("calendar.event.add", event((10, 12)), as: 2)
            let own: JSON = [
                "type": "user", "ownerId": 100, "auto_detect_section": "Y", "name": "Панель",
                "from": "2026-11-23T11:00:00", "to": "2026-11-23T13:00:00",
                "location": "calendar_9",
            ]
            _ = try await portal.call(
                "calendar.section.add", ["type": "user", "ownerId": 100, "name": "Панель"])
            let answer = try await portal.call("calendar.event.add", own)
            let reservations = try await portal.call("calendar.event.get", Self.rooms).result.array
            #expect(reservations?.count == (mode == .doubles ? 2 : 1))
            let mine = try await portal.call(
                "calendar.event.get", ["type": "user", "ownerId": 100]
            ).result
            switch mode {
            case .refuses:
                #expect(answer.status == 400 && answer.error == "")
                #expect(mine == [])
            case .empties: #expect(mine[0]?["LOCATION"] == "")
            case .keeps: #expect(mine[0]?["LOCATION"] == "calendar_9")
            case .doubles:
                #expect(mine[0]?["LOCATION"]?.string?.hasPrefix("calendar_9_") == true)
            }
        }
    }

    /// Whoever may see a room may reserve it; whoever may not gets an event without a place.
    @Test func aRoomThatMayNotBeSeenEmptiesThePlace() async throws {
        try await TestPortal.run { portal in
            for (level, isReserved) in [(11, false), (17, true)] {
                try await portal.portal.call(
                    "portal.section.access", ["id": 9, "access": ["U2": .int(level)]])
                let id = try await portal.portal.call("calendar.event.add", event((10, 11)), as: 2)
                let real = try await portal.portal.call(
                    "calendar.event.getbyid", ["id": id], as: 2)
                let place = real["LOCATION"]?.string ?? "?"
                #expect(isReserved ? place.hasPrefix("calendar_9_") : place.isEmpty, "\(place)")
            }
        }
    }

    /// Sent as `calendar_9` once more, the place still names the row.
    @Test func thePlaceOfAnEventAlwaysNamesItsRow() async throws {
        try await TestPortal.run { portal in
            let id = try await portal.portal.call("calendar.event.add", event((10, 11)), as: 2)
            let before = try await portal.portal.call("calendar.event.getbyid", ["id": id], as: 2)
            var change = event((10, 12)).members ?? .init()
            change["id"] = id
            try await portal.portal.call("calendar.event.update", .object(change), as: 2)
            let after = try await portal.portal.call("calendar.event.getbyid", ["id": id], as: 2)
            #expect(after["LOCATION"] == before["LOCATION"])
            #expect(after["LOCATION"]?.string?.hasPrefix("calendar_9_") == true)
        }
    }

    @Test func aReservationMovesAndGoesWithItsEvent() async throws {
        try await TestPortal.run { portal in
            let id = try await portal.portal.call("calendar.event.add", event((10, 11)), as: 2)
            let base: JSON = [
                "id": id, "type": "user", "ownerId": 2, "name": "Совещание",
                "from": "2026-11-23T10:00:00", "to": "2026-11-23T10:30:00",
                "location": "calendar_9",
            ]
            try await portal.portal.call("calendar.event.update", base, as: 2)
            let moved = try await portal.call("calendar.event.get", Self.rooms).result
            #expect(moved.array?.count == 1)
            #expect(moved[0]?["DATE_TO_FORMATTED"] == "Mon Nov 23 2026 10:30:00")
            let row = try #require(moved[0]?["ID"])
            let refused = try await portal.call("calendar.event.delete", ["id": row])
            #expect(refused.message == "Access denied")
            try await portal.portal.call("calendar.event.delete", ["id": id], as: 2)
            #expect(try await portal.call("calendar.event.get", Self.rooms).result == [])
        }
    }

    @Test func aRoomMayBeATextLikeAnyOther() async throws {
        try await TestPortal.setUp({ $0.switches.roomWriting = .text }) { portal in
            let id = try await portal.portal.call("calendar.event.add", event((10, 11)), as: 2)
            let real = try await portal.portal.call("calendar.event.getbyid", ["id": id], as: 2)
            #expect(real["LOCATION"] == "calendar_9")
            #expect(try await portal.call("calendar.event.get", Self.rooms).result == [])
        }
    }

    @Test func placesThatAreNoRoomsStayTexts() async throws {
        try await TestPortal.run { portal in
            for place in ["London", "calendar_1", "calendar_9_8_7", "calendar_x", "ECMR_5_6"] {
                try await portal.portal.call("calendar.event.add", event((10, 11), place), as: 2)
            }
            #expect(try await portal.call("calendar.event.get", Self.rooms).result == [])
        }
    }

    @Test func reservingDirectlyIsASwitch() async throws {
        try await TestPortal.run { portal async throws in
            let direct: JSON = [
                "type": "location", "ownerId": 0, "section": 9, "name": "Панель",
                "from": "2026-11-23T11:00:00", "to": "2026-11-23T13:00:00",
            ]
            #expect(try await portal.call("calendar.event.add", direct).message == "Access denied")
            portal.portal.change { $0.locationEvents = .accepts }
            #expect(try await portal.call("calendar.event.add", direct).result.int != nil)
            #expect(try await portal.call("calendar.event.add", direct).status == 400)
            #expect(
                try await portal.call("calendar.event.get", Self.rooms).result.array?.count == 1)
        }
    }

    @Test func aSeriesReservesEachOfItsDays() async throws {
        try await TestPortal.run { portal in
            var members = event((10, 11)).members ?? .init()
            members["rrule"] = ["FREQ": "DAILY", "COUNT": 3]
            try await portal.portal.call("calendar.event.add", .object(members), as: 2)
            let rows = try await portal.call(
                "calendar.event.get", ["type": "location", "ownerId": 0, "section": [9]])
            #expect(rows.result.array?.count == 3)
            let clash = event((10, 11))
            await #expect(throws: PortalCallError.self) {
                try await portal.portal.call("calendar.event.add", clash, as: 2)
            }
        }
    }
}
