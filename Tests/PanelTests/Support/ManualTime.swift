import RoomCore
import Synchronization

@testable import Panel

/// Clocks that stand still until a test moves them.
final class ManualTime: TimeSource {
    private struct Sleeper {
        var until: Uptime
        var wake: CheckedContinuation<Void, any Error>
    }
    private struct State {
        var now: Now
        var next = 0
        var sleepers: [Int: Sleeper] = [:]
        var arrivals: [CheckedContinuation<Void, Never>] = []
    }
    private let state: Mutex<State>

    init(_ seconds: Int64 = 1_795_392_000) {
        state = Mutex(
            State(
                now: Now(
                    wall: WallTime(secondsSinceEpoch: seconds),
                    uptime: Uptime(sinceBoot: .seconds(1_000)))))
    }

    func now() -> Now { state.withLock { $0.now } }

    func sleep(until instant: Uptime) async throws {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wake in
                let (isDue, arrived) = state.withLock { state in
                    let isDue = instant <= state.now.uptime
                    if !isDue { state.sleepers[number] = Sleeper(until: instant, wake: wake) }
                    defer { state.arrivals = [] }
                    return (isDue, isDue ? [] : state.arrivals)
                }
                if isDue { wake.resume() }
                for continuation in arrived { continuation.resume() }
                if Task.isCancelled { cancel(number) }
            }
        } onCancel: {
            cancel(number)
        }
    }

    private func cancel(_ number: Int) {
        state.withLock { $0.sleepers.removeValue(forKey: number) }?.wake
            .resume(throwing: CancellationError())
    }

    /// Waits until somebody sleeps.
    func untilSomebodySleeps() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.sleepers.isEmpty { state.arrivals.append(continuation) }
                return !state.sleepers.isEmpty
            }
            if isThere { continuation.resume() }
        }
    }

    /// Moves both clocks and wakes whoever is due.
    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now.wall = state.now.wall + duration
            state.now.uptime = state.now.uptime + duration
            let due = state.sleepers.filter { $0.value.until <= state.now.uptime }
            for number in due.keys { state.sleepers[number] = nil }
            return due.values.map(\.wake)
        }
        for wake in due { wake.resume() }
    }
}
