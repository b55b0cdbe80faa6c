import Testing

@testable import RoomCore

struct PollPlanTests {
    private let plan = PollPlan(interval: .seconds(30))

    @Test func successWaitsForTheIntervalSpreadByATenth() {
        for (jitter, milliseconds) in [(0, 27_000), (0.5, 30_000), (1, 33_000)] {
            let wait = plan.wait(after: nil, failures: 0, jitter: jitter)
            #expect(abs(wait / .milliseconds(1) - Double(milliseconds)) < 0.001)
        }
    }

    @Test func failuresWaitLongerAndLongerUpToACap() {
        let failure = ServerFailure(.unreachable, "no answer")
        let waits = (1...12).map { plan.wait(after: failure, failures: $0, jitter: 1) }
        #expect(waits.first == .seconds(30))
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(waits.last == PollPlan.cap)
    }

    /// Seed 250: a server that is back is heard within five minutes.
    @Test func noWaitIsFiveMinutesLong() {
        let plan = PollPlan(interval: .seconds(30))
        let failure = ServerFailure(.unreachable, "away")
        #expect(plan.wait(after: failure, failures: 99, jitter: 1) < .minutes(5))
        #expect(Outbox.backoff.delay(failures: 99, jitter: 1) < .minutes(5))
    }

    @Test func wrongPasswordIsTriedOnceInTenMinutes() {
        let failure = ServerFailure(.authentication, "401")
        #expect(plan.wait(after: failure, failures: 1, jitter: 0) == .seconds(600))
        #expect(plan.wait(after: failure, failures: 50, jitter: 0.9) == .seconds(600))
    }

    @Test func serverThatAsksForMoreTimeGetsIt() {
        let failure = ServerFailure(.limit, "503", retryAfter: .seconds(3_600))
        #expect(plan.wait(after: failure, failures: 1, jitter: 0) == .seconds(3_600))
    }

    @Test func aTurnAmongManyPanelsIsTakenWhenItComes() {
        let turn = ServerFailure(.paced, "waits", retryAfter: .seconds(7))
        #expect(plan.wait(after: turn, failures: 0, jitter: 0.9) == .seconds(7))
        let far = ServerFailure(.paced, "waits", retryAfter: .seconds(604_800))
        #expect(plan.wait(after: far, failures: 0, jitter: 0) == .seconds(3_600))
        let none = ServerFailure(.paced, "waits")
        #expect(plan.wait(after: none, failures: 1, jitter: 1) == .seconds(30))
    }

    @Test func serverThatAsksForAWeekGetsAnHour() {
        let failure = ServerFailure(.limit, "503", retryAfter: .seconds(604_800))
        #expect(plan.wait(after: failure, failures: 1, jitter: 0) == .seconds(3_600))
    }

    @Test func windowReachesFromYesterdayToFourteenDaysAhead() {
        let noon = WallTime(secondsSinceEpoch: 86_400 * 20_000 + 43_200)
        let window = PollPlan.window(at: noon)
        #expect(window.start == WallTime(secondsSinceEpoch: 86_400 * 19_999))
        #expect(window.end == WallTime(secondsSinceEpoch: 86_400 * 20_015))
    }
}
