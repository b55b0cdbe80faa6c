import ArgumentParser
import Panel

struct PortalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bitrix24", abstract: "Looks at a Bitrix24 portal.", subcommands: [Rooms.self])

    struct Rooms: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the rooms that a webhook can see, with the YAML to paste for each.")

        @Option(
            help: "The file that holds the incoming webhook's address.", completion: .file())
        var webhookFile: String

        @Flag(help: "Allow http without TLS beyond the loopback.")
        var allowPlainHTTP = false

        func run() async throws {
            try await telling {
                let (text, findings) = try await PortalRooms.list(
                    webhookFile: webhookFile, allowsPlainHTTP: allowPlainHTTP)
                try Output.write(text)
                for finding in findings { StandardError.tell(finding) }
            }
        }
    }
}
