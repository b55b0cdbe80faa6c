import CivilCalendar
import JSONText
import PortalKit
import RoomCore

@testable import Bitrix24

extension Portal {
    /// Puts a colleague's booking into a room, as the portal's own pages would.
    ///
    /// - Parameters:
    ///   - more: parameters besides those that make a booking, or other values for them.
    ///   - user: who writes it down; nil for somebody who may.
    /// - Returns: its number.
    @discardableResult
    func plant(
        _ title: String, _ span: Span, at source: Bitrix24Settings.Source, room: Int,
        daily: Int? = nil, more: [String: JSON] = [:], by user: Int? = nil
    ) async throws -> Int {
        let author = user ?? (source == .group || source == .location ? 2 : 1)
        if source == .booking { return try await plantOnline(title, span, room, as: author) }
        var fields: JSON = [
            "name": .string(title), "from": .string(Zone.moscow.civil(span.start).text),
            "to": .string(Zone.moscow.civil(span.end).text),
        ]
        for (name, value) in Self.place(source, room, author) { fields = fields.with(name, value) }
        if let daily {
            fields = fields.with("rrule", ["FREQ": "DAILY", "INTERVAL": 1, "COUNT": .int(daily)])
        }
        for (name, value) in more { fields = fields.with(name, value) }
        let method =
            source == .resource ? "portal.resource.booking.add" : "calendar.event.add"
        return try await call(method, fields, as: author).int ?? 0
    }

    private func plantOnline(
        _ title: String, _ span: Span, _ room: Int, as user: Int
    ) async throws -> Int {
        let edge = { (instant: WallTime) -> JSON in
            [
                "timestamp": .int(Int(instant.secondsSinceEpoch)), "timezone": "Europe/Moscow",
            ]
        }
        let made = try await call(
            "booking.v1.booking.add",
            [
                "fields": [
                    "name": .string(title), "resourceIds": [.int(room)],
                    "datePeriod": ["from": edge(span.start), "to": edge(span.end)],
                ]
            ], as: user)
        return made["id"]?.int ?? made.int ?? 0
    }

    /// What puts an event into a room.
    private static func place(
        _ source: Bitrix24Settings.Source, _ room: Int, _ author: Int
    ) -> [(String, JSON)] {
        if source == .resource {
            return [("resourceId", .int(room)), ("number", 1), ("timezone", "Europe/Moscow")]
        }
        let zones: [(String, JSON)] = [
            ("timezone_from", "Europe/Moscow"), ("timezone_to", "Europe/Moscow"),
        ]
        switch source {
        case .location:
            return zones + [
                ("type", "user"), ("ownerId", .int(author)), ("auto_detect_section", "Y"),
                ("location", .string("calendar_\(room)")),
            ]
        case .company:
            return zones + [
                ("type", "company_calendar"), ("ownerId", 0), ("section", .int(room)),
            ]
        case .group, .booking, .resource:
            return zones + [
                ("type", "group"), ("ownerId", .int(room)), ("auto_detect_section", "Y"),
            ]
        }
    }
}

extension JSON {
    /// The map with one more member, or with another value for it.
    func with(_ name: String, _ value: JSON) -> JSON {
        var members = self.members ?? Members()
        members[name] = value
        return .object(members)
    }

    /// The same with other values for the members of these names, at any depth; nil leaves a member out.
    func replacing(_ fields: [String: JSON?]) -> JSON {
        switch self {
        case .array(let list): return .array(list.map { $0.replacing(fields) })
        case .object(let members):
            var replaced = Members()
            for member in members.all {
                guard let value = fields[member.name] else {
                    replaced.append(member.name, member.value.replacing(fields))
                    continue
                }
                if let value { replaced.append(member.name, value) }
            }
            return .object(replaced)
        case .null, .bool, .int, .double, .string: return self
        }
    }
}
