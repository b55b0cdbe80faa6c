public import ArgumentParser
import Foundation
public import Panel
import RoomCore

/// The tool for people.
@main
struct Domovoy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domovoy",
        abstract: "Looks at a meeting-room door panel, and helps to set it up.",
        discussion: """
            Exit codes follow sysexits.h: 64 wrong usage, 69 no panel, portal or GPIO there, 76 a strange answer, 77 a \
            secret that cannot be read or is refused, 78 a configuration with faults. Results go to standard output, \
            messages to standard error.
            """,
        version: Version.text,
        subcommands: [
            Config.self, Status.self, Health.self, Log.self, Bookings.self, Verdicts.self,
            GPIOCommand.self, PortalCommand.self,
        ])
}

/// Options of everything that asks a running panel.
struct PanelOptions: ParsableArguments {
    @Option(help: "Where the panel serves its page.")
    var url = "http://127.0.0.1:8080"

    @Option(help: "How to print: table, json or csv.")
    var format: Listings.Format = .table

    func listings() throws -> Listings {
        Listings(try PanelClient(url: url))
    }
}

/// The window of a listing.
struct WindowOptions: ParsableArguments {
    @Option(help: "From when on, RFC 3339; the start of today if left out.")
    var from: String?

    @Option(help: "Up to when, RFC 3339; the end of today if left out.")
    var to: String?
}

extension Listings.Format: ExpressibleByArgument {}

/// Runs something and turns its error into one line and an exit code.
func telling(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let error as PanelClient.Failure {
        try fail(error.description, error.exitCode)
    } catch let error as ConfigurationError {
        try fail(error.description, Daemon.configurationExitCode)
    } catch let error as ServerFailure {
        try fail(error.description, error.exitCode)
    } catch let error as ExitCode {
        throw error
    } catch {
        try fail("\(error)", 69)
    }
}

private func fail(_ message: String, _ code: Int32) throws {
    StandardError.tell(message)
    throw ExitCode(code)
}
