import GRDB
import JSONText

/// Methods of the scope `booking`.
enum BookingMethods {
    static let scope = ["booking"]

    /// `booking.v1.booking.*` without clients and external data.
    static let bookings: [RESTMethod] = [
        RESTMethod("booking.v1.booking.add", scope, ["fields"]) { call in
            let id = try BookingWriting(call: call).add(call.arguments.bookingMap("fields"))
            return Outcome(["id": .int(id)])
        },
        RESTMethod("booking.v1.booking.update", scope, ["id", "fields"]) { call in
            let id = try call.arguments.bookingInt("id")
            try BookingWriting(call: call).update(id, call.arguments.bookingMap("fields"))
            return Outcome(true)
        },
        RESTMethod("booking.v1.booking.get", scope, ["id"]) { call in
            let booking = try find(call, "id", error: 1021)
            return Outcome(["booking": try document(booking, call)])
        },
        RESTMethod("booking.v1.booking.delete", scope, ["id"]) { call in
            let id = try call.arguments.bookingInt("id")
            guard try BookingWriting(call: call).delete(id) else {
                throw RESTError.booking(1021, "Booking not found")
            }
            return Outcome(true)
        },
        RESTMethod("booking.v1.booking.list", scope, ["filter", "order", "start", "select"], list),
        RESTMethod("booking.v1.booking.createfromwaitlist", scope, ["waitListId", "fields"]) {
            call in
            Outcome(.int(try fromWaitlist(call)))
        },
    ]

    /// The booking that a parameter names.
    static func find(_ call: Call, _ name: String, error: Int) throws -> BookingRecord {
        let id = try call.arguments.bookingInt(name)
        guard let booking = try BookingRecord.fetchOne(call.db, key: id) else {
            throw RESTError.booking(error, "Booking not found")
        }
        return booking
    }

    private static func document(_ booking: BookingRecord, _ call: Call) throws -> JSON {
        booking.document(resources: try BookingWriting(call: call).resources(of: booking.number))
    }

    private static func list(_ call: Call) throws -> Outcome {
        let filter = try call.arguments.listOption("filter")
        let order = try ListOrder(
            call.arguments.listOption("order"), allowed: ["id", "dateFrom", "dateTo"])
        var conditions: [String] = ["1"]
        var values: [any DatabaseValueConvertible] = []
        try addWithin(filter, call, &conditions, &values)
        try addClients(filter, &conditions, &values)
        try addResources(filter, call, &conditions, &values)
        let columns = ["id": "id", "dateFrom": "startsAt", "dateTo": "endsAt"]
        let start = try call.arguments.start()
        let rows = try BookingRecord.fetchAll(
            call.db,
            sql: """
                SELECT * FROM booking WHERE \(conditions.joined(separator: " AND "))
                ORDER BY \(order.sql(columns: columns)) LIMIT 50 OFFSET ?
                """,
            arguments: StatementArguments(values + [start]))
        let total = call.switches.bookingTotals == .zero ? 0 : nil
        return Outcome(["booking": .array(try rows.map { try document($0, call) })], total: total)
    }

    private static func addWithin(
        _ filter: JSON.Members, _ call: Call, _ conditions: inout [String],
        _ values: inout [any DatabaseValueConvertible]
    ) throws {
        guard let within = filter["within"] else { return }
        guard let from = within["dateFrom"]?.looseInt else {
            throw RESTError.requiredFields("dateFrom")
        }
        guard let to = within["dateTo"]?.looseInt else { throw RESTError.requiredFields("dateTo") }
        guard from <= to else { throw RESTError.badPeriod }
        if call.switches.within == .overlaps {
            conditions.append("endsAt > ? AND startsAt < ?")
        } else {
            conditions.append("startsAt >= ? AND endsAt <= ?")
        }
        values += [from, to]
    }

    private static func addClients(
        _ filter: JSON.Members, _ conditions: inout [String],
        _ values: inout [any DatabaseValueConvertible]
    ) throws {
        guard let client = filter["client"] else { return }
        guard let entities = client["entities"]?.array else {
            throw RESTError.requiredFields("entities")
        }
        var wanted: [String] = []
        for entity in entities {
            guard let code = entity["code"]?.string, let module = entity["module"]?.string,
                let id = entity["id"]?.looseInt
            else { throw RESTError.requiredFields("code, module, id") }
            wanted.append(
                "id IN (SELECT ownerId FROM link WHERE ownerKind = 'booking' AND kind = 'client' "
                    + "AND module = ? AND code = ? AND value = ?)")
            values += [module, code, String(id)]
        }
        if !wanted.isEmpty { conditions.append("(\(wanted.joined(separator: " OR ")))") }
    }

    private static func addResources(
        _ filter: JSON.Members, _ call: Call, _ conditions: inout [String],
        _ values: inout [any DatabaseValueConvertible]
    ) throws {
        guard call.switches.resourceFilter == .works,
            let ids = filter["resourceId"]?.looseInts, !ids.isEmpty
        else { return }
        let marks = databaseQuestionMarks(count: ids.count)
        conditions.append("id IN (SELECT bookingId FROM bookingUse WHERE resourceId IN (\(marks)))")
        values += ids
    }
}
