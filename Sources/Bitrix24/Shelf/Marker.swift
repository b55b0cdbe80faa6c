import HTTPExchange
import RoomCore

/// How the panel knows its own bookings again: a line in the description.
///
/// REST has no idempotency for calendars, so whoever is not sure whether a booking was made looks for its marker first.
struct Marker: Hashable, Sendable {
    /// The panel's own name of the booking.
    var id: BookingID
    /// When it was made, by the panel's clock.
    var createdAt: WallTime
    /// When it began as it was made, in seconds since the epoch.
    var startSeconds: Int64

    /// What every id begins with that a panel gives.
    static let panelPrefix = "domovoy-"
    private static let word = "domovoy:"

    init(_ booking: Booking) {
        id = booking.id
        createdAt = booking.createdAt ?? booking.span.start
        startSeconds = booking.span.start.secondsSinceEpoch
    }

    /// Finds the marker in a description, whatever else that holds; nil if there is none.
    init?(in description: String?) {
        guard let description, let word = description.firstRange(of: Marker.word) else {
            return nil
        }
        let token = description[word.upperBound...].prefix(while: Marker.isPart)
        let parts = token.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].hasPrefix(Marker.panelPrefix), parts[0].utf8.count <= 256,
            let microseconds = Int64(parts[1]), let start = Int64(parts[2])
        else { return nil }
        id = BookingID(String(parts[0]))
        createdAt = WallTime(microsecondsSinceEpoch: microseconds)
        startSeconds = start
    }

    /// The marker as text.
    var text: String {
        "\(Marker.word)\(id.text):\(createdAt.microsecondsSinceEpoch):\(startSeconds)"
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
