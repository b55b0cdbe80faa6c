@preconcurrency import Dispatch

/// Tries passwords one after the other, away from the threads that all other tasks share.
actor HashingBench {
    private let thread = HashingThread()

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Whether a password is the one of a hash.
    func matches(_ password: String, _ hash: PasswordHash) -> Bool { hash.matches(password) }
}

private final class HashingThread: SerialExecutor {
    private let queue = DispatchQueue(label: "desk passwords")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
