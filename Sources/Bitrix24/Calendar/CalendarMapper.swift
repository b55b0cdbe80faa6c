import CivilCalendar
import HTTPExchange
import JSONText
import RoomCore

/// Turns an answer's rows into bookings: pure, the same rows always give the same bookings.
struct CalendarMapper: Sendable {
    /// The room's zone, and what is known of the portal's dates.
    var times: RowTimes.Context
    /// The panel's own user: of rows with a marker only those that it made are the panel's.
    var userID: Int64
    /// The section that is the room; nil takes every row.
    var section: Int64?
    /// Whether somebody else's bookings may be changed.
    var isWritable = true
    /// What begins a name.
    var prefix = CalendarMapper.eventPrefix
    /// Rows reserve a room for an event, and bear the name of a person instead of a title.
    var isReservation = false

    /// What the names of events begin with.
    static let eventPrefix = "event-"
    /// What the names of rows of the older resource booking begin with.
    static let resourcePrefix = "resource-"

    /// The bookings among an answer's rows that share an instant with `window`.
    ///
    /// The portal has expanded series and applied EXDATE already. Copies of one meeting, which have one parent,
    /// become one booking.
    func map(_ rows: [CalendarRow], window: Span, limit: Int) -> ShelfReading {
        var mapper = self
        mapper.times.order = RowTimes.order(in: rows) ?? times.order
        var reading = ShelfReading()
        var places: [BookingID: Int] = [:]
        if let guess = RowTimes.guess(in: rows, order: mapper.times.order) {
            reading.complain(guess)
        }
        for row in rows where row.isThere && isHere(row) {
            mapper.take(row, window, into: &reading, &places)
        }
        reading.entries.sort {
            ($0.booking.span.start, $0.number) < ($1.booking.span.start, $1.number)
        }
        if reading.entries.count > limit {
            let left = reading.entries.count - limit
            reading.complain("\(left) bookings beyond the first \(limit) were left out")
            reading.entries.removeLast(left)
        }
        reading.entries.settleCreationOrder()
        return reading
    }

    /// One row in the core's terms; nil if it cannot be read.
    func entry(_ row: CalendarRow) -> (entry: ShelfEntry, doubt: String?)? {
        guard let times = RowTimes(row, times), let parent = row.parentID else { return nil }
        let marker = row.createdBy == userID ? Marker(in: row.details) : nil
        // What the user copied or moved to another time is a booking of its own.
        let isOurs = marker?.fits(times.span) ?? false
        let isOccurrence = row.isRecurring
        var booking = Booking(
            id: marker.flatMap { isOurs ? $0.id : nil } ?? name(row, parent, times),
            span: marker.flatMap { isOurs ? $0.exact(times.span) : nil } ?? times.span,
            source: isOurs ? .panel : .server,
            confirmation: isOurs ? .confirmed : confirmation(row),
            createdAt: isOurs ? marker?.createdAt : nil, isAllDay: times.isAllDay,
            isBlocking: row.accessibility != "free", isWritable: isOurs || isWritable)
        // Who made a reservation may have made it for somebody else: the event tells.
        if !isReservation { booking.organiserID = row.organiserID }
        if !row.isPrivate {
            let person = isReservation ? row.name : row.hostName
            booking.title = isReservation ? nil : shown(row.name)
            booking.organiser = shown(person)
        }
        let entry = ShelfEntry(
            booking: booking, listed: times.span, marker: marker, number: parent, isOurs: isOurs,
            isOccurrence: isOccurrence, row: .event(row))
        return (entry, times.doubt)
    }

    private func take(
        _ row: CalendarRow, _ window: Span, into reading: inout ShelfReading,
        _ places: inout [BookingID: Int]
    ) {
        guard let (entry, doubt) = entry(row) else {
            return reading.leaveOut("event", row.parentID ?? 0, lacking: "date")
        }
        guard entry.booking.span.overlaps(window) else { return }
        if let doubt { reading.complain("event \(entry.number): \(doubt)") }
        if entry.marker != nil, !entry.isOurs { reading.displaced.append(entry) }
        guard let place = places[entry.booking.id] else {
            places[entry.booking.id] = reading.entries.count
            return reading.entries.append(entry)
        }
        let kept = reading.entries[place]
        if kept.isOurs, entry.isOurs, kept.number != entry.number {
            // One booking made twice: the first stands, whatever its end is by now.
            reading.strays.append(kept.number < entry.number ? entry : kept)
            if entry.number < kept.number { reading.entries[place] = entry }
            return
        }
        if kept.booking.span == entry.booking.span {
            if case .event(let known) = kept.row, known.id == row.id {
                reading.complain("event \(entry.number) came twice and counts once")
            }
            // Copies of one meeting: the one of the event itself knows most.
            if row.id == row.parentID { reading.entries[place] = entry }
            return
        }
        keepTwin(entry, into: &reading, &places)
    }

    /// Two rows of one name and different times: both hold the room, so both are kept.
    private func keepTwin(
        _ entry: ShelfEntry, into reading: inout ShelfReading, _ places: inout [BookingID: Int]
    ) {
        var entry = entry
        let start = times.room.civil(entry.booking.span.start).stamp
        reading.complain("event \(entry.number) came twice with different times")
        entry.booking.id = BookingID("\(prefix)\(entry.number)/\(start)")
        entry.booking.source = .server
        entry.booking.createdAt = nil
        entry.booking.span = entry.listed
        entry.isOurs = false
        guard places[entry.booking.id] == nil else { return }
        places[entry.booking.id] = reading.entries.count
        reading.entries.append(entry)
    }

    private func isHere(_ row: CalendarRow) -> Bool {
        guard let section, let found = row.sectionID else { return true }
        return section == found
    }

    /// An occurrence is named by its series and its start there, so that it keeps its name when it is split off.
    private func name(_ row: CalendarRow, _ parent: Int64, _ times: RowTimes) -> BookingID {
        if row.isRecurring { return BookingID("\(prefix)\(parent)/\(times.start.stamp)") }
        if let series = row.splitFrom, let original = RowTimes.original(row, self.times) {
            return BookingID("\(prefix)\(series)/\(original.stamp)")
        }
        return BookingID("\(prefix)\(parent)")
    }

    private func confirmation(_ row: CalendarRow) -> Booking.Confirmation? {
        switch row.meetingStatus {
        case "H", "Y": .confirmed
        case "Q", "N": .unconfirmed
        default: row.accessibility == "quest" ? .unconfirmed : nil
        }
    }

    private func shown(_ text: String?) -> String? {
        guard let text = text?.trimmed, !text.isEmpty else { return nil }
        return String(text.prefix(Bitrix24Limits.nameCharacters))
    }
}

extension ShelfReading {
    /// Notes what was left out, up to the limit of lines.
    mutating func complain(_ line: String) {
        guard complaints.count < Bitrix24Limits.complaints else { return }
        complaints.append(line.oneLine(Bitrix24Limits.complaintBytes))
    }
}
