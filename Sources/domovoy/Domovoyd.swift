public import ArgumentParser
import Foundation
public import Logging
import Panel

/// The daemon at the door.
struct Domovoyd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domovoyd",
        abstract: "Runs a meeting-room door panel.",
        discussion: """
            Exits with 78 if the configuration has faults, or the page's certificate cannot be used; all of them are \
            printed. Exits with 75 if another panel has the journal or the page's address.
            """,
        version: Version.text)

    @Option(help: "The panel's configuration.", completion: .file(extensions: ["yaml"]))
    var config = "/etc/domovoy/panel.yaml"

    @Option(help: "Least level to log: trace, debug, info, notice, warning, error or critical.")
    var logLevel: Logger.Level = .info

    static func main() async {
        Signals.ignoreUntilTrapped()
        await main(nil)
    }

    func run() async throws {
        let level = logLevel
        let isJournald = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] != nil
        LoggingSystem.bootstrap { label in
            var handler = JournaldLogHandler(label: label, isJournald: isJournald)
            handler.logLevel = level
            return handler
        }
        do {
            let daemon = try Daemon(file: config, logger: Logger(label: "domovoyd"))
            try await daemon.run()
        } catch let error as ConfigurationError {
            StandardError.tell(error)
            throw ExitCode(Daemon.configurationExitCode)
        } catch is OccupiedError {
            throw ExitCode(Daemon.occupiedExitCode)
        }
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
