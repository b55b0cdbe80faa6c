/// Runs many worlds and counts what came of them; each world twice, since both runs have to go the same way.
public struct Hunt: Sendable {
    /// What one seed led to.
    public struct Finding: Sendable {
        /// The seed.
        public var seed: UInt64
        /// What did not hold.
        public var violation: Violation
    }

    /// What came of the worlds so far.
    public struct Total: Sendable {
        /// Worlds run.
        public var seeds = 0
        /// Room-days, each counted once though it was run twice.
        public var roomDays = 0.0
        /// What happened in them.
        public var tally = Tally()
        /// Worlds in which something did not hold.
        public var violations = 0
        /// How often each world was run.
        public var runs = 2.0
        /// Seconds of processor time, as measured by the caller.
        public var seconds = 0.0
        /// The traces of all worlds in one number, in whatever order they were run.
        ///
        /// Two builds that agree on it for the same seeds behave the same way in all of them.
        public var trace: UInt64 = 0

        /// Nothing yet.
        public init() {}

        /// Room-years, of 365.25 days.
        public var roomYears: Double { roomDays / 365.25 }
        /// Misfortunes and failed calls in a room-day.
        public var faultsPerDay: Double { roomDays > 0 ? Double(tally.faults) / roomDays : 0 }
        /// Room-years simulated in a minute: both runs of each world count.
        public var roomYearsPerMinute: Double { seconds > 0 ? runs * roomYears / seconds * 60 : 0 }

        /// Both together.
        public static func + (left: Total, right: Total) -> Total {
            var sum = left
            sum.seeds += right.seeds
            sum.roomDays += right.roomDays
            sum.tally = left.tally + right.tally
            sum.violations += right.violations
            sum.seconds += right.seconds
            sum.trace &+= right.trace
            return sum
        }

        /// Takes in one more world.
        public mutating func add(_ outcome: Outcome) {
            seeds += 1
            roomDays += outcome.roomDays
            tally = tally + outcome.tally
            trace &+= Dice.mix(outcome.hash)
            if outcome.violation != nil { violations += 1 }
        }
    }

    /// Runs the world of a seed twice.
    ///
    /// - Returns: what came of it; a second run that went another way is a violation too.
    ///
    /// - Parameter once: leaves the second run out.
    public static func run(_ seed: UInt64, once: Bool = false) -> Outcome {
        run(World.made(from: seed), once: once)
    }

    /// Runs a world twice.
    public static func run(_ world: World, once: Bool = false) -> Outcome {
        var outcome = Simulation(world).run()
        guard outcome.violation == nil, !once else { return outcome }
        var ordeal = Ordeal()
        ordeal.isUnchecked = true
        let again = Simulation(world, ordeal: ordeal).run()
        if again.hash != outcome.hash {
            outcome.violation = Violation(
                invariant: "goes-the-same-way", text: "a second run went another way", at: 0)
        }
        return outcome
    }
}
