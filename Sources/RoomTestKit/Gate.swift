import Synchronization

/// A place where a call waits until a test lets it go on.
public final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var hasArrival = false
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var watching: [Int: CheckedContinuation<Void, Never>] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    /// Makes a closed gate.
    public init() {}

    /// Lets everybody through, now and later.
    public func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        waiting.forEach { $0.resume() }
    }

    /// Waits until somebody stands at the gate, or has passed it.
    public func arrival() async {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withCheckedContinuation { continuation in
            let isHere = state.withLock { state in
                if state.hasArrival { return true }
                state.watching[number] = continuation
                return false
            }
            if isHere { continuation.resume() }
        }
    }

    /// Waits at the gate until it is open, or the task is cancelled.
    public func pass() async {
        let (number, watching) = state.withLock { state in
            state.next += 1
            state.hasArrival = true
            defer { state.watching = [:] }
            return (state.next, Array(state.watching.values))
        }
        watching.forEach { $0.resume() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.isOpen || Task.isCancelled { return true }
                    state.waiting[number] = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: number) }?.resume()
        }
    }
}
