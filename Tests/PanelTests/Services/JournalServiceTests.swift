import Foundation
import Journal
import PanelWeb
import RoomCore
import Testing
import WebTestKit

@testable import Panel

@Suite(.timeLimit(.minutes(HangGuard.minutes)))
struct JournalServiceTests {
    @Test func journalThatAnotherPanelHasTakenMeanwhileEndsThePanel() async throws {
        let workshop = try Workshop()
        let text = try String(contentsOfFile: workshop.configuration(), encoding: .utf8)
        let path = workshop.file("later/panel.sqlite")
        let file = try workshop.write(
            text.replacingOccurrences(of: workshop.file("panel.sqlite"), with: path),
            to: "panel.yaml")
        let time = ManualTime()
        let panel = try await StagedPanel.start(file, time)
        try FileManager.default.createDirectory(
            atPath: workshop.file("later"), withIntermediateDirectories: true)
        let other = Journal(JournalSettings(path: path))
        _ = try await other.open(at: nil)
        #expect(await panel.failure() is OccupiedError)
        try await other.close(at: nil)
    }

    /// The clock was days ahead when the chain began.
    @Test func logThatIsNotSealedIsAWarning() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration("clock: { trust: always }")
        let journal = Journal(JournalSettings(path: workshop.file("panel.sqlite")))
        let ahead = WallTime(secondsSinceEpoch: 1_900_000_000 + 9 * 86_400)
        _ = try await journal.open(at: ahead)
        await journal.keepRelaxed([
            .edge(SensorEdge(sensor: "pir", isActive: true, at: ahead, health: .ok))
        ])
        try await journal.close(at: ahead)
        let panel = try await StagedPanel.start(file, ManualTime(1_900_000_000))
        await panel.pass(JournalService.flushInterval)
        try await panel.log.line("log is not sealed")
        let health = try await panel.get("/healthz")
        #expect(health.body.contains(#""component":"log""#), "\(health.body)")
        await panel.stop()
    }

    @Test func pressThatCannotBeKeptFlashesAndTheLampComesBack() async throws {
        let workshop = try Workshop()
        let text = try String(contentsOfFile: workshop.configuration(), encoding: .utf8)
        let file = try workshop.write(
            text.replacingOccurrences(of: workshop.path, with: "/nonexistent"), to: "panel.yaml")
        let panel = try await StagedPanel.start(file, ManualTime(1_900_000_000))
        let before = try await panel.now().lamps
        await panel.press()
        let line = try await panel.log.line("outcome=refused")
        #expect(line.contains("refusal=not_stored"))
        await panel.settle()
        #expect(try await panel.now().lamps.booking.pattern == .refused)
        await panel.pass(LampWaveform(.refused).length, step: .milliseconds(250))
        #expect(try await panel.now().lamps == before)
        await panel.stop()
    }
}
