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

    private static let example = "2026-11-21T19:00:00Z or 2026-11-21T22:00:00+03:00"

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
        let parameters = try Self.parameters(
            of: uri,
            allowed: ["from", "to", isPage ? "after" : "format"]
                + (hasKinds ? ["kind", "sensor"] : []))
        let from = try Self.time("from", parameters)
        let to = try Self.time("to", parameters)
        let day = from == nil || to == nil ? today() : nil
        window = try Self.window(from ?? day?.start, to ?? day?.end, limits)
        format = try Self.format(parameters["format"])
        filter = LogFilter(
            kinds: try Self.kinds(parameters["kind"]),
            sensor: try Self.sensor(parameters["sensor"]))
        after = try Self.cursor(parameters["after"], window)
    }

    /// Any name that a sensor may have: one that is gone still has rows.
    private static func sensor(_ text: String?) throws(ErrorReply) -> String? {
        guard let text else { return nil }
        let isName =
            (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == 95 || $0 == 45
            }
        guard isName else {
            throw .badRequest(
                "bad_sensor",
                "parameter \"sensor\" is \"\(text.clipped)\"; allowed: 1 to 32 characters of "
                    + "a-z, 0-9, _ and -")
        }
        return text
    }

    private static func cursor(
        _ text: String?, _ window: Span
    ) throws(ErrorReply) -> LogCursor? {
        guard let text else { return nil }
        guard let cursor = LogCursor(text, in: window) else {
            throw .badRequest(
                "bad_cursor",
                "parameter \"after\" is \"\(text.clipped)\"; allowed: what \"next\" was for this window"
            )
        }
        return cursor
    }

    private static func parameters(
        of uri: URI, allowed: [String]
    ) throws(ErrorReply) -> [String: String] {
        var parameters: [String: String] = [:]
        for (key, value) in uri.queryParameters {
            guard allowed.contains(String(key)) else {
                throw .badRequest(
                    "unknown_parameter",
                    "there is no parameter \"\(key.clipped)\"; allowed: "
                        + allowed.joined(separator: ", "))
            }
            guard parameters.updateValue(String(value), forKey: String(key)) == nil else {
                throw .badRequest("repeated_parameter", "parameter \"\(key)\" is given twice")
            }
        }
        return parameters
    }

    private static func time(
        _ name: String, _ parameters: [String: String]
    ) throws(ErrorReply) -> WallTime? {
        guard let text = parameters[name] else { return nil }
        guard let timestamp = Timestamp(text) else {
            throw .badRequest(
                "bad_time",
                "parameter \"\(name)\" is \"\(text.clipped)\"; allowed: a time as in RFC 3339, "
                    + "such as \(example)")
        }
        return timestamp.wall
    }

    private static func window(
        _ from: WallTime?, _ to: WallTime?, _ limits: WebLimits
    ) throws(ErrorReply) -> Span {
        guard let from, let to, from < to else {
            let texts = [from, to].map { $0.map { Timestamp($0).description } ?? "" }
            throw .badRequest(
                "bad_window",
                "\"from\" (\(texts[0])) must lie before \"to\" (\(texts[1])); "
                    + "where one is missing, the start or end of today is taken")
        }
        guard to - from <= .seconds(limits.windowDays * 86_400) else {
            let days = (to - from).components.seconds / 86_400
            throw .badRequest(
                "bad_window",
                "\"from\" and \"to\" lie \(days) days apart; allowed: \(limits.windowDays) days")
        }
        return Span(start: from, end: to)
    }

    private static func format(_ text: String?) throws(ErrorReply) -> Format {
        guard let text else { return .json }
        guard let format = Format(rawValue: text) else {
            throw .badRequest(
                "bad_format", "parameter \"format\" is \"\(text.clipped)\"; allowed: json, csv")
        }
        return format
    }

    /// Reads `edge` or `edge,press`; all kinds if there is nothing to read.
    private static func kinds(_ text: String?) throws(ErrorReply) -> Set<LogRow.Kind> {
        guard let text else { return Set(LogRow.Kind.allCases) }
        var kinds: Set<LogRow.Kind> = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false).prefix(8) {
            guard let kind = LogRow.Kind(rawValue: String(word)) else {
                let allowed = LogRow.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw .badRequest(
                    "bad_kind",
                    "parameter \"kind\" is \"\(text.clipped)\"; allowed, with commas between: "
                        + allowed)
            }
            kinds.insert(kind)
        }
        return kinds
    }
}
