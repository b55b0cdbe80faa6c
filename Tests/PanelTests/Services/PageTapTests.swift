import Foundation
import PanelWeb
import RoomCore
import Testing
import WebTestKit

@testable import Panel

/// A tap on the page of a whole panel.
@Suite(.timeLimit(.minutes(HangGuard.minutes)))
struct PageTapTests {
    private func start(_ workshop: Workshop, isBooking: Bool) async throws -> StagedPanel {
        let file = try workshop.configuration("clock: { trust: always }")
        let text = try String(contentsOfFile: file, encoding: .utf8)
            .replacingOccurrences(of: "web: { ", with: "web: { booking: \(isBooking), ")
        return try await StagedPanel.start(
            try workshop.write(text, to: "panel.yaml"), ManualTime(1_900_000_000))
    }

    private func book(_ panel: StagedPanel) async throws -> (status: Int, body: String) {
        let until = Timestamp(panel.time.now().wall + .seconds(1_800))
        return try await panel.post(
            "/api/v1/presses", #"{"id":"one","action":"book","until":"\#(until)"}"#)
    }

    @Test func tapBooksOnceIsKeptAndListed() async throws {
        let workshop = try Workshop()
        let panel = try await start(workshop, isBooking: true)
        let answers = [try await book(panel), try await book(panel)]
        #expect(answers.map(\.status) == [200, 200])
        #expect(answers[0].body == answers[1].body)
        #expect(answers[0].body.contains(#""outcome":"booked""#))
        let tapped = try await panel.log.line("page tapped")
        #expect(tapped.contains("wish=book"))
        #expect(panel.log.all.allSatisfy { !$0.contains("button pressed") })
        let state = try await panel.state { $0.availability == .busy }
        #expect(state.offers?.takeBack?.outcome == .booked)
        let log = try await panel.get("/api/v1/log?kind=press&format=csv").body
        #expect(log.components(separatedBy: ",press,page,book,").count == 2)
        await panel.stop()
    }

    @Test func nothingIsTappedWhereThatIsNotAllowed() async throws {
        let workshop = try Workshop()
        let panel = try await start(workshop, isBooking: false)
        #expect(try await book(panel).status == 404)
        #expect(try await panel.now().offers == nil)
        await panel.stop()
    }
}
