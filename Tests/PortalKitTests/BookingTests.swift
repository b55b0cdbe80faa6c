import JSONText
import PortalKit
import Testing

struct BookingTests {
    static func fields(
        _ from: Int = 1_723_446_900, _ to: Int = 1_723_447_800, resources: JSON = [1, 2, 3],
        zone: String = "Europe/Berlin"
    ) -> JSON {
        [
            "resourceIds": resources, "name": "booking 1",
            "datePeriod": [
                "from": ["timestamp": .int(from), "timezone": .string(zone)],
                "to": ["timestamp": .string("\(to)"), "timezone": .string(zone)],
            ],
        ]
    }

    /// Vectors 16, 17 and 19.
    @Test func aBookingIsMadeReadChangedAndDeleted() async throws {
        try await TestPortal.run { portal in
            let made = try await portal.call("booking.v1.booking.add", ["fields": Self.fields()])
            let id = try #require(made.result["id"]?.int)
            #expect(made.result == ["id": .int(id)])
            let get = try await portal.call("booking.v1.booking.get", ["id": .int(id)])
            #expect(
                get.result == [
                    "booking": [
                        "id": .int(id), "name": "booking 1", "description": .null,
                        "resourceIds": [1, 2, 3],
                        "datePeriod": [
                            "from": ["timestamp": 1_723_446_900, "timezone": "Europe/Berlin"],
                            "to": ["timestamp": 1_723_447_800, "timezone": "Europe/Berlin"],
                        ],
                    ]
                ])
            let change: JSON = [
                "id": .int(id), "fields": ["description": "d", "resourceIds": [2]],
            ]
            #expect(try await portal.call("booking.v1.booking.update", change).result == true)
            let changed = try await portal.call("booking.v1.booking.get", ["id": .int(id)]).result
            #expect(changed["booking"]?["description"] == "d")
            #expect(changed["booking"]?["resourceIds"] == [2])
            #expect(changed["booking"]?["name"] == "booking 1")
            let delete: JSON = ["id": .int(id)]
            #expect(try await portal.call("booking.v1.booking.delete", delete).result == true)
            #expect(try await portal.call("booking.v1.booking.delete", delete).error == 1021)
        }
    }

    /// Whoever remembers a booking by its number must not take another one for it.
    @Test func theNumberOfADeletedBookingNeverComesAgain() async throws {
        try await TestPortal.run { portal in
            var numbers: [Int] = []
            for _ in 0..<3 {
                let made = try await portal.call(
                    "booking.v1.booking.add", ["fields": Self.fields()])
                let id = try #require(made.result["id"]?.int)
                numbers.append(id)
                _ = try await portal.call("booking.v1.booking.delete", ["id": .int(id)])
            }
            #expect(numbers == (0..<3).map { numbers[0] + $0 })
        }
    }

    @Test func errorsHaveTheirNumbers() async throws {
        try await TestPortal.run { portal in
            let backwards = Self.fields(1_723_447_800, 1_723_446_900)
            let cases: [(String, JSON, JSON, String)] = [
                ("booking.add", [:], 100, "Could not find value for parameter {fields}"),
                ("booking.add", ["fields": [:]], 0, "Required fields: resourceIds"),
                ("booking.add", ["fields": ["resourceIds": [1]]], 0, "Required fields: datePeriod"),
                ("booking.add", ["fields": backwards], 422, "Invalid date period"),
                ("booking.add", ["fields": Self.fields(zone: "Mars")], 422, "Invalid date"),
                (
                    "booking.add", ["fields": Self.fields(resources: [])], 1018,
                    "Empty resource collection"
                ),
                (
                    "booking.add", ["fields": Self.fields(resources: [77])], 1018,
                    "Empty resource collection"
                ),
                ("booking.get", ["id": 999], 1021, "Booking not found"),
                ("booking.get", [:], 100, "Could not find value for parameter {id}"),
                ("booking.delete", [:], 100, "Could not find value for parameter {id}"),
                ("booking.update", ["id": 9, "fields": ["name": "x"]], 1019, "Booking not found"),
                (
                    "booking.list", ["filter": "x"], 100,
                    "Invalid value to match with parameter {filter}. Should be value of type array."
                ),
                (
                    "booking.list", ["filter": ["within": ["dateFrom": 0]]], 0,
                    "Required fields: dateTo"
                ),
                ("booking.list", ["order": ["ID": "ASC"]], 0, "Unknown order: ID"),
                (
                    "resource.list", ["order": "id"], "",
                    "Invalid value to match with parameter {order}. Should be value of type array."
                ),
                ("resource.get", ["id": 99], 1009, "Resource not found"),
                ("resourceType.get", ["id": 99], 1013, "Resource type not found"),
                ("waitlist.get", ["id": 99], 1040, "Wait list item not found"),
                ("waitlist.createfrombooking", ["bookingId": 99], 1037, "Booking not found"),
                ("booking.client.list", ["bookingId": 99], 1021, "Booking not found"),
            ]
            for (method, parameters, code, text) in cases {
                let answer = try await portal.call("booking.v1.\(method)", parameters)
                #expect(answer.status == 400, "\(method) \(parameters.written)")
                #expect(answer.error == code, "\(method) \(parameters.written)")
                #expect(answer.message == text)
            }
            portal.portal.change { $0.bookingErrorCodes = .digits }
            #expect(try await portal.call("booking.v1.booking.get", ["id": 9]).error == "1021")
        }
    }

    @Test(arguments: [
        (PortalSwitches.BookingOverlap.refuses, 1), (.overbooks, 2), (.accepts, 3),
    ])
    func aTakenResourceAnswersAsTheSwitchSays(
        mode: PortalSwitches.BookingOverlap, made: Int
    ) async throws {
        try await TestPortal.setUp({ $0.switches.bookingOverlap = mode }) { portal in
            var count = 0
            for resources: JSON in [[1, 2], [2], [2, 3]] {
                let answer = try await portal.call(
                    "booking.v1.booking.add", ["fields": Self.fields(resources: resources)])
                if answer.status == 200 { count += 1 } else { #expect(answer.error == 1018) }
            }
            #expect(count == made)
            let next = Self.fields(1_723_447_800, 1_723_448_000)
            #expect(try await portal.call("booking.v1.booking.add", ["fields": next]).status == 200)
        }
    }

    @Test func anUpdateDoesNotStandInItsOwnWay() async throws {
        try await TestPortal.run { portal in
            let id =
                try await portal.call(
                    "booking.v1.booking.add", ["fields": Self.fields()]
                ).result["id"] ?? 0
            let shorter = Self.fields(1_723_446_900, 1_723_447_200)
            #expect(
                try await portal.call(
                    "booking.v1.booking.update", ["id": id, "fields": shorter]
                ).result == true)
            _ = try await portal.call(
                "booking.v1.booking.add", ["fields": Self.fields(1_723_447_200, 1_723_447_800)])
            let longer = try await portal.call(
                "booking.v1.booking.update", ["id": id, "fields": Self.fields()])
            #expect(longer.error == 1018)
        }
    }

    /// Vector 18, with what nobody knows of it.
    @Test func listsFilterByTimeAndClient() async throws {
        try await TestPortal.run { portal in
            for start in [1000, 2000, 3000] {
                _ = try await portal.call(
                    "booking.v1.booking.add",
                    ["fields": Self.fields(start, start + 1000, resources: [.int(start / 1000)])])
            }
            func ids(_ filter: JSON) async throws -> [JSON] {
                let list = try await portal.call(
                    "booking.v1.booking.list", ["filter": filter, "order": ["id": "ASC"]])
                #expect(list.json["total"] == nil && list.json["next"] == nil)
                return list.result["booking"]?.array?.compactMap { $0["id"] } ?? []
            }
            let within: JSON = ["within": ["dateFrom": 1500, "dateTo": "3000"]]
            #expect(try await ids(within) == [1, 2])
            portal.portal.change { $0.within = .contains }
            #expect(try await ids(within) == [2])
            #expect(try await ids(["resourceId": [3], "RESOURCE_ID": 3]) == [1, 2, 3])
            portal.portal.change { $0.resourceFilter = .works }
            #expect(try await ids(["resourceId": [3]]) == [3])
            _ = try await portal.call(
                "booking.v1.booking.client.set",
                [
                    "bookingId": 2,
                    "clients": [["id": 7, "type": ["module": "crm", "code": "CONTACT"]]],
                ])
            let client: JSON = [
                "client": ["entities": [["code": "CONTACT", "module": "crm", "id": 7]]]
            ]
            #expect(try await ids(client) == [2])
        }
    }

    @Test func pagesAreOfFiftyAndTellNothing() async throws {
        try await TestPortal.run { portal in
            for number in 0..<120 {
                try await portal.portal.call(
                    "booking.v1.booking.add",
                    ["fields": Self.fields(number * 100, number * 100 + 100)], as: 1)
            }
            var seen: [Int] = []
            for start in [0, 50, 100, 150] {
                let page = try await portal.call(
                    "booking.v1.booking.list", ["order": ["id": "desc"], "start": .int(start)])
                seen += page.result["booking"]?.array?.compactMap { $0["id"]?.int } ?? []
            }
            #expect(seen == Array((1...120).reversed()))
            let unordered = try await portal.call("booking.v1.booking.list").result["booking"]?
                .array
            let ids = unordered?.compactMap { $0["id"]?.int } ?? []
            #expect(ids.count == 50 && ids != ids.sorted())
            portal.portal.change { $0.bookingTotals = .zero }
            #expect(try await portal.call("booking.v1.booking.list").json["total"] == 0)
        }
    }

    @Test func slotsAreHeededOnlyIfSwitched() async throws {
        try await TestPortal.run { portal in
            let slots: JSON = [
                [
                    "from": 540, "to": 1080, "timezone": "Europe/Berlin", "slotSize": 30,
                    "weekDays": ["Mon", "Tue", "Wed", "Thu", "Fri"],
                ]
            ]
            #expect(
                try await portal.call(
                    "booking.v1.resource.slots.set", ["resourceId": 1, "slots": slots]
                ).result == true)
            // Monday 12 August 2024, 08:15 to 08:30 and 09:15 to 09:30 in Berlin.
            let early = Self.fields(1_723_443_300, 1_723_444_200, resources: [1])
            let open = Self.fields(1_723_446_900, 1_723_447_800, resources: [1])
            portal.portal.change { $0.outsideSlots = .refuses }
            let refused = try await portal.call("booking.v1.booking.add", ["fields": early])
            #expect(refused.error == 1018)
            #expect(try await portal.call("booking.v1.booking.add", ["fields": open]).status == 200)
            portal.portal.change { $0.outsideSlots = .accepts }
            #expect(
                try await portal.call("booking.v1.booking.add", ["fields": early]).status == 200)
        }
    }

    @Test(arguments: [
        (PortalSwitches.BookingTool.disabled, 400, 0 as JSON), (.unavailable, 400, 0),
        (.missing, 404, "ERROR_METHOD_NOT_FOUND"),
    ])
    func theToolMayBeOff(tool: PortalSwitches.BookingTool, status: Int, code: JSON) async throws {
        try await TestPortal.setUp({ $0.switches.bookingTool = tool }) { portal in
            let answer = try await portal.call("booking.v1.booking.list")
            #expect(answer.status == status)
            #expect(answer.error == code)
            // A tool that is off is there; one that was never installed is not.
            let asked = try await portal.call("method.get", ["name": "booking.v1.booking.list"])
            #expect(asked.result["isExisting"] == .bool(tool != .missing))
            let listed = try await portal.call("methods").result.array ?? []
            #expect(listed.contains("booking.v1.booking.list") == (tool != .missing))
        }
    }
}
