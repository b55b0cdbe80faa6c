import ArgumentParser
import Panel

struct Config: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Works with configuration files.", subcommands: [Check.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks a configuration and prints everything that is wrong with it.",
            discussion: """
                Exits with 78 if the file has faults. Warnings, of what may have been forgotten, change no exit code. \
                With --here it exits with 69 if something at this place is wrong.
                """)

        @Argument(help: "The file.", completion: .file(extensions: ["yaml"]))
        var file: String

        @Flag(
            help: """
                Also try files, journal folder, chip, lines and server, a line each. Nothing is changed, and no line \
                is driven.
                """)
        var here = false

        func run() async throws {
            try await telling {
                let (text, doubts) = try ConfigurationCheck.run(file: file)
                try Output.write(text)
                for doubt in doubts { StandardError.tell(doubt) }
                guard here else { return }
                let place = try await ConfigurationCheck.here(file: file)
                try Output.write(place.text)
                if !place.isWell { throw ExitCode(69) }
            }
        }
    }
}

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows how the room stands, or several rooms.",
        discussion: """
            With several panels a row each; one that is away is a row that says so, and the exit code is 69 only if all \
            are. With --watch the table is drawn anew after each change; where the output is no terminal, each change is \
            a line. A panel that is lost is tried again. Ctrl-C ends it.
            """)

    @OptionGroup var panels: PanelsOptions
    @OptionGroup var clock: ClockOptions

    @Flag(help: "Go on, and show every change as it happens.")
    var watch = false

    func run() async throws {
        try await telling {
            if watch {
                let watch = try StatusWatch(
                    urls: panels.url, panels.format, caFile: panels.trust.caFile,
                    showsUTC: clock.utc,
                    note: { StandardError.tell($0) }, print: { try Output.write($0) })
                return try await watch.run()
            }
            if let listings = try panels.listings(utc: clock.utc) {
                return try Output.write(
                    try await panels.asking { try await listings.status(panels.format) })
            }
            let fleet = try panels.fleet(utc: clock.utc)
            let (text, code) = try await panels.asking { try await fleet.status(panels.format) }
            try Output.write(text)
            if code != 0 { throw ExitCode(code) }
        }
    }
}

struct Health: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Shows what is wrong with the panel; exits with 1 if a part of its work is not done.",
        discussion: """
            With several panels their findings in one table; one that is away is a row that says so, and the exit code \
            is 69 if one is and none exits with 1.
            """)

    @OptionGroup var panels: PanelsOptions

    func run() async throws {
        try await telling {
            if let listings = try panels.listings() {
                let (text, isWorking) = try await panels.asking {
                    try await listings.health(panels.format)
                }
                try Output.write(text)
                if !isWorking { throw ExitCode(1) }
                return
            }
            let fleet = try panels.fleet()
            let (text, code) = try await panels.asking { try await fleet.health(panels.format) }
            try Output.write(text)
            if code != 0 { throw ExitCode(code) }
        }
    }
}

struct Log: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: """
            Lists sensor edges, presence, presses, writes to the server, messages and notes.
            """,
        subcommands: [LogVerify.self])

    @OptionGroup var panel: PanelOptions
    @OptionGroup var window: WindowOptions
    @OptionGroup var clock: ClockOptions

    @Option(
        help: """
            Only rows of this kind: edge, presence, press, write, message or note; may be given more than once.
            """)
    var kind: [Listings.LogKind] = []

    func run() async throws { try await show(.log, panel, window, clock, kind) }
}

struct Bookings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the bookings.")

    @OptionGroup var panel: PanelOptions
    @OptionGroup var window: WindowOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws { try await show(.bookings, panel, window, clock) }
}

struct Verdicts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the verdicts with their evidence.")

    @OptionGroup var panel: PanelOptions
    @OptionGroup var window: WindowOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws { try await show(.verdicts, panel, window, clock) }
}

struct Stats: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Counts what became of the bookings: no-shows, late, unverifiable, unused time.",
        discussion: """
            Each figure stands beside what it is a part of, with its definition below. Counted are bookings that begin \
            in the window, by the verdicts that stand: a no-show that was corrected is none.
            """)

    @OptionGroup var panel: PanelOptions
    @OptionGroup var window: WindowOptions
    @OptionGroup var clock: ClockOptions

    func run() async throws { try await show(.stats, panel, window, clock) }
}

struct Tune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tries other holding times on what the panel has recorded.",
        discussion: """
            Replays edges and presses against the bookings, once for each setting, and tells how many bookings would \
            have been called no-shows or given away early, and which of those calls the record disproves: people who \
            came later, people who were missed. Recommends nothing with fewer than 20 judged bookings or 5 days.
            """)

    @OptionGroup var panel: PanelOptions
    @OptionGroup var clock: ClockOptions

    @Option(help: "The panel's configuration.", completion: .file(extensions: ["yaml"]))
    var config = "/etc/domovoy/panel.yaml"

    @Option(help: "From when on, as with log; 28 days before today if left out.")
    var from: String?

    @Option(help: "Up to when, as with log; now if left out. At most 400 days.")
    var to: String?

    func run() async throws {
        try await telling {
            let tool = TuneTool(
                try panel.client(), file: config, showsUTC: clock.utc
            ) { StandardError.tell($0) }
            let progress = ProgressLine()
            let text: String
            do {
                defer { progress.end() }
                text = try await tool.text(from: from, to: to, panel.format) { progress.tell($0) }
            }
            try Output.write(text)
        }
    }
}

private func show(
    _ subject: Listings.Subject, _ panel: PanelOptions, _ window: WindowOptions,
    _ clock: ClockOptions, _ kinds: [Listings.LogKind] = []
) async throws {
    try await telling {
        let listings = try panel.listings(utc: clock.utc)
        let text = try await panel.asking {
            try await listings.text(
                subject, from: window.from, to: window.to, kinds: kinds, panel.format)
        }
        try Output.write(text)
    }
}
