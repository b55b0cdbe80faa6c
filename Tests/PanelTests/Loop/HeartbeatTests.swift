import Synchronization
import Testing

@testable import Panel

struct HeartbeatTests {
    @Test func loopThatAnswersIsAlive() {
        let heartbeat = Heartbeat("room") {}
        for _ in 1...5 {
            #expect(heartbeat.ask())
            heartbeat.beat()
        }
    }

    @Test func loopThatDoesNotAnswerIsStuckUntilItDoes() {
        let heartbeat = Heartbeat("room") {}
        _ = heartbeat.ask()
        #expect(!heartbeat.ask())
        #expect(!heartbeat.ask())
        heartbeat.beat()
        #expect(heartbeat.ask())
    }

    @Test func threadThatCountsItsTurnsIsAliveWhileTheyGrow() {
        let turns = Mutex(UInt64(7))
        let heartbeat = Heartbeat("gpio", turns: { turns.withLock { $0 } })
        #expect(heartbeat.ask())
        turns.withLock { $0 += 1 }
        #expect(heartbeat.ask())
        #expect(!heartbeat.ask())
    }
}
