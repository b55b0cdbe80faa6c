import JSONText
import PortalKit
import Testing

struct BookableTests {
    /// Vector 23.
    @Test func aResourceHasTheDocumentedShape() async throws {
        try await TestPortal.run { portal in
            let made = try await portal.call(
                "booking.v1.resource.add",
                [
                    "fields": [
                        "name": "Car", "typeId": 1, "infoDelay": 600, "templateTypeInfo": "animate",
                        "isDelayedNotificationOn": "N",
                    ]
                ])
            let id = try #require(made.result["id"])
            let resource = try #require(
                try await portal.call("booking.v1.resource.get", ["id": id]).result["resource"])
            let expected: JSON = [
                "id": id, "typeId": 1, "name": "Car", "description": .null, "isMain": "Y",
                "isInfoNotificationOn": "Y", "templateTypeInfo": "animate",
                "infoNotificationDelay": 600, "isConfirmationNotificationOn": "Y",
                "templateTypeConfirmation": "inanimate", "confirmationNotificationDelay": 86_400,
                "confirmationNotificationRepetitions": .null,
                "confirmationNotificationRepetitionsInterval": .null,
                "confirmationCounterDelay": 7_200, "isReminderNotificationOn": "Y",
                "templateTypeReminder": "base", "reminderNotificationDelay": -1,
                "isDelayedNotificationOn": "N", "templateTypeDelayed": "inanimate",
                "delayedNotificationDelay": 300, "delayedCounterDelay": 7_200,
                "isFeedbackNotificationOn": "Y", "templateTypeFeedback": "inanimate",
            ]
            #expect(resource == expected)
            let list = try await portal.call(
                "booking.v1.resource.list",
                [
                    "filter": ["searchQuery": "car", "isMain": "Y", "typeId": 1],
                    "order": ["id": "asc"],
                ])
            #expect(list.result == ["resource": [resource]])
            let bad = try await portal.call(
                "booking.v1.resource.add", ["fields": ["name": "x", "typeId": 9]])
            #expect(bad.error == 1006)
            #expect(
                try await portal.call(
                    "booking.v1.resource.update", ["id": id, "fields": ["name": "Bus"]]
                ).result == true)
            #expect(try await portal.call("booking.v1.resource.delete", ["id": id]).result == true)
            #expect(try await portal.call("booking.v1.resource.delete", ["id": id]).error == 1008)
            #expect(
                try await portal.call("booking.v1.resource.update", ["id": id, "fields": [:]]).error
                    == 1007)
        }
    }

    /// Vector 24.
    @Test func slotsAreReplacedWhole() async throws {
        try await TestPortal.run { portal in
            func set(_ from: Int, _ to: Int, zone: String = "Europe/Berlin") async throws
                -> TestPortal.Answer
            {
                try await portal.call(
                    "booking.v1.resource.slots.set",
                    [
                        "resourceId": 2,
                        "slots": [
                            [
                                "from": .int(from), "to": .int(to), "timezone": .string(zone),
                                "weekDays": ["Mon"], "slotSize": 1,
                            ]
                        ],
                    ])
            }
            #expect(try await set(100, 300, zone: "Nowhere/Land").result == true)
            let list = try await portal.call("booking.v1.resource.slots.list", ["resourceId": 2])
            #expect(
                list.result == [
                    "slots": [
                        [
                            "id": list.result["slots"]?[0]?["id"] ?? 0, "from": 100, "to": 300,
                            "timezone": "UTC", "weekDays": ["Mon"], "slotSize": 1,
                        ]
                    ]
                ])
            #expect(try await set(300, 100).error == 422)
            #expect(try await set(0, 1441).error == 422)
            _ = try await portal.call("booking.v1.resource.slots.unset", ["resourceId": 2])
            #expect(
                try await portal.call("booking.v1.resource.slots.list", ["resourceId": 2]).result
                    == ["slots": []])
            #expect(
                try await portal.call("booking.v1.resource.slots.list", ["resourceId": 9]).error
                    == 1009)
        }
    }

    /// Vector 25.
    @Test func typesAreListedUnderResource() async throws {
        try await TestPortal.run { portal in
            let list = try await portal.call(
                "booking.v1.resourceType.list",
                ["filter": ["searchQuery": "room", "moduleId": "booking"]])
            #expect(list.result["resource"]?[0]?["code"] == "rooms")
            #expect(list.result["resourceType"] == nil)
            let twice: JSON = ["fields": ["name": "x", "code": "rooms"]]
            #expect(try await portal.call("booking.v1.resourceType.add", twice).error == 1010)
            let one = try await portal.call("booking.v1.resourceType.get", ["id": 1])
            #expect(one.result["resourceType"]?["name"] == "Переговорные")
        }
    }

    /// Vectors 21, 22 and 27.
    @Test func clientsAndExternalDataAreReplacedWhole() async throws {
        try await TestPortal.run { portal in
            let id =
                try await portal.call(
                    "booking.v1.booking.add", ["fields": BookingTests.fields()]
                ).result["id"] ?? 0
            let client: JSON = ["id": 5, "type": ["code": "CONTACT", "module": "crm"]]
            let deals: JSON = [
                ["moduleId": "crm", "entityTypeId": "DEAL", "value": "1"],
                ["moduleId": "crm", "entityTypeId": "DEAL", "value": "2"],
            ]
            let prefix = "booking.v1.booking."
            for _ in 1...2 {
                #expect(
                    try await portal.call(
                        prefix + "client.set", ["bookingId": id, "clients": [client]]
                    ).result == true)
                #expect(
                    try await portal.call(
                        prefix + "externalData.set", ["bookingId": id, "externalData": deals]
                    ).result == true)
            }
            #expect(
                try await portal.call(prefix + "client.list", ["bookingId": id]).result
                    == ["bookingClient": [client]])
            #expect(
                try await portal.call(prefix + "externalData.list", ["bookingId": id]).result
                    == ["externalData": deals])
            _ = try await portal.call(prefix + "externalData.unset", ["bookingId": id])
            #expect(
                try await portal.call(prefix + "externalData.list", ["bookingId": id]).result
                    == ["externalData": []])
            let wrong = try await portal.call(
                prefix + "client.set",
                [
                    "bookingId": id,
                    "clients": [["id": 5, "type": ["code": "LEAD", "module": "crm"]]],
                ])
            #expect(wrong.error == 422)
            let types = try await portal.call("booking.v1.clienttype.list").result["clientType"]
            #expect(types?.array?.compactMap { $0["code"] } == ["CONTACT", "COMPANY"])
        }
    }

    /// Vectors 20 and 26.
    @Test func peopleWaitAndGetTheirPlace() async throws {
        try await TestPortal.run { portal in
            let wait = try await portal.call("booking.v1.waitlist.add", ["fields": ["note": "n"]])
            let id = try #require(wait.result["id"])
            #expect(
                try await portal.call("booking.v1.waitlist.get", ["id": id]).result
                    == ["waitList": ["id": id, "note": "n"]])
            _ = try await portal.call("booking.v1.waitlist.update", ["id": id, "fields": [:]])
            let today: JSON = ["createdWithin": ["from": "22.11.2026", "to": "23.11.2026"]]
            let list = try await portal.call("booking.v1.waitlist.list", ["filter": today])
            #expect(list.result == ["waitList": [["id": id, "note": .null]]])
            let yesterday: JSON = ["createdWithin": ["from": "21.11.2026", "to": "22.11.2026"]]
            #expect(
                try await portal.call("booking.v1.waitlist.list", ["filter": yesterday]).result
                    == ["waitList": []])
            _ = try await portal.call(
                "booking.v1.waitlist.client.set",
                [
                    "waitListId": id,
                    "clients": [["id": 5, "type": ["code": "COMPANY", "module": "crm"]]],
                ])
            let booking = try await portal.call(
                "booking.v1.booking.createfromwaitlist",
                ["waitListId": id, "fields": BookingTests.fields()]
            ).result
            #expect(booking.int != nil)
            #expect(try await portal.call("booking.v1.waitlist.get", ["id": id]).error == 1040)
            let clients = try await portal.call(
                "booking.v1.booking.client.list", ["bookingId": booking])
            #expect(clients.result["bookingClient"]?[0]?["id"] == 5)
            let back = try await portal.call(
                "booking.v1.waitlist.createfrombooking", ["bookingId": booking])
            #expect(back.result.int != nil)
            #expect(try await portal.call("booking.v1.booking.get", ["id": booking]).error == 1021)
            let again = try await portal.call(
                "booking.v1.waitlist.client.list", ["waitListId": back.result])
            #expect(again.result["waitListClient"]?.array?.count == 1)
        }
    }
}
