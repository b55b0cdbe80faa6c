import RoomCore
import Testing

@testable import GPIO

/// Times in these tests are nanoseconds from `start` on.
struct LineTrackerTests {
    private static let start: UInt64 = 1_000_000_000_000

    private func tracker(
        debounce: Duration = .zero, isDebounced: Bool = false, level: Bool = false
    ) -> LineTracker {
        LineTracker(
            InputSettings(name: "pir", line: .offset(4), debounce: debounce),
            isDebounced: isDebounced, level: level)
    }

    private func batch(
        _ levels: [Bool], from first: UInt32 = 0, mayHaveOverflowed: Bool = false
    ) -> EdgeBatch {
        let edges = levels.enumerated().map { index, level in
            RawEdge(
                isActive: level, nanoseconds: Self.start + UInt64(index),
                sequence: first == 0 ? 0 : first + UInt32(index))
        }
        return EdgeBatch(edges: edges, mayHaveOverflowed: mayHaveOverflowed)
    }

    private func edge(_ isActive: Bool, _ offset: UInt64 = 0) -> LineEvent {
        .edge(
            line: "pir", isActive: isActive, at: Uptime(nanosecondsSinceBoot: Self.start + offset))
    }

    private let now = start + 1_000_000
    private let lost = { (count: Int) in LineEvent.lost(line: "pir", count: count) }
    private let level = { (isActive: Bool) in LineEvent.level(line: "pir", isActive: isActive) }

