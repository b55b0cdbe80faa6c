import Testing

@testable import RoomSimulation

struct DiceTests {
    @Test func sameKeyFallsTheSameWay() {
        let dice = Dice(seed: 7)
        #expect(dice.roll(.call, 5, 6) == dice.roll(.call, 5, 6))
        #expect(dice.roll(.call, 5, 6) != dice.roll(.call, 6, 5))
    }
}
