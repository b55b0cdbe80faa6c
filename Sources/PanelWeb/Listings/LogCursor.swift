import RoomCore

/// Where a page of the log ended: an instant, and how many of its rows were shown.
struct LogCursor: Hashable, Sendable, CustomStringConvertible {
    /// The most rows of one instant.
    private static let greatestSkip = 10_000

    /// The instant of the last row.
    let start: WallTime
    /// How many rows of that instant were shown already.
    let skipped: Int

    /// Takes the end of a page.
    init(start: WallTime, skipped: Int) {
        self.start = start
        self.skipped = skipped
    }

    /// Reads what ``description`` gave; nil if it is nothing of the kind, or lies outside the window.
    init?(_ text: String, in window: Span) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let microseconds = Int64(parts[0]), let skipped = Int(parts[1]),
            (0...Self.greatestSkip).contains(skipped)
        else { return nil }
        let start = WallTime(microsecondsSinceEpoch: microseconds)
        guard window.contains(start) else { return nil }
        self.init(start: start, skipped: skipped)
    }

    /// Microseconds since 1970 and the count, with a hyphen between.
    var description: String { "\(start.microsecondsSinceEpoch)-\(skipped)" }
}
