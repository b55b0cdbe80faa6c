public import ArgumentParser
import Foundation
import Panel
public import Wording

struct Why: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells which booking ran at a moment, what came of it, and why.",
        discussion: """
            Every verdict with its evidence in words, the presses about the booking, who took its room, what was written \
            to the server, and whether its organiser was told. In Russian or English, by --language or else by LC_ALL, \
            LC_MESSAGES and LANG.
            """)

    @OptionGroup var panel: PanelOptions
    @OptionGroup var clock: ClockOptions

    @Option(help: "When: a time of day such as 10:10, or RFC 3339; now if left out.")
    var at: String?

    @Option(
        help: "The day of --at: today, yesterday, tomorrow or 2026-11-29; today if left out.",
        completion: .list(["today", "yesterday", "tomorrow"]))
    var day: String?

    @Option(help: "What the words are in: en or ru.")
    var language: Language?

    func run() async throws {
        try await telling {
            let environment = ProcessInfo.processInfo.environment
            let tool = WhyTool(
                try panel.client(),
                language: language ?? Language(environment: environment), showsUTC: clock.utc
            ) { StandardError.tell($0) }
            let text = try await panel.asking {
                try await tool.text(at: at, day: day, panel.format)
            }
            try Output.write(text)
        }
    }
}

extension Language: ExpressibleByArgument {}
