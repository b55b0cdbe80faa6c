import CivilCalendar
import GRDB
import JSONText
import Synchronization

/// All calendars of a day, for the page.
struct Overview {
    let engine: PortalEngine

    /// Calendars with what takes place in them on a day, `2026-11-21`; today if nil.
    func document(day: String?) async throws -> JSON {
        let (setup, now) = (engine.state.withLock { $0.setup }, Int(engine.seconds))
        guard
            let date = day.map({ DateReader(culture: .ru).read($0)?.local })
                ?? setup.serverZone.local(at: now)
        else { throw SettingError("day: must be a date such as 2026-11-21") }
        let midnight = date.midnight
        let window =
            setup.serverZone.instant(
                of: midnight)..<setup.serverZone.instant(of: midnight.adding(days: 1))
        return try await engine.database.read { db in
            let users = try UserRecord.fetchAll(db, sql: "SELECT * FROM user ORDER BY id")
            let sections = try SectionRecord.fetchAll(
                db, sql: "SELECT * FROM section WHERE type <> 'user' ORDER BY type, id")
            var calendars = try sections.map { try Self.calendar($0, window, setup, db) }
            calendars += try Self.resources(window, db)
            return [
                "day": .string(midnight.dateText), "now": .int(now),
                "zone": .string(setup.serverZone.identifier),
                "start": .int(window.lowerBound), "end": .int(window.upperBound),
                "users": .array(
                    users.map { ["id": .int($0.id), "name": .string($0.fullName)] }),
                "calendars": .array(calendars),
            ]
        }
    }

    private static func calendar(
        _ section: SectionRecord, _ window: Range<Int>, _ setup: PortalSetup, _ db: Database
    ) throws -> JSON {
        let events = try EventRecord.fetchAll(
            db,
            sql: """
                SELECT * FROM event WHERE sectionID = ? AND NOT isDeleted AND lastInstant > ?
                AND firstInstant < ? ORDER BY firstInstant, id LIMIT 1000
                """,
            arguments: [section.id, window.lowerBound, window.upperBound])
        let rows = events.flatMap { event in
            event.occurrences(in: window, viewer: setup.serverZone).map { row(event, $0) }
        }
        return [
            "kind": .string(section.type), "id": .int(section.id ?? 0),
            "ownerId": .int(section.ownerID), "name": .string(section.name),
            "events": .array(rows),
        ]
    }

    private static func row(_ event: EventRecord, _ occurrence: Occurrence) -> JSON {
        [
            "id": .int(event.number), "parentId": .int(event.parentID), "name": .string(event.name),
            "description": .string(event.description), "color": .string(event.color),
            "host": .int(event.hostID), "start": .int(occurrence.instants.lowerBound),
            "end": .int(occurrence.instants.upperBound), "isSeries": .bool(event.rule != nil),
            "isAllDay": .bool(event.isAllDay), "isFree": .bool(event.accessibility == "free"),
            "isMeeting": .bool(event.isMeeting),
        ]
    }

    private static func resources(_ window: Range<Int>, _ db: Database) throws -> [JSON] {
        try ResourceRecord.fetchAll(db, sql: "SELECT * FROM bookingResource ORDER BY id").map {
            resource in
            let bookings = try BookingRecord.fetchAll(
                db,
                sql: """
                    SELECT booking.* FROM booking JOIN bookingUse ON bookingId = id
                    WHERE resourceId = ? AND endsAt > ? AND startsAt < ? ORDER BY startsAt, id
                    """,
                arguments: [resource.id, window.lowerBound, window.upperBound])
            return [
                "kind": "booking", "id": .int(resource.id ?? 0), "ownerId": 0,
                "name": .string(resource.name), "events": .array(bookings.map(row)),
            ]
        }
    }

    private static func row(_ booking: BookingRecord) -> JSON {
        [
            "id": .int(booking.number), "parentId": .int(booking.number),
            "name": .string(booking.name), "description": .string(booking.description),
            "color": "", "host": .int(booking.createdBy), "start": .int(booking.startsAt),
            "end": .int(booking.endsAt), "isSeries": false, "isAllDay": false, "isFree": false,
            "isMeeting": false,
        ]
    }
}
