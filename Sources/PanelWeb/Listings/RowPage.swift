package import RoomCore

/// One page of rows in the order of their time, from where another one ended.
///
/// As with ``Pager``, a short page need not be the last: the end is where nothing comes any more.
package struct RowPage<Element: Sendable>: Sendable {
    /// The rows.
    package let rows: [Element]
    /// What `after` has to be for the next page; nil if this one is empty, which is the end.
    package let next: String?

    /// Reads a page.
    ///
    /// - Parameters:
    ///   - cursor: where the page before ended; nil for the first one.
    ///   - size: the most rows of the page.
    ///   - fetch: reads the earliest rows of a window, in the same order at every call.
    /// - Throws: ``ErrorReply``, 503, with what `fetch` throws.
    package init(
        _ window: Span, after cursor: LogCursor?, size: Int, time: (Element) -> WallTime,
        fetch: (_ window: Span, _ limit: Int) async throws -> [Element]
    ) async throws {
        let cursor = cursor ?? LogCursor(start: window.start, skipped: 0)
        let found = try await ErrorReply.readable {
            try await fetch(
                Span(start: cursor.start, end: window.end), cursor.skipped + size)
        }
        let rows = Array(found.dropFirst(cursor.skipped))
        self.rows = rows
        next = rows.last.map(time).map { last in
            LogCursor(start: last, skipped: found.count { time($0) == last }).description
        }
    }
}
