import JSONText
import RoomCore

@testable import Bitrix24

extension FakePortal.State {
    mutating func online(_ method: String, _ body: JSON) throws -> JSON {
        switch method {
        case "booking.v1.booking.list": return try bookingList(body)
        case "booking.v1.booking.get":
            guard let id = body["id"]?.wholeNumber else { throw PortalRefusal("100", "no id") }
            guard let booking = bookings[id] else {
                throw PortalRefusal("1021", "Booking not found")
            }
            return ["booking": booking]
        case "booking.v1.booking.add":
            guard let fields = body["fields"] else { throw PortalRefusal(100, "no fields") }
            return ["id": .integer(try insertBooking(fields))]
        case "booking.v1.booking.update":
            guard let id = body["id"]?.wholeNumber, bookings[id] != nil else {
                throw PortalRefusal(1019, "not found")
            }
            try putBooking(body["fields"] ?? .null, id: id)
            return true
        case "booking.v1.booking.delete":
            guard let id = body["id"]?.wholeNumber else { throw PortalRefusal(100, "no id") }
            guard bookings.removeValue(forKey: id) != nil else {
                throw PortalRefusal(1021, "not found")
            }
            return true
        case "booking.v1.resource.get":
            guard !quirks.sectionsGone else { throw PortalRefusal(1009, "Resource not found") }
            return ["resource": ["id": body["id"] ?? 0, "name": "Room", "description": .null]]
        case "booking.v1.resource.list":
            return ["resource": [["id": 3, "name": "Aurora"], ["id": 4, "name": "Projector"]]]
        default: throw PortalRefusal("ERROR_METHOD_NOT_FOUND", "Method not found!", 404)
        }
    }

    private func bookingList(_ body: JSON) throws -> JSON {
        guard let within = body["filter"]?["within"], let from = within["dateFrom"]?.wholeNumber,
            let to = within["dateTo"]?.wholeNumber
        else { throw PortalRefusal(0, "Required fields: within") }
        let start = Int(body["start"]?.wholeNumber ?? 0)
        let found = bookings.sorted { $0.key < $1.key }.map(\.value).filter { booking in
            guard let row = OnlineRow(booking) else { return true }
            return row.span.start.secondsSinceEpoch < to && row.span.end.secondsSinceEpoch > from
        }
        return ["booking": .array(Array(found.dropFirst(start).prefix(50)))]
    }

    mutating func insertBooking(_ fields: JSON) throws -> Int64 {
        let id = nextID
        try putBooking(fields, id: id)
        nextID += 1
        return id
    }

    private mutating func putBooking(_ fields: JSON, id: Int64) throws {
        let old = bookings[id]
        func field(_ key: String) -> JSON { fields[key] ?? old?[key] ?? .null }
        let booking: JSON = [
            "id": .integer(id), "name": field("name"), "description": field("description"),
            "resourceIds": field("resourceIds"), "datePeriod": field("datePeriod"),
        ]
        guard let row = OnlineRow(booking) else {
            throw PortalRefusal("422", "Invalid date period")
        }
        guard !row.resources.isEmpty else { throw PortalRefusal(1018, "Empty resource collection") }
        let isTaken = bookings.values.compactMap { OnlineRow($0) }.contains {
            $0.id != id && $0.span.overlaps(row.span)
                && !Set($0.resources).isDisjoint(with: row.resources)
        }
        if isTaken, quirks.overlap == .refuses {
            throw PortalRefusal("1018", "Empty resource collection")
        }
        bookings[id] = booking
    }

    func resourceRows(_ body: JSON) throws -> JSON {
        guard let wanted = body["filter"]?["resourceTypeIdList"] else {
            throw PortalRefusal("", "filter['resourceTypeIdList'] is not set")
        }
        guard wanted.elements.contains(10) else { return [] }
        return [
            [
                "ID": "500", "PARENT_ID": "500", "NAME": "Deal 9", "CAL_TYPE": "resource",
                "OWNER_ID": "0", "SECTION_ID": "10", "SECT_ID": "10",
                "DATE_FROM": "20.12.2026", "DATE_TO": "21.12.2026", "DT_SKIP_TIME": "Y",
                "DT_LENGTH": 172_800, "DATE_FROM_FORMATTED": "Sun Dec 20 2026",
                "DATE_TO_FORMATTED": "Mon Dec 21 2026", "TZ_FROM": "", "RRULE": "",
                "EVENT_TYPE": "#resourcebooking#", "RESOURCE_BOOKING_ID": "10",
                "IS_MEETING": .bool(false), "MEETING_STATUS": "Y", "MEETING_HOST": "0",
            ]
        ]
    }
}
