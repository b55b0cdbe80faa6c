import JSONText
import PortalKit
import Testing

/// What a portal makes of the times that are written to it.
struct EventClockTests {
    private func event(_ from: String, _ to: String, zone: String? = nil) -> JSON {
        var members = JSON.Members()
        let base: [(String, JSON)] = [
            ("type", "group"), ("ownerId", 5), ("section", 6), ("name", "Встреча"),
            ("from", .string(from)), ("to", .string(to)), ("description", "Берите стулья"),
        ]
        for (name, value) in base { members[name] = value }
        if let zone { members["timezone_from"] = .string(zone) }
        return .object(members)
    }

    private func clock(_ row: JSON, _ name: String = "DATE_FROM_FORMATTED") -> String? {
        row[name]?.string?.split(separator: " ").last.map(String.init)
    }

    // MARK: - Seconds

    @Test(arguments: [
        ("15:00:29", "15:00:00"), ("15:00:30", "15:01:00"), ("15:59:59", "16:00:00"),
        ("15:07:00", "15:07:00"),
    ])
    func timesAreRoundedToTheNearestMinute(sent: String, kept: String) async throws {
        try await TestPortal.setUp({ $0.serverZone = "UTC" }) { portal in
            let id = try await portal.call(
                "calendar.event.add", event("2026-11-22T\(sent)", "2026-11-22T17:00:00")
            ).result
            let row = try await portal.call("calendar.event.getbyid", ["id": id]).result
            #expect(clock(row) == kept)
            #expect(row["DATE_FROM"] == .string("22.11.2026 \(kept)"))
            // 2026-11-22T12:00:00Z, which is 15:00 in Moscow.
            let parts = sent.split(separator: ":").compactMap { Int($0) }
            let exact = 1_795_348_800 + parts[1] * 60 + parts[2]
            #expect(row["DATE_FROM_TS_UTC"] == .string("\(exact)"))
        }
    }

    @Test func anUpdateIsRoundedToo() async throws {
        try await TestPortal.run { portal in
            let id = try await portal.call(
                "calendar.event.add", event("2026-11-22T15:00:00", "2026-11-22T16:00:00")
            ).result
            _ = try await portal.call(
                "calendar.event.update",
                [
                    "id": id, "type": "group", "ownerId": 5, "name": "x",
                    "to": "2026-11-22T15:07:20",
                ])
            let row = try await portal.call("calendar.event.getbyid", ["id": id]).result
            #expect(clock(row, "DATE_TO_FORMATTED") == "15:07:00")
        }
    }

    @Test func secondsCanBeKept() async throws {
        try await TestPortal.setUp({ $0.switches.eventSeconds = .kept }) { portal in
            let id = try await portal.call(
                "calendar.event.add", event("2026-11-22T15:00:41", "2026-11-22T16:00:00")
            ).result
            let row = try await portal.call("calendar.event.getbyid", ["id": id]).result
            #expect(clock(row) == "15:00:41")
        }
    }

    // MARK: - Zones

    /// The panel's user is in Moscow (+3), the server in Yekaterinburg (+5).
    @Test(arguments: [
        (PortalSwitches.LocalDates.asWritten, "2026-11-22T15:00:00", "15:00:00"),
        (.asWritten, "2026-11-22T12:00:00Z", "15:00:00"),
        (.serverZone, "2026-11-22T15:00:00", "13:00:00"),
        (.serverZone, "2026-11-22T12:00:00Z", "15:00:00"),
    ])
    func aDateWithoutOffsetIsReadInOneZoneOrTheOther(
        _ reading: PortalSwitches.LocalDates, sent: String, kept: String
    ) async throws {
        try await TestPortal.setUp({
            $0.serverZone = "Asia/Yekaterinburg"
            $0.switches.localDates = reading
        }) { portal in
            let id = try await portal.call(
                "calendar.event.add", event(sent, "2026-11-22T20:00:00", zone: "Europe/Moscow")
            ).result
            let row = try await portal.call("calendar.event.getbyid", ["id": id]).result
            #expect(clock(row) == kept)
            #expect(row["TZ_FROM"] == "Europe/Moscow")
        }
    }

    // MARK: - Descriptions

    @Test(arguments: [PortalSwitches.ListedDescriptions.shown, .hidden])
    func listsShowDescriptionsOrNot(_ quirk: PortalSwitches.ListedDescriptions) async throws {
        try await TestPortal.setUp({ $0.switches.listedDescriptions = quirk }) { portal in
            let id = try await portal.call(
                "calendar.event.add", event("2026-11-22T15:00:00", "2026-11-22T16:00:00")
            ).result
            let list = try await portal.call(
                "calendar.event.get",
                ["type": "group", "ownerId": 5, "from": "2026-11-22", "to": "2026-11-22"])
            let text: JSON? = quirk == .shown ? "Берите стулья" : nil
            #expect(list.result[0]?["DESCRIPTION"] == text)
            #expect(list.result[0]?["~DESCRIPTION"] == text)
            let row = try await portal.call("calendar.event.getbyid", ["id": id]).result
            #expect(row["DESCRIPTION"] == "Берите стулья")
        }
    }
}
