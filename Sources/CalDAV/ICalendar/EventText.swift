import ICalendarLines
import RoomCore

/// The text of the event that a booking made at the panel becomes.
enum EventText {
    /// The property that marks an object as the panel's own, besides its UID.
    static let mark = "X-DOMOVOY"

    /// Writes the object.
    ///
    /// - Parameters:
    ///   - booking: the booking; its id is the UID.
    ///   - roomAddress: the room's mail address; invites the room, in its own name, which so accepts.
    ///   - now: the time of writing.
    static func make(_ booking: Booking, roomAddress: String?, now: WallTime) -> [UInt8] {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Domovoy//Room panel 1//EN", "BEGIN:VEVENT",
            "UID:\(ICalendarLine.escaped(booking.id.text))",
            "DTSTAMP:\(CalendarTime(now).stamp)",
            "CREATED:\(CalendarTime(booking.createdAt ?? now).stamp)",
            "DTSTART:\(CalendarTime(booking.span.start).stamp)",
            "DTEND:\(CalendarTime(booking.span.end).stamp)",
        ]
        if let title = booking.title { lines.append("SUMMARY:\(ICalendarLine.escaped(title))") }
        lines += ["STATUS:CONFIRMED", "TRANSP:OPAQUE", "SEQUENCE:0", "\(mark):AD-HOC"]
        if let address = roomAddress.map(MailAddress.written) {
            lines.append("ORGANIZER:\(address)")
            lines.append("ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:\(address)")
        }
        lines += ["END:VEVENT", "END:VCALENDAR"]
        return lines.flatMap { ICalendarLine.folded($0) }
    }
}
