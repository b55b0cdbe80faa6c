import ArgumentParser
import Panel

struct LogVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Proves that nothing in the log was altered since it was sealed.",
        discussion: """
            Reads the journal's file, as root or the daemon's user, also while the panel runs. Each day of UTC is sealed \
            once it is over, and each seal holds the one before. Exits with 1 if something was altered, or a day that is \
            over has no seal, and says where. Rows that came late, that are older than the chain or newer than its last \
            seal, and days that the retention has begun to delete are counted apart: nothing can be proven of them. \
            Whoever can write the file could make a new chain: a seal that was noted elsewhere (the panel tells its log \
            each one) shows that.
            """)

    @Option(help: "The journal's file; the one that --config names if left out.")
    var journal: String?

    @Option(help: "The panel's configuration.")
    var config = "/etc/domovoy/panel.yaml"

    @Option(
        help:
            "The shortest journal.retention_days that was in force; that of --config if left out, or 400 with --journal."
    )
    var retentionDays: Int?

    @Option(help: "When the copy was made, if it is one, as 2026-11-30T12:00:00Z; now if left out.")
    var copied: String?

    @Option(
        help:
            "A seal that was noted earlier and has to be in the chain; may be given more than once."
    )
    var seal: [String] = []

    func run() async throws {
        try await telling {
            let progress = ProgressLine()
            let found: (text: String, isWell: Bool)
            do {
                defer { progress.end() }
                found = try LogTool.verify(
                    journal: journal, configuration: config, retentionDays: retentionDays,
                    copied: copied, known: seal
                ) { progress.tell($0) }
            }
            try Output.write(found.text)
            if !found.isWell { throw ExitCode(1) }
        }
    }
}
