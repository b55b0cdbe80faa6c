import ArgumentParser
import Panel

struct GPIOCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gpio", abstract: "Looks at lines and tries the lamps, for commissioning.",
        subcommands: [List.self, Watch.self, Lamps.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the GPIO chips and their lines, with who holds them.")

        @Option(
            help: "Lists only the chip of this configuration, with what hangs on its lines.",
            completion: .file(extensions: ["yaml"]))
        var config: String?

        func run() async throws {
            try await telling {
                let (text, problems) = try LineTool.list(file: config)
                try Output.write(text)
                for problem in problems { StandardError.tell(problem) }
            }
        }
    }

    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints every change of the configured inputs until interrupted.",
            discussion: """
                Stop domovoyd first: a line has one holder at a time. Simulated lines are those of a running panel. \
                Ends with 69 when there is no line left to watch.
                """)

        @Option(help: "The panel's configuration.", completion: .file(extensions: ["yaml"]))
        var config = "/etc/domovoy/panel.yaml"

        @Option(
            help: "With simulated lines: where the panel serves its page; web.listen if left out.")
        var url: String?

        @OptionGroup var trust: TrustOptions

        func run() async throws {
            try await telling {
                try await LineTool.watch(file: config, url: url, caFile: trust.caFile) {
                    try Output.write($0)
                }
            }
        }
    }

    struct Lamps: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lights each lamp line for a second, or makes all of them dark.")

        enum Action: String, ExpressibleByArgument, CaseIterable {
            case test, off
        }

        @Argument(help: "test lights one after the other; off makes all of them dark.")
        var action = Action.test

        @Option(help: "The panel's configuration.", completion: .file(extensions: ["yaml"]))
        var config = "/etc/domovoy/panel.yaml"

        func run() async throws {
            try await telling {
                try await LineTool.lamps(file: config, isOff: action == .off) {
                    try Output.write($0)
                }
            }
        }
    }
}
