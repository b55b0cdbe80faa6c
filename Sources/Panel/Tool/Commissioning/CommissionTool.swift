import GPIO
import HTTPExchange
import Journal
import RoomCore
import UnixSignals
public import Wording

/// `domovoy commission`: an installer tries all parts of a panel, and the panel keeps what was found.
public enum CommissionTool {
    /// How a certificate is shown.
    public enum Format: String, Hashable, Sendable, CaseIterable {
        /// For a terminal.
        case text
        /// A page that needs nothing else.
        case html
        /// For programs.
        case json

        /// The format of a file, by the end of its name; ``text`` for any but `.html`, `.htm` and `.json`.
        init(file: String) {
            switch file.split(separator: ".").last?.lowercased() {
            case "html", "htm": self = .html
            case "json": self = .json
            default: self = .text
            }
        }
    }

    /// Why there is no certificate.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// One line.
        public let description: String
        /// The exit code of the tool, by sysexits.h; 130 if somebody has ended it.
        public let exitCode: Int32

        /// Nobody answers any more.
        static let ended = Failure(
            description: "nobody answers any more: the lamps are dark, and nothing was written",
            exitCode: 130)
        /// Somebody has ended it.
        static let interrupted = Failure(
            description: "interrupted: the lamps are dark, and nothing was written",
            exitCode: 130)
    }

    /// What is wanted of a session.
    public struct Order: Hashable, Sendable {
        /// The panel's configuration.
        public var file: String
        /// Who commissions it; nil to be asked for.
        public var signedBy: String?
        /// How long somebody sits still, in minutes; ``allowedMinutes``.
        public var minutes: Int
        /// The file that the certificate goes to as well, by the end of its name as HTML or JSON; nil for none.
        public var output: String?
        /// What the words are in.
        public var language: Language

        /// Makes an order.
        public init(
            file: String, signedBy: String?, minutes: Int, output: String?, language: Language
        ) {
            self.file = file
            self.signedBy = signedBy
            self.minutes = minutes
            self.output = output
            self.language = language
        }
    }

    /// How long somebody may be asked to sit still, in minutes.
    public static let allowedMinutes = SeatedTest.allowedMinutes
    /// How long somebody sits still unless asked otherwise, in minutes.
    public static let usualMinutes = SeatedTest.usualMinutes

    // MARK: A session

    /// Leads an installer at the terminal through all steps, and keeps the certificate.
    ///
    /// - Parameter print: called with each line of text, from any thread.
    /// - Throws: ``ConfigurationError``, ``GPIO/GPIOError``, ``Failure``, and what `print` throws.
    public static func run(
        _ order: Order, print: @escaping @Sendable (String) throws -> Void
    ) async throws {
        guard Terminal.hasInput else {
            throw Failure(
                description: "standard input is no terminal: there has to be somebody who answers",
                exitCode: 64)
        }
        let configuration = try ConfigurationReader.read(
            file: order.file, builtAt: BuildDate.instant)
        try checkUser(of: configuration.journal)
        let source = LineTool.source(configuration.gpio)
        let chip = try freeChip(configuration.gpio, source, file: order.file)
        let journal = Journal(configuration.journal)
        try await reserve(journal)
        let panel = CommissionedPanel(
            configuration: configuration, chip: chip, board: CommissionedPanel.board())
        let lines = try ReaderLines(source, configuration.gpio)
        defer { lines.close() }
        let console = TerminalConsole(print: print)
        let book = Phrasebook(order.language)
        let done = try await interruptibly(lines) {
            let name = try await signer(order.signedBy, console, book)
            var session = CommissioningSession(
                configuration, minutes: order.minutes, book: book, console: console,
                lines: lines, time: SystemTime())
            return Done(signedBy: name, results: try await session.run())
        }
        let certificate = panel.certificate(
            done.results, signedBy: done.signedBy, at: SystemTime().now().wall,
            isClockSynchronised: KernelClock.isSynchronised())
        try await deliver(certificate, to: journal, order, print: print)
    }

    /// What a session came to.
    private struct Done: Sendable {
        var signedBy: String
        var results: [CommissioningResult]
    }

    /// Does something with the lines until it is done, or a signal asks for the end.
    private static func interruptibly(
        _ lines: ReaderLines, _ work: @escaping @Sendable () async throws -> Done
    ) async throws -> Done {
        let signals = await Signals.trap()
        return try await withThrowingTaskGroup(of: Done?.self) { group in
            group.addTask {
                try await lines.run()
                return nil
            }
            group.addTask {
                for await _ in signals { break }
                return nil
            }
            group.addTask { try await work() }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let done = first else {
                throw Failure.interrupted
            }
            return done
        }
    }

    /// The installer's name.
    static func signer(
        _ name: String?, _ console: any InstallerConsole, _ book: Phrasebook
    ) async throws -> String {
        if let name { return try checked(name.trimmed) }
        guard let line = try await console.ask(book.whoCommissions) else { throw Failure.ended }
        return try checked(line.trimmed)
    }

    private static func checked(_ name: String) throws(Failure) -> String {
        if let fault = Certificate.fault(ofName: name) {
            throw Failure(
                description: "the name \(fault): it says who commissions the panel",
                exitCode: 64)
        }
        return name
    }
}
