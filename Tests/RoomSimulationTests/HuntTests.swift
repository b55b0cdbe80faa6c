import Testing

@testable import RoomSimulation

struct HuntTests {
    /// Seeds that once found something, and a few more.
    @Test(arguments: [4, 37, 64, 77, 92, 109, 134, 146, 245, 250, 309] as [UInt64])
    func seedsHold(_ seed: UInt64) {
        let outcome = Hunt.run(seed)
        #expect(
            outcome.violation == nil,
            "\(outcome.violation?.description ?? ""); replay: domovoy-sim --seed \(seed)")
    }

    @Test func runsGoTheSameWay() {
        let first = Simulation(World.made(from: 11)).run()
        let second = Simulation(World.made(from: 11), story: true).run()
        #expect(first.hash == second.hash)
        #expect(first.tally == second.tally)
    }

    @Test func worldsDiffer() {
        #expect(World.made(from: 1) != World.made(from: 2))
        #expect(World.made(from: 1) == World.made(from: 1))
    }
}
