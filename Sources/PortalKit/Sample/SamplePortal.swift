import JSONText

/// A small Russian company's portal, so that a panel has something to show.
///
/// Webhook scopes: everything a panel can use. The rooms: groups 5 «Аврора» and 7 «Маяк», meeting rooms «Переговорная
/// Аврора» and «Маяк», and Online booking's resources 1 and 2 of the same names with a projector as 3.
public struct SamplePortal: Sendable {
    /// The technical user whose webhook a panel uses.
    public static let panelUser = 100
    /// The group whose calendar is a room.
    public static let group = 5
    /// Scopes of a panel's webhook.
    public static let scopes = [
        "calendar", "booking", "user_brief", "im", "sonet_group", "department",
    ]

    private let portal: Portal

    /// Prepares to fill a portal.
    public init(_ portal: Portal) {
        self.portal = portal
    }

    /// The portal's clock.
    var portalNow: Double { portal.engine.seconds }

    func call(_ method: String, _ parameters: JSON, as user: Int) async throws -> JSON {
        try await portal.call(method, parameters, as: user)
    }

    private static let people:
        [(id: Int, first: String, last: String, language: String, isAdmin: Bool)] = [
            (1, "Ирина", "Соколова", "ru", true), (2, "Павел", "Орлов", "ru", false),
            (3, "Анна", "Ким", "ru", false), (4, "Mark", "Weber", "en", false),
            (panelUser, "Панели", "Переговорных", "ru", false),
        ]

    /// Fills an empty portal with people, rooms and rights; a portal that has people already stays as it is.
    ///
    /// - Returns: whether anything was added.
    /// - Throws: ``PortalCallError``.
    @discardableResult
    public func build() async throws -> Bool {
        let overview = try await Overview(engine: portal.engine).document(day: nil)
        guard overview["users"] == [] else { return false }
        try await addPeople()
        try await addGroups()
        try await addRooms()
        try await addResources()
        try await closeCalendar()
        return true
    }

    /// The panels' user is nobody who ever opened the calendar, so it has none.
    private func closeCalendar() async throws {
        let own = try await portal.call(
            "calendar.section.get", ["type": "user", "ownerId": .int(Self.panelUser)], as: 1)
        try await portal.call("portal.section.delete", ["id": own[0]?["ID"] ?? 0])
    }

    private func addPeople() async throws {
        try await portal.call("portal.department.add", ["id": 1, "name": "Домовой", "head": 1])
        for person in Self.people {
            try await portal.call(
                "portal.user.add",
                [
                    "id": .int(person.id), "firstName": .string(person.first),
                    "lastName": .string(person.last), "language": .string(person.language),
                    "email": .string("user\(person.id)@example.org"), "timeZone": "Europe/Moscow",
                    "isAdmin": .bool(person.isAdmin),
                ])
        }
    }

    private func addGroups() async throws {
        for (id, name) in [(Self.group, "Аврора"), (7, "Маяк")] {
            try await portal.call(
                "portal.group.add",
                [
                    "id": .int(id), "name": .string(name), "owner": 1,
                    "members": [2, 3, 4, .int(Self.panelUser)],
                ])
        }
        try await portal.call(
            "portal.group.add", ["id": 9, "name": "Дирекция", "owner": 1, "members": [2]])
    }

    private func addRooms() async throws {
        for (name, capacity) in [("Переговорная Аврора", 8), ("Переговорная Маяк", 4)] {
            try await portal.call(
                "portal.section.add",
                ["type": "location", "name": .string(name), "capacity": .int(capacity)], as: 1)
        }
        for name in ["Календарь компании", "Зал Аврора"] {
            try await portal.call(
                "portal.section.add", ["type": "company_calendar", "name": .string(name)], as: 1)
        }
        try await portal.call("calendar.resource.add", ["name": "Экран"], as: 1)
    }

    private func addResources() async throws {
        let type = try await portal.call(
            "booking.v1.resourceType.add", ["fields": ["name": "Переговорные", "code": "rooms"]],
            as: 1)
        for name in ["Аврора", "Маяк", "Проектор"] {
            let resource = try await portal.call(
                "booking.v1.resource.add",
                ["fields": ["name": .string(name), "typeId": type["id"] ?? 1]], as: 1)
            try await portal.call(
                "booking.v1.resource.slots.set",
                [
                    "resourceId": resource["id"] ?? 1,
                    "slots": [
                        [
                            "from": 0, "to": 1440, "timezone": "Europe/Moscow", "slotSize": 30,
                            "weekDays": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
                        ]
                    ],
                ], as: 1)
        }
    }
}
