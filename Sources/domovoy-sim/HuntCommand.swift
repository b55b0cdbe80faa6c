import ArgumentParser
import Dispatch
import Foundation
import Glibc
import RoomSimulation
import Synchronization

/// Runs many seeds on all cores.
struct HuntCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hunt",
        abstract: "Run the worlds of many seeds, each twice, and report what did not hold.")

    @Option(help: "Seeds as A..<B.")
    var seeds: String?

    @Option(help: "Go on with new seeds for so many minutes; 1 to 10080.")
    var minutes: Int?

    @Option(help: "Worlds run at the same time; 1 to 64.")
    var jobs: Int = 2

    @Option(help: "Stop after so many violations; 1 to 1000000.")
    var violations: Int = 20

    @Flag(help: "Run each world once; whether it goes the same way twice is left open.")
    var once = false

    func validate() throws {
        guard seeds != nil || minutes != nil else {
            throw ValidationError("give --seeds, --minutes or both")
        }
        if let seeds, Self.range(seeds) == nil {
            throw ValidationError("--seeds \(seeds): allowed is A..<B with A less than B")
        }
        if let minutes, !(1...10_080).contains(minutes) {
            throw ValidationError("--minutes \(minutes): allowed is 1 to 10080")
        }
        guard (1...64).contains(jobs) else {
            throw ValidationError("--jobs \(jobs): allowed is 1 to 64")
        }
        guard (1...1_000_000).contains(violations) else {
            throw ValidationError("--violations \(violations): allowed is 1 to 1000000")
        }
    }

    /// The seeds of `A..<B`; nil if it is no such range.
    static func range(_ text: String) -> Range<UInt64>? {
        let parts = text.split(separator: "..<", omittingEmptySubsequences: false)
        guard parts.count == 2, let lower = UInt64(parts[0]), let upper = UInt64(parts[1]),
            lower < upper
        else { return nil }
        return lower..<upper
    }

    /// Processor time of this thread.
    private static func processorSeconds() -> Double {
        var time = timespec()
        // SAFETY: clock_gettime fills the structure it is handed; it cannot fail for this clock.
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Whether somebody wants it to end; what was found so far is told all the same.
    private static let isInterrupted = Atomic(false)

    private static func heedInterrupts() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                HuntCommand.isInterrupted.store(true, ordering: .relaxed)
                // A second one ends it at once.
                signal(number, SIG_DFL)
            }
        }
    }

    func run() throws {
        Self.heedInterrupts()
        var total = Hunt.Total()
        if let range = seeds.flatMap(Self.range) { total = total + hunt(range, until: nil) }
        if let minutes, total.violations < violations {
            let end = ContinuousClock.now + .seconds(60 * minutes)
            let first = UInt64.random(in: 1_000_000...(.max / 2))
            total = total + hunt(first..<(.max), until: end)
        }
        if once { total.runs = 1 }
        Report.line(Report.total(total))
        if Self.isInterrupted.load(ordering: .relaxed) {
            Report.error("interrupted; the seeds left were not run")
            throw ExitCode(130)
        }
        if total.violations >= violations {
            Report.error("stopped at violation \(violations); the seeds left were not run")
        }
        if total.violations > 0 { throw ExitCode(1) }
    }

    private func hunt(_ range: Range<UInt64>, until end: ContinuousClock.Instant?) -> Hunt.Total {
        let shared = Mutex((next: range.lowerBound, total: Hunt.Total()))
        DispatchQueue.concurrentPerform(iterations: jobs) { _ in
            while let seed = shared.withLock({ shared in take(&shared, range, until: end) }) {
                let start = Self.processorSeconds()
                let outcome = Hunt.run(seed, once: once)
                let spent = Self.processorSeconds() - start
                shared.withLock { shared in
                    shared.total.add(outcome)
                    shared.total.seconds += spent
                    if let violation = outcome.violation {
                        Report.line(Report.failure(seed, violation))
                    }
                }
            }
        }
        return shared.withLock { $0.total }
    }

    /// The next seed; nil when the time is up or enough was found.
    private func take(
        _ shared: inout (next: UInt64, total: Hunt.Total), _ range: Range<UInt64>,
        until end: ContinuousClock.Instant?
    ) -> UInt64? {
        guard shared.next < range.upperBound, shared.total.violations < violations,
            !Self.isInterrupted.load(ordering: .relaxed)
        else { return nil }
        if let end, ContinuousClock.now >= end { return nil }
        defer { shared.next += 1 }
        return shared.next
    }
}
