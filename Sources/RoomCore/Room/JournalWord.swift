/// What a run may judge whose journal could not be read: nothing that began before it, until the journal has spoken.
///
/// An earlier run may have seen its people come, or go.
struct JournalWord: Sendable {
    /// When this run began.
    private let startedAt: Uptime
    private var isAwaited: Bool

    init(_ memory: Memory, at now: Uptime) {
        startedAt = now
        isAwaited = memory.isMissing
    }

    /// The journal could be opened.
    mutating func spoke() { isAwaited = false }

    /// Whether nothing can be said of this booking before the journal has spoken.
    func isAwaited(by booking: Booking, at now: Now) -> Bool {
        isAwaited && booking.span.start < now.wall(at: startedAt)
    }
}
