package import HummingbirdCore
package import RoomCore

/// The parameters of a request: each of them known, and given once.
///
/// All that reads one throws an ``ErrorReply``, 400, that names the parameter, its value and what is allowed.
package struct QueryParameters: Sendable {
    private let values: [String: String]

    private static let example = "2026-11-21T19:00:00Z or 2026-11-21T22:00:00+03:00"

    /// Reads the query of an address.
    package init(of uri: URI, allowed: [String]) throws(ErrorReply) {
        var values: [String: String] = [:]
        for (key, value) in uri.queryParameters {
            guard allowed.contains(String(key)) else {
                throw .badRequest(
                    "unknown_parameter",
                    "there is no parameter \"\(key.clipped)\"; allowed: "
                        + allowed.joined(separator: ", "))
            }
            guard values.updateValue(String(value), forKey: String(key)) == nil else {
                throw .badRequest("repeated_parameter", "parameter \"\(key)\" is given twice")
            }
        }
        self.values = values
    }

    /// The text of a parameter; nil where it is missing.
    package subscript(name: String) -> String? { values[name] }

    // MARK: Time

    /// An instant; nil where it is missing.
    package func time(_ name: String) throws(ErrorReply) -> WallTime? {
        guard let text = values[name] else { return nil }
        guard let timestamp = Timestamp(text) else {
            throw .badRequest(
                "bad_time",
                "parameter \"\(name)\" is \"\(text.clipped)\"; allowed: a time as in RFC 3339, "
                    + "such as \(Self.example)")
        }
        return timestamp.wall
    }

    /// The time between `from` and `to`.
    ///
    /// - Parameters:
    ///   - days: how many days it may be at most.
    ///   - today: the room's day; its start stands for a missing `from`, its end for a missing `to`.
    package func window(days: Int, today: () -> Span) throws(ErrorReply) -> Span {
        let from = try time("from")
        let to = try time("to")
        let day = from == nil || to == nil ? today() : nil
        return try Self.window(from ?? day?.start, to ?? day?.end, days)
    }

    private static func window(
        _ from: WallTime?, _ to: WallTime?, _ allowedDays: Int
    ) throws(ErrorReply) -> Span {
        guard let from, let to, from < to else {
            let texts = [from, to].map { $0.map { Timestamp($0).description } ?? "" }
            throw .badRequest(
                "bad_window",
                "\"from\" (\(texts[0])) must lie before \"to\" (\(texts[1])); "
                    + "where one is missing, the start or end of today is taken")
        }
        guard to - from <= .seconds(allowedDays * 86_400) else {
            let days = (to - from).components.seconds / 86_400
            throw .badRequest(
                "bad_window",
                "\"from\" and \"to\" lie \(days) days apart; allowed: \(allowedDays) days")
        }
        return Span(start: from, end: to)
    }

    /// Where the page before ended, as `after` tells; nil from the start of the window on.
    package func cursor(in window: Span) throws(ErrorReply) -> LogCursor? {
        guard let text = values["after"] else { return nil }
        guard let cursor = LogCursor(text, in: window) else {
            throw .badRequest(
                "bad_cursor",
                "parameter \"after\" is \"\(text.clipped)\"; allowed: what \"next\" was for this window"
            )
        }
        return cursor
    }

    // MARK: Words

    /// One of some words; nil where it is missing.
    ///
    /// - Parameter code: the error's.
    package func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, orError code: String
    ) throws(ErrorReply) -> Choice? {
        guard let text = values[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw .badRequest(
                code,
                "parameter \"\(name)\" is \"\(text.clipped)\"; allowed: "
                    + Self.words(Choice.self))
        }
        return choice
    }

    /// Some of some words, with commas between; all of them where it is missing.
    ///
    /// - Parameter code: the error's.
    package func choices<Choice: RawRepresentable<String> & CaseIterable & Hashable>(
        _ name: String, orError code: String
    ) throws(ErrorReply) -> Set<Choice> {
        guard let text = values[name] else { return Set(Choice.allCases) }
        let all = Choice.allCases
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        let choices = words.compactMap { Choice(rawValue: String($0)) }
        guard choices.count == words.count, words.count <= all.count else {
            throw .badRequest(
                code,
                "parameter \"\(name)\" is \"\(text.clipped)\"; allowed, up to \(all.count) with "
                    + "commas between: \(Self.words(Choice.self))")
        }
        return Set(choices)
    }

    private static func words<Choice: RawRepresentable<String> & CaseIterable>(
        _ type: Choice.Type
    ) -> String {
        type.allCases.map(\.rawValue).joined(separator: ", ")
    }

    /// The sensor that `sensor` names; nil where it is missing.
    ///
    /// Any name that a sensor may have: one that is gone still has rows.
    package func sensor() throws(ErrorReply) -> String? {
        guard let text = values["sensor"] else { return nil }
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
}
