import Foundation
import Journal
import RoomCore
import Testing

@testable import Panel

/// `domovoy log verify`.
struct LogToolTests {
    private func verify(
        _ journal: String?, _ file: String = "", copied: String? = nil
    ) throws -> (String, Bool) {
        let found = try LogTool.verify(
            journal: journal, configuration: file, copied: copied, known: []
        ) { _ in }
        return (found.text, found.isWell)
    }

    @Test func theJournalOfAConfigurationIsChecked() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        let journal = Journal(JournalSettings(path: workshop.file("panel.sqlite")))
        let noon = WallTime(secondsSinceEpoch: 1_795_262_400)
        _ = try await journal.open(at: noon)
        let (early, isWell) = try verify(nil, file, copied: "2026-11-21T12:00:00Z")
        #expect(isWell)
        #expect(early.hasSuffix("no day is sealed yet: a day is sealed once it is over"))
        await journal.keepRelaxed([
            .edge(SensorEdge(sensor: "pir", isActive: true, at: noon, health: .ok))
        ])
        try await journal.flush(at: noon)
        try await journal.flush(at: noon + .seconds(86_400))
        try await journal.close(at: noon + .seconds(86_400))
        let (text, isStillWell) = try verify(nil, file, copied: "2026-11-22T12:00:00Z")
        #expect(isStillWell)
        #expect(
            text.contains(
                "1 days (UTC) with a seal, 2026-11-21 to 2026-11-21; 1 rows: nothing was altered"))
        let (old, _) = try verify(nil, file, copied: "2026-11-25T00:00:00Z")
        let age = ", of 2026-11-21, 4 days ago; 0 rows came since, which no seal binds yet"
        #expect(old.hasSuffix(age))
    }

    @Test func aTimeThatIsNoneIsAMistakeOfUse() throws {
        let failure = #expect(throws: LogTool.Failure.self) {
            try verify("x.sqlite", copied: "yesterday")
        }
        #expect(failure?.exitCode == 64)
        #expect(failure?.description.contains("--copied yesterday") == true)
    }

    @Test func aFileThatIsNotThereIsNamed() throws {
        let workshop = try Workshop()
        let path = workshop.file("none.sqlite")
        do {
            _ = try verify(path)
            Issue.record("it was verified")
        } catch let failure as LogTool.Failure {
            #expect(failure.exitCode == 74)
            #expect(failure.description.contains(path))
            #expect(failure.description.contains("there is no such file"))
        }
    }
}
