internal import Glibc
internal import Synchronization

/// Jobs of tasks that prefer the reader's thread.
final class ReaderJobs: Sendable {
    private struct State {
        var waiting: [UnownedJob] = []
        /// The thread that runs the jobs; nil while there is none.
        var thread: pthread_t?
    }

    /// So that a task that always has more to do does not keep edges from being read.
    private static let roundsPerTurn = 32

    private let state = Mutex(State())

    /// Makes the calling thread the one that runs the jobs.
    func open() {
        state.withLock { $0.thread = pthread_self() }
    }

    /// Hands what waits, and what comes from now on, to the pool.
    func close() {
        let left = state.withLock { state in
            defer { state = State() }
            return state.waiting
        }
        for job in left { globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
    }

    /// Takes a job.
    ///
    /// True if the thread has to be woken for it.
    func add(_ job: UnownedJob) -> Bool {
        let thread = state.withLock { state in
            if state.thread != nil { state.waiting.append(job) }
            return state.thread
        }
        guard let thread else {
            globalConcurrentExecutor.enqueue(ExecutorJob(job))
            return false
        }
        return pthread_equal(thread, pthread_self()) == 0
    }

    /// Runs what waits, and what that leads to, on the reader's thread.
    ///
    /// True if more waits after many rounds.
    func run(on executor: some TaskExecutor) -> Bool {
        for _ in 0..<Self.roundsPerTurn {
            let jobs = state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }
            if jobs.isEmpty { return false }
            for job in jobs { job.runSynchronously(on: executor.asUnownedTaskExecutor()) }
        }
        return true
    }
}
