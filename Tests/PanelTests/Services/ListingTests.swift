import Foundation
import PanelWeb
import RoomCore
import Testing
import WebTestKit

@testable import Panel

/// What the listings show of the room's memory and of the journal's.
@Suite(.timeLimit(.minutes(HangGuard.minutes)))
struct ListingTests {
    @Test func edgeIsListedAtOnceAndOnceOnly() async throws {
        let workshop = try Workshop()
        let time = ManualTime(1_900_000_000)
        let panel = try await StagedPanel.start(try workshop.configuration(), time)
        await panel.motion()
        // A press is told when the journal has it, and so all that it was given before.
        await panel.press()
        try await panel.log.line("outcome=booked")
        let atOnce = try await edges(panel, time)
        #expect(atOnce.map(\.value) == ["active", "inactive"])
        #expect(atOnce.map(\.name) == ["pir", "pir"])
        await panel.pass(.seconds(120))
        #expect(try await edges(panel, time) == atOnce)
        await panel.stop()
    }

    @Test func oldBookingsKeepArrivalAndLeaving() async throws {
        let workshop = try Workshop()
        let time = ManualTime(1_900_000_000)
        let start = time.now().wall
        let panel = try await StagedPanel.start(try workshop.configuration(), time)
        await panel.pass(.seconds(10))
        await panel.press()
        try await panel.log.line("outcome=booked")
        await panel.pass(.seconds(1_900), step: .seconds(30))
        let today = try await bookings(panel, from: start, to: start + .seconds(7_200))
        #expect(today.first?.leaving != nil)
        #expect(today.map(\.checkIn) == [.adHoc])
        await panel.pass(.seconds(3 * 86_400), step: .seconds(1_800))
        let later = try await bookings(panel, from: start, to: start + .seconds(7_200))
        #expect(later == today)
        // Another booking moves the window that the room itself remembers.
        let before = panel.log.count
        await panel.press()
        try await panel.log.line("outcome=booked", from: before)
        await panel.settle()
        let fromJournal = try await bookings(panel, from: start, to: start + .seconds(7_200))
        #expect(fromJournal == today)
        let report: [ReportRow] = try await rows(
            panel, "report", from: start, to: start + .seconds(7_200))
        let minutes = Dictionary(
            report.filter { $0.table == .total }.map { ($0.figure, $0.value) }
        ) { $1 }
        #expect(minutes["bookable_minutes"] == 120)
        #expect((29...31).contains(minutes["booked_minutes"] ?? 0))
        await panel.stop()
    }

    private func edges(_ panel: StagedPanel, _ time: ManualTime) async throws -> [LogRow] {
        let now = time.now().wall
        let rows: [LogRow] = try await rows(
            panel, "log", from: now - .seconds(3_600), to: now + .seconds(3_600))
        return rows.filter { $0.kind == .edge }
    }

    private func bookings(
        _ panel: StagedPanel, from start: WallTime, to end: WallTime
    ) async throws -> [BookingRow] {
        try await rows(panel, "bookings", from: start, to: end)
    }

    private func rows<Row: Decodable>(
        _ panel: StagedPanel, _ name: String, from start: WallTime, to end: WallTime
    ) async throws -> [Row] {
        let answer = try await panel.get(
            "/api/v1/\(name)?from=\(Timestamp(start))&to=\(Timestamp(end))")
        #expect(answer.status == 200, "\(answer.body)")
        return try JSONDecoder().decode(Answer<Row>.self, from: Data(answer.body.utf8)).rows
    }
}

private struct Answer<Row: Decodable>: Decodable {
    var rows: [Row]
}
