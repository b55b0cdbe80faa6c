import ArgumentParser
import Panel

struct Config: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Works with configuration files.", subcommands: [Check.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks a configuration and prints everything that is wrong with it.")

        @Argument(help: "The file.")
        var file: String

        func run() async throws {
            try await telling { print(try ConfigurationCheck.run(file: file)) }
        }
    }
}

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Shows how the room stands.")

    @OptionGroup var panel: PanelOptions

    func run() async throws {
        try await telling { show(try await panel.listings().status(panel.format)) }
    }
}

struct Health: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Shows what is wrong with the panel; exits with 1 if a part of its work is not done.")

    @OptionGroup var panel: PanelOptions

    func run() async throws {
        try await telling {
            let (text, isWorking) = try await panel.listings().health(panel.format)
            show(text)
            if !isWorking { throw ExitCode(1) }
        }
    }
}

struct Log: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists sensor edges, presence and presses.")

    @OptionGroup var panel: PanelOptions
    @OptionGroup var window: WindowOptions

    func run() async throws { try await show(.log, panel, window) }
}

struct Bookings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the bookings.")

    @OptionGroup var panel: PanelOptions
    @OptionGroup var window: WindowOptions

    func run() async throws { try await show(.bookings, panel, window) }
}

struct Verdicts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the verdicts with their evidence.")

    @OptionGroup var panel: PanelOptions
    @OptionGroup var window: WindowOptions

    func run() async throws { try await show(.verdicts, panel, window) }
}

/// Prints a text with one end of its last line; that of CSV has it.
private func show(_ text: String) {
    print(text, terminator: text.utf8.last == UInt8(ascii: "\n") ? "" : "\n")
}

private func show(
    _ subject: Listings.Subject, _ panel: PanelOptions, _ window: WindowOptions
) async throws {
    try await telling {
        let listings = try panel.listings()
        show(try await listings.text(subject, from: window.from, to: window.to, panel.format))
    }
}
