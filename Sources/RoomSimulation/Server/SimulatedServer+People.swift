import RoomCore

/// How people change the calendar.
extension SimulatedServer {
    /// - Parameter origin: the wall time at which the world began.
    mutating func carryOut(_ edit: Edit, at now: Moment, origin: WallTime) {
        let time = { (seconds: Int64) in origin + .seconds(seconds) }
        switch edit {
        case .make(let meeting): make(meeting, at: now, origin: origin)
        case .move(let id, let start, let end):
            change(BookingID(id), at: now) { $0.span = Span(start: time(start), end: time(end)) }
        case .changeEnd(let id, let end):
            change(BookingID(id), at: now) { $0.span = Span(start: $0.span.start, end: time(end)) }
        case .delete(let id): remove(BookingID(id), .byPeople)
        case .hide(let id):
            change(BookingID(id), at: now) { ($0.title, $0.organiser) = (nil, nil) }
        case .repeatDaily(let id, let times): repeatDaily(id, times, at: now)
        case .free(let id): change(BookingID(id), at: now) { $0.isBlocking = false }
        case .lock(let id): change(BookingID(id), at: now) { $0.isWritable = false }
        case .confirm(let id, let standing):
            change(BookingID(id), at: now) { $0.confirmation = standing }
        case .meddle(let deletes, let seconds): meddle(deletes, seconds, at: now)
        }
    }

    private mutating func make(_ meeting: Meeting, at now: Moment, origin: WallTime) {
        let id = BookingID(meeting.id)
        guard index(id) == nil else { return }
        let made = (origin + .microseconds(now)).flooredToSecond
        let booking = Booking(
            id: id, title: meeting.title, organiser: meeting.title == nil ? nil : meeting.organiser,
            organiserID: meeting.organiser,
            span: Span(
                start: origin + .seconds(meeting.start), end: origin + .seconds(meeting.end)),
            confirmation: meeting.confirmation, createdAt: meeting.tellsCreation ? made : nil,
            isAllDay: meeting.isAllDay, isBlocking: meeting.isBlocking,
            isWritable: meeting.isWritable)
        insert(
            Entry(
                booking: booking, maker: nil, organiser: meeting.organiser,
                endByPeople: booking.span.end, changedByPeopleAt: now))
    }

    /// A single booking becomes a series: each occurrence has a name of its own, and the old name is gone.
    private mutating func repeatDaily(_ id: String, _ times: Int, at now: Moment) {
        guard let entry = entry(BookingID(id)), entry.maker == nil else { return }
        remove(BookingID(id), .byPeople)
        for day in 0..<max(times, 1) {
            var occurrence = entry
            let shift = Duration.seconds(86_400 * day)
            let span = entry.booking.span
            occurrence.booking.span = Span(start: span.start + shift, end: span.end + shift)
            let start = occurrence.booking.span.start.secondsSinceEpoch
            occurrence.booking.id = BookingID("\(id)/\(start)")
            occurrence.endByPeople = occurrence.booking.span.end
            occurrence.changedByPeopleAt = now
            insert(occurrence)
        }
    }

    private mutating func meddle(_ deletes: Bool, _ seconds: Int64, at now: Moment) {
        guard let newest = entries.last(where: { $0.maker != nil }) else { return }
        let id = newest.booking.id
        if deletes {
            remove(id, .byPeople)
        } else {
            change(id, at: now) {
                $0.span = Span(
                    start: $0.span.start + .seconds(seconds), end: $0.span.end + .seconds(seconds))
            }
        }
    }
}
