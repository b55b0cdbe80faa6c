import CivilCalendar
import JSONText
import Testing

@testable import PortalKit

struct RecurrenceTests {
    private func days(_ rule: JSON, from: CivilTime?, most: Int = 8) throws -> [String] {
        let start = try #require(from)
        let rule = try #require(try RecurrenceRule(rule, dates: DateReader(culture: .ru)))
        var found: [String] = []
        rule.forEachStart(from: start) { candidate in
            found.append(candidate.dateText)
            return found.count < most
        }
        return found
    }

    @Test func daysFollowTheRule() throws {
        let monday = CivilTime(2026, 11, 23, 9)
        #expect(
            try days(["FREQ": "DAILY", "INTERVAL": 2, "COUNT": 3], from: monday)
                == ["2026-11-23", "2026-11-25", "2026-11-27"])
        #expect(
            try days(["FREQ": "WEEKLY", "BYDAY": ["WE", "MO"], "COUNT": 4], from: monday)
                == ["2026-11-23", "2026-11-25", "2026-11-30", "2026-12-02"])
        #expect(
            try days(
                ["FREQ": "WEEKLY", "BYDAY": ["FR"], "INTERVAL": 2, "COUNT": "2"], from: monday)
                == ["2026-11-27", "2026-12-11"])
        #expect(
            try days(["FREQ": "WEEKLY", "UNTIL": "07.12.2026"], from: monday)
                == ["2026-11-23", "2026-11-30", "2026-12-07"])
        #expect(
            try days(["FREQ": "MONTHLY", "COUNT": 3], from: CivilTime(2026, 10, 31))
                == ["2026-10-31", "2026-12-31", "2027-01-31"])
        #expect(
            try days(["FREQ": "YEARLY", "COUNT": 2], from: CivilTime(2024, 2, 29))
                == ["2024-02-29", "2028-02-29"])
        #expect(try RecurrenceRule(["FREQ": "NONE"], dates: DateReader(culture: .ru)) == nil)
        #expect(throws: RESTError.self) { try RecurrenceRule([:], dates: DateReader(culture: .ru)) }
    }

    @Test func noSeriesGoesOnAfterTheEndOfTime() throws {
        let all = try days(["FREQ": "YEARLY"], from: CivilTime(2030, 1, 1), most: 1_000)
        #expect(all.count == 9 && all.last == "2038-01-01")
    }

    /// The live sample of 3.9: a weekly Monday series with exclusions, seen in one week of September.
    @Test func aWindowShowsOccurrencesWithTheirPlaceInIt() async throws {
        try await TestPortal.setUp(user: 1, { $0.culture = .es }) { portal in
            let id = try await portal.call(
                "calendar.event.add",
                [
                    "type": "user", "ownerId": 1, "section": 1, "name": "Reunión",
                    "from": "2025-05-19T09:00:00", "to": "2025-05-19T09:30:00",
                    "timezone_from": "America/Lima",
                    "rrule": ["FREQ": "WEEKLY", "BYDAY": ["MO"], "COUNT": 32],
                ]
            ).result
            for day in ["2025-09-15", "2025-06-09"] {
                try await portal.portal.call(
                    "calendar.event.update",
                    [
                        "id": id, "type": "user", "ownerId": 1, "name": "Otra",
                        "recurrence_mode": "this", "current_date_from": .string(day),
                        "from": .string("\(day)T18:00:00"), "to": .string("\(day)T19:00:00"),
                    ], as: 1)
            }
            let list = try await portal.call(
                "calendar.event.get",
                ["type": "user", "ownerId": 1, "from": "2025-09-14", "to": "2025-09-23"])
            let rows = list.result.array?.filter { $0["ID"]?.looseInt == id.int } ?? []
            #expect(rows.count == 1)
            let row = try #require(rows.first)
            #expect(row["RINDEX"] == 1)
            #expect(row["DATE_FROM"] == "22/09/2025 09:00:00")
            #expect(row["~DATE_FROM"] == "19/05/2025 09:00:00")
            #expect(row["~DATE_TO"] == "19/05/2025 09:30:00")
            #expect(row["DATE_FROM_FORMATTED"] == "Mon Sep 22 2025 09:00:00")
            #expect(row["EXDATE"] == "15/09/2025;09/06/2025")
            #expect(row["DATE_FROM_TS_UTC"] == "1747652400")
            #expect(row["RRULE"]?["COUNT"] == 32)
            #expect(row["RRULE"]?["UNTIL"] == "22/12/2025")
            let moved = try #require(list.result.array?.first { $0["NAME"] == "Otra" })
            #expect(moved["RECURRENCE_ID"] == id)
            #expect(moved["ORIGINAL_DATE_FROM"] == "15/09/2025 09:00:00")
            #expect(moved["RRULE"] == "" && moved["RINDEX"] == nil)
            #expect(moved["RELATIONS"]?["ORIGINAL_RECURSION_ID"] == id)
        }
    }

    @Test func theWallClockStaysWhenClocksChange() async throws {
        try await TestPortal.run(user: 1) { portal in
            _ = try await portal.call(
                "calendar.event.add",
                [
                    "type": "user", "ownerId": 1, "section": 1, "name": "x",
                    "from": "2026-10-19T09:00:00", "to": "2026-10-19T10:00:00",
                    "timezone_from": "Europe/Berlin", "rrule": ["FREQ": "WEEKLY", "COUNT": 2],
                ])
            let get: JSON = [
                "type": "user", "ownerId": 1, "from": "2026-10-01", "to": "2026-11-01",
            ]
            let series = try await portal.call("calendar.event.get", get).result
            #expect(series[0]?["DATE_FROM_FORMATTED"] == "Mon Oct 19 2026 09:00:00")
            #expect(series[1]?["DATE_FROM_FORMATTED"] == "Mon Oct 26 2026 09:00:00")
            #expect(series[1]?["TZ_OFFSET_FROM"] == "7200")
            #expect(series[0]?["~USER_OFFSET_FROM"] == -3600)
            #expect(series[1]?["~USER_OFFSET_FROM"] == -7200)
            portal.portal.change { $0.occurrenceOffset = .own }
            let own = try await portal.call("calendar.event.get", get).result
            #expect(own[1]?["TZ_OFFSET_FROM"] == "3600")
        }
    }

    private static let series: JSON = [
        "type": "group", "ownerId": 5, "section": 6, "name": "Обзор",
        "from": "2026-11-23T10:00:00", "to": "2026-11-23T11:00:00",
        "rrule": ["FREQ": "DAILY", "COUNT": 5],
    ]

    private func starts(_ portal: TestPortal) async throws -> [String] {
        let list = try await portal.call(
            "calendar.event.get",
            ["type": "group", "ownerId": 5, "from": "2026-11-22", "to": "2026-12-22"])
        return (list.result.array ?? []).map {
            "\($0["DATE_FROM"]?.string?.prefix(13) ?? "") \($0["NAME"]?.string ?? "")"
        }
    }

    /// Vector 8.
    @Test func nextSplitsTheSeries() async throws {
        try await TestPortal.run { portal in
            let id = try #require(
                try await portal.call("calendar.event.add", Self.series).result.int)
            let answer = try await portal.call(
                "calendar.event.update",
                [
                    "id": .int(id), "type": "group", "ownerId": 5, "name": "Новый",
                    "recurrence_mode": "next", "current_date_from": "2026-11-26",
                    "from": "2026-11-26T12:00:00", "to": "2026-11-26T13:00:00",
                ])
            #expect(answer.result["id"] == .int(id))
            #expect(answer.result["recEventId"] == .int(id + 1))
            #expect(answer.result["instanceTz"] == "Europe/Moscow")
            #expect(answer.result["originalDate"] == "26.11.2026 10:00:00")
            #expect(
                answer.result["originalDavXmlId"]?.string?.hasPrefix("20261123T070000Z") == true)
            #expect(
                try await starts(portal) == [
                    "23.11.2026 10 Обзор", "24.11.2026 10 Обзор", "25.11.2026 10 Обзор",
                    "26.11.2026 12 Новый", "27.11.2026 12 Новый",
                ])
        }
    }

    @Test func thisTakesOneDayOutAndOldPortalsChangeAll() async throws {
        try await TestPortal.run { portal in
            let id = try await portal.call("calendar.event.add", Self.series).result
            let change: JSON = [
                "id": id, "type": "group", "ownerId": 5, "name": "Один", "recurrence_mode": "this",
                "current_date_from": "2026-11-24",
            ]
            _ = try await portal.call("calendar.event.update", change)
            #expect(
                try await starts(portal) == [
                    "23.11.2026 10 Обзор", "24.11.2026 10 Один", "25.11.2026 10 Обзор",
                    "26.11.2026 10 Обзор", "27.11.2026 10 Обзор",
                ])
            let again = try await portal.call("calendar.event.update", change)
            #expect(again.status == 400 && again.message.contains("current_date_from"))
            portal.portal.change { $0.recurrenceMode = .ignored }
            #expect(try await portal.call("calendar.event.update", change).result == id)
            #expect(try await starts(portal).filter { $0.hasSuffix("Один") }.count == 5)
            _ = try await portal.call("calendar.event.delete", ["id": id])
            #expect(try await starts(portal) == [])
        }
    }

    @Test func aModeThatIsNoneOrHasNoDateIsAnError() async throws {
        try await TestPortal.run { portal in
            let id = try await portal.call("calendar.event.add", Self.series).result
            let base: JSON = ["id": id, "type": "group", "ownerId": 5, "name": "x"]
            var members = base.members ?? .init()
            members["recurrence_mode"] = "that"
            #expect(try await portal.call("calendar.event.update", .object(members)).status == 400)
            members["recurrence_mode"] = "this"
            let answer = try await portal.call("calendar.event.update", .object(members))
            #expect(answer.status == 400 && answer.message.contains("current_date_from"))
        }
    }
}
