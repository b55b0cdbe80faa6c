import CivilCalendar
import JSONText
import Logging
import NIOPosix
import PortalKit
import RoomCore
import RoomTestKit

@testable import Bitrix24

/// The project's local portal over real sockets, as a stage of the contract.
struct LocalPortalStage: BookingServerStage {
    let running: RunningPortal
    let adapter: Bitrix24Server
    let server: RenamingServer
    let source: Bitrix24Settings.Source
    /// The group, section, room or resource.
    let room: Int
    /// The secret, to look for where it must not be.
    let hook: String

    /// Starts a portal with the sample rooms.
    ///
    /// - Parameter panel: the user of the webhook; meeting rooms need one who may change other people's events.
    static func start(
        _ source: Bitrix24Settings.Source, culture: Culture = .ru,
        serverZone: String = "Europe/Moscow", also: [Int64] = [],
        panel: Int? = nil, prepare: @Sendable (inout PortalSwitches) -> Void = { _ in }
    ) async throws -> LocalPortalStage {
        var settings = PortalSettings()
        settings.culture = culture
        settings.serverZone = serverZone
        settings.switches.bookingOverlap = .accepts
        settings.switches.busyRoom = .doubles
        prepare(&settings.switches)
        let running = try await Portal.start(settings: settings)
        do {
            try await SamplePortal(running.portal).build()
            try running.portal.changeLimits { $0.burst = 100_000 }
            let user = panel ?? (source == .location ? 1 : SamplePortal.panelUser)
            let hook = try await running.webhook(user: user, scopes: SamplePortal.scopes)
            let room = try await room(source, running.portal)
            let adapter = try adapter(hook, source, room, also)
            return LocalPortalStage(
                running: running, adapter: adapter, server: RenamingServer(adapter), source: source,
                room: room, hook: hook)
        } catch {
            await running.stop()
            throw error
        }
    }

    /// A panel at the same room.
    static func adapter(
        _ hook: String, _ source: Bitrix24Settings.Source, _ room: Int, _ also: [Int64] = []
    ) throws -> Bitrix24Server {
        let settings = Bitrix24Settings(
            webhook: hook, source: source, sourceID: Int64(room), alsoBooks: also,
            timeZone: "Europe/Moscow", limits: .patient)
        let transport = AsyncHTTPTransport(
            limits: settings.limits, group: MultiThreadedEventLoopGroup.singleton)
        var world = PortalSession.World.real(transport, .silent)
        world.wall = { .testNow }
        // The governor has tests of its own; here nobody waits for it.
        world.clock = QuickClock()
        return try Bitrix24Server(settings: settings, world: world)
    }

    private static func room(
        _ source: Bitrix24Settings.Source, _ portal: Portal
    ) async throws -> Int {
        let type: String
        switch source {
        case .group: return SamplePortal.group
        case .booking: return 1
        case .company: type = "company_calendar"
        case .location: type = "location"
        case .resource:
            let list = try await portal.call("calendar.resource.list", [:], as: 1)
            return Int(list[0]?["ID"]?.string ?? "") ?? 0
        }
        let sections = try await portal.call(
            "calendar.section.get", ["type": .string(type), "ownerId": 0], as: 1)
        return Int(sections[0]?["ID"]?.string ?? "") ?? 0
    }

    /// Runs a test on the stage, and stops it however that ends.
    func run(_ body: (LocalPortalStage) async throws -> Void) async throws {
        do {
            try await body(self)
        } catch {
            await stop()
            throw error
        }
        await stop()
    }

    /// A panel that knows nothing yet, as after a restart.
    func withAnother<Result>(
        _ body: (Bitrix24Server) async throws -> Result
    ) async throws -> Result {
        let other = try LocalPortalStage.adapter(hook, source, room)
        do {
            let result = try await body(other)
            await other.shutdown()
            return result
        } catch {
            await other.shutdown()
            throw error
        }
    }

    // MARK: - What is on the portal

    /// An event as the portal has it.
    func event(_ number: Int) async throws -> JSON {
        try await running.portal.call("calendar.event.getbyid", ["id": .int(number)], as: 1)
    }

    /// The times of the room's rows on the day of the tests, `12:07:00-12:38:00`, by start.
    func listedTimes() async throws -> [String] {
        let (type, owner, section): (JSON, Int, JSON) =
            switch source {
            case .location: ("location", 0, [.int(room)])
            case .company: ("company_calendar", 0, [.int(room)])
            default: ("group", room, [])
            }
        let rows = try await running.portal.call(
            "calendar.event.get",
            [
                "type": type, "ownerId": .int(owner), "section": section, "from": "2026-11-23",
                "to": "2026-11-23",
            ], as: 1)
        return (rows.array ?? []).map { row in
            ["DATE_FROM_FORMATTED", "DATE_TO_FORMATTED"]
                .map { String(row[$0]?.string?.suffix(8) ?? "") }.joined(separator: "-")
        }
    }

    func stop() async {
        await adapter.shutdown()
        await running.stop()
    }

    // MARK: - BookingServerStage

    func plant(_ booking: Booking) async throws {
        try await remove(booking.id)
        let number = try await plant(booking.title ?? "", booking.span)
        server.learn(booking.id, name(number))
    }

    /// A colleague's booking, made on the portal's page.
    @discardableResult
    func plant(
        _ title: String, _ span: Span, daily: Int? = nil, more: [String: JSON] = [:]
    ) async throws -> Int {
        try await running.portal.plant(
            title, span, at: source, room: room, daily: daily, more: more)
    }

    func remove(_ id: BookingID) async throws {
        guard let known = server.translated(id),
            let number = Int(known.text.split(separator: "-")[1])
        else { return }
        let method = source == .booking ? "booking.v1.booking.delete" : "calendar.event.delete"
        // What is gone already is as good as removed.
        _ = try? await running.portal.call(
            method, ["id": .int(number)], as: source == .company || source == .booking ? 1 : 2)
    }

    func plantDaily(_ name: String, first: Span, count: Int) async throws -> [BookingID] {
        if source == .booking {
            var names: [BookingID] = []
            for day in 0..<count {
                let shift = Duration.seconds(86_400 * day)
                let span = Span(start: first.start + shift, end: first.end + shift)
                names.append(self.name(try await plant("Daily", span)))
            }
            return names
        }
        let number = try await plant("Daily", first, daily: count)
        let start = Zone.moscow.civil(first.start)
        return (0..<count).map {
            BookingID("event-\(number)/\(start.adding(days: $0).stamp)")
        }
    }

    private func name(_ number: Int) -> BookingID {
        BookingID((source == .booking ? "booking-" : "event-") + "\(number)")
    }
}
