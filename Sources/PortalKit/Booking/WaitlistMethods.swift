import GRDB
import JSONText

/// Somebody who waits for a place.
struct WaitItemRecord: Codable, Hashable, Sendable, FetchableRecord, MutablePersistableRecord {
    static let databaseTableName = "waitItem"
    var id: Int?
    var note: String
    var createdAt: Int

    mutating func didInsert(_ inserted: InsertionSuccess) { id = Int(inserted.rowID) }

    var document: JSON {
        ["id": .int(id ?? 0), "note": note.isEmpty ? .null : .string(note)]
    }

    static func find(_ id: Int, _ call: Call) throws -> WaitItemRecord {
        guard let item = try fetchOne(call.db, key: id) else {
            throw RESTError.booking(1040, "Wait list item not found")
        }
        return item
    }
}

extension BookingMethods {
    /// `booking.v1.waitlist.*` without clients and external data.
    static let waitlist: [RESTMethod] = [
        RESTMethod("booking.v1.waitlist.add", scope, ["fields"]) { call in
            let fields = try call.arguments.bookingMap("fields")
            var item = WaitItemRecord(note: try note(fields), createdAt: call.now)
            try item.insert(call.db)
            return Outcome(["id": .int(item.id ?? 0)])
        },
        RESTMethod("booking.v1.waitlist.update", scope, ["id", "fields"]) { call in
            var item = try WaitItemRecord.find(call.arguments.bookingInt("id"), call)
            item.note = try note(call.arguments.bookingMap("fields"))
            try item.update(call.db)
            return Outcome(true)
        },
        RESTMethod("booking.v1.waitlist.get", scope, ["id"]) { call in
            let item = try WaitItemRecord.find(call.arguments.bookingInt("id"), call)
            return Outcome(["waitList": item.document])
        },
        RESTMethod("booking.v1.waitlist.list", scope, ["filter", "order", "start"], listWaiting),
        RESTMethod("booking.v1.waitlist.delete", scope, ["id"]) { call in
            let item = try WaitItemRecord.find(call.arguments.bookingInt("id"), call)
            return Outcome(.bool(try remove(item, call)))
        },
        RESTMethod("booking.v1.waitlist.createfrombooking", scope, ["bookingId"], fromBooking),
    ]

    private static func note(_ fields: JSON.Members) throws -> String {
        guard let note = fields["note"], note != .null else { return "" }
        guard let text = note.looseString else { throw RESTError.badValue }
        return text
    }

    private static func remove(_ item: WaitItemRecord, _ call: Call) throws -> Bool {
        for kind in Links.Kind.allCases { try Links(call, .waitItem, item.id ?? 0).unset(kind) }
        return try item.delete(call.db)
    }

    /// `createdWithin`: days written `16.04.2025`, the last one not counted in.
    private static func listWaiting(_ call: Call) throws -> Outcome {
        let filter = try call.arguments.listOption("filter")
        var items = try WaitItemRecord.fetchAll(call.db, sql: "SELECT * FROM waitItem ORDER BY id")
        if let within = filter["createdWithin"] {
            let from = try day(within["from"], "from", call)
            let to = try day(within["to"], "to", call)
            guard from <= to else { throw RESTError.badPeriod }
            items = items.filter { from <= $0.createdAt && $0.createdAt < to }
        }
        return try call.bookingPage(items.map(\.document), under: "waitList")
    }

    private static func day(_ json: JSON?, _ name: String, _ call: Call) throws -> Int {
        guard let text = json?.string else { throw RESTError.requiredFields(name) }
        guard let date = Culture.ru.read(text) else { throw RESTError.booking(422, "Invalid date") }
        return call.portal.serverZone.instant(of: date)
    }

    /// A booking goes back to those who wait.
    private static func fromBooking(_ call: Call) throws -> Outcome {
        let booking = try find(call, "bookingId", error: 1037)
        var item = WaitItemRecord(note: booking.description, createdAt: call.now)
        try item.insert(call.db)
        try Links(call, .booking, booking.number).move(to: .waitItem, item.id ?? 0)
        _ = try BookingWriting(call: call).delete(booking.number)
        return Outcome(.int(item.id ?? 0))
    }

    /// Somebody who waits gets a booking.
    static func fromWaitlist(_ call: Call) throws -> Int {
        let item = try WaitItemRecord.find(call.arguments.bookingInt("waitListId"), call)
        let id = try BookingWriting(call: call).add(call.arguments.bookingMap("fields"))
        try Links(call, .waitItem, item.id ?? 0).move(to: .booking, id)
        try item.delete(call.db)
        return id
    }
}
