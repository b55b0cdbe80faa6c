import RoomCore
import Testing

@testable import RoomSimulation

struct ScenarioTests {
    @Test(arguments: Scenario.all.map(\.name))
    func comesToWhatItSays(_ name: String) throws {
        let scenario = try #require(Scenario.named(name))
        var ordeal = Ordeal()
        ordeal.watchesLamps = true
        let outcome = Simulation(scenario.world, ordeal: ordeal).run()
        #expect(outcome.violation == nil)
        #expect(scenario.difference(outcome) == nil)
    }

    @Test func thereAreEnoughAndNamesAreUnique() {
        #expect(Scenario.all.count >= 30)
        #expect(Set(Scenario.all.map(\.name)).count == Scenario.all.count)
        #expect(Scenario.named("no-such-thing") == nil)
    }

    /// The whole sweep takes a minute; these are the ones where most is written.
    @Test(arguments: ["slot-lost-to-somebody-else", "ad-hoc-taken-back", "claim-taken-back"])
    func holdsWhereverThePowerGoes(_ name: String) throws {
        var sweep = Sweep()
        sweep.sweep(try #require(Scenario.named(name)))
        #expect(sweep.worlds > 100)
        #expect(sweep.findings.map(\.description).isEmpty)
    }
}
