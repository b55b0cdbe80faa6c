import Foundation
import JSONText

extension SamplePortal {
    private struct Entry {
        /// Minutes from now.
        var start: Int
        var minutes: Int
        var name: String
        var user: Int
        var more: JSON.Members = JSON.Members()
    }

    private static let day: [Entry] = [
        Entry(start: -230, minutes: 60, name: "Планирование выпуска", user: 1),
        Entry(
            start: -140, minutes: 45, name: "Собеседование", user: 2,
            more: .init("private_event", "Y")),
        Entry(start: -60, minutes: 30, name: "Дежурство поддержки", user: 3),
        Entry(
            start: 2, minutes: 45, name: "Обзор недели", user: 1,
            more: .init("rrule", ["FREQ": "WEEKLY", "INTERVAL": 1, "COUNT": 4])),
        Entry(start: 70, minutes: 30, name: "Звонок поставщику", user: 2, more: guests([1, 2, 4])),
        Entry(start: 100, minutes: 60, name: "Разбор макетов", user: 4),
        Entry(
            start: 170, minutes: 20, name: "Дежурный по кофе", user: 3,
            more: .init("accessibility", "free")),
        Entry(start: 200, minutes: 240, name: "Мастерская #quiet", user: 3),
        Entry(start: 240, minutes: 30, name: "Встречный звонок", user: 4),
        Entry(start: 1500, minutes: 60, name: "Утренняя встреча", user: 1),
    ]

    private static func guests(_ users: [Int]) -> JSON.Members {
        var members = JSON.Members("is_meeting", "Y")
        members.append("attendees", .array(users.map { .int($0) }))
        members.append("meeting", ["notify": true, "hide_guests": false])
        return members
    }

    /// Puts a sample day around now into the group's calendar, the first meeting room and the first resource.
    ///
    /// In the room and at the resource only what does not overlap.
    ///
    /// - Throws: ``PortalCallError``.
    public func addDay() async throws {
        let now = Int(portalNow) / 60 * 60
        let group = try await firstSection("group", Self.group)
        let rooms = try await firstSection("location", 0)
        for entry in Self.day {
            try await add(entry, to: "group", Self.group, group, now, nil)
            guard entry.name != "Встречный звонок" else { continue }
            let own = try await firstSection("user", entry.user)
            try await add(entry, to: "user", entry.user, own, now, "calendar_\(rooms)")
            try await book(entry, now)
        }
    }

    private func firstSection(_ type: String, _ owner: Int) async throws -> Int {
        let list = try await call(
            "calendar.section.get", ["type": .string(type), "ownerId": .int(owner)], as: 1)
        return list[0]?["ID"]?.looseInt ?? 0
    }

    private func add(
        _ entry: Entry, to type: String, _ owner: Int, _ section: Int, _ now: Int,
        _ location: String?
    ) async throws {
        var members = entry.more
        members["type"] = .string(type)
        members["ownerId"] = .int(owner)
        members["section"] = .int(section)
        members["name"] = .string(entry.name)
        members["from_ts"] = .int(now + entry.start * 60)
        members["to_ts"] = .int(now + (entry.start + entry.minutes) * 60)
        members["timezone_from"] = "Europe/Moscow"
        if let location { members["location"] = .string(location) }
        _ = try await call("calendar.event.add", .object(members), as: entry.user)
    }

    private func book(_ entry: Entry, _ now: Int) async throws {
        let moment = { (minutes: Int) -> JSON in
            ["timestamp": .int(now + minutes * 60), "timezone": "Europe/Moscow"]
        }
        _ = try await call(
            "booking.v1.booking.add",
            [
                "fields": [
                    "resourceIds": [1], "name": .string(entry.name),
                    "datePeriod": [
                        "from": moment(entry.start), "to": moment(entry.start + entry.minutes),
                    ],
                ]
            ], as: entry.user)
    }
}
