import GRDB
import JSONText

/// Makes, changes and finds bookings.
struct BookingWriting {
    let call: Call
    private var db: Database { call.db }

    /// Makes a booking of `fields`.
    func add(_ fields: JSON.Members) throws -> Int {
        guard let resources = fields["resourceIds"] else {
            throw RESTError.requiredFields("resourceIds")
        }
        guard let period = fields["datePeriod"] else {
            throw RESTError.requiredFields("datePeriod")
        }
        var booking = BookingRecord(createdBy: call.caller.id, createdAt: call.now)
        try booking.setPeriod(period)
        try setTexts(fields, of: &booking)
        let ids = try known(resources)
        try admit(booking, ids)
        try booking.insert(db)
        try store(ids, of: booking)
        return booking.number
    }

    /// Changes what is in `fields`.
    func update(_ id: Int, _ fields: JSON.Members) throws {
        guard var booking = try BookingRecord.fetchOne(db, key: id) else {
            throw RESTError.booking(1019, "Booking not found")
        }
        if let period = fields["datePeriod"] { try booking.setPeriod(period) }
        try setTexts(fields, of: &booking)
        let ids = try fields["resourceIds"].map { try known($0) } ?? resources(of: id)
        try admit(booking, ids)
        try booking.update(db)
        try store(ids, of: booking)
    }

    /// Deletes a booking with everything tied to it; false if there is none.
    func delete(_ id: Int) throws -> Bool {
        guard try BookingRecord.deleteOne(db, key: id) else { return false }
        try db.execute(sql: "DELETE FROM bookingUse WHERE bookingId = ?", arguments: [id])
        for kind in Links.Kind.allCases { try Links(call, .booking, id).unset(kind) }
        return true
    }

    /// The resources of a booking, the main one first.
    func resources(of id: Int) throws -> [Int] {
        try Int.fetchAll(
            db, sql: "SELECT resourceId FROM bookingUse WHERE bookingId = ? ORDER BY position",
            arguments: [id])
    }

    private func setTexts(_ fields: JSON.Members, of booking: inout BookingRecord) throws {
        if let name = fields["name"], name != .null {
            guard let text = name.looseString else { throw RESTError.badValue }
            booking.name = text
        }
        if let description = fields["description"], description != .null {
            guard let text = description.looseString else { throw RESTError.badValue }
            booking.description = text
        }
    }

    private func known(_ json: JSON) throws -> [Int] {
        guard case .array = json, let ids = json.looseInts, !ids.isEmpty else {
            throw RESTError.noResources
        }
        for id in ids where try ResourceRecord.fetchOne(db, key: id) == nil {
            throw RESTError.noResources
        }
        var seen: Set<Int> = []
        return ids.filter { seen.insert($0).inserted }
    }

    private func store(_ resources: [Int], of booking: BookingRecord) throws {
        try db.execute(
            sql: "DELETE FROM bookingUse WHERE bookingId = ?", arguments: [booking.number])
        for (position, resource) in resources.enumerated() {
            try db.execute(
                sql: "INSERT INTO bookingUse VALUES (?, ?, ?)",
                arguments: [booking.number, position, resource])
        }
    }

    /// Refuses what is taken or closed, as far as the switches say so.
    private func admit(_ booking: BookingRecord, _ resources: [Int]) throws {
        for resource in resources {
            let others = try overlaps(booking, resource)
            switch call.switches.bookingOverlap {
            case .refuses where others > 0, .overbooks where others > 1: throw RESTError.noResources
            default: break
            }
            if call.switches.outsideSlots == .refuses { try refuseClosed(booking, resource) }
        }
    }

    private func overlaps(_ booking: BookingRecord, _ resource: Int) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM booking JOIN bookingUse ON bookingId = id
                WHERE resourceId = ? AND id <> ? AND endsAt > ? AND startsAt < ?
                """,
            arguments: [resource, booking.number, booking.startsAt, booking.endsAt]) ?? 0
    }

    private func refuseClosed(_ booking: BookingRecord, _ resource: Int) throws {
        let slots = try SlotRecord.fetchAll(
            db, sql: "SELECT * FROM bookingSlot WHERE resourceId = ?", arguments: [resource])
        let period = booking.startsAt..<booking.endsAt
        guard slots.isEmpty || slots.contains(where: { $0.holds(period) }) else {
            throw RESTError.noResources
        }
    }
}
