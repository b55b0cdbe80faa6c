import RoomCore

/// Says what one occurrence of an event means for the room.
struct BookingMapper {
    /// How the names of the panel's own bookings begin.
    static let panelPrefix = "domovoy-"

    let event: CalendarEvent
    let occurrence: Occurrence
    let roomAddress: String?

    init(_ event: CalendarEvent, _ occurrence: Occurrence, _ roomAddress: String?) {
        self.event = event
        self.occurrence = occurrence
        self.roomAddress = roomAddress
    }

    /// The booking.
    var booking: Booking {
        let isPanel = event.uid.hasPrefix(BookingMapper.panelPrefix)
        return Booking(
            id: BookingMapper.id(event.uid, occurrence.key),
            title: event.isHidden ? nil : event.summary,
            organiser: event.isHidden || isRoomItself ? nil : event.organiser,
            organiserID: isRoomItself ? nil : organiserID,
            span: Span(
                start: WallTime(secondsSinceEpoch: occurrence.startsAt),
                end: WallTime(secondsSinceEpoch: occurrence.endsAt)),
            source: isPanel ? .panel : .server, confirmation: confirmation,
            createdAt: created, isAllDay: occurrence.isAllDay, isBlocking: isBlocking)
    }

    /// The UID, followed by `/` and the RECURRENCE-ID in UTC for one occurrence of a series.
    static func id(_ uid: String, _ key: OccurrenceKey?) -> BookingID {
        BookingID(key.map { "\(uid)/\($0.text)" } ?? uid)
    }

    /// The line by which the room was invited; nil if it was not.
    ///
    /// With an address only that address counts: another room of the same meeting is none of ours.
    static func room(of event: CalendarEvent, address: String?) -> CalendarEvent.Attendee? {
        if let address { return event.attendees.first { $0.address == address } }
        let rooms = event.attendees.filter(\.isRoom)
        return rooms.count == 1 ? rooms.first : nil
    }

    private var room: CalendarEvent.Attendee? {
        BookingMapper.room(of: event, address: roomAddress)
    }

    /// The address of whoever called it; nil where none is given, or one that is longer than a mail address may be.
    private var organiserID: String? {
        guard let address = event.organiserAddress, !address.isEmpty,
            address.utf8.count <= CalDAVLimits.addressBytes
        else { return nil }
        return address
    }

    private var isRoomItself: Bool {
        roomAddress != nil && event.organiserAddress == roomAddress
    }

    /// Confirmed if the event or the room says so; unconfirmed if either says otherwise.
    private var confirmation: Booking.Confirmation? {
        if event.status == "CONFIRMED" || room?.status == "ACCEPTED" { return .confirmed }
        if event.status == "TENTATIVE" { return .unconfirmed }
        return room == nil ? nil : .unconfirmed
    }

    private var isBlocking: Bool {
        !event.isTransparent && event.status != "CANCELLED" && room?.status != "DECLINED"
    }

    private var created: WallTime? {
        guard let created = event.created, created.form == .utc else { return nil }
        return WallTime(secondsSinceEpoch: created.seconds)
    }
}
