import RoomCore
import Testing

@Suite struct BackoffTests {
    private let backoff = Backoff(base: .seconds(2), cap: .seconds(300))

    @Test(
        arguments: [
            (1, 2), (2, 4), (3, 8), (8, 256), (9, 300), (10, 300), (1_000, 300), (0, 2), (-5, 2),
            (Int.max, 300), (Int.min, 2),
        ])
    func doublesUpToTheCap(failures: Int, seconds: Int) {
        #expect(backoff.delay(failures: failures, jitter: 1) == .seconds(seconds))
        #expect(backoff.delay(failures: failures, jitter: 0) == .seconds(seconds) / 2)
    }

    @Test(
        arguments: [
            (0.5, 1_500), (-1, 1_000), (2, 2_000), (.nan, 1_000), (.infinity, 2_000),
            (-.infinity, 1_000),
        ] as [(Double, Int)])
    func spreadsOverTheUpperHalfWhateverTheJitter(jitter: Double, milliseconds: Int) {
        #expect(backoff.delay(failures: 1, jitter: jitter) == .milliseconds(milliseconds))
    }
}
