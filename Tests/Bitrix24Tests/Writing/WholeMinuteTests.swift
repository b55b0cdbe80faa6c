import PortalKit
import RoomCore
import Testing

@testable import Bitrix24

/// Presses have seconds, and a portal's calendar has whole minutes: the panel knows its own again all the same.
struct WholeMinuteTests {
    private static let calendars: [Bitrix24Settings.Source] = [.group, .company, .location]
    private static let window = Span(
        start: .testDay - .seconds(86_400), length: .seconds(15 * 86_400))

    private func at(_ minute: Int, _ second: Int = 0) -> WallTime {
        .testNow + .seconds(minute * 60 + second)
    }

    private func own(_ number: Int, _ start: WallTime, _ end: WallTime) -> Booking {
        Booking(
            id: BookingID("domovoy-aurora-\(number)"), title: "Booked at the door",
            organiser: "Aurora", span: Span(start: start, end: end), source: .panel,
            createdAt: start)
    }

    private func bookings(_ server: Bitrix24Server) async throws -> [Booking] {
        try await server.read(window: Self.window).bookings
    }

    /// Reads the day with a server that knows nothing, as after a restart.
    private func afterRestart(_ stage: LocalPortalStage) async throws -> [Booking] {
        try await stage.withAnother { try await bookings($0) }
    }

    @Test(arguments: calendars, [PortalSwitches.EventSeconds.rounded, .kept])
    func aPressIsWrittenInWholeMinutesAndReadToTheSecond(
        _ source: Bitrix24Settings.Source, _ seconds: PortalSwitches.EventSeconds
    ) async throws {
        let stage = try await LocalPortalStage.start(source) { $0.eventSeconds = seconds }
        try await stage.run { _ in
            let booking = own(1, at(7, 20), at(37, 20))
            try await stage.adapter.write(.create(booking))
            #expect(try await stage.listedTimes() == ["12:07:00-12:38:00"])
            for found in [try await bookings(stage.adapter), try await afterRestart(stage)] {
                #expect(found.map(\.id) == [booking.id] && found.map(\.source) == [.panel])
                #expect(found.map(\.span) == [booking.span])
            }
        }
    }

    /// Longer, shorter, and ended in the minute in which it began.
    @Test(arguments: calendars)
    func theEndOfAnOwnBookingIsKnownToTheSecond(_ source: Bitrix24Settings.Source) async throws {
        try await LocalPortalStage.start(source).run { stage in
            let booking = own(1, at(7, 20), at(37, 20))
            try await stage.adapter.write(.create(booking))
            var before = booking.span.end
            for (end, listed) in [
                (at(52, 20), "12:07:00-12:53:00"), (at(20, 40), "12:07:00-12:20:00"),
                (at(20, 10), "12:07:00-12:20:00"), (at(7, 50), "12:07:00-12:08:00"),
            ] {
                let write = ServerWrite.changeEnd(booking.id, from: before, to: end)
                for _ in 1...2 { try await stage.adapter.write(write) }
                before = end
                #expect(try await stage.listedTimes() == [listed])
                let wanted = [Span(start: booking.span.start, end: end)]
                #expect(try await bookings(stage.adapter).map(\.span) == wanted)
                #expect(try await afterRestart(stage).map(\.span) == wanted)
            }
            try await stage.adapter.write(.withdraw(booking.id))
            #expect(try await bookings(stage.adapter).isEmpty)
        }
    }

    /// The portal may show the minute before or after it; what a restart reads is never later than what was asked.
    @Test(arguments: [Bitrix24Settings.Source.group, .company, .location, .booking])
    func aCutWithSecondsIsDone(_ source: Bitrix24Settings.Source) async throws {
        try await LocalPortalStage.start(source).run { stage in
            try await stage.plant("Theirs", Span(start: at(0), end: at(60)))
            let id = try #require(try await bookings(stage.adapter).first?.id)
            let cut = at(7, 40)
            for _ in 1...2 {
                try await stage.adapter.write(.changeEnd(id, from: at(60), to: cut))
            }
            #expect(try await bookings(stage.adapter).map(\.span.end) == [cut])
            let later = try await afterRestart(stage).map(\.span.end)
            #expect(later.allSatisfy { $0 <= cut && $0 > at(6, 59) } && later.count == 1)
            // It gets its time again.
            try await stage.adapter.write(.changeEnd(id, from: cut, to: at(60)))
            #expect(try await bookings(stage.adapter).map(\.span.end) == [at(60)])
        }
    }

    /// A claim, on a portal that refuses whatever shares a minute with something else.
    @Test(arguments: calendars)
    func aClaimReachesIntoNobodysTime(_ source: Bitrix24Settings.Source) async throws {
        let stage = try await LocalPortalStage.start(source) {
            $0.calendarOverlap = .refuses
            $0.busyRoom = .refuses
        }
        try await stage.run { _ in
            try await stage.plant("Theirs", Span(start: at(0), end: at(30)))
            try await stage.plant("Next", Span(start: at(30), end: at(60)))
            let id = try #require(try await bookings(stage.adapter).first?.id)
            try await stage.adapter.write(.changeEnd(id, from: at(30), to: at(7, 40)))
            try await stage.adapter.write(.create(own(1, at(7, 40), at(29, 30))))
            try await stage.adapter.write(
                .changeEnd(BookingID("domovoy-aurora-1"), from: at(29, 30), to: at(30)))
            #expect(
                try await stage.listedTimes() == [
                    "12:00:00-12:07:00", "12:07:00-12:30:00", "12:30:00-13:00:00",
                ])
        }
    }

    @Test func twoPressesInOneMinuteBothFit() async throws {
        let stage = try await LocalPortalStage.start(.group) { $0.calendarOverlap = .refuses }
        try await stage.run { _ in
            let first = own(1, at(7, 5), at(37, 5))
            try await stage.adapter.write(.create(first))
            try await stage.adapter.write(.changeEnd(first.id, from: first.span.end, to: at(7, 50)))
            let second = own(2, at(7, 55), at(37, 55))
            try await stage.adapter.write(.create(second))
            #expect(
                try await stage.listedTimes()
                    == ["12:07:00-12:08:00", "12:08:00-12:38:00"])
            let wanted = [Span(start: at(7, 5), end: at(7, 50)), second.span]
            #expect(try await bookings(stage.adapter).map(\.span) == wanted)
            #expect(try await afterRestart(stage).map(\.span) == wanted)
        }
    }

    /// The whole core at a door: pressed, made longer, ended, pressed again; nothing stays owed and nothing is refused.
    @Test(arguments: calendars)
    func aDoorIsThroughWithItsPresses(_ source: Bitrix24Settings.Source) async throws {
        try await LocalPortalStage.start(source).run { stage in
            var door = Fighter("aurora", stage.adapter, at: at(7, 20))
            await door.fight {}
            #expect(door.hasTheRoom && !door.wasRefused && door.owed == 0)
            await door.wait(.seconds(400))
            await door.end()
            #expect(!door.hasTheRoom && !door.wasRefused && door.owed == 0)
            await door.wait(.seconds(30))
            await door.fight {}
            #expect(door.hasTheRoom && !door.wasRefused && door.owed == 0)
            await door.poll()
            #expect(door.hasTheRoom && !door.wasRefused)
            let rows = try await stage.listedTimes()
            #expect(rows.count == 2)
        }
    }
}
