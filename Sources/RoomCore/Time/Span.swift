/// A half-open stretch of wall time, `[start, end)`.
///
/// Bookings, read windows and presence all use this one type, so that two bookings that touch never overlap.
public struct Span: Hashable, Sendable, Codable {
    /// The first instant inside.
    public var start: WallTime
    /// The first instant after; never before ``start``.
    public var end: WallTime

    /// Makes the span; an `end` before the `start` makes it empty at `start`.
    public init(start: WallTime, end: WallTime) {
        self.start = start
        self.end = max(start, end)
    }

    /// Makes the span that begins at `start` and lasts `length`; a negative length makes it empty.
    public init(start: WallTime, length: Duration) {
        self.init(start: start, end: start + length)
    }

    /// How long it lasts; never negative.
    public var length: Duration { end - start }

    /// Whether it holds no instant at all.
    public var isEmpty: Bool { start == end }

    /// Whether `instant` lies inside.
    public func contains(_ instant: WallTime) -> Bool {
        start <= instant && instant < end
    }

    /// Whether the two share an instant; touching ends do not, and an empty span overlaps nothing.
    public func overlaps(_ other: Span) -> Bool {
        max(start, other.start) < min(end, other.end)
    }
}
