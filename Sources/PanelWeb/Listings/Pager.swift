import RoomCore

/// Reads the rows of a window page by page, in the order of their time, so that a year of them never lies in memory.
///
/// A page ends anywhere, also between two rows of the same time. The next one begins at that time again, and skips as
/// many rows as were read of it: rows of the same time come in the same order at every call. A short page is not taken
/// for the last one, since rows that could not be read are missing in it; the end is where nothing new comes.
struct Pager<Element: Sendable>: Sendable {
    /// Reads the earliest rows of a window.
    typealias Fetch = @Sendable (_ window: Span, _ limit: Int) async throws -> [Element]

    private var rest: Span
    private var skipped = 0
    private var isDone = false
    private let size: Int
    private let time: @Sendable (Element) -> WallTime
    private let fetch: Fetch

    /// Prepares to read `window` in pages of `size` rows.
    init(
        _ window: Span, size: Int, time: @escaping @Sendable (Element) -> WallTime,
        fetch: @escaping Fetch
    ) {
        self.rest = window
        self.size = size
        self.time = time
        self.fetch = fetch
    }

    /// The next page; nil after the last one.
    mutating func next() async throws -> [Element]? {
        guard !isDone else { return nil }
        let rows = try await fetch(rest, skipped + size)
        guard rows.count > skipped, let last = rows.last.map(time) else {
            isDone = true
            return nil
        }
        let page = Array(rows.dropFirst(skipped))
        skipped = rows.reversed().prefix { time($0) == last }.count
        rest = Span(start: last, end: rest.end)
        return page
    }
}
