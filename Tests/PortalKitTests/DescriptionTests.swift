import JSONText
import Testing

@testable import PortalKit

/// The portal's methods, held against the vendor's descriptions of them.
@Suite(
    .enabled(
        if: MethodSample.areThere,
        "the descriptions of Bitrix24's methods are not beside the project"))
struct DescriptionTests {
    /// Names of an event that no description has: of occurrences, of the old CRM field, and of live rows.
    private static let undescribed: Set<String> = [
        "RINDEX", "~DATE_FROM", "~DATE_TO", "RESOURCE_BOOKING_ID", "OPTIONS",
        "IS_DAYLIGHT_SAVING_TZ", "DT_FROM", "DT_TO",
    ]
    /// What only some rules of a series have.
    private static let ofRules: Set<String> = ["COUNT", "BYDAY", "MO", "TU", "WE", "FR"]
    /// What only the full scope of people shows, and what this portal does not know of them.
    private static let ofPeople: Set<String> = [
        "EMAIL", "LAST_LOGIN", "DATE_REGISTER", "PERSONAL_GENDER", "PERSONAL_WWW",
        "PERSONAL_BIRTHDAY", "PERSONAL_MOBILE", "PERSONAL_CITY", "WORK_PHONE", "WORK_POSITION",
        "UF_EMPLOYMENT_DATE", "USER_TYPE",
    ]
    /// Where a method's list has rows that only another method's page shows.
    private static let rowsLike = [
        "calendar.event.get": "calendar.event.getbyid",
        "calendar.event.get.nearest": "calendar.event.getbyid",
        "calendar.resource.booking.list": "calendar.event.getbyid",
    ]

    private func check(_ method: String, _ answer: JSON) throws {
        let like = Self.rowsLike[method]
        guard let sample = try MethodSample(like ?? method) else {
            Issue.record("\(method) has no sample")
            return
        }
        let extra = Self.undescribed.union(Self.ofRules).union(["moduleId"])
        let absent = Self.ofRules.union(Self.ofPeople)
        let values = like == nil ? [answer] : answer.array ?? []
        #expect(like == nil || !values.isEmpty, "\(method) lists nothing")
        for value in values {
            let found = sample.differences(of: value, extra: extra, absent: absent)
            #expect(found == [], "\(method)")
        }
    }

    private func onPortal(_ body: (TestPortal) async throws -> Void) async throws {
        try await TestPortal.run(
            scopes: SamplePortal.scopes + ["user"], user: 1, body)
    }

    /// Calls a method, holds its answer against the sample, and hands it on.
    @discardableResult
    private func call(
        _ portal: TestPortal, _ method: String, _ parameters: JSON = [:]
    ) async throws -> JSON {
        let answer = try await portal.call(method, parameters)
        #expect(answer.status == 200, "\(method): \(answer.text)")
        try check(method, answer.result)
        return answer.result
    }

    private static let times: JSON = [
        "from": ["timestamp": 1_795_424_400, "timezone": "Europe/Moscow"],
        "to": ["timestamp": 1_795_426_200, "timezone": "Europe/Moscow"],
    ]

    @Test func eventsAnswerAsDescribed() async throws {
        try await onPortal { portal in
            let id = try await call(portal, "calendar.event.add", EventShapeTests.meeting)
            try await call(portal, "calendar.event.getbyid", ["id": id])
            let days: JSON = [
                "type": "user", "ownerId": 1, "from": "2024-12-01", "to": "2024-12-31",
            ]
            try await call(portal, "calendar.event.get", days)
            try await call(portal, "calendar.meeting.status.get", ["eventId": id])
            try await call(portal, "calendar.meeting.status.set", ["eventId": id, "status": "Y"])
            try await call(portal, "calendar.event.delete", ["id": id])
            let next: JSON = [
                "type": "user", "ownerId": 1, "name": "x", "from": "2026-11-23", "skip_time": "Y",
                "to": "2026-11-23",
            ]
            try await call(portal, "calendar.event.add", next)
            try await call(
                portal, "calendar.event.get.nearest",
                ["type": "user", "ownerId": 1, "days": 60, "maxEventsCount": 5])
        }
    }

