import Foundation
import Journal
import Testing

@testable import Panel

@Suite struct JournalServiceTests {
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
        await panel.pass(.seconds(130))
        #expect(await panel.failure() is OccupiedError)
        try await other.close(at: nil)
    }
}
