package import HummingbirdCore
package import RoomCore

/// What a listing is asked for: `?from=&to=&format=`, and `&kind=` of the log.
package struct ListingQuery: Hashable, Sendable {
    /// How the rows are written.
    enum Format: String, CaseIterable, Sendable {
        /// One JSON object.
        case json
        /// RFC 4180.
        case csv
    }

    /// The window.
    package let window: Span
    /// How the rows are written.
    let format: Format
    /// Which rows of the log are wanted; other listings have no kinds.
    let filter: LogFilter
    /// Where the page before ended; nil from the start of the window on, and for whole listings.
    let after: LogCursor?

    /// Reads the query.
    ///
    /// - Parameters:
    ///   - hasKinds: whether the rows have kinds and sensors to choose from.
    ///   - isPage: whether it is a page of the log, in JSON.
    ///   - today: the room's day; its start stands for a missing `from`, its end for a missing `to`.
    /// - Throws: ``ErrorReply`` that names the parameter, its value and what is allowed.
    package init(
        _ uri: URI, hasKinds: Bool = false, isPage: Bool = false, today: () -> Span,
        limits: WebLimits
    ) throws(ErrorReply) {
        let parameters = try QueryParameters(
            of: uri,
            allowed: ["from", "to", isPage ? "after" : "format"]
                + (hasKinds ? ["kind", "sensor"] : []))
        window = try parameters.window(days: limits.windowDays, today: today)
        let format: Format? = try parameters.choice("format", orError: "bad_format")
        self.format = format ?? .json
        filter = LogFilter(
            kinds: try parameters.choices("kind", orError: "bad_kind"),
            sensor: try parameters.sensor())
        after = try parameters.cursor(in: window)
    }
}