    /// Rows of a meeting room, of a single day of a series and of a resource have the same form.
    @Test func rowsOfEveryKindAreEvents() async throws {
        try await onPortal { portal in
            let series: JSON = [
                "type": "user", "ownerId": 1, "name": "x", "location": "calendar_9",
                "from": "2026-11-23T10:00:00", "to": "2026-11-23T11:00:00",
                "rrule": ["FREQ": "DAILY", "COUNT": 3],
            ]
            let id = try await call(portal, "calendar.event.add", series)
            _ = try await portal.call(
                "calendar.event.update",
                [
                    "id": id, "type": "user", "ownerId": 1, "name": "x",
                    "recurrence_mode": "this", "current_date_from": "2026-11-24",
                ])
            for (type, owner) in [("user", 1), ("location", 0)] {
                try await call(
                    portal, "calendar.event.get",
                    ["type": .string(type), "ownerId": .int(owner)])
            }
            try await portal.portal.call(
                "portal.resource.booking.add",
                [
                    "resourceId": 13, "name": "Deal 9", "from": "2026-11-23", "to": "2026-11-24",
                    "skip_time": "Y", "number": 10,
                ])
            try await call(
                portal, "calendar.resource.booking.list",
                [
                    "filter": [
                        "resourceTypeIdList": [13], "from": "2026-11-22", "to": "2026-11-25",
                    ]
                ])
        }
    }

    @Test func calendarsAndResourcesAnswerAsDescribed() async throws {
        try await onPortal { portal in
            var key: JSON.Members = .init()
            (key["type"], key["ownerId"], key["name"]) = ("user", 1, "Вторая")
            key["id"] = try await call(portal, "calendar.section.add", .object(key))
            try await call(portal, "calendar.section.update", .object(key))
            try await call(portal, "calendar.section.delete", .object(key))
            let resource = try await call(portal, "calendar.resource.add", ["name": "x"])
            try await call(
                portal, "calendar.resource.update", ["resourceId": resource, "name": "y"])
            try await call(portal, "calendar.resource.delete", ["resourceId": resource])
            try await call(
                portal, "calendar.user.settings.set",
                ["settings": ["timezoneName": "Europe/Moscow"]])
        }
    }

    @Test func onlineBookingAnswersAsDescribed() async throws {
        try await onPortal { portal in
            let fields: JSON = ["resourceIds": [1, 2], "name": "n", "datePeriod": Self.times]
            let id = try await call(portal, "booking.v1.booking.add", ["fields": fields])["id"]
            let (key, owner): (JSON, JSON) = (["id": id ?? 0], ["bookingId": id ?? 0])
            try await call(portal, "booking.v1.booking.get", key)
            try await call(portal, "booking.v1.booking.list")
            try await call(
                portal, "booking.v1.booking.update", ["id": id ?? 0, "fields": ["name": "m"]])
            try await links(portal, "booking.v1.booking", owner)
            let waiting = try await call(
                portal, "booking.v1.waitlist.createfrombooking", owner)
            try await call(
                portal, "booking.v1.booking.createfromwaitlist",
                ["waitListId": waiting, "fields": fields])
            try await call(portal, "booking.v1.clienttype.list")
            try await waitlist(portal)
            let list = try await portal.call("booking.v1.booking.list").result["booking"]
            try await call(
                portal, "booking.v1.booking.delete", ["id": list?[0]?["id"] ?? 0])
        }
    }

    private func waitlist(_ portal: TestPortal) async throws {
        let id =
            try await call(
                portal, "booking.v1.waitlist.add", ["fields": ["note": "n"]])["id"] ?? 0
        try await call(portal, "booking.v1.waitlist.get", ["id": id])
        try await call(portal, "booking.v1.waitlist.list")
        try await call(
            portal, "booking.v1.waitlist.update", ["id": id, "fields": ["note": "m"]])
        try await links(portal, "booking.v1.waitlist", ["waitListId": id])
        try await call(portal, "booking.v1.waitlist.delete", ["id": id])
    }

