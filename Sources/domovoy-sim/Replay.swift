import ArgumentParser
import Foundation
import RoomSimulation

/// Tells one world as a story.
struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run one world and tell what happened, line by line.")

    @OptionGroup var source: WorldSource

    @Option(help: "Write the story as one page of HTML to this file, instead of line by line.")
    var html: String?

    @Option(
        help: "Cut the power of the first panel after so many effects, as `sweep` does; from 1.")
    var cutAfterEffect: Int?

    @Option(help: "Lose the call to the server of this number, as `sweep` does; from 1.")
    var loseCall: Int?

    @Option(help: "Lose only the answer of the call of this number; from 1.")
    var loseAnswer: Int?

    func validate() throws {
        let given = [cutAfterEffect, loseCall, loseAnswer].compactMap(\.self)
        guard given.count < 2 else {
            throw ValidationError("give one of --cut-after-effect, --lose-call and --lose-answer")
        }
        guard given.allSatisfy({ $0 >= 1 }) else {
            throw ValidationError(
                "--cut-after-effect, --lose-call and --lose-answer count from 1: \(given[0])")
        }
    }

    func run() throws {
        let world = try source.world()
        var ordeal = Ordeal()
        ordeal.cutAfterEffect = cutAfterEffect
        ordeal.losesCall = loseCall ?? loseAnswer
        ordeal.losesAnswerOnly = loseAnswer != nil
        let simulation = Simulation(world, ordeal: ordeal, story: true)
        let outcome = simulation.run()
        if let html {
            let page = simulation.storyPage(outcome, title: source.title)
            try Report.write(Data(page.utf8), to: html)
        } else {
            Report.line(simulation.storyText())
        }
        Report.line(Report.summary(outcome))
        if outcome.violation != nil { throw ExitCode(1) }
        if ordeal == Ordeal(), let difference = source.named?.difference(outcome) {
            Report.line("scenario: \(difference)")
            throw ExitCode(1)
        }
    }
}

/// Which world is meant.
struct WorldSource: ParsableArguments {
    @Option(help: "The seed of the world.")
    var seed: UInt64?

    @Option(help: "The name of a scenario; see `sweep --list`.")
    var scenario: String?

    @Option(name: .customLong("world"), help: "A file with a world, as `shrink` writes it.")
    var file: String?

    func validate() throws {
        let given = [seed != nil, scenario != nil, file != nil].filter(\.self).count
        guard given == 1 else {
            throw ValidationError("give one of --seed, --scenario and --world")
        }
        if let scenario, named == nil {
            throw ValidationError("--scenario \(scenario): there is none of this name")
        }
    }

    /// The scenario that is meant; nil if another world is.
    var named: Scenario? { scenario.flatMap(Scenario.named) }

    /// What it is called on a page.
    var title: String {
        if let seed { return "Seed \(seed)" }
        return scenario ?? file ?? ""
    }

    func world() throws -> World {
        if let seed { return World.made(from: seed) }
        if let named { return named.world }
        guard let path = file else {
            throw ValidationError("give one of --seed, --scenario and --world")
        }
        let result = Result { () throws(WorldFile.Fault) in try WorldFile.read(path) }
        switch result {
        case .success(let file): return file.world
        case .failure(let fault):
            Report.error(fault.description)
            throw ExitCode(fault.isMissing ? 66 : 65)
        }
    }
}
