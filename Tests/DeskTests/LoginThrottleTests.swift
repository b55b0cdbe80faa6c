import RoomCore
import Testing

@testable import Desk

struct LoginThrottleTests {
    private static let start = Uptime(sinceBoot: .seconds(1_000))
    private static let longAgo = Duration.seconds(3_600)

    /// The waits that a network is given which tries again as soon as it may.
    private func waits(_ count: Int) -> [Duration] {
        var (throttle, now, waits) = (LoginThrottle(), Self.start, [Duration]())
        for _ in 0..<count {
            while let wait = throttle.admit(.network("192.0.2.9"), at: now) {
                waits.append(wait)
                now = now + wait
            }
        }
        return waits
    }

    @Test func waitsOfOneNetworkGrowToFiveMinutes() {
        let waits = waits(14)
        #expect(waits.prefix(4) == [.seconds(1), .seconds(2), .seconds(4), .seconds(8)])
        #expect(waits.last == .seconds(300))
        #expect(waits == waits.sorted())
    }

    @Test func aRefusedAttemptChangesNothing() {
        var throttle = LoginThrottle()
        for _ in 0..<3 { #expect(throttle.admit(.network("a"), at: Self.start) == nil) }
        for _ in 0..<100 { #expect(throttle.admit(.network("a"), at: Self.start) == .seconds(1)) }
        #expect(throttle.admit(.network("b"), at: Self.start) == nil)
    }

    @Test func failuresAreForgotten() {
        var throttle = LoginThrottle()
        for _ in 0..<3 { _ = throttle.admit(.network("a"), at: Self.start) }
        let later = Self.start + Self.longAgo
        for _ in 0..<3 { #expect(throttle.admit(.network("a"), at: later) == nil) }
        #expect(throttle.admit(.network("a"), at: later) == .seconds(1))
    }

    @Test func theRightPasswordForgetsFailures() {
        var throttle = LoginThrottle()
        for _ in 0..<3 { _ = throttle.admit(.network("a"), at: Self.start) }
        throttle.letIn(.network("a"))
        for _ in 0..<3 { #expect(throttle.admit(.network("a"), at: Self.start) == nil) }
    }

    @Test func aFloodFromEverywhereTriesOneInTwoSeconds() {
        var throttle = LoginThrottle()
        var tried = 0
        for second in 0..<100 {
            for guess in 0..<100 {
                let now = Self.start + .seconds(second)
                if throttle.admit(.network("\(second).\(guess)"), at: now) == nil { tried += 1 }
            }
        }
        #expect((58...61).contains(tried))
    }

    @Test func aFloodDoesNotKeepOutABrowserThatWasLetInBefore() {
        var throttle = LoginThrottle()
        for guess in 0..<100 { _ = throttle.admit(.network("\(guess)"), at: Self.start) }
        let stranger = throttle.admit(.network("stranger"), at: Self.start)
        #expect(stranger != nil)
        #expect(throttle.admit(.device("desk"), at: Self.start) == nil)
    }

    @Test func aBrowserThatWasLetInBeforeHasWaitsOfItsOwn() {
        var throttle = LoginThrottle()
        for _ in 0..<3 { #expect(throttle.admit(.device("a"), at: Self.start) == nil) }
        #expect(throttle.admit(.device("a"), at: Self.start) == .seconds(1))
        #expect(throttle.admit(.device("b"), at: Self.start) == nil)
        #expect(throttle.admit(.network("a"), at: Self.start) == nil)
    }
}
