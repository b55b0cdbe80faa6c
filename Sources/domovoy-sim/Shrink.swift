import ArgumentParser
import RoomSimulation

/// Makes a failing world small.
struct Shrink: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take people, faults and days out of a world as long as it still fails.")

    @OptionGroup var source: WorldSource

    @Option(help: "Where the small world is written.")
    var output: String

    @Option(help: "Worlds tried at most; 1 to 1000000.")
    var tries: Int = 4_000

    func validate() throws {
        guard (1...1_000_000).contains(tries) else {
            throw ValidationError("--tries \(tries): allowed is 1 to 1000000")
        }
    }

    func run() throws {
        let world = try source.world()
        guard let violation = Simulation(world).run().violation else {
            Report.error("all held in this world; there is nothing to shrink")
            throw ExitCode(65)
        }
        var shrinker = Shrinker(world, invariant: violation.invariant, tries: tries)
        let small = shrinker.shrink()
        try Report.write(WorldFile(small, invariant: violation.invariant).encoded(), to: output)
        Report.line(
            "\(violation.invariant): \(world.acts.count) acts and \(world.misfortunes.count) "
                + "misfortunes became \(small.acts.count) and \(small.misfortunes.count) "
                + "in \(shrinker.tries) tries")
    }
}
