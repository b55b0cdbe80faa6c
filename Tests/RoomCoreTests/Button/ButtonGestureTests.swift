import Testing

@testable import RoomCore

/// Short, long and stuck: design section 4, first paragraph.
@Suite struct ButtonGestureTests {
    private let policy = Policy()

    private func instant(_ milliseconds: Int) -> Uptime {
        Uptime(sinceBoot: .milliseconds(1_000_000 + milliseconds))
    }

    private func released() -> ButtonGesture {
        var gesture = ButtonGesture()
        _ = gesture.found(isPressed: false, at: instant(-1_000))
        return gesture
    }

    @Test(arguments: [(1, Press.Length.short), (1_499, .short), (1_500, .long), (29_000, .long)])
    func timestampsDecideHoweverLateTheReleaseIsTold(held: Int, length: Press.Length) {
        var gesture = released()
        #expect(gesture.pressed(at: instant(0)) == .down)
        let told = gesture.released(at: instant(held), policy: policy)
        #expect(told == .press(length, pressedAt: instant(0)))
    }

    @Test func longPressActsWhileStillHeldAndOnlyOnce() {
        var gesture = released()
        _ = gesture.pressed(at: instant(0))
        #expect(gesture.deadline(policy: policy) == instant(1_500))
        #expect(gesture.pass(to: instant(1_499), policy: policy) == nil)
        let told = gesture.pass(to: instant(1_500), policy: policy)
        #expect(told == .press(.long, pressedAt: instant(0)))
        #expect(gesture.pass(to: instant(1_501), policy: policy) == nil)
        #expect(gesture.released(at: instant(1_800), policy: policy) == nil)
    }

    @Test func heldOverThirtySecondsItIsStuckUntilLetGo() {
        var gesture = released()
        _ = gesture.pressed(at: instant(0))
        _ = gesture.pass(to: instant(1_500), policy: policy)
        #expect(gesture.pass(to: instant(30_000), policy: policy) == nil)
        #expect(gesture.pass(to: instant(30_001), policy: policy) == .stuck)
        #expect(gesture.health == .stuck)
        #expect(gesture.pressed(at: instant(40_000)) == nil)
        #expect(gesture.released(at: instant(50_000), policy: policy) == .freed)
        #expect(gesture.pressed(at: instant(51_000)) == .down)
    }

    @Test func releaseOfABadlyLateStuckPressIsNoPress() {
        var gesture = released()
        _ = gesture.pressed(at: instant(0))
        #expect(gesture.released(at: instant(30_001), policy: policy) == nil)
    }

    @Test func buttonFoundPressedMakesNoPressUntilItWasLetGo() {
        var gesture = ButtonGesture()
        #expect(gesture.found(isPressed: true, at: instant(0)) == nil)
        #expect(gesture.pass(to: instant(2_000), policy: policy) == nil)
        #expect(gesture.released(at: instant(3_000), policy: policy) == nil)
        #expect(gesture.pressed(at: instant(4_000)) == .down)
    }

    @Test func buttonFoundPressedForTooLongIsStuck() {
        var gesture = ButtonGesture()
        _ = gesture.found(isPressed: true, at: instant(0))
        #expect(gesture.pass(to: instant(30_001), policy: policy) == .stuck)
        #expect(gesture.found(isPressed: false, at: instant(31_000)) == .freed)
        #expect(gesture.health == .ok)
    }

    @Test func lossForgetsAPressUnderWay() {
        var gesture = released()
        _ = gesture.pressed(at: instant(0))
        gesture.gone()
        #expect(gesture.health == .gone)
        #expect(gesture.deadline(policy: policy) == nil)
        #expect(gesture.found(isPressed: true, at: instant(100)) == nil)
        #expect(gesture.released(at: instant(200), policy: policy) == nil)
    }

    @Test func pressWhoseReleaseWasLostGivesWayToTheNext() {
        var gesture = released()
        _ = gesture.pressed(at: instant(0))
        #expect(gesture.pressed(at: instant(1_400)) == .down)
        let told = gesture.released(at: instant(1_600), policy: policy)
        #expect(told == .press(.short, pressedAt: instant(1_400)))
    }

    @Test func morePressesThanHandsCanMakeAreAFaultUntilItIsQuiet() {
        var gesture = released()
        for number in 0..<ButtonGesture.greatestPresses {
            #expect(gesture.pressed(at: instant(number * 100)) == .down)
            _ = gesture.released(at: instant(number * 100 + 50), policy: policy)
        }
        #expect(gesture.pressed(at: instant(12_000)) == .stuck)
        #expect(gesture.health == .stuck)
        #expect(gesture.released(at: instant(12_050), policy: policy) == nil)
        #expect(gesture.pressed(at: instant(12_100)) == nil)
        #expect(gesture.found(isPressed: false, at: instant(12_200)) == nil)
        #expect(gesture.deadline(policy: policy) == instant(22_100))
        #expect(gesture.pass(to: instant(22_099), policy: policy) == nil)
        #expect(gesture.pass(to: instant(22_100), policy: policy) == .freed)
        #expect(gesture.pressed(at: instant(22_200)) == .down)
    }

    @Test func asManyPressesInJustOverAMinuteAreFine() {
        var gesture = released()
        for number in 0..<400 {
            #expect(gesture.pressed(at: instant(number * 501)) == .down)
            _ = gesture.released(at: instant(number * 501 + 50), policy: policy)
        }
    }

    @Test func releaseThatNobodyPressedIsNothing() {
        var gesture = released()
        #expect(gesture.released(at: instant(0), policy: policy) == nil)
        var unknown = ButtonGesture()
        #expect(unknown.released(at: instant(0), policy: policy) == nil)
        #expect(unknown.health == .ok)
    }
}
