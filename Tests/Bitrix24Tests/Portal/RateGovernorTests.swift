import JSONText
import RoomCore
import Testing

@testable import Bitrix24

struct RateGovernorTests {
    private func at(_ seconds: Double) -> Uptime { Uptime(sinceBoot: .seconds(seconds)) }

    @Test func readsStopBelowTheBurstAndWritesGoOn() {
        var governor = RateGovernor()
        var reads = 0
        while governor.admit(.read, methods: ["a"], at: at(0)) == .go { reads += 1 }
        #expect(reads == 20)
        var writes = 0
        while governor.admit(.write, methods: ["b"], at: at(0)) == .go { writes += 1 }
        #expect(writes == 5)
        #expect(governor.reading(at: at(0)).level == 25)
    }

    @Test func twoASecondGoInTheLongRun() {
        var governor = RateGovernor()
        var sent = 0
        for tick in 0..<60_000
        where governor.admit(.read, methods: ["a"], at: at(Double(tick) / 100)) == .go {
            sent += 1
        }
        #expect((1_200...1_222).contains(sent))
    }

    @Test func aWaitSaysWhenToAskAgain() throws {
        var governor = RateGovernor()
        while governor.admit(.read, methods: ["a"], at: at(0)) == .go {}
        guard case .wait(let until, .share) = governor.admit(.read, methods: ["a"], at: at(0))
        else {
            Issue.record("it does not wait")
            return
        }
        #expect(until == at(0.5))
        #expect(governor.admit(.read, methods: ["a"], at: until) == .go)
    }

    @Test func readsGiveWayToAWaitingWrite() {
        var governor = RateGovernor()
        governor.waits(.write)
        guard case .wait(_, .writeFirst) = governor.admit(.read, methods: ["a"], at: at(0)) else {
            Issue.record("the read goes first")
            return
        }
        #expect(governor.admit(.write, methods: ["b"], at: at(0)) == .go)
        governor.went(.write)
        #expect(governor.admit(.read, methods: ["a"], at: at(0)) == .go)
    }

    @Test func backoffGrowsIsBoundedAndEndsWithAnAnswer() {
        var governor = RateGovernor()
        var waits: [Duration] = []
        for _ in 0..<30 { waits.append(governor.refusedForRate(jitter: 0, at: at(0))) }
        #expect(waits[0] == .seconds(1.5))
        #expect(waits[1] == .seconds(2.25))
        #expect(waits == waits.sorted() && waits.last == .seconds(300))
        #expect(governor.refusedForRate(jitter: 1, at: at(0)) == .seconds(450))
        #expect(governor.refusedForRate(jitter: .nan, at: at(0)) == .seconds(300))
        guard case .wait(_, .backoff) = governor.admit(.write, methods: ["b"], at: at(299)) else {
            Issue.record("it does not wait")
            return
        }
        governor.answered("a", cost: nil)
        #expect(governor.reading(at: at(299)).backoff == .zero)
        #expect(governor.refusedForRate(jitter: 0, at: at(300)) == .seconds(1.5))
    }

    @Test func aStoppedMethodComesBackAtItsReset() {
        var governor = RateGovernor()
        #expect(governor.refusedForTime("a", reset: .seconds(120), at: at(0)) == .seconds(120))
        guard
            case .wait(let until, .methodStopped("a")) = governor.admit(
                .write, methods: ["b", "a"], at: at(1))
        else {
            Issue.record("it does not wait")
            return
        }
        #expect(until == at(120))
        #expect(governor.admit(.write, methods: ["b"], at: at(1)) == .go)
        #expect(governor.admit(.write, methods: ["a"], at: until) == .go)
        #expect(governor.refusedForTime("c", reset: .seconds(-5), at: at(0)) == .seconds(10))
        #expect(governor.refusedForTime("d", reset: .seconds(9_999), at: at(0)) == .seconds(600))
        #expect(governor.refusedForTime("e", reset: nil, at: at(0)) == .seconds(60))
    }

    @Test func whatWaitsAndWhatWentIsTold() {
        var governor = RateGovernor()
        governor.waits(.read)
        governor.waits(.write)
        governor.waits(.write)
        #expect(governor.reading(at: at(0)).waiting == 3)
        governor.went(.write)
        governor.went(.read)
        governor.went(.read)
        #expect(governor.reading(at: at(0)).waiting == 1)
        for _ in 0..<40 { _ = governor.admit(.write, methods: ["b"], at: at(0)) }
        #expect(governor.reading(at: at(0)).requests == 25)
        #expect(governor.reading(at: at(10)).level == 5)
        #expect(governor.reading(at: at(10)).requests == 25)
    }

    /// A portal may claim anything; intervals are multiplied by this.
    @Test(arguments: [(0.0, 1.0), (240, 1), (480, 2), (1_200, 5), (1e300, 100)])
    func pollsStretchWithWhatTheyCost(_ operating: Double, _ wanted: Double) {
        var governor = RateGovernor()
        governor.answered("a", cost: CallCost(operatingSeconds: operating))
        governor.answered("b", cost: CallCost())
        #expect(governor.stretch == wanted)
        governor.answered("a", cost: CallCost(operatingSeconds: 0))
        #expect(governor.stretch == 1)
    }

    @Test func aClockThatStandsOrGoesBackHurtsNothing() {
        var governor = RateGovernor()
        _ = governor.admit(.read, methods: ["a"], at: at(100))
        _ = governor.admit(.read, methods: ["a"], at: at(50))
        #expect(governor.reading(at: at(50)).level == 2)
    }
}
