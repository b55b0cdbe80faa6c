import ArgumentParser
import Panel

struct FeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed",
        abstract: "Makes, lists and revokes calendar feeds with the bookings of one person.",
        discussion: """
            To be run by root or the daemon's user. The running panel heeds each change at once.
            """,
        subcommands: [Make.self, List.self, Revoke.self])

    struct Options: ParsableArguments {
        @Option(
            help: "The panel's configuration; the list of feeds lies beside its journal.",
            completion: .file(extensions: ["yaml"]))
        var config = "/etc/domovoy/panel.yaml"
    }

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a feed with what one person organises in this room.",
            discussion: """
                Prints the path of the feed, the only time that it is shown: /people/TOKEN.ics. Whoever knows it sees the \
                titles of that person's bookings, whatever show_titles says.
                """)

        @Argument(
            help: """
                Who: the mail address that invitations come from, or on Bitrix24 the number of the user \
                (.../company/personal/user/NUMBER/); the name as the panel shows it, where the server tells no more.
                """)
        var person: String

        @OptionGroup var options: Options

        func run() async throws {
            try await telling {
                let (path, note) = try FeedTool.make(person: person, file: options.config)
                try Output.write(path)
                StandardError.tell(note)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the feeds, without tokens.")

        @OptionGroup var options: Options

        @Option(help: "How to print: table, json or csv.")
        var format: Listings.Format = .table

        func run() async throws {
            try await telling {
                try Output.write(try FeedTool.list(file: options.config, format))
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revokes feeds: whoever has their address gets nothing any more.")

        @Argument(help: "Which: the id that feed list shows; several may be given.")
        var ids: [String]

        @OptionGroup var options: Options

        func run() async throws {
            try await telling {
                try Output.write(try FeedTool.revoke(ids: ids, file: options.config))
            }
        }
    }
}
