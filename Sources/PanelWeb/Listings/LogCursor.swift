package import RoomCore

/// Where a page of rows ended: an instant, and how many of its rows were shown.
package struct LogCursor: Hashable, Sendable, CustomStringConvertible {
    /// The most rows of one instant.
    private static let greatestSkip = 10_000

    /// The instant of the last row.
    package let start: WallTime
    /// How many rows of that instant were shown already.
    package let skipped: Int

    /// Takes the end of a page.
    package init(start: WallTime, skipped: Int) {
        self.start = start
        self.skipped = skipped
    }

    /// Reads what ``description`` gave; nil if it is nothing of the kind, or lies outside the window.
    package init?(_ text: String, in window: Span) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let microseconds = Int64(parts[0]), let skipped = Int(parts[1]),
            (0...Self.greatestSkip).contains(skipped)
        else { return nil }
        let start = WallTime(microsecondsSinceEpoch: microseconds)
        guard window.contains(start) else { return nil }
        self.init(start: start, skipped: skipped)
    }

    /// Microseconds since 1970 and the count, with a hyphen between.
    package var description: String { "\(start.microsecondsSinceEpoch)-\(skipped)" }
}
