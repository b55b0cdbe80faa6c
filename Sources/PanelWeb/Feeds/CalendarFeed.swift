import CivilCalendar
import ICalendarLines
package import RoomCore

/// Bookings as an iCalendar object that calendar programs subscribe to (RFC 5545 and 7986).
///
/// The same bookings are always the same bytes: nothing in it tells when it was asked for.
package struct CalendarFeed: Sendable {
    /// The most bytes of a title or a name; the rest is left out.
    static let greatestText = 512
    /// How often programs are asked to look again: a duration of RFC 5545, section 3.3.6.
    private static let refresh = "PT15M"
    /// When it was last revised, of a booking whose server does not tell when it was made.
    private static let unknownRevision = WallTime(secondsSinceEpoch: 0)

    private let roomID: String
    private let roomName: String
    private let secondsFromUTC: @Sendable (WallTime) -> Int

    /// Makes a feed of one room.
    ///
    /// - Parameters:
    ///   - roomID: the room's short name, which tells apart what several panels show of one meeting.
    ///   - roomName: what the calendar and the place of its events are called.
    ///   - secondsFromUTC: how far the room's clock is from UTC at an instant, east positive.
    package init(
        roomID: String, roomName: String, secondsFromUTC: @escaping @Sendable (WallTime) -> Int
    ) {
        self.roomID = roomID
        self.roomName = Self.line(roomName)
        self.secondsFromUTC = secondsFromUTC
    }

    /// The object, with an event for each booking in the order given.
    package func bytes(_ entries: [LedgerEntry]) -> [UInt8] {
        var lines = head
        for entry in entries { lines += event(entry) }
        lines.append("END:VCALENDAR")
        return lines.flatMap { ICalendarLine.folded($0) }
    }

    /// Without `METHOD`: it is a calendar to be looked at, no invitation.
    private var head: [String] {
        let name = ICalendarLine.escaped(roomName)
        return [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Domovoy//Room panel 1//EN",
            "CALSCALE:GREGORIAN", "NAME:\(name)", "X-WR-CALNAME:\(name)",
            "REFRESH-INTERVAL;VALUE=DURATION:\(Self.refresh)", "X-PUBLISHED-TTL:\(Self.refresh)",
        ]
    }

    private func event(_ entry: LedgerEntry) -> [String] {
        let booking = entry.booking
        var lines = ["BEGIN:VEVENT"]
        lines.append("UID:" + ICalendarLine.escaped("\(booking.id.text)@\(roomID).domovoy"))
        lines.append("DTSTAMP:" + Self.stamp(booking.createdAt ?? Self.unknownRevision))
        lines += times(booking)
        lines += words(booking)
        lines.append(entry.confirmation == .confirmed ? "STATUS:CONFIRMED" : "STATUS:TENTATIVE")
        lines.append(booking.isBlocking ? "TRANSP:OPAQUE" : "TRANSP:TRANSPARENT")
        lines.append("END:VEVENT")
        return lines
    }

    /// What people read.
    ///
    /// Who called it is no `ORGANIZER`: that wants an address, which is nobody else's business.
    private func words(_ booking: Booking) -> [String] {
        let title = Self.line(booking.title ?? "")
        let person = Self.line(booking.organiser ?? "")
        var lines = ["SUMMARY:" + (title.isEmpty ? "Busy" : ICalendarLine.escaped(title))]
        if !person.isEmpty { lines.append("DESCRIPTION:" + ICalendarLine.escaped(person)) }
        lines.append("LOCATION:" + ICalendarLine.escaped(roomName))
        return lines
    }

    // MARK: Times

    private func times(_ booking: Booking) -> [String] {
        let (start, end) = (booking.span.start.flooredToSecond, booking.span.end.flooredToSecond)
        if booking.isAllDay, start < end, beginsDay(start), beginsDay(end) {
            return [
                "DTSTART;VALUE=DATE:" + Self.date(day(of: start)),
                "DTEND;VALUE=DATE:" + Self.date(day(of: end)),
            ]
        }
        // What ends at its start has no end to be written (RFC 5545, section 3.8.2.2).
        let first = "DTSTART:" + Self.stamp(start)
        return start < end ? [first, "DTEND:" + Self.stamp(end)] : [first]
    }

    /// The day that the room's calendar shows.
    private func day(of instant: WallTime) -> CivilDay {
        CivilTime(seconds: Int(instant.secondsSinceEpoch) + secondsFromUTC(instant)).day
    }

    /// Whether a day begins in the room: mostly at midnight, but some clocks are put forward just then.
    private func beginsDay(_ instant: WallTime) -> Bool {
        day(of: instant) != day(of: instant - .seconds(1))
    }

    private static func date(_ day: CivilDay) -> String {
        day.year.padded(4) + day.month.padded(2) + day.day.padded(2)
    }

    private static func stamp(_ instant: WallTime) -> String {
        let time = CivilTime(seconds: Int(instant.secondsSinceEpoch))
        let clock = time.hour.padded(2) + time.minute.padded(2) + time.second.padded(2)
        return "\(date(time.day))T\(clock)Z"
    }

    // MARK: Text

    /// A text on one line, cut to ``greatestText``: what breaks or steers lines becomes a blank.
    ///
    /// More characters break lines for some programs than for RFC 5545.
    private static func line(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            guard line.utf8.count + UTF8.width(scalar) <= greatestText else { return line + "…" }
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: line += " "
            default: line.unicodeScalars.append(scalar)
            }
        }
        return String(line.trimmed)
    }
}
