import CLinux
public import RoomCore

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The one door to time: everything in the panel that reads a clock or waits does it here.
public protocol TimeSource: Sendable {
    /// Both clocks, read together.
    func now() -> Now

    /// Waits until the steady clock shows `instant`; returns at once if it already does.
    ///
    /// - Throws: `CancellationError` when the task is cancelled.
    func sleep(until instant: Uptime) async throws
}

/// The system's own clocks: `CLOCK_REALTIME` and `CLOCK_MONOTONIC`, the one GPIO edges are stamped with.
public struct SystemTime: TimeSource {
    /// Makes the source.
    public init() {}

    /// Reads both clocks.
    public func now() -> Now {
        Now(
            wall: WallTime(sinceEpoch: Self.read(CLOCK_REALTIME)),
            uptime: Uptime(sinceBoot: Self.read(CLOCK_MONOTONIC)))
    }

    /// Waits on the suspending clock, which is `CLOCK_MONOTONIC` on Linux.
    public func sleep(until instant: Uptime) async throws {
        let wait = instant - now().uptime
        guard wait > .zero else { return }
        try await Task.sleep(for: wait, tolerance: .zero, clock: .suspending)
    }

    private static func read(_ clock: clockid_t) -> Duration {
        .nanoseconds(domovoy_clock_nanoseconds(clock))
    }
}
