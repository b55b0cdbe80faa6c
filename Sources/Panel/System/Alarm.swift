import RoomCore
import Synchronization

/// Rings once at the earliest instant it was set to.
///
/// Setting it to a later instant than the one it is armed for costs nothing: it rings early, and the owner, who looks at
/// the clock anyway, sets it again.
final class Alarm: Sendable {
    private struct State {
        var instant: Uptime?
        var task: Task<Void, Never>?
        var generation = 0
    }
    private let state = Mutex(State())
    private let time: any TimeSource
    private let ring: @Sendable () -> Void

    init(_ time: any TimeSource, ring: @escaping @Sendable () -> Void) {
        self.time = time
        self.ring = ring
    }

    deinit {
        state.withLock { $0.task?.cancel() }
    }

    func set(_ instant: Uptime) {
        state.withLock { state in
            if let armed = state.instant, armed <= instant { return }
            state.task?.cancel()
            state.generation += 1
            state.instant = instant
            state.task = wait(until: instant, generation: state.generation)
        }
    }

    /// A task outside a group: it belongs to this object, which cancels it with itself.
    private func wait(until instant: Uptime, generation: Int) -> Task<Void, Never> {
        Task { [time, weak self] in
            guard (try? await time.sleep(until: instant)) != nil else { return }
            self?.fire(generation)
        }
    }

    private func fire(_ generation: Int) {
        let isCurrent = state.withLock { state in
            guard state.generation == generation else { return false }
            state.instant = nil
            state.task = nil
            return true
        }
        if isCurrent { ring() }
    }

    func cancel() {
        state.withLock { state in
            state.task?.cancel()
            state = State(generation: state.generation + 1)
        }
    }
}
