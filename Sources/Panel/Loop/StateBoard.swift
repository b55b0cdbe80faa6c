import RoomCore
import Synchronization

/// The last public state, for whoever asks, and a stream of changes for whoever watches.
final class StateBoard: Sendable {
    private struct Watchers {
        var next = 0
        var continuations: [Int: AsyncStream<RoomState>.Continuation] = [:]
    }
    private let latest: Mutex<RoomState>
    private let watchers = Mutex(Watchers())
    private let rate: @Sendable () -> ServerRate?

    /// - Parameter rate: how much of what the server allows is used; quick.
    init(_ state: RoomState, rate: @escaping @Sendable () -> ServerRate? = { nil }) {
        latest = Mutex(state)
        self.rate = rate
    }

    /// The state as of the last change, dated `now`.
    func state(at now: WallTime) -> RoomState {
        var state = latest.withLock { $0 }
        state.now = now
        state.sync.rate = rate()
        return state
    }

    /// Puts up a new state; those who watch hear of it if anything but the time has changed.
    func publish(_ state: RoomState) {
        let isNew = latest.withLock { latest in
            var before = latest
            before.now = state.now
            latest = state
            return before != state
        }
        guard isNew else { return }
        let continuations = watchers.withLock { Array($0.continuations.values) }
        guard !continuations.isEmpty else { return }
        var state = state
        state.sync.rate = rate()
        for continuation in continuations { continuation.yield(state) }
    }

    /// Changes from now on; a slow reader gets the newest state only.
    func changes() -> AsyncStream<RoomState> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: RoomState.self, bufferingPolicy: .bufferingNewest(1))
        let number = watchers.withLock { watchers in
            watchers.next += 1
            watchers.continuations[watchers.next] = continuation
            return watchers.next
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.watchers.withLock { $0.continuations.removeValue(forKey: number) }
        }
        return stream
    }

    func finish() {
        let all = watchers.withLock { watchers in
            defer { watchers.continuations.removeAll() }
            return Array(watchers.continuations.values)
        }
        for continuation in all { continuation.finish() }
    }
}
