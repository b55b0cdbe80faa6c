import ArgumentParser
import Foundation
import Panel

struct GPIOCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gpio", abstract: "Looks at lines and tries the lamps, for commissioning.",
        subcommands: [List.self, Watch.self, Lamps.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the GPIO chips and their lines, with who holds them.")

        func run() async throws {
            try await telling {
                let (text, problems) = try LineTool.list()
                print(text)
                for problem in problems { StandardError.tell(problem) }
            }
        }
    }

    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints every change of the configured inputs until interrupted.",
            discussion: "Stop domovoyd first: a line has one holder at a time.")

        @Option(help: "The panel's configuration.")
        var config = "/etc/domovoy/panel.yaml"

        func run() async throws {
            try await telling {
                try await LineTool.watch(file: config) { line in
                    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
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

        @Option(help: "The panel's configuration.")
        var config = "/etc/domovoy/panel.yaml"

        func run() async throws {
            try await telling {
                try await LineTool.lamps(file: config, isOff: action == .off) { print($0) }
            }
        }
    }
}
