import RoomCore

/// One world, run from its first moment to its last in one plain loop over virtual time.
///
/// Nothing here reads a clock, a random source or the order of a hash table: the same ``World`` always goes the same way.
public final class Simulation {
    /// The world.
    public let world: World
    let dice: Dice
    let origin: WallTime
    var now: Moment = 0
    var queue = HappeningQueue()
    var server = SimulatedServer()
    var people = Occupancy()
    let panels: [SimulatedPanel]
    var hash = TraceHash()
    var tally = Tally()
    var story: Story?
    /// Whether a story is written at all; asked at every step.
    let isTold: Bool
    var ledger = PressLedger()
    let ordeal: Ordeal
    var findings: [String] = []
    var told: [String] = []
    private(set) var violation: Violation?

    /// Sets a world up.
    ///
    /// - Parameters:
    ///   - ordeal: what is done to it beyond what it brings along.
    ///   - story: whether what happens is written down.
    public init(_ world: World, ordeal: Ordeal = Ordeal(), story: Bool = false) {
        self.world = world
        self.ordeal = ordeal
        dice = Dice(seed: world.seed)
        origin = WallTime(secondsSinceEpoch: world.startsAt)
        isTold = story
        if story { self.story = Story(world) }
        let dice = dice
        panels = world.panels.indices.map { number in
            let panel = SimulatedPanel(world, number: number, dice: dice)
            panel.door.isWatched = ordeal.watchesLamps
            return panel
        }
        planEverything()
    }

    /// Runs the world.
    ///
    /// - Returns: what came of it.
    public func run() -> Outcome {
        for panel in panels { switchOn(panel) }
        while violation == nil, let next = nextMoment, next <= world.ends {
            now = next
            if let happening = queue.next(by: next) {
                take(happening)
            } else {
                for panel in panels where panel.isUp && panel.deadline <= now { tick(panel) }
            }
        }
        now = world.ends
        return Outcome(
            violation: violation, tally: tally, findings: findings, told: told, hash: hash.value,
            roomDays: world.roomDays)
    }

    private var nextMoment: Moment? {
        var next = queue.nextAt
        for panel in panels where panel.isUp { next = min(next ?? panel.deadline, panel.deadline) }
        return next
    }

    private func planEverything() {
        server.refusesWhatIsTaken = world.server == .bitrix24
        for (number, act) in world.acts.enumerated() {
            for (step, deed) in act.steps.enumerated() where deed.at <= world.ends {
                queue.plan(.deed(act: number, step: step), at: max(deed.at, 0))
            }
        }
        for (number, misfortune) in world.misfortunes.enumerated()
        where misfortune.at < lastEnd(of: misfortune.kind) {
            queue.plan(.misfortune(number), at: max(misfortune.at, 0))
            let until = min(max(misfortune.until, misfortune.at), lastEnd(of: misfortune.kind))
            if until > misfortune.at { queue.plan(.misfortuneEnds(number), at: until) }
        }
        queue.plan(.agreement, at: world.length + World.agreement)
        var day = Int64.day
        while day < world.ends {
            queue.plan(.newDay, at: day)
            day += .day
        }
    }

    /// The wait after a wrong password is over before the calm begins.
    private func lastEnd(of kind: Misfortune.Kind) -> Moment {
        kind == .serverAway(.authentication) ? world.length - 12 * .minute : world.length
    }

    private func take(_ happening: Happening) {
        switch happening {
        case .deed(let act, let step): carryOut(world.acts[act], step)
        case .misfortune(let number): befall(world.misfortunes[number])
        case .misfortuneEnds(let number): end(world.misfortunes[number])
        case .movement(let person, let turn): move(person, turn)
        case .newDay: forgetOldDays()
        case .agreement: for panel in panels { checkAgreement(panel) }
        case .lineFalls(let panel, let sensor, let turn): fall(panels[panel], sensor, turn)
        case .radarTurns(let panel, let sensor, let turn): turnRadar(panels[panel], sensor, turn)
        case .chatter(let panel, let sensor, let turn): chatter(panels[panel], sensor, turn)
        case .buttonReleased(let panel): release(panels[panel])
        case .powerReturns(let panel): powerReturns(panels[panel])
        case .starts(let panel, let run): start(panels[panel], run)
        default: takeService(happening)
        }
    }

    private func forgetOldDays() {
        let instant = origin + .microseconds(now - 10 * .day)
        server.now = now
        server.forget(before: instant)
        ledger.forget(before: instant)
    }

    /// The first thing that does not hold ends the world.
    func report(_ invariant: String, _ text: String, panel: SimulatedPanel?) {
        guard violation == nil else { return }
        violation = Violation(
            invariant: invariant, text: text, at: now, panel: panel?.number)
        story?.violated(invariant, text, at: now, panel: panel?.number)
    }
}

/// What is done to a world beyond what it brings along; for sweeps.
public struct Ordeal: Hashable, Sendable {
    /// The power of the first panel goes after so many effects.
    public var cutAfterEffect: Int?
    /// So many calls to the server go well, and the next one is lost.
    public var losesCall: Int?
    /// Whether the lost call takes effect, and only its answer is lost.
    public var losesAnswerOnly = false
    /// Whether the lamps are played flash by flash.
    public var watchesLamps = false
    /// Whether no invariant is asked: for the second run, which only has to go the same way.
    public var isUnchecked = false

    /// Nothing is done to it.
    public init() {}
}
