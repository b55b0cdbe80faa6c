import RoomCore
import Testing

@testable import Panel

struct BeatTests {
    @Test(arguments: [
        (0, 10_000), (1, 10_000), (9_999, 10_000), (10_000, 20_000), (12_345_678, 12_350_000),
    ])
    func nextBeatIsTheFirstMultipleAfter(milliseconds: Int, expected: Int) {
        let next = Uptime(sinceBoot: .milliseconds(milliseconds)).nextBeat(.seconds(10))
        #expect(next == Uptime(sinceBoot: .milliseconds(expected)))
    }
}
