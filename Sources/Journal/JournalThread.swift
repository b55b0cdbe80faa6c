@preconcurrency import Dispatch

/// Runs the journal's blocking calls away from the threads that all other tasks share.
final class JournalThread: SerialExecutor {
    private let queue = DispatchQueue(label: "journal")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
