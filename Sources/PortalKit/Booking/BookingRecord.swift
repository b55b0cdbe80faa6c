import CivilCalendar
import GRDB
import JSONText

/// One booking of Online booking.
struct BookingRecord: Codable, Hashable, Sendable, FetchableRecord, MutablePersistableRecord {
    static let databaseTableName = "booking"
    var id: Int?
    var name = ""
    var description = ""
    /// Unix seconds.
    var startsAt = 0
    var startZone = ""
    /// Unix seconds.
    var endsAt = 0
    var endZone = ""
    var createdBy: Int
    var createdAt: Int

    mutating func didInsert(_ inserted: InsertionSuccess) { id = Int(inserted.rowID) }

    /// The row's number, once it is in the database.
    var number: Int { id ?? 0 }

    /// The five fields that REST tells.
    func document(resources: [Int]) -> JSON {
        let moment = { (seconds: Int, zone: String) -> JSON in
            ["timestamp": .int(seconds), "timezone": .string(zone)]
        }
        return [
            "id": .int(number), "name": .string(name),
            "description": description.isEmpty ? .null : .string(description),
            "resourceIds": .array(resources.map { .int($0) }),
            "datePeriod": ["from": moment(startsAt, startZone), "to": moment(endsAt, endZone)],
        ]
    }

    /// Reads `datePeriod`.
    mutating func setPeriod(_ period: JSON) throws(RESTError) {
        guard period.members != nil else { throw .badPeriod }
        (startsAt, startZone) = try Self.moment(period["from"])
        (endsAt, endZone) = try Self.moment(period["to"])
        guard startsAt < endsAt else { throw .badPeriod }
    }

    private static func moment(_ json: JSON?) throws(RESTError) -> (Int, String) {
        guard let seconds = json?["timestamp"]?.looseInt, (0...4_102_444_800).contains(seconds),
            let name = json?["timezone"]?.string, let zone = Zone(name)
        else { throw .booking(422, "Invalid date") }
        return (seconds, zone.identifier)
    }
}

/// Opening hours of a resource.
struct SlotRecord: Codable, Hashable, Sendable, FetchableRecord, MutablePersistableRecord {
    static let databaseTableName = "bookingSlot"
    static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    var id: Int?
    var resourceId: Int
    /// Minutes of the day.
    var from: Int
    /// Minutes of the day.
    var to: Int
    var timezone: String
    var weekDays: [String]
    /// Minutes.
    var slotSize: Int

    mutating func didInsert(_ inserted: InsertionSuccess) { id = Int(inserted.rowID) }

    var document: JSON {
        [
            "id": .int(id ?? 0), "from": .int(from), "to": .int(to), "timezone": .string(timezone),
            "weekDays": .array(weekDays.map { .string($0) }), "slotSize": .int(slotSize),
        ]
    }

    /// Reads one slot; an unknown zone silently becomes UTC.
    init(_ json: JSON, resource: Int) throws(RESTError) {
        guard let from = json["from"]?.looseInt, let to = json["to"]?.looseInt,
            (0...1440).contains(from), (0...1440).contains(to), from < to,
            let size = json["slotSize"]?.looseInt, (1...1440).contains(size),
            let days = json["weekDays"]?.array?.compactMap(\.string),
            !days.isEmpty, days.allSatisfy({ Self.weekdays.contains($0) }),
            let zone = json["timezone"]?.string
        else { throw .booking(422, "Invalid range fields") }
        self.init(
            id: nil, resourceId: resource, from: from, to: to,
            timezone: Zone(zone)?.identifier ?? "UTC", weekDays: days, slotSize: size)
    }

    private init(
        id: Int?, resourceId: Int, from: Int, to: Int, timezone: String, weekDays: [String],
        slotSize: Int
    ) {
        (self.id, self.resourceId, self.from, self.to) = (id, resourceId, from, to)
        (self.timezone, self.weekDays, self.slotSize) = (timezone, weekDays, slotSize)
    }

    /// Whether a period lies within the slot on one day.
    func holds(_ period: Range<Int>) -> Bool {
        let zone = Zone(timezone) ?? .utc
        let (start, end) = (zone.local(at: period.lowerBound), zone.local(at: period.upperBound))
        let midnight = start.midnight.seconds
        return weekDays.contains(Self.weekdays[start.day.weekDay])
            && start.seconds >= midnight + from * 60 && end.seconds <= midnight + to * 60
    }
}
