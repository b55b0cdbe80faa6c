import Foundation
import PanelWeb
import Testing
import WebTestKit

@Suite(.timeLimit(.minutes(HangGuard.minutes)))
struct CommandTests {
    @Test(arguments: [
        ("domovoyd", ["--help"], "USAGE: domovoyd"), ("domovoy", ["--help"], "SUBCOMMANDS"),
        ("domovoyd", ["--version"], "0.1.0"), ("domovoy", ["--version"], "0.1.0"),
        ("domovoy", ["gpio", "--help"], "list"), ("domovoy", ["verdicts", "--help"], "--from"),
    ])
    func helpIsPrinted(name: String, arguments: [String], text: String) async throws {
        let result = try await Command.run(name, arguments)
        #expect(result.exitCode == 0)
        #expect(result.output.contains(text))
    }

    @Test(arguments: [["--nonsense"], ["status", "--format", "xml"], ["config", "check"]])
    func wrongUsageExitsWith64(arguments: [String]) async throws {
        #expect(try await Command.run("domovoy", arguments).exitCode == 64)
    }

    @Test func configurationWithFaultsExitsWith78AndPrintsAll() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration("colour: red", policy: "late_after: never")
        for (name, arguments) in [
            ("domovoyd", ["--config", file]), ("domovoy", ["config", "check", file]),
        ] {
            let result = try await Command.run(name, arguments)
            #expect(result.exitCode == 78)
            #expect(result.output.isEmpty)
            #expect(result.errors.split(separator: "\n").count == 2)
            #expect(result.errors.contains("policy.late_after"))
            #expect(result.errors.contains("colour"))
        }
    }

    @Test func goodConfigurationIsOneLine() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        let result = try await Command.run("domovoy", ["config", "check", file])
        #expect(result.exitCode == 0)
        #expect(
            result.output
                == "\(file): ok: room aurora, chip simulated, sensors pir, server none\n")
    }

    @Test func addressThatSteersATerminalIsShownHarmless() async throws {
        for url in ["http://127.0.0.1:9/\u{1B}[2J\u{9B}31m\u{202E}", "\u{1B}]0;owned\u{7}"] {
            let result = try await Command.run("domovoy", ["status", "--url", url])
            #expect(result.exitCode != 0)
            let scalars = result.errors.unicodeScalars
            #expect(scalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" }, "\(result.errors)")
            #expect(scalars.allSatisfy { !["\u{9B}", "\u{202E}", "\u{7}"].contains($0) })
        }
    }

    @Test func panelThatIsNotThereExitsWith69() async throws {
        let result = try await Command.run("domovoy", ["status", "--url", "http://127.0.0.1:9"])
        #expect(result.exitCode == 69)
        #expect(result.errors.contains("http://127.0.0.1:9"))
        #expect(result.errors.split(separator: "\n").count == 1)
    }

    /// A file that holds something else, that is not there, or in its place the address itself.
    @Test func webhookFileWithAFaultIsNamedWithoutTheSecret() async throws {
        let workshop = try Workshop()
        let other = try workshop.write("https://h.bitrix24.ru/rest/topsecret/\n", to: "hook")
        let files = [
            other, workshop.file("none"), "https://h.bitrix24.ru/rest/1/topsecret/",
        ]
        for file in files {
            let result = try await Command.run(
                "domovoy", ["bitrix24", "rooms", "--webhook-file", file])
            #expect(result.exitCode == 77 && result.output.isEmpty)
            #expect(result.errors.split(separator: "\n").count == 1)
            #expect(result.errors.contains("--webhook-file"), "\(result.errors)")
            #expect(file.contains("://") || result.errors.contains(file), "\(result.errors)")
            #expect(!result.errors.contains("topsecret"))
        }
    }

    @Test func runningPanelIsListed() async throws {
        let workshop = try Workshop()
        let panel = try await RunningPanel.start(try workshop.configuration())
        _ = try await panel.state { $0.clock.trusted }
        try await panel.press()
        _ = try await panel.state { $0.current != nil }
        let url = ["--url", "http://\(panel.address)"]
        let status = try await Command.run("domovoy", ["status"] + url)
        #expect(status.output.contains("busy"))
        let sheet = try await Command.run("domovoy", ["status", "--format", "csv"] + url)
        #expect(sheet.output.hasPrefix("what,is\r\n"))
        #expect(sheet.output.contains("\r\navailability,busy\r\n"))
        let findings = try await Command.run("domovoy", ["health", "--format", "csv"] + url)
        #expect(findings.output.hasPrefix("component,severity,message\r\n"))
        let bookings = try await Command.run("domovoy", ["bookings", "--format", "csv"] + url)
        #expect(bookings.output.hasPrefix("id,title,"))
        #expect(bookings.output.contains("domovoy-aurora-"))
        #expect(bookings.output.hasSuffix("\r\n") && !bookings.output.hasSuffix("\r\n\n"))
        let stats = try await Command.run(
            "domovoy", ["stats", "--from", "yesterday", "--format", "csv"] + url)
        #expect(stats.output.hasPrefix("figure,value,unit,of,of_value,definition\r\nbookings,1,"))
        let figures = try await Command.run("domovoy", ["stats", "--from", "yesterday"] + url)
        #expect(figures.output.contains("no-shows"), "\(figures.errors)")
        // It may be a new day by now.
        let log = try await Command.run(
            "domovoy", ["log", "--from", "yesterday", "--format", "json"] + url)
        #expect(log.output.contains("\"booked\""))
        let wrong = try await Command.run("domovoy", ["log", "--from", "someday"] + url)
        #expect(wrong.exitCode == 64)
        #expect(wrong.errors.contains("--from \"someday\": allowed are today, yesterday"))
        let safe = try await Command.run(
            "domovoy", ["status", "--url", "https://\(panel.address)"])
        #expect(safe.exitCode == 69)
        #expect(safe.errors.contains("the server does not speak TLS on this port"))
        #expect(safe.errors.split(separator: "\n").count == 1)
        let health = try await Command.run("domovoy", ["health"] + url)
        #expect(health.exitCode == 0)
    }

    /// Made from the commands; a shell that cannot read them would spoil every prompt.
    @Test(arguments: ["bash", "zsh", "fish"])
    func completionsKnowEveryCommand(shell: String) async throws {
        let script = try await Command.run("domovoy", ["--generate-completion-script", shell])
        #expect(script.exitCode == 0)
        for word in ["why", "status", "watch", "language", "tomorrow"] {
            #expect(script.output.contains(word), "\(word)")
        }
    }

    @Test func watchTellsChangesLineByLineAndThatThePanelIsLost() async throws {
        let workshop = try Workshop()
        let panel = try await RunningPanel.start(try workshop.configuration())
        _ = try await panel.state { $0.clock.trusted }
        let watch = ["status", "--watch", "--url", "http://\(panel.address)"]
        let result = try await Command.run("domovoy", watch, until: "trying again in 2 s") {
            if $0.contains("Aurora: ") { panel.signal(SIGTERM) }
        }
        #expect(result.output.contains("Aurora: free"), "\(result.output)")
        #expect(!result.output.contains("\u{1B}"), "only a terminal is drawn on")
        #expect(result.errors.contains("http://\(panel.address)"), "\(result.errors)")
    }

    @Test func severalPanelsAreOneTable() async throws {
        let workshop = try Workshop()
        let panel = try await RunningPanel.start(try workshop.configuration())
        let (here, away) = ("http://\(panel.address)", "http://127.0.0.1:9")
        let both = ["--url", away, "--url", here]
        let status = try await Command.run("domovoy", ["status", "--format", "csv"] + both)
        #expect(status.exitCode == 0, "\(status.errors)")
        let rows = status.output.split(separator: "\r\n")
        #expect(rows.count == 3 && rows[0].hasPrefix("url,room,name,availability,"))
        #expect(rows[1].hasPrefix("\(away),,") && rows[1].contains("Connection refused"))
        #expect(rows[2].hasPrefix("\(here),aurora,"))
        let health = try await Command.run("domovoy", ["health"] + both)
        #expect(health.exitCode == 69 && health.output.contains("away"))
        let document = try await Command.run("domovoy", ["health", "--format", "json"] + both)
        #expect(document.output.contains("\"health\":null"))
        let none = try await Command.run("domovoy", ["status", "--url", away, "--url", away])
        #expect(none.exitCode == 69)
        #expect(none.output.contains("away"))
        for command in ["log", "why"] {
            let refused = try await Command.run("domovoy", [command] + both)
            #expect(refused.exitCode == 64)
            #expect(refused.errors.contains("--url is given 2 times"), "\(refused.errors)")
        }
    }

    @Test func bookingIsExplainedInTheLanguageThatIsAskedFor() async throws {
        let workshop = try Workshop()
        let panel = try await RunningPanel.start(try workshop.configuration())
        _ = try await panel.state { $0.clock.trusted }
        try await panel.press()
        _ = try await panel.state { $0.current != nil }
        let ask = ["why", "--url", "http://\(panel.address)"]
        let english = try await Command.run("domovoy", ask + ["--language", "en"])
        #expect(english.exitCode == 0, "\(english.errors)")
        #expect(english.output.contains("No verdict was given on it."))
        #expect(english.output.contains("short press: booked"))
        let russian = try await Command.run("domovoy", ask + ["--language", "ru"])
        #expect(russian.output.contains("короткое нажатие: комната забронирована"))
        let long = try await Command.run("domovoy", ask + ["--at", "10:10", "--day", "1999-01-01"])
        #expect(long.exitCode == 0)
        #expect(long.output.contains("10:10"))
        let alone = try await Command.run("domovoy", ask + ["--day", "yesterday"])
        #expect(alone.exitCode == 64)
        #expect(alone.errors.contains("--day goes with --at"))
    }

    @Test func panelThatHasJudgedNothingIsNotTuned() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        let panel = try await RunningPanel.start(file)
        _ = try await panel.state { $0.clock.trusted }
        let ask = ["tune", "--config", file, "--url", "http://\(panel.address)"]
        let table = try await Command.run("domovoy", ask + ["--from", "yesterday"])
        #expect(table.exitCode == 0, "\(table.errors)")
        #expect(table.output.contains("Nothing is recommended: the record has 0 judged bookings"))
        #expect(table.output.contains("(now)"))
        #expect(table.errors.isEmpty, "progress is for terminals: \(table.errors)")
        let sheet = try await Command.run("domovoy", ask + ["--format", "csv"])
        #expect(sheet.output.hasPrefix("setting,seconds,configured,recommended,bookings,days,"))
        #expect(sheet.output.contains("\r\nhold,600,true,false,0,0,0,0,0,0,0\r\n"))
        let document = try await Command.run("domovoy", ask + ["--format", "json"])
        #expect(document.output.contains("\"refusal\":\"the record has 0 judged bookings"))
    }

    @Test(arguments: [
        (["--from", "tomorrow"], "--from"), (["--from", "2020-01-01"], "allowed: 400 days"),
        (["--from", "someday"], "--from \"someday\": allowed are today, yesterday"),
    ])
    func tuneNamesAWrongWindow(arguments: [String], text: String) async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        let panel = try await RunningPanel.start(file)
        let result = try await Command.run(
            "domovoy",
            ["tune", "--config", file, "--url", "http://\(panel.address)"] + arguments)
        #expect(result.exitCode == 64 && result.output.isEmpty)
        #expect(result.errors.contains(text), "\(result.errors)")
    }

    @Test func tuneRefusesTheConfigurationOfAnotherRoom() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        let panel = try await RunningPanel.start(file)
        let text = try String(contentsOfFile: file, encoding: .utf8)
            .replacingOccurrences(of: "id: aurora", with: "id: borealis")
        let other = try workshop.write(text, to: "other.yaml")
        let result = try await Command.run(
            "domovoy", ["tune", "--config", other, "--url", "http://\(panel.address)"])
        #expect(result.exitCode == 64 && result.output.isEmpty)
        #expect(result.errors.contains("of the room \"borealis\""), "\(result.errors)")
        #expect(result.errors.contains("of \"aurora\""), "\(result.errors)")
    }

    // MARK: Times

    /// A panel whose room lies where no clock shows the same as that of UTC, and booked since 18 March 2030, 09:00 UTC.
    ///
    /// The tool goes by the panel's clock, which stands still.
    private func panelInKathmandu(_ workshop: Workshop) async throws -> StagedPanel {
        let text = try String(contentsOfFile: workshop.configuration(), encoding: .utf8)
            .replacingOccurrences(of: "time_zone: UTC", with: "time_zone: Asia/Kathmandu")
        let panel = try await StagedPanel.start(
            try workshop.write(text, to: "panel.yaml"), ManualTime(1_900_054_800))
        await panel.press()
        try await panel.log.line("outcome=booked")
        await panel.settle()
        return panel
    }

    @Test func timesAreThoseOfTheRoomUnlessUTCIsAskedFor() async throws {
        let workshop = try Workshop()
        let panel = try await panelInKathmandu(workshop)
        let start = try #require(try await panel.now().current).startsAt.description
            .dropFirst(11).prefix(5)
        let url = ["--url", "http://\(panel.address)"]
        for command in ["status", "bookings", "log", "verdicts"] {
            let here = try await Command.run("domovoy", [command] + url)
            #expect(here.output.contains("(Asia/Kathmandu)"), "\(here)")
            let there = try await Command.run("domovoy", [command, "--utc"] + url)
            #expect(there.output.contains("(UTC)"), "\(there)")
            #expect(here.output.split(separator: "\n").allSatisfy { $0.count <= 60 }, "\(here)")
            guard command != "verdicts" else { continue }
            #expect(there.output.contains(start) && !here.output.contains(start), "\(there)")
        }
        for format in ["json", "csv"] {
            let stable = try await Command.run("domovoy", ["bookings", "--format", format] + url)
            #expect(stable.output.contains("T\(start):"))
        }
        await panel.stop()
    }

    @Test func windowMayBeWrittenAsPeopleDo() async throws {
        let workshop = try Workshop()
        let panel = try await panelInKathmandu(workshop)
        let url = ["--url", "http://\(panel.address)"]
        let both = try await Command.run(
            "domovoy", ["bookings", "--from", "yesterday", "--to", "tomorrow"] + url)
        #expect(both.output.contains("confirmed"), "\(both)")
        #expect(both.output.contains(" to "))
        let past = try await Command.run(
            "domovoy", ["bookings", "--from", "yesterday", "--to", "yesterday"] + url)
        #expect(past.exitCode == 0 && !past.output.contains("confirmed"), "\(past)")
        let turned = try await Command.run(
            "domovoy", ["bookings", "--from", "10:10", "--to", "10:00"] + url)
        #expect(turned.exitCode == 64)
        #expect(turned.errors.contains("10:10) must lie before --to"), "\(turned)")
        let presses = try await Command.run("domovoy", ["log", "--kind", "press"] + url)
        #expect(presses.output.contains(" booked"), "\(presses)")
        let edges = try await Command.run(
            "domovoy", ["log", "--kind", "edge", "--kind", "presence"] + url)
        #expect(edges.exitCode == 0 && !edges.output.contains(" booked"), "\(edges)")
        await panel.stop()
    }

    // MARK: Exit codes

    @Test(arguments: [["help", "nosuch"], ["help", "gpio", "nosuch"], ["nosuch"]])
    func commandThatIsNotThereExitsWith64(arguments: [String]) async throws {
        let result = try await Command.run("domovoy", arguments)
        #expect(result.exitCode == 64 && result.output.isEmpty)
        #expect(result.errors.contains("nosuch"))
    }

    @Test(arguments: [["help"], ["help", "gpio"], ["help", "gpio", "watch"], ["help", "config"]])
    func helpOfACommandIsPrinted(arguments: [String]) async throws {
        let result = try await Command.run("domovoy", arguments)
        #expect(result.exitCode == 0)
        #expect(result.output.contains("USAGE: domovoy"))
    }

    @Test(arguments: [
        ["--help"], ["--version"], ["config", "check"], ["gpio", "list", "--config"],
    ])
    func outputThatCannotBeWrittenExitsWith74(arguments: [String]) async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        let arguments = arguments.count > 1 ? arguments + [file] : arguments
        let result = try await Command.run("domovoy", arguments, output: "/dev/full")
        #expect(result.exitCode == 74)
        #expect(result.errors == "standard output cannot be written: No space left on device\n")
    }

    @Test func readerThatHasGoneExitsWith74WithoutAWord() async throws {
        let result = try await Command.run("domovoy", ["--help"], output: nil)
        #expect(result.exitCode == 74)
        #expect(result.errors.isEmpty)
    }

    // MARK: Lines

    /// The machine of the test has no chip of this name, and perhaps none at all.
    @Test(arguments: [["gpio", "watch"], ["gpio", "list"], ["gpio", "lamps", "off"]])
    func chipThatIsNotThereExitsWith69(arguments: [String]) async throws {
        let workshop = try Workshop()
        let text = try String(contentsOfFile: workshop.configuration(), encoding: .utf8)
            .replacingOccurrences(of: "chip: simulated", with: "chip: no-such-chip")
        let file = try workshop.write(text, to: "panel.yaml")
        let result = try await Command.run("domovoy", arguments + ["--config", file])
        #expect(result.exitCode == 69)
        #expect(result.errors.contains("no-such-chip"), "\(result)")
    }

    @Test(.enabled(if: noChips, "this machine has a GPIO chip"))
    func machineWithoutAChipExitsWith69() async throws {
        let result = try await Command.run("domovoy", ["gpio", "list"])
        #expect(result.exitCode == 69 && result.output.isEmpty)
        #expect(result.errors.contains("this machine has none"))
    }

    private static var noChips: Bool {
        let devices = (try? FileManager.default.contentsOfDirectory(atPath: "/dev")) ?? []
        return !devices.contains { $0.hasPrefix("gpiochip") }
    }

    @Test func simulatedChipIsListedWithItsUses() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        let result = try await Command.run("domovoy", ["gpio", "list", "--config", file])
        #expect(result.exitCode == 0)
        #expect(result.output.hasPrefix("gpiochip0 (domovoy-sim), 32 lines\n"))
        let lines = result.output.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("17 ") && $0.hasSuffix("button") }, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("5 ") && $0.hasSuffix("availability.red") })
        let lamps = try await Command.run("domovoy", ["gpio", "lamps", "--config", file])
        #expect(lamps.exitCode == 0 && lamps.output.contains("(line 16) is lit"))
    }

    @Test func simulatedLinesAreWatchedThroughTheirPanel() async throws {
        let workshop = try Workshop()
        let file = try workshop.configuration()
        let panel = try await RunningPanel.start(file)
        let arguments = ["gpio", "watch", "--config", file, "--url", "http://\(panel.address)"]
        let watch = try await Command.run("domovoy", arguments) { seen in
            if seen.contains("pir: became active") {
                panel.signal(SIGKILL)
            } else if seen.contains("pir: is inactive") {
                Task { try await panel.set("pir", 1) }
            }
        }
        #expect(watch.output.contains("button: is inactive\n"))
        #expect(watch.output.contains("pir: became active\n"))
        #expect(watch.exitCode == 69, "\(watch)")
    }
}
