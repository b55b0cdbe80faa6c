import CivilCalendar
import GRDB

/// Reserves meeting rooms for the events that name them in `location`.
struct Rooms {
    private let call: Call
    private var db: Database { call.db }

    init(_ call: Call) {
        self.call = call
    }

    static let busy = RESTError.calendar(
        "The meeting room is not available at this time",
        ru: "Переговорная в это время занята")

    /// Makes, moves or lets go of the reservation that an event's location asks for.
    ///
    /// The location becomes `calendar_ROOM_ROW`; a room that the caller may not see empties it.
    /// - Parameter was: the event as it was before; nil for a new one.
    func settle(_ event: inout EventRecord, was: EventRecord?) throws {
        let old = try reservations(of: event)
        guard call.switches.roomWriting == .reserves, let room = try room(in: event.location) else {
            try drop(old)
            return
        }
        let kept = old.first { $0.sectionID == room.id }
        guard try kept != nil || Access(call).level(room) >= .time else {
            event.location = ""
            return try drop(old)
        }
        if try isTaken(section: room.id ?? 0, by: event, except: event.number) {
            switch call.switches.busyRoom {
            case .refuses: throw Self.busy
            case .empties:
                event.location = ""
                return try drop(old)
            case .keeps: return try drop(old)
            case .doubles: break
            }
        }
        if let kept {
            try drop(old.filter { $0.id != kept.id })
            try move(kept, to: event)
            event.location = Self.place(of: kept)
        } else {
            try drop(old)
            try reserve(room, for: &event)
        }
    }

    /// Whether something else takes place in a calendar at the time of an event.
    ///
    /// A series is looked at for a year.
    func isTaken(section: Int, by event: EventRecord, except parent: Int) throws -> Bool {
        let end = min(event.lastInstant, event.firstInstant + 366 * CivilTime.secondsPerDay)
        let window = event.firstInstant..<max(end, event.firstInstant + 1)
        let rows = try EventRecord.fetchAll(
            db,
            sql: """
                SELECT * FROM event WHERE sectionID = ? AND NOT isDeleted AND parentID <> ?
                AND accessibility <> 'free' AND lastInstant > ? AND firstInstant < ?
                """,
            arguments: [section, parent, window.lowerBound, window.upperBound])
        let viewer = call.portal.serverZone
        let wanted = event.occurrences(in: window, viewer: viewer).map(\.instants)
        return rows.contains { row in
            row.occurrences(in: window, viewer: viewer).contains { other in
                wanted.contains { $0.overlaps(other.instants) }
            }
        }
    }

    /// The room that `calendar_54` or `calendar_54_2137` names.
    private func room(in location: String) throws -> SectionRecord? {
        let parts = location.split(separator: "_", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts[0] == "calendar", let id = Int(parts[1]) else {
            return nil
        }
        let section = try SectionRecord.fetchOne(db, key: id)
        return section?.type == "location" ? section : nil
    }

    private func reservations(of event: EventRecord) throws -> [EventRecord] {
        try EventRecord.fetchAll(
            db,
            sql: "SELECT * FROM event WHERE parentID = ? AND type = 'location' AND NOT isDeleted",
            arguments: [event.number])
    }

    private func reserve(_ room: SectionRecord, for event: inout EventRecord) throws {
        guard let id = room.id else { return }
        let host = try call.user(event.hostID)
        var row = EventRecord(
            parentID: event.number, type: "location", ownerID: 0, sectionID: id,
            name: host?.fullName ?? "", start: event.start, end: event.end,
            startZone: event.startZone, endZone: event.endZone, hostID: 0,
            createdBy: call.caller.id, createdAt: call.now, changedAt: call.now)
        row.takeTimes(event)
        try row.insert(db)
        event.location = Self.place(of: row)
    }

    private static func place(of reservation: EventRecord) -> String {
        "calendar_\(reservation.sectionID)_\(reservation.number)"
    }

    private func move(_ reservation: EventRecord, to event: EventRecord) throws {
        var row = reservation
        row.takeTimes(event)
        row.version += 1
        row.changedAt = call.now
        try row.update(db)
    }

    private func drop(_ reservations: [EventRecord]) throws {
        for var row in reservations {
            row.isDeleted = true
            row.changedAt = call.now
            try row.update(db)
        }
    }
}

extension EventRecord {
    /// Takes place when another event does.
    mutating func takeTimes(_ event: EventRecord) {
        (start, end, startZone, endZone) = (event.start, event.end, event.startZone, event.endZone)
        (startRest, endRest) = (event.startRest, event.endRest)
        (isAllDay, rule, excluded) = (event.isAllDay, event.rule, event.excluded)
        settle()
    }
}
