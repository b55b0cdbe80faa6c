public import ArgumentParser
import Foundation
public import Panel
import Wording

struct Commission: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Leads an installer through all tests of a panel, and keeps the certificate.",
        discussion: """
            Stop domovoyd first, and run it as the panel's user: runuser -u domovoy -- domovoy commission. It lights each \
            lamp line, listens to the button, and watches the sensors while somebody walks about and sits still. A step \
            can be repeated or skipped; a skip stands in the certificate. Ctrl-C leaves the lamps dark and writes nothing \
            (exit code 130). The certificate goes into the journal; the page shows it at /commission.
            """)

    @Option(help: "The panel's configuration.", completion: .file(extensions: ["yaml"]))
    var config = "/etc/domovoy/panel.yaml"

    @Option(help: "Who commissions the panel, up to 100 characters; asked for if left out.")
    var by: String?

    @Option(help: "How many minutes somebody sits still, 1-30.")
    var minutes = CommissionTool.usualMinutes

    @Option(
        help: """
            A file that the certificate goes to as well: text, or by the end of its name .html or .json.
            """, completion: .file())
    var output: String?

    @Flag(help: "Print the newest certificate, and test nothing; the panel may run.")
    var show = false

    @Option(help: "With --show, how to print: text, html or json.")
    var format: CommissionTool.Format = .text

    @Option(help: "What the words are in: en or ru; by LC_ALL, LC_MESSAGES and LANG if left out.")
    var language: Language?

    func validate() throws {
        let allowed = CommissionTool.allowedMinutes
        guard allowed.contains(minutes) else {
            throw ValidationError(
                "--minutes \(minutes): allowed are \(allowed.lowerBound)-\(allowed.upperBound)")
        }
    }

    func run() async throws {
        try await telling {
            let language =
                language ?? Language(environment: ProcessInfo.processInfo.environment)
            if show {
                return try Output.write(
                    try CommissionTool.newest(file: config, format, language))
            }
            let order = CommissionTool.Order(
                file: config, signedBy: by, minutes: minutes, output: output,
                language: language)
            try await CommissionTool.run(order) { try Output.write($0) }
        }
    }
}

extension CommissionTool.Format: ExpressibleByArgument {}
