import JSONText
import PortalKit
import RoomCore
import RoomTestKit
import Testing

@testable import Bitrix24

/// What a lost answer, a restart and a list without descriptions leave of a booking: one, and known as the panel's.
struct RestartTests {
    private static let writable: [Bitrix24Settings.Source] = [
        .group, .company, .location, .booking,
    ]
    private static let window = Span(
        start: .testDay - .seconds(86_400), length: .seconds(15 * 86_400))
    private static let slot = Span(start: .testNow + .seconds(20), length: .seconds(1_800))

    private var own: Booking {
        Booking(
            id: BookingID("domovoy-aurora-1"), title: "Booked at the door", organiser: "Aurora",
            span: Self.slot, source: .panel, createdAt: .testNow)
    }

    private func failure(
        _ body: () async throws(ServerFailure) -> Void
    ) async -> ServerFailure? {
        do {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: writable, [PortalSwitches.ListedDescriptions.shown, .hidden])
    func threeRestartsLeaveOneRow(
        _ source: Bitrix24Settings.Source, _ listed: PortalSwitches.ListedDescriptions
    ) async throws {
        let stage = try await LocalPortalStage.start(source) { $0.listedDescriptions = listed }
        try await stage.run { _ in
            let method = source == .booking ? "booking.v1.booking.add" : "calendar.event.add"
            stage.running.portal.inject(try Fault(.loseAnswer, method: method))
            for run in 0..<4 {
                let told = try await stage.withAnother { server in
                    await failure { () throws(ServerFailure) in
                        try await server.write(.create(own))
                    }
                }
                #expect((told == nil) == (run > 0), "\(String(describing: told))")
                let found = try await stage.withAnother {
                    try await $0.read(window: Self.window).bookings
                }
                #expect(found.map(\.id) == [own.id] && found.map(\.source) == [.panel])
                #expect(found.map(\.span) == [own.span])
            }
            try await stage.withAnother { try await $0.write(.withdraw(own.id)) }
            #expect(try await stage.server.read(window: Self.window).bookings.isEmpty)
        }
    }

    @Test(
        arguments: BookingServerContract.allCases, [Bitrix24Settings.Source.group, .location])
    func theContractHoldsWhereListsHideDescriptions(
        _ claim: BookingServerContract, _ source: Bitrix24Settings.Source
    ) async throws {
        let stage = try await LocalPortalStage.start(source) {
            $0.listedDescriptions = .hidden
            $0.partialUpdate = .clears
        }
        try await stage.run { _ in try await claim.check(on: stage) }
    }

    /// What a list does not show, an update would clear: a colleague's description outlives a cut and a colour.
    @Test(arguments: [Bitrix24Settings.Source.group, .company, .location])
    func aColleaguesDescriptionStays(_ source: Bitrix24Settings.Source) async throws {
        let stage = try await LocalPortalStage.start(source) {
            $0.listedDescriptions = .hidden
            $0.partialUpdate = .clears
        }
        try await stage.run { _ in
            let number = try await stage.plant("Theirs", Self.slot, more: ["description": "Chairs"])
            let id = BookingID("event-\(number)")
            try await stage.adapter.write(.mark(id, .late))
            try await stage.adapter.write(
                .changeEnd(id, from: Self.slot.end, to: Self.slot.start + .seconds(700)))
            let row = try await stage.event(number)
            #expect(row["DESCRIPTION"] == "Chairs" && row["COLOR"] == "#ffa900")
        }
    }

    /// Descriptions that a list hides are asked for once, and again only when the event has changed.
    @Test func hiddenDescriptionsCostOneRequest() async throws {
        let stage = try await LocalPortalStage.start(.group) { $0.listedDescriptions = .hidden }
        try await stage.run { _ in
            try await stage.adapter.write(.create(own))
            _ = try await stage.adapter.read(window: Self.window)
            let before = try #require(stage.adapter.rate).requests
            for _ in 1...5 { _ = try await stage.adapter.read(window: Self.window) }
            #expect(stage.adapter.rate?.requests == before + 5)
        }
    }

    /// A list that comes from an older copy does not show it; its number does.
    @Test func whatTheListDoesNotShowIsFoundByItsNumber() async throws {
        let portal = try await InProcessPortal()
        let server = try portal.server()
        portal.answer("calendar.event.get", with: [])
        try await server.write(.create(own))
        #expect(portal.calls().filter { $0 == "calendar.event.add" }.count == 1)
        portal.change { $0.answers = [:] }
        let found = try await server.read(window: Self.window).bookings
        #expect(found.map(\.id) == [own.id])
    }

    /// What people moved before the panel heard that it was made is theirs, and not made a second time.
    @Test func whatPeopleMovedMeanwhileIsNotMadeAgain() async throws {
        let portal = try await InProcessPortal { $0.partialUpdate = .keeps }
        portal.change { $0.losesWrites = 1 }
        let server = try portal.server()
        _ = await failure { () throws(ServerFailure) in try await server.write(.create(own)) }
        let number = try #require(try await portal.events().first?.id)
        portal.clock.advance(by: .seconds(600))
        try await portal.portal.call(
            "calendar.event.update",
            [
                "id": .integer(number), "type": "group", "ownerId": .int(SamplePortal.group),
                "from": "2026-11-23T15:00:00", "to": "2026-11-23T15:30:00",
            ], as: 1)
        let told = await failure { () throws(ServerFailure) in
            try await server.write(.create(own))
        }
        #expect(told?.kind == .refused && told?.message.contains("moved") == true)
        #expect(try await portal.events().count == 1)
    }
}
