import CivilCalendar
import Foundation
import HTTPExchange
import JSONText
import PortalKit
import RoomCore
import Synchronization

@testable import Bitrix24

/// The project's local portal without sockets: the sample company, and a clock that stands still.
///
/// What goes wrong on the way to it is in `InProcessPortal+Line.swift`.
final class InProcessPortal: HTTPTransport {
    let portal: Portal
    let clock: TestWall
    let line = Mutex(Line())

    /// Makes a portal with the sample's people and rooms, and nothing booked.
    init(_ prepare: @Sendable (inout PortalSwitches) -> Void = { _ in }) async throws {
        let clock = TestWall()
        self.clock = clock
        portal = try await InProcessPortal.sample.value.copy(
            clock: InProcessPortal.portalClock(clock))
        portal.change(prepare)
    }

    /// Made once: every portal begins as a copy of it.
    private static let sample = Task<Portal, any Error> {
        let portal = try Portal(clock: InProcessPortal.portalClock(TestWall()))
        try await SamplePortal(portal).build()
        for (user, secret) in [
            (SamplePortal.panelUser, TestHook.secret), (1, InProcessPortal.adminsSecret),
        ] {
            try await portal.addWebhook(user: user, scopes: SamplePortal.scopes, secret: secret)
        }
        try portal.changeLimits {
            $0.burst = 1_000_000
            $0.operatingSeconds = 0
        }
        return portal
    }

    private static func portalClock(_ wall: TestWall) -> PortalClock {
        PortalClock(
            now: { Date(timeIntervalSince1970: Double(wall.now.secondsSinceEpoch)) },
            sleep: { _ in })
    }

    // MARK: - Panels

    private static let adminsSecret = "4dm1n0secret9"

    /// The user of the webhook: meeting rooms need one who may change other people's events.
    static func panel(_ source: Bitrix24Settings.Source) -> Int {
        source == .location ? 1 : SamplePortal.panelUser
    }

    /// The sample's room of that kind.
    static func room(_ source: Bitrix24Settings.Source) -> Int {
        switch source {
        case .group: SamplePortal.group
        case .company: 12
        case .location: 9
        case .booking: 1
        case .resource: 13
        }
    }

    static func settings(
        _ source: Bitrix24Settings.Source = .group, also: [Int64] = []
    ) -> Bitrix24Settings {
        let user = panel(source)
        let secret = user == SamplePortal.panelUser ? TestHook.secret : adminsSecret
        return Bitrix24Settings(
            webhook: "https://house.bitrix24.example/rest/\(user)/\(secret)/", source: source,
            sourceID: Int64(room(source)), alsoBooks: also, timeZone: "Europe/Moscow")
    }

    /// A panel at one of the rooms.
    func server(
        _ settings: Bitrix24Settings = InProcessPortal.settings(),
        wall: @escaping @Sendable () -> WallTime = { .testNow }
    ) throws -> Bitrix24Server {
        try Bitrix24Server(settings: settings, world: .test(self, wall: wall))
    }

    // MARK: - What is on the portal

    /// A colleague's booking, made on the portal's page.
    @discardableResult
    func plant(
        _ title: String, _ span: Span, source: Bitrix24Settings.Source = .group,
        room: Int? = nil, daily: Int? = nil, more: [String: JSON] = [:], by user: Int? = nil
    ) async throws -> Int {
        var fields = more
        if source != .resource {
            fields.merge(["color": "#9dcf00", "description": "Mind the step"]) { given, _ in given }
        }
        return try await portal.plant(
            title, span, at: source, room: room ?? Self.room(source), daily: daily, more: fields,
            by: user)
    }

    /// An event as the portal has it; null if it is not there.
    func event(_ number: Int) async throws -> JSON {
        try await portal.call("calendar.event.getbyid", ["id": .int(number)], as: 1)
    }

    /// The events of the groups, the company, the rooms and the people, by number; a series once.
    func events() async throws -> [CalendarRow] {
        var rows: [Int64: CalendarRow] = [:]
        let places: [(String, Int)] = [
            ("group", SamplePortal.group), ("group", 7), ("company_calendar", 0), ("location", 0),
            ("user", 1), ("user", 2), ("user", SamplePortal.panelUser),
        ]
        for (type, owner) in places {
            for row in try await listed(type, owner) {
                if let id = row.id { rows[id] = row }
            }
        }
        return rows.values.sorted { $0.id ?? 0 < $1.id ?? 0 }
    }

    /// The rows of one calendar around the day of the tests.
    func listed(_ type: String, _ owner: Int) async throws -> [CalendarRow] {
        let list = try await portal.call(
            "calendar.event.get",
            [
                "type": .string(type), "ownerId": .int(owner), "from": "2026-11-01",
                "to": "2027-01-31",
            ], as: 1)
        return list.elements.compactMap { CalendarRow($0) }
    }

    /// The bookings of Online booking.
    func bookings() async throws -> [OnlineRow] {
        let list = try await portal.call("booking.v1.booking.list", [:], as: 1)
        return (list["booking"] ?? .null).elements.compactMap { OnlineRow($0) }
    }

    /// The notifications that people have got.
    func notices() async throws -> [JSON] {
        try await portal.call("portal.notifications").elements
    }
}
