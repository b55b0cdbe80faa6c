/// Keeps a run that was started without its journal from judging bookings that began before it.
///
/// An earlier run may have seen their people come, or go; the journal knows. Once it can be read it has spoken.
struct JournalWord: Sendable {
    private let startedAt: Uptime
    private var isAwaited: Bool

    init(_ memory: Memory, at now: Uptime) {
        startedAt = now
        isAwaited = memory.isMissing
    }

    /// The journal could be opened.
    mutating func spoke() { isAwaited = false }

    /// Whether this booking must not be judged before the journal can be read.
    func isAwaited(by booking: Booking, at now: Now) -> Bool {
        isAwaited && booking.span.start < now.wall(at: startedAt)
    }
}
