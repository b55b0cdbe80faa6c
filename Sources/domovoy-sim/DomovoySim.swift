import ArgumentParser

/// The simulated world, at the command line.
@main
struct DomovoySim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domovoy-sim",
        abstract: "Puts the rules of a room through more bad days than any door panel has seen.",
        discussion: """
            Everything that happens in a world follows from its seed. Exit codes: 0 if all held, 1 if \
            something did not, 64 for a wrong command line, 65 for a broken world file, 66 for a \
            missing one, 73 for a file and 74 for a standard output that cannot be written, 130 \
            for a hunt that was interrupted.
            """,
        subcommands: [Replay.self, HuntCommand.self, SweepCommand.self, Shrink.self],
        defaultSubcommand: Replay.self)
}
