import CivilCalendar
import JSONText
import NIOPosix
import PortalKit
import RoomCore
import Testing

@testable import Bitrix24

/// Every request that the panel sends, held against the vendor's descriptions of its methods.
@Suite(
    .enabled(
        if: MethodDescription.areThere,
        "the descriptions of Bitrix24's methods are not beside the project"))
struct RequestDescriptionTests {
    private static let slot = Span(start: .testNow, length: .seconds(1_800))
    private static let window = Span(
        start: .testDay - .seconds(86_400), length: .seconds(15 * 86_400))

    /// Everything that a panel does at a room, and how a person sets it up.
    @Test(arguments: Bitrix24Settings.Source.allCases)
    func everyRequestIsAsDescribed(_ source: Bitrix24Settings.Source) async throws {
        let calls = try await calls(source)
        for call in calls {
            guard let description = try MethodDescription(call.method) else {
                Issue.record("\(call.method) has no description")
                continue
            }
            #expect(description.faults(of: call.parameters) == [])
        }
        let methods = Set(calls.map(\.method))
        let expected = Self.methods(source)
        #expect(expected.isSubset(of: methods), "\(expected.subtracting(methods))")
    }

    private func calls(
        _ source: Bitrix24Settings.Source
    ) async throws -> [RecordingTransport.Call] {
        let stage = try await LocalPortalStage.start(source)
        let transport = RecordingTransport(
            AsyncHTTPTransport(limits: .patient, group: MultiThreadedEventLoopGroup.singleton))
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await run(stage, transport)) } catch {
            outcome = .failure(error)
        }
        await transport.shutdown()
        await stage.stop()
        try outcome.get()
        return try transport.calls()
    }

    /// What has to be among the calls, so that none is left out of the test without a word.
    private static func methods(_ source: Bitrix24Settings.Source) -> Set<String> {
        let listing: Set<String> = [
            "scope", "profile", "method.get", "calendar.section.get", "calendar.resource.list",
            "sonet_group.get", "booking.v1.resource.list",
        ]
        let events: Set<String> = [
            "calendar.event.get", "calendar.event.getbyid", "calendar.event.add",
            "calendar.event.update", "calendar.event.delete", "im.notify.personal.add",
        ]
        return switch source {
        case .group, .company: listing.union(events)
        case .location: listing.union(events)
        case .booking:
            listing.union([
                "booking.v1.booking.list", "booking.v1.booking.get", "booking.v1.booking.add",
                "booking.v1.booking.update", "booking.v1.booking.delete",
                "booking.v1.resource.get",
            ])
        case .resource: listing.union(["calendar.resource.booking.list"])
        }
    }

    private func run(_ stage: LocalPortalStage, _ transport: RecordingTransport) async throws {
        let settings = Bitrix24Settings(
            webhook: stage.hook, source: stage.source, sourceID: Int64(stage.room),
            timeZone: "Europe/Moscow")
        var world = PortalSession.World.real(transport, .silent)
        world.wall = { .testNow }
        world.clock = QuickClock()
        let session = PortalSession(webhook: try #require(Webhook(stage.hook)), world: world)
        _ = try await Bitrix24Rooms(session: session).list()
        let server = try Bitrix24Server(settings: settings, world: world)
        if stage.source == .resource {
            _ = try await server.read(window: Self.window)
            return
        }
        try await write(stage, server)
    }

    private func write(_ stage: LocalPortalStage, _ server: Bitrix24Server) async throws {
        let later = Span(start: Self.slot.end, length: .seconds(1_800))
        let own = Booking(
            id: BookingID("domovoy-a-1"), title: "Booked at the door", span: later, source: .panel,
            createdAt: .testNow)
        let number = try await plant(stage)
        let theirs = BookingID((stage.source == .booking ? "booking-" : "event-") + "\(number)")
        let days = try await stage.plantDaily(
            "Daily", first: Span(start: later.end, length: .seconds(1_800)), count: 3)
        _ = try await server.read(window: Self.window)
        try await server.write(.create(own))
        try await server.write(
            .changeEnd(own.id, from: later.end, to: later.start + .seconds(600)))
        try await server.write(.mark(theirs, .late))
        try await server.write(
            .changeEnd(theirs, from: Self.slot.end, to: Self.slot.start + .seconds(600)))
        try await server.write(
            .changeEnd(
                days[1], from: later.end + .seconds(86_400 + 1_800),
                to: later.end + .seconds(86_400 + 600)))
        try await server.write(.withdraw(own.id))
        _ = try await server.tell(
            Message(.claimable, to: theirs, span: Self.slot, title: "Бюджет", room: "Аврора"))
    }

    /// A colleague's meeting with guests, reminders, a deal and everything else that an update has to name.
    private func plant(_ stage: LocalPortalStage) async throws -> Int {
        guard stage.source != .booking else { return try await stage.plant("Бюджет", Self.slot) }
        var fields: JSON = [
            "type": "group", "ownerId": .int(stage.room), "name": "Бюджет",
            "from": .string(Zone.moscow.civil(Self.slot.start).text),
            "to": .string(Zone.moscow.civil(Self.slot.end).text),
            "timezone_from": "Europe/Moscow", "timezone_to": "Europe/Moscow",
            "description": "d", "color": "#112233", "importance": "high", "private_event": "N",
            "remind": [["type": "min", "count": 15]], "crm_fields": ["D_7"],
            "is_meeting": "Y", "host": 2, "attendees": [1, 2, 3],
            "meeting": ["notify": true, "reinvite": false],
        ]
        var user = 2
        switch stage.source {
        case .company:
            (fields, user) = (
                fields.with("type", "company_calendar").with("ownerId", 0)
                    .with("section", .int(stage.room)).with("host", 1), 1
            )
        case .location:
            fields = fields.with("type", "user").with("ownerId", 2)
                .with("location", .string("calendar_\(stage.room)"))
        default: break
        }
        return try await stage.running.portal.call("calendar.event.add", fields, as: user).int ?? 0
    }
}
