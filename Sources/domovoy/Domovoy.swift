public import ArgumentParser
import Foundation
public import Panel
import RoomCore

/// The tool for people.
struct Domovoy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domovoy",
        abstract: "Looks at a meeting-room door panel, and helps to set it up.",
        discussion: """
            Exit codes follow sysexits.h: 64 wrong usage, 69 no panel, portal or GPIO there, 74 the output, the journal or the \
            list of feeds cannot be written, 76 a strange answer, 77 a secret that cannot be read or is refused, 78 a configuration with \
            faults. Results go to standard output, messages to standard error. Tables are as wide as the terminal, \
            or as COLUMNS says, or 60 columns; words are tinted on a terminal only, and not with NO_COLOR.
            """,
        version: Version.text,
        subcommands: [
            Config.self, Status.self, Health.self, Log.self, Bookings.self, Verdicts.self, Why.self,
            Stats.self, Tune.self, FeedCommand.self, DeskCommand.self, GPIOCommand.self,
            Commission.self,
            PortalCommand.self,
        ])

    /// Runs the command that the arguments name, and ends with its exit code.
    static func main() async {
        // A closed pipe is an error of the write, like a full disk.
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            try HelpRequest.check(arguments, of: Domovoy.self)
            var command = try parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            end(error)
        }
    }

    /// Prints what an error has to say and ends; help and the version are such errors, too.
    private static func end(_ error: any Error) -> Never {
        let (code, text) = (exitCode(for: error), fullMessage(for: error))
        guard code == .success else { exit(withError: error) }
        do throws(Output.Failure) {
            if !text.isEmpty { try Output.write(text) }
        } catch {
            exit(withError: refusal(error))
        }
        exit()
    }
}

/// Whom https is believed.
struct TrustOptions: ParsableArguments {
    @Option(
        help: "For https: a PEM file with the authorities to trust in place of the system's.",
        completion: .file())
    var caFile: String?
}

/// Options of everything that asks a running panel, and one only.
struct PanelOptions: ParsableArguments {
    @Option(name: .customLong("url"), help: "Where the panel serves its page.")
    var urls = ["http://127.0.0.1:8080"]

    @OptionGroup var trust: TrustOptions

    @Option(help: "How to print: table, json or csv.")
    var format: Listings.Format = .table

    var url: String { urls.last ?? "" }

    /// A second address must not be passed over: who gives two wants to hear of both.
    func validate() throws {
        guard urls.count > 1 else { return }
        throw ValidationError(
            "--url is given \(urls.count) times: allowed is once; status and health ask several")
    }

    func listings(utc: Bool = false) throws -> Listings {
        Listings(try client(), showsUTC: utc) { StandardError.tell($0) }
    }

    func client() throws -> PanelClient { try PanelClient(url: url, caFile: trust.caFile) }

    /// Asks the panel, and says so on a terminal if that takes longer than a second.
    func asking<Answer>(_ question: () async throws -> Answer) async throws -> Answer {
        try await ProgressLine.during({ [url] in "asking \(url.prefix(64))" }, question)
    }
}

/// Options of what one panel or several are asked for.
struct PanelsOptions: ParsableArguments {
    @Option(
        help: "Where the panel serves its page; may be given more than once, for a table of all.")
    var url = ["http://127.0.0.1:8080"]

    @OptionGroup var trust: TrustOptions

    @Option(help: "How to print: table, json or csv.")
    var format: Listings.Format = .table

    /// The panel, if it is one.
    func listings(utc: Bool = false) throws -> Listings? {
        guard url.count == 1, let url = url.first else { return nil }
        let client = try PanelClient(url: url, caFile: trust.caFile)
        return Listings(client, showsUTC: utc) { StandardError.tell($0) }
    }

    func fleet(utc: Bool = false) throws -> PanelFleet {
        try PanelFleet(urls: url, caFile: trust.caFile, showsUTC: utc) { StandardError.tell($0) }
    }

    /// Asks the panels, and says so on a terminal if that takes longer than a second.
    func asking<Answer>(_ question: () async throws -> Answer) async throws -> Answer {
        let words = url.count == 1 ? "asking \(url[0].prefix(64))" : "asking \(url.count) panels"
        return try await ProgressLine.during({ words }, question)
    }
}

/// By which clock times are shown and read.
struct ClockOptions: ParsableArguments {
    @Flag(
        help:
            "Show and read times in UTC; otherwise in the room's zone. JSON and CSV are always in UTC."
    )
    var utc = false
}

/// The window of a listing.
struct WindowOptions: ParsableArguments {
    @Option(
        help: """
            From when on: today, yesterday, tomorrow, 2026-11-29, 10:10, "yesterday 10:10", or RFC 3339; the start \
            of today if left out.
            """)
    var from: String?

    @Option(
        help: "Up to when, in the same ways; a day counts to its end. The end of today if left out."
    )
    var to: String?
}

extension Listings.Format: ExpressibleByArgument {}
extension Listings.LogKind: ExpressibleByArgument {}

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
    } catch let error as FeedError {
        try fail(error.description, error.exitCode)
    } catch let error as LogTool.Failure {
        try fail(error.description, error.exitCode)
    } catch let error as CommissionTool.Failure {
        try fail(error.description, error.exitCode)
    } catch let error as DeskTool.Refusal {
        try fail(error.description, error.exitCode)
    } catch let error as Output.Failure {
        throw refusal(error)
    } catch let error as ExitCode {
        throw error
    } catch {
        try fail("\(error)", 69)
    }
}

/// What the program ends with when its output cannot be written.
private func refusal(_ error: Output.Failure) -> ExitCode {
    if !error.isClosedPipe { StandardError.tell(error) }
    return ExitCode(Output.Failure.exitCode)
}

private func fail(_ message: String, _ code: Int32) throws {
    StandardError.tell(message)
    throw ExitCode(code)
}
