import Foundation
import GPIO
import Journal
import RoomCore
import Testing
import WebTestKit
import Wording

@testable import Panel

/// Whole sessions of an installer, on the simulated chip and without real waits.
@Suite(.timeLimit(.minutes(HangGuard.minutes)))
struct CommissionTests {
    typealias Answer = InstallerBench.Answer

    private func configuration(_ workshop: Workshop) throws -> (PanelConfiguration, String) {
        let file = try workshop.configuration()
        return (try ConfigurationReader.read(file: file, builtAt: BuildDate.instant), file)
    }

    private func session(
        _ configuration: PanelConfiguration, _ bench: InstallerBench
    ) -> CommissioningSession {
        CommissioningSession(
            configuration, minutes: 5, book: Phrasebook(.en), console: bench, lines: bench,
            time: bench)
    }

    private func pulses(_ seconds: [Double]) -> [InstallerBench.Deed] {
        seconds.flatMap { [.init($0, "pir", true), .init($0 + 1, "pir", false)] }
    }

    /// Lamps with a slip, a repeat and a skip; both presses; a walk with a skip and a blind corner; one chair.
    private var answers: [Answer] {
        let lamps: [Answer] = ["y", "да", "maybe", "y", "n", "r", "y", "s"]
        let presses: [Answer] = [
            Answer("", [.init(0.5, "button", true), .init(0.7, "button", false)]), "",
            Answer("", [.init(0.5, "button", true), .init(6, "button", false)]), "",
        ]
        let walks: [Answer] = [Answer("", pulses([3, 12])), "", "s", "", ""]
        return lamps + presses + walks + [Answer("", pulses([30, 120, 250])), "", "n"]
    }

    @Test func aWholeSessionFindsWhatTheInstallerDid() async throws {
        let workshop = try Workshop()
        let (configuration, _) = try configuration(workshop)
        let bench = try InstallerBench(configuration.gpio, answers)
        let results = try await bench.run(session(configuration, bench))
        #expect(
            results.map(\.outcome) == [
                .passed, .passed, .passed, .passed, .skipped, .passed, .passed, .passed,
                .skipped, .failed, .passed,
            ])
        #expect(results.map(\.tries) == [1, 1, 1, 2, 0, 1, 1, 1, 0, 1, 1])
        let lit = bench.questions.prefix(9).map(\.lit)
        let lines = [
            LampLine(.availability, .red), LampLine(.availability, .green),
            LampLine(.booking, .green), LampLine(.booking, .blue), LampLine(.booking, .orange),
        ]
        #expect(
            lit == [
                [lines[0]], [lines[1]], [lines[2]], [lines[2]], [lines[3]], [], [lines[3]],
                [lines[4]], [],
            ])
        #expect(try bench.lit().isEmpty)
        guard case .walk(let sights) = results[7].finding,
            case .seated(let seated) = results[10].finding
        else {
            Issue.record("\(results)")
            return
        }
        #expect(sights.map(\.edges) == [2], "what happens on the way counts for nothing")
        #expect(seated.together?.longestGapSeconds == 129)
        #expect(seated.together?.recommendedHoldSeconds == 420)
        #expect(bench.told.contains("That is none of the answers."))
        #expect(bench.told.contains("2 min left"))
    }

    @Test func theCertificateIsKeptAndShownInEveryFormat() async throws {
        let workshop = try Workshop()
        let (configuration, file) = try configuration(workshop)
        let bench = try InstallerBench(configuration.gpio, answers)
        let results = try await bench.run(session(configuration, bench))
        let panel = CommissionedPanel(
            configuration: configuration, chip: "gpiochip0", board: "board <1>")
        let certificate = panel.certificate(
            results, signedBy: "Ада", at: bench.now().wall, isClockSynchronised: true)
        let output = workshop.file("certificate.html")
        let order = CommissionTool.Order(
            file: file, signedBy: nil, minutes: 5, output: output, language: .en)
        var printed = ""
        try await CommissionTool.deliver(
            certificate, to: Journal(configuration.journal), order
        ) { printed += $0 }
        #expect(printed.hasPrefix("Commissioning of Aurora\nfailed\n"))
        #expect(printed.contains("by: Ада\n"))
        #expect(printed.contains("- booking lamp, blue; result: passed; tries: 2\n"))
        #expect(printed.contains("button, long press"))
        #expect(printed.contains("pir.hold"))
        let page = try String(contentsOfFile: output, encoding: .utf8)
        #expect(page.contains("board &lt;1&gt;") && page.contains("<style>"))
        #expect(!page.contains("href=") && !page.contains("board <1>"))
        let json = try CommissionTool.newest(file: file, .json, .ru)
        #expect(json.contains(#""signed_by":"Ада""#) && json.contains(#""number":1"#))
        #expect(json.contains(#""recommended_hold_seconds":420"#))
        #expect(
            try CommissionTool.newest(file: file, .text, .ru).hasPrefix("Ввод в работу: Aurora"))
    }

    @Test func aSessionThatNobodyEndsLeavesLampsDarkAndWritesNothing() async throws {
        let workshop = try Workshop()
        let (configuration, _) = try configuration(workshop)
        let bench = try InstallerBench(configuration.gpio, ["y"])
        await #expect(throws: CommissionTool.Failure.ended) {
            try await bench.run(session(configuration, bench))
        }
        #expect(bench.questions.last?.lit == [LampLine(.availability, .green)])
        #expect(try bench.lit().isEmpty)
        #expect(!FileManager.default.fileExists(atPath: configuration.journal.path))
    }

    @Test func linesOfARunningPanelAreOneClearError() throws {
        let workshop = try Workshop()
        let (configuration, file) = try configuration(workshop)
        let chip = SimulatedChip(for: configuration.gpio)
        let panel = GPIOLamps(chip, lines: configuration.gpio.lamps)
        try panel.light([])
        let error = #expect(throws: CommissionTool.Failure.self) {
            try CommissionTool.freeChip(
                configuration.gpio, chip, file: file, allowsSimulated: true)
        }
        #expect(error?.description.contains("systemctl stop domovoyd") == true)
        panel.close()
        let name = try CommissionTool.freeChip(
            configuration.gpio, chip, file: file, allowsSimulated: true)
        #expect(name == "gpiochip0 (domovoy-sim)")
    }

    /// Whoever runs the tests may have a terminal; then it is the simulated chip that is refused.
    @Test func withoutATerminalOrAChipThereIsOneLine() async throws {
        let workshop = try Workshop()
        let (_, file) = try configuration(workshop)
        let result = try await Command.run("domovoy", ["commission", "--config", file])
        #expect([64, 69].contains(result.exitCode) && result.output.isEmpty)
        #expect(result.errors.split(separator: "\n").count == 1)
    }
}
