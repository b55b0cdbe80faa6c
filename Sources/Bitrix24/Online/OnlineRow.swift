import HTTPExchange
import JSONText
import RoomCore

/// One booking of Online booking, as `booking.v1.booking.*` sends it.
struct OnlineRow: Hashable, Sendable {
    var id: Int64
    var name: String
    var details: String
    var resources: [Int64]
    var span: Span
    /// The zones in which the portal shows the two ends.
    var zones: (from: String, to: String) { (zoneFrom, zoneTo) }
    private var zoneFrom: String
    private var zoneTo: String

    /// What the names of bookings begin with.
    static let prefix = "booking-"

    /// The number of an object of Online booking; nil for anything else, and for one without.
    static func number(of value: JSON?) -> Int64? {
        value?["id"]?.wholeNumber.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Takes an object up; nil if it has no id, no period, or does not tell what it books.
    init?(_ value: JSON?) {
        guard let value, let id = OnlineRow.number(of: value),
            let period = value["datePeriod"],
            let from = period["from"]?["timestamp"]?.wholeNumber,
            let to = period["to"]?["timestamp"]?.wholeNumber, to >= from,
            let resources = try? RowList(value["resourceIds"], \.wholeNumber).rows
        else { return nil }
        self.id = id
        name = value["name"]?.text ?? ""
        details = value["description"]?.text ?? ""
        self.resources = resources
        span = Span(
            start: WallTime(secondsSinceEpoch: from), end: WallTime(secondsSinceEpoch: to))
        zoneFrom = period["from"]?["timezone"]?.nonEmptyText ?? ""
        zoneTo = period["to"]?["timezone"]?.nonEmptyText ?? zoneFrom
    }

    /// The same in the core's terms.
    ///
    /// REST tells neither who made a booking nor whether it is confirmed. A booking is the panel's if it bears a
    /// marker and begins when that says: one that somebody copied or moved is theirs. Whether the portal keeps seconds
    /// is not known, so the times are compared to the minute.
    var entry: ShelfEntry {
        let marker = Marker(in: details)
        let isOurs = marker?.fits(span) ?? false
        let title = name.trimmed
        let booking = Booking(
            id: marker.flatMap { isOurs ? $0.id : nil } ?? BookingID("\(OnlineRow.prefix)\(id)"),
            title: title.isEmpty ? nil : String(title.prefix(Bitrix24Limits.nameCharacters)),
            span: marker.flatMap { isOurs ? $0.exact(span) : nil } ?? span,
            source: isOurs ? .panel : .server,
            confirmation: isOurs ? .confirmed : nil, createdAt: isOurs ? marker?.createdAt : nil)
        return ShelfEntry(
            booking: booking, listed: span, marker: marker, number: id, isOurs: isOurs,
            isOccurrence: false, row: .online(self))
    }

    /// All its fields, for an update: whether one keeps what it does not name is not documented.
    func fields(end: WallTime? = nil, details: String? = nil, zone: String) -> JSON {
        OnlineRow.fields(
            name: name, details: details ?? self.details, resources: resources,
            span: Span(start: span.start, end: end ?? span.end),
            zones: (zoneFrom.isEmpty ? zone : zoneFrom, zoneTo.isEmpty ? zone : zoneTo))
    }

    /// The fields of a booking.
    static func fields(
        name: String, details: String, resources: [Int64], span: Span,
        zones: (from: String, to: String)
    ) -> JSON {
        func edge(_ instant: WallTime, _ zone: String) -> JSON {
            ["timestamp": .integer(instant.secondsSinceEpoch), "timezone": .string(zone)]
        }
        return [
            "name": .string(name), "description": .string(details),
            "resourceIds": .array(resources.map(JSON.integer)),
            "datePeriod": [
                "from": edge(span.start, zones.from), "to": edge(span.end, zones.to),
            ],
        ]
    }
}
