import HTTPExchange
import RoomCore

/// How the panel knows its own bookings again: a line in the description.
///
/// REST has no idempotency for calendars, so whoever is not sure whether a booking was made looks for its marker first.
/// It also tells the times to the second, of which a calendar keeps the minutes only.
struct Marker: Hashable, Sendable {
    /// The panel's own name of the booking.
    var id: BookingID
    /// When it was made, by the panel's clock.
    var createdAt: WallTime
    /// When it began as it was made, in seconds since the epoch.
    var startSeconds: Int64
    /// When it ends as the panel wants it, in seconds since the epoch; nil in a marker of an earlier version.
    var endSeconds: Int64?

    /// What every id begins with that a panel gives.
    static let panelPrefix = "domovoy-"
    private static let word = "domovoy:"

    init(_ booking: Booking) {
        id = booking.id
        createdAt = booking.createdAt ?? booking.span.start
        startSeconds = booking.span.start.secondsSinceEpoch
        endSeconds = booking.span.end.secondsSinceEpoch
    }

    /// Finds the marker in a description, whatever else that holds; nil if there is none.
    init?(in description: String?) {
        guard let description, let range = Marker.range(in: description) else { return nil }
        let parts = description[range].dropFirst(Marker.word.count)
            .split(separator: ":", omittingEmptySubsequences: false)
        guard (3...4).contains(parts.count), parts[0].hasPrefix(Marker.panelPrefix),
            parts[0].utf8.count <= 256,
            let microseconds = Int64(parts[1]), let start = Int64(parts[2])
        else { return nil }
        id = BookingID(String(parts[0]))
        createdAt = WallTime(microsecondsSinceEpoch: microseconds)
        startSeconds = start
        if parts.count == 4 {
            guard let end = Int64(parts[3]) else { return nil }
            endSeconds = end
        }
    }

    /// The marker as text.
    var text: String {
        "\(Marker.word)\(id.text):\(createdAt.microsecondsSinceEpoch):\(startSeconds)"
            + (endSeconds.map { ":\($0)" } ?? "")
    }

    /// Whether a booking that begins then is the one that was made, and not a copy or moved.
    func fits(_ listed: Span) -> Bool {
        Minutes.isSame(listed.start, WallTime(secondsSinceEpoch: startSeconds))
    }

    /// The booking's time to the second, as far as what the portal lists is that time in whole minutes.
    func exact(_ listed: Span) -> Span {
        var exact = Span(start: WallTime(secondsSinceEpoch: startSeconds), end: listed.end)
        if let end = endSeconds.map(WallTime.init(secondsSinceEpoch:)),
            Minutes.isSame(end, listed.end)
        {
            exact.end = end
        }
        return exact.start < exact.end ? exact : listed
    }

    /// A description with the booking's new end in its marker.
    static func setting(end: WallTime, in description: String) -> String {
        guard var marker = Marker(in: description), let range = range(in: description) else {
            return description
        }
        marker.endSeconds = end.secondsSinceEpoch
        var changed = description
        changed.replaceSubrange(range, with: marker.text)
        return changed
    }

    private static func range(in description: String) -> Range<String.Index>? {
        guard let found = description.firstRange(of: word) else { return nil }
        let token = description[found.upperBound...].prefix(while: isPart)
        return found.lowerBound..<token.endIndex
    }

    /// The description of a booking made at the door: a line for people, and the marker.
    func description(of booking: Booking) -> String {
        let place = booking.organiser?.oneLine(200) ?? ""
        return place.isEmpty ? text : place + "\n" + text
    }

    private static func isPart(_ character: Character) -> Bool {
        character.isASCII
            && (character.isLetter || character.isNumber || "-_:.@".contains(character))
    }
}

/// The state of a booking as a line in the description, where there is no colour to set.
enum MarkLine {
    private static let word = "domovoy-state:"

    /// The description with this state and no other; its lines may end in any way.
    static func setting(_ mark: BookingMark, in description: String) -> String {
        var lines = description.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .filter { !$0.hasPrefix(word) }.map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return (lines + [word + mark.rawValue]).joined(separator: "\n")
    }
}
