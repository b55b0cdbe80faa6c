import RoomCore
import Testing

/// Thousands of facts in any order: what must hold holds after each of them.
///
/// A failure names its seed; `swift test --filter RandomWalkTests` with that seed alone in the list replays it.
@Suite struct RandomWalkTests {
    @Test(arguments: Array(0..<32 as Range<UInt64>))
    func whateverHappensTheRoomStaysTrue(seed: UInt64) {
        var walk = RandomWalk(seed: seed)
        for step in 0..<1_200 {
            walk.step()
            guard walk.faults.isEmpty else {
                Issue.record("seed \(seed), step \(step): \(walk.faults.joined(separator: "; "))")
                return
            }
        }
        #expect(walk.verdicts > 0 || walk.presses > 0)
    }

    @Test func sameSeedGivesTheSameOrders() {
        var first = RandomWalk(seed: 4_711)
        var second = RandomWalk(seed: 4_711)
        for _ in 0..<1_500 {
            first.step()
            second.step()
            #expect(first.lastEffects == second.lastEffects)
        }
    }
}
