import Testing

@testable import RoomSimulation

struct HuntTests {
    /// Seeds that once found something, and a few more.
    @Test(
        arguments: [
            64, 245, 1073, 3026, 3612, 3757, 4292, 4648, 10187, 10246, 11106, 721, 12532, 12565,
            12573, 12588, 13017, 13219, 13353, 20557, 20744, 23587, 23626, 23807, 24136, 24406,
            25755, 31144, 32386, 32768, 34492, 35937, 38317, 39497, 40058, 40083, 60333, 62642,
            103834, 105620, 108095, 108285, 200634, 202245, 207243, 300685, 40000712, 40010558,
            40023978, 40040311, 40061916, 40136709, 40144610, 40149729, 60019805, 60052390,
            60067718, 60078651, 60080938, 60094574, 60142416, 61008031, 61021055, 62000613,
            63001256, 63001332, 63003896, 64006944, 65004823, 65009845, 66049017, 66073316,
            66127739, 66000583, 66007977, 66034061, 67056976, 67059227, 67071803, 68043073,
            68053279, 69079379, 69112590, 70033762, 70064759, 70084919, 71025625, 71034708,
            72012704, 75001071, 75021275, 100368, 100543, 100275, 100454, 100509, 100611,
        ] as [UInt64])
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