    @Test func edgesThatAlternateAreToldAsTheyAre() {
        var tracker = tracker()
        #expect(
            tracker.take(batch([true, false, true]), at: now) == [
                edge(true), edge(false, 1), edge(true, 2),
            ])
        #expect(tracker.compareDeadline == now + LineTracker.grace, "looked at when it is quiet")
        #expect(tracker.compare(true, at: now + LineTracker.grace) == [])
        #expect(tracker.compareDeadline == nil)
    }

    @Test func aGapInTheNumbersIsCountedExactlyAndTheLevelReadAgain() {
        var tracker = tracker()
        #expect(
            tracker.take(batch([true, false], from: 1), at: now) == [edge(true), edge(false, 1)])
        #expect(tracker.take(batch([true], from: 85), at: now) == [lost(82), edge(true)])
        #expect(tracker.compare(false, at: now) == [level(false)])
        #expect(tracker.compare(false, at: now) == [], "told once")
    }

    @Test func edgesLostBeforeTheFirstOneAreCounted() {
        var tracker = tracker()
        #expect(tracker.take(batch([false], from: 4), at: now) == [lost(3), edge(false)])
    }

    @Test func numbersMayWrapAround() {
        var tracker = tracker()
        _ = tracker.take(batch([true], from: .max), at: now)
        _ = tracker.compare(true, at: now)
        let next = EdgeBatch(edges: [
            RawEdge(isActive: false, nanoseconds: Self.start, sequence: 2)
        ])
        #expect(tracker.take(next, at: now) == [lost(2), edge(false)], "0 and 1 are missing")
    }

    @Test(arguments: [(true, 2), (false, 1)])
    func aFullQueueWithoutNumbersIsALoss(level found: Bool, count: Int) {
        var tracker = tracker()
        _ = tracker.take(batch([true, false, true], mayHaveOverflowed: true), at: now)
        #expect(tracker.compare(found, at: now) == [lost(count), level(found)])
        #expect(tracker.compare(found, at: now) == [])
    }

    @Test func twoEdgesInOneDirectionHideOne() {
        var tracker = tracker()
        #expect(
            tracker.take(batch([true, true]), at: now) == [edge(true), lost(1), edge(true, 1)])
        #expect(tracker.compare(true, at: now) == [level(true)])
    }

    @Test func aContradictingLevelIsDoubtedBeforeItIsALoss() throws {
        var tracker = tracker()
        _ = tracker.take(batch([true]), at: now)
        let first = try #require(tracker.compareDeadline)
        #expect(tracker.compare(false, at: first) == [])
        let second = try #require(tracker.compareDeadline)
        #expect(second == first + LineTracker.grace)
        #expect(tracker.compare(false, at: second - 1) == [])
        #expect(tracker.compare(false, at: second) == [lost(1), level(false)])
        #expect(tracker.compareDeadline == nil)
    }

    @Test func anEdgeThatLagsBehindItsLevelIsNoLoss() throws {
        var tracker = tracker()
        #expect(tracker.compare(true, at: now) == [])
        #expect(tracker.take(batch([true]), at: now + 1) == [edge(true)])
        let first = try #require(tracker.compareDeadline)
        #expect(tracker.compare(false, at: first) == [])
        #expect(tracker.take(batch([false]), at: first + 1) == [edge(false)])
        #expect(tracker.compare(false, at: first + LineTracker.grace) == [])
        #expect(tracker.compareDeadline == nil)
    }

    @Test func aLevelThatAgreesAgainEndsTheDoubt() throws {
        var tracker = tracker()
        #expect(tracker.compare(true, at: now) == [])
        let doubted = try #require(tracker.compareDeadline)
        #expect(tracker.compare(false, at: now + 1) == [])
        #expect(tracker.compareDeadline == nil)
        #expect(tracker.compare(true, at: doubted) == [], "a new doubt")
    }

    @Test func aLossIsLookedIntoAtOnce() {
        var tracker = tracker()
        _ = tracker.take(batch([true], from: 3), at: now)
        #expect(tracker.compareDeadline == now)
        #expect(tracker.owesLevel)
    }

    @Test func anEdgeUnderWayWhenTheLevelWasReadIsNoLoss() {
        var tracker = tracker()
        _ = tracker.take(batch([true], from: 5), at: now)
        _ = tracker.compare(false, at: now)
        #expect(tracker.take(batch([false], from: 6), at: now) == [edge(false)])
    }

    @Test func kernelDebouncedEdgesAreStampedBack() {
        var tracker = tracker(debounce: .milliseconds(20), isDebounced: true)
        let late = EdgeBatch(edges: [
            RawEdge(isActive: true, nanoseconds: Self.start + 20_000_000, sequence: 1)
        ])
        #expect(tracker.take(late, at: Self.start + 21_000_000) == [edge(true)])
        #expect(tracker.settleDeadline == nil, "nothing of ours to wait for")
    }

    @Test func ourOwnDebounceTellsOneEdge() throws {
        var tracker = tracker(debounce: .milliseconds(20))
        #expect(tracker.take(batch([true, false, true]), at: now) == [])
        let deadline = try #require(tracker.settleDeadline)
        #expect(deadline == Self.start + 2 + 20_000_000)
        #expect(tracker.settle(at: deadline) == [edge(true, 2)])
    }

    @Test func anOverflowOfBouncesDoesNotSwallowThePress() throws {
        var tracker = tracker(debounce: .milliseconds(20))
        _ = tracker.take(batch([true, false, true, false], mayHaveOverflowed: true), at: now)
        #expect(tracker.compare(true, at: now) == [lost(1), level(false)])
        let deadline = try #require(tracker.settleDeadline)
        #expect(
            tracker.settle(at: deadline) == [
                .edge(line: "pir", isActive: true, at: Uptime(nanosecondsSinceBoot: now))
            ])
    }

    @Test func aMissedBounceIsMadeGoodByTheLevel() throws {
        var tracker = tracker(debounce: .milliseconds(20))
        _ = tracker.take(batch([true, false]), at: now)
        let first = try #require(tracker.compareDeadline)
        #expect(tracker.compare(true, at: first) == [])
        let doubtOver = try #require(tracker.compareDeadline)
        #expect(tracker.compare(true, at: doubtOver) == [])
        let settled = try #require(tracker.settleDeadline)
        #expect(
            tracker.settle(at: settled) == [
                .edge(line: "pir", isActive: true, at: Uptime(nanosecondsSinceBoot: doubtOver))
            ])
    }

    @Test func stampsOfAnotherClockAreTakenAsNow() {
        var tracker = tracker()
        let wall = EdgeBatch(edges: [
            RawEdge(isActive: true, nanoseconds: 1_800_000_000_000_000_000)
        ])
        #expect(
            tracker.take(wall, at: now) == [
                .edge(line: "pir", isActive: true, at: Uptime(nanosecondsSinceBoot: now))
            ])
    }

    @Test func aFloodIsHeldBackForTheRestOfItsSecond() {
        var gate = FloodGate()
        gate.count(FloodGate.edgesPerSecond, at: now)
        let isClosedAtTheLimit = gate.isClosed(at: now)
        gate.count(1, at: now + 500_000_000)
        let isClosedAboveIt = gate.isClosed(at: now + 999_999_999)
        let isClosedAfterASecond = gate.isClosed(at: now + 1_000_000_000)
        gate.count(FloodGate.edgesPerSecond, at: now + 1_000_000_000)
        let isClosedWhenCountedAnew = gate.isClosed(at: now + 1_000_000_000)
        #expect(!isClosedAtTheLimit && isClosedAboveIt)
        #expect(!isClosedAfterASecond && !isClosedWhenCountedAnew)
    }
}
