import JSONText
import PortalKit
import RoomCore
import Testing

@testable import Bitrix24

/// The webhook's user is in Moscow and the portal's server in Yekaterinburg: whichever zone the portal reads dates in,
/// every booking is at its time.
struct ServerZoneTests {
    private static let calendars: [Bitrix24Settings.Source] = [.group, .company, .location]
    private static let readings: [PortalSwitches.LocalDates] = [.asWritten, .serverZone]
    private static let window = Span(
        start: .testDay - .seconds(86_400), length: .seconds(15 * 86_400))

    private func span(_ hour: Int, _ minutes: Int) -> Span {
        Span(start: .testNow + .seconds(hour * 3_600), length: .seconds(minutes * 60))
    }

    private var own: Booking {
        Booking(
            id: BookingID("domovoy-aurora-1"), title: "Booked at the door", organiser: "Aurora",
            span: Span(start: .testNow + .seconds(20), length: .seconds(1_800)), source: .panel,
            createdAt: .testNow)
    }

    /// A day with one booking in two hours, and a series in five.
    private func onStage(
        _ source: Bitrix24Settings.Source, _ reading: PortalSwitches.LocalDates,
        _ body: (LocalPortalStage) async throws -> Void
    ) async throws {
        try await LocalPortalStage.start(source, serverZone: "Asia/Yekaterinburg").run { stage in
            try await stage.plant("Theirs", span(2, 60), more: ["description": "Chairs"])
            try await stage.plant("Daily", span(5, 60), daily: 3)
            stage.running.portal.change {
                $0.localDates = reading
                $0.partialUpdate = .clears
            }
            try await body(stage)
        }
    }

    private func bookings(_ stage: LocalPortalStage) async throws -> [Booking] {
        try await stage.adapter.read(window: Self.window).bookings
    }

    private func isLost(_ body: () async throws(ServerFailure) -> Void) async -> Bool {
        do {
            try await body()
            return false
        } catch {
            return error.kind == .unreachable
        }
    }

    @Test(arguments: calendars, readings)
    func aPressIsAtItsTime(
        _ source: Bitrix24Settings.Source, _ reading: PortalSwitches.LocalDates
    ) async throws {
        try await onStage(source, reading) { stage in
            let before = try await bookings(stage)
            #expect(before.count == 4)
            try await stage.adapter.write(.create(own))
            #expect(
                try await bookings(stage).filter { $0.source == .panel }.map(\.span) == [own.span])
            let end = WallTime.testNow + .seconds(2_720)
            try await stage.adapter.write(.changeEnd(own.id, from: own.span.end, to: end))
            let found = try await bookings(stage)
            #expect(found.first { $0.id == own.id }?.span.end == end)
            #expect(found.filter { $0.source == .server } == before)
        }
    }

    @Test(arguments: calendars, readings)
    func aLostAnswerAndARestartLeaveOneBookingAtItsTime(
        _ source: Bitrix24Settings.Source, _ reading: PortalSwitches.LocalDates
    ) async throws {
        try await onStage(source, reading) { stage in
            stage.running.portal.inject(try Fault(.loseAnswer, method: "calendar.event.add"))
            let isLost = await isLost { () throws(ServerFailure) in
                try await stage.adapter.write(.create(own))
            }
            #expect(isLost)
            try await stage.withAnother { try await $0.write(.create(own)) }
            let found = try await bookings(stage)
            #expect(found.count == 5)
            #expect(found.filter { $0.source == .panel }.map(\.span) == [own.span])
        }
    }

    @Test(arguments: calendars, readings)
    func aCutChangesTheEndAlone(
        _ source: Bitrix24Settings.Source, _ reading: PortalSwitches.LocalDates
    ) async throws {
        try await onStage(source, reading) { stage in
            var wanted = try await bookings(stage)
            for index in [0, 2] {
                let end = wanted[index].span.start + .seconds(1_200)
                let write = ServerWrite.changeEnd(
                    wanted[index].id, from: wanted[index].span.end, to: end)
                wanted[index].span.end = end
                try await stage.adapter.write(write)
                #expect(try await bookings(stage) == wanted)
            }
        }
    }

    /// The first answer is lost while the event is somewhere else: the next try brings it back, and cuts it.
    @Test(arguments: calendars, readings)
    func aCutWhoseAnswerWasLostIsPutRight(
        _ source: Bitrix24Settings.Source, _ reading: PortalSwitches.LocalDates
    ) async throws {
        try await onStage(source, reading) { stage in
            var wanted = try await bookings(stage)
            let end = wanted[0].span.start + .seconds(1_200)
            let cut = ServerWrite.changeEnd(wanted[0].id, from: wanted[0].span.end, to: end)
            wanted[0].span.end = end
            stage.running.portal.inject(try Fault(.loseAnswer, method: "calendar.event.update"))
            let isLost = await isLost { () throws(ServerFailure) in
                try await stage.adapter.write(cut)
            }
            #expect(isLost)
            try await stage.adapter.write(cut)
            #expect(try await bookings(stage) == wanted)
        }
    }

    @Test(arguments: calendars, readings)
    func aColourMovesNothing(
        _ source: Bitrix24Settings.Source, _ reading: PortalSwitches.LocalDates
    ) async throws {
        try await onStage(source, reading) { stage in
            let before = try await bookings(stage)
            let number = try #require(Int(before[0].id.text.split(separator: "-")[1]))
            let row = try await stage.event(number)
            try await stage.adapter.write(.mark(before[0].id, .late))
            let after = try await stage.event(number)
            #expect(after["COLOR"] == "#ffa900")
            for name in ["DATE_FROM", "DATE_TO", "TZ_FROM", "DESCRIPTION", "DT_SKIP_TIME"] {
                #expect(after[name] == row[name], "\(name)")
            }
            #expect(try await bookings(stage) == before)
        }
    }
}
