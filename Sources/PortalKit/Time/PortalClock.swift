public import Foundation

/// The portal's two ways to time: what o'clock it is, and waiting.
///
/// Both are passed in, so that a test can let ten minutes pass at once.
public struct PortalClock: Sendable {
    /// The wall clock.
    public var now: @Sendable () -> Date
    /// Waits; throws when the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void

    /// Makes a clock from its two parts.
    public init(
        now: @escaping @Sendable () -> Date,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    /// The machine's own.
    public static let system = PortalClock(
        now: { Date() }, sleep: { try await ContinuousClock().sleep(for: $0) })
}
