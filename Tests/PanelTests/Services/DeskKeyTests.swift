import Desk
import Foundation
import PanelWeb
import Testing

@testable import Panel

/// The file of the desk's password.
struct DeskKeyTests {
    @Test func aNewLineCountsAtOnce() throws {
        let workshop = try Workshop()
        let first = try DeskTool.line("correct horse battery", "correct horse battery")
        let file = try workshop.write(first + "\n", to: "desk")
        let key = DeskKey(file)
        #expect(try key.hash().line == first)
        #expect(key.findings.isEmpty)
        let second = try DeskTool.line("another password", "another password")
        try FileManager.default.removeItem(atPath: file)
        #expect(key.findings.map(\.component) == ["desk"])
        #expect(throws: (any Error).self) { try key.hash() }
        _ = try workshop.write(second, to: "desk")
        #expect(try key.hash().matches("another password"))
        #expect(key.findings.isEmpty)
    }

    @Test func aPasswordInPlaceOfItsHashIsNotShown() throws {
        let workshop = try Workshop()
        let file = try workshop.write("correct horse battery\n", to: "desk")
        let finding = try #require(DeskKey(file).findings.first)
        #expect(finding.severity == .warning)
        #expect(
            finding.message
                == "desk.password_file \(file) holds no line of `domovoy desk password`")
    }

    @Test(
        arguments: [
            (nil, nil, "there is less"), ("correct horse battery", nil, "there is less"),
            ("correct horse battery", "correct horse batterz", "not the same"),
            ("short", "short", "has 5 bytes; allowed are 10-128"),
        ] as [(String?, String?, String)])
    func whatIsNoPasswordGetsNoLine(first: String?, second: String?, reason: String) {
        do {
            _ = try DeskTool.line(first, second)
            Issue.record("a line was made")
        } catch {
            #expect(error.description.contains(reason))
            #expect(error.exitCode == 64)
        }
    }
}
