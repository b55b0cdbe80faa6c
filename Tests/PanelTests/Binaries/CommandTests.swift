import PanelWeb
import Testing

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
        let file = try workshop.configuration("policy: { late_after: never }\ncolour: red")
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
        let log = try await Command.run("domovoy", ["log", "--format", "json"] + url)
        #expect(log.output.contains("\"booked\""))
        let wrong = try await Command.run("domovoy", ["log", "--from", "yesterday"] + url)
        #expect(wrong.exitCode == 64)
        #expect(wrong.errors.contains("yesterday"))
        let safe = try await Command.run(
            "domovoy", ["status", "--url", "https://\(panel.address)"])
        #expect(safe.exitCode == 69)
        #expect(safe.errors.contains("the server does not speak TLS on this port"))
        #expect(safe.errors.split(separator: "\n").count == 1)
        let health = try await Command.run("domovoy", ["health"] + url)
        #expect(health.exitCode == 0)
    }
}