    private func links(_ portal: TestPortal, _ prefix: String, _ owner: JSON) async throws {
        var members = owner.members ?? .init()
        members["clients"] = [["id": 1, "type": ["module": "crm", "code": "CONTACT"]]]
        try await call(portal, prefix + ".client.set", .object(members))
        try await call(portal, prefix + ".client.list", owner)
        try await call(portal, prefix + ".client.unset", owner)
        members["externalData"] = [
            ["moduleId": "crm", "entityTypeId": "DEAL", "value": "1"]
        ]
        try await call(portal, prefix + ".externalData.set", .object(members))
        try await call(portal, prefix + ".externalData.list", owner)
        try await call(portal, prefix + ".externalData.unset", owner)
    }

    @Test func bookableThingsAnswerAsDescribed() async throws {
        try await onPortal { portal in
            let type = try await call(
                portal, "booking.v1.resourceType.add", ["fields": ["name": "t", "code": "t"]])["id"]
            let named: JSON = ["id": type ?? 0, "fields": ["name": "u"]]
            try await call(portal, "booking.v1.resourceType.get", ["id": type ?? 0])
            try await call(portal, "booking.v1.resourceType.update", named)
            let id =
                try await call(
                    portal, "booking.v1.resource.add",
                    ["fields": ["name": "r", "typeId": type ?? 0]])["id"] ?? 0
            try await call(portal, "booking.v1.resource.get", ["id": id])
            try await call(portal, "booking.v1.resource.list")
            try await call(
                portal, "booking.v1.resource.update", ["id": id, "fields": ["name": "s"]])
            let slot: JSON = [
                "from": 540, "to": 1_080, "timezone": "Europe/Moscow", "weekDays": ["Mon"],
                "slotSize": 30,
            ]
            try await call(
                portal, "booking.v1.resource.slots.set", ["resourceId": id, "slots": [slot]])
            try await call(portal, "booking.v1.resource.slots.list", ["resourceId": id])
            try await call(portal, "booking.v1.resource.slots.unset", ["resourceId": id])
            try await call(portal, "booking.v1.resource.delete", ["id": id])
            try await call(portal, "booking.v1.resourceType.delete", ["id": type ?? 0])
        }
    }

    @Test func theRestAnswersAsDescribed() async throws {
        try await onPortal { portal in
            let message: JSON = ["USER_ID": 2, "MESSAGE": "x"]
            try await call(portal, "im.notify.personal.add", message)
            try await call(portal, "im.notify.system.add", message)
            try await call(portal, "method.get", ["name": "scope"])
            try await call(portal, "user.get")
        }
    }

    /// A method's parameters are those of its page.
    ///
    /// Left out are pages that were misread: lists of Online booking, whose tables have the headings in capitals, and
    /// methods without parameters, where the table of the answer was taken for them.
    @Test func parametersAreThoseDescribed() throws {
        let misread: Set<String> = [
            "booking.v1.booking.list", "booking.v1.resource.list", "booking.v1.resourceType.list",
            "booking.v1.waitlist.list", "booking.v1.clienttype.list",
            "calendar.accessibility.get", "user.get",
        ]
        var compared = 0
        for name in Registry.rest.names.subtracting(misread).sorted() {
            guard let document = try MethodSample.description(of: name) else { continue }
            let wanted = Set((document["params"]?.array ?? []).compactMap { $0["name"]?.string })
            let known = Set(Registry.rest[name]?.parameters ?? [])
            let missing = wanted.subtracting(known).subtracting(["ATTACH"])
            #expect(missing == [], "\(name)")
            // An update takes what is sent with an event of its own, though its page does not say so.
            let more = known.subtracting(wanted).subtracting(["auto_detect_section"])
            #expect(more == [], "\(name)")
            compared += 1
        }
        #expect(compared > 40)
    }
}
