/// Makes a world that fails smaller, as long as the same invariant does not hold.
public struct Shrinker {
    private var world: World
    private let invariant: String
    /// Worlds tried.
    public private(set) var tries = 0
    private let greatestTries: Int

    /// Begins with a world that fails.
    ///
    /// - Parameters:
    ///   - invariant: the name of what has to go on failing.
    ///   - tries: how many worlds may be tried.
    public init(_ world: World, invariant: String, tries: Int = 4_000) {
        self.world = world
        self.invariant = invariant
        greatestTries = tries
    }

    /// Shrinks until nothing more can be taken out.
    public mutating func shrink() -> World {
        var isSmaller = true
        while isSmaller, tries < greatestTries {
            isSmaller = false
            isSmaller = cutEnd() || isSmaller
            isSmaller = reduce(\.misfortunes) || isSmaller
            isSmaller = reduce(\.acts) || isSmaller
            isSmaller = reduceSteps() || isSmaller
            isSmaller = calmCalls() || isSmaller
            isSmaller = simplify() || isSmaller
        }
        return world
    }

    private mutating func keep(_ smaller: World) -> Bool {
        guard tries < greatestTries, smaller != world else { return false }
        tries += 1
        guard Simulation(smaller).run().violation?.invariant == invariant else { return false }
        world = smaller
        return true
    }

    /// Ends the world soon after the failure.
    private mutating func cutEnd() -> Bool {
        guard let violation = Simulation(world).run().violation else { return false }
        var smaller = world
        smaller.length = min(world.length, violation.at + 1)
        smaller.acts.removeAll { act in act.steps.allSatisfy { $0.at > violation.at } }
        smaller.misfortunes.removeAll { $0.at > violation.at }
        return keep(smaller)
    }

    /// Takes out ever smaller stretches of a list.
    private mutating func reduce<Item>(_ list: WritableKeyPath<World, [Item]>) -> Bool {
        var isSmaller = false
        var chunk = max(world[keyPath: list].count / 2, 1)
        while true {
            var start = 0
            while start < world[keyPath: list].count {
                var smaller = world
                let end = min(start + chunk, smaller[keyPath: list].count)
                smaller[keyPath: list].removeSubrange(start..<end)
                if keep(smaller) { isSmaller = true } else { start += chunk }
            }
            if chunk == 1 { return isSmaller }
            chunk /= 2
        }
    }

    private mutating func reduceSteps() -> Bool {
        var isSmaller = false
        for act in world.acts.indices {
            var step = 0
            while step < world.acts[act].steps.count, world.acts[act].steps.count > 1 {
                var smaller = world
                smaller.acts[act].steps.remove(at: step)
                if keep(smaller) { isSmaller = true } else { step += 1 }
            }
        }
        return isSmaller
    }

    private mutating func calmCalls() -> Bool {
        var isSmaller = false
        for rate in CallFaults.all where world.calls[keyPath: rate] > 0 {
            var smaller = world
            smaller.calls[keyPath: rate] = 0
            if keep(smaller) { isSmaller = true }
        }
        for rate in MessageFigures.all where world.messages[keyPath: rate] > 0 {
            var smaller = world
            smaller.messages[keyPath: rate] = 0
            if keep(smaller) { isSmaller = true }
        }
        return isSmaller
    }

    /// A single panel, the default policy, a plain sensor, a clock that is right.
    private mutating func simplify() -> Bool {
        var isSmaller = false
        for panel in world.panels.indices.reversed() where world.panels.count > 1 {
            var smaller = world
            smaller.panels.remove(at: panel)
            if keep(smaller) { isSmaller = true }
        }
        var smaller = world
        smaller.policy = PolicyFigures()
        smaller.policy.onNoShow = world.policy.onNoShow
        isSmaller = keep(smaller) || isSmaller
        for panel in world.panels.indices {
            smaller = world
            smaller.panels[panel].bootClock = .right
            smaller.panels[panel].synchronisedAfterSeconds = 0
            smaller.panels[panel].driftPerMillion = 0
            isSmaller = keep(smaller) || isSmaller
            if world.panels[panel].sensors.count > 1 {
                smaller = world
                smaller.panels[panel].sensors.removeLast()
                isSmaller = keep(smaller) || isSmaller
            }
        }
        return isSmaller
    }
}
