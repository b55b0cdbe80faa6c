/// Who has the room now, and who comes next.
struct Agenda: Sendable {
    /// Bookings at the same time that are looked at; more are left out.
    static let greatestOverlap = 64

    /// The blocking bookings that run now, the one that has the room first.
    var running: [Booking] = []
    /// The next blocking booking; nil if none is known.
    var next: Booking?

    /// The booking that has the room; nil if none does.
    var current: Booking? { running.first }
    /// The others that run at the same time.
    var conflicts: ArraySlice<Booking> { running.dropFirst() }
}

extension Room {
    /// Sorts out the running bookings.
    ///
    /// A timed one has the room before one that fills whole days, then the one that starts first; at equal starts the
    /// confirmed one, then the one created first. One that nobody uses gives way to one that may still be used.
    func makeAgenda(at now: Now) -> Agenda {
        let instant = Span(start: now.wall, length: .microseconds(1))
        var running = schedule.bookings(in: instant).filter(\.isBlocking)
        if running.count > 1 {
            running = Array(running.prefix(Agenda.greatestOverlap))
                .sorted { comes($0, before: $1, at: now) }
        }
        return Agenda(running: running, next: upcoming(after: now.wall))
    }

    /// Of those that start next at the same time, the one that will have the room.
    private func upcoming(after instant: WallTime) -> Booking? {
        guard let first = schedule.next(notBefore: instant + .microseconds(1)) else { return nil }
        let rivals = schedule.bookings(
            in: Span(start: first.span.start, length: .microseconds(1))
        ).prefix(Agenda.greatestOverlap).filter {
            $0.isBlocking && $0.span.start == first.span.start
        }
        return rivals.min { hasPrecedence($0, over: $1) } ?? first
    }

    private func comes(_ left: Booking, before right: Booking, at now: Now) -> Bool {
        let hold = (hold(of: left, at: now), hold(of: right, at: now))
        if hold.0 != hold.1 { return hold.0 < hold.1 }
        return hasPrecedence(left, over: right)
    }

    /// Whether `left` has the room before `right`, as long as both are used.
    func hasPrecedence(_ left: Booking, over right: Booking) -> Bool {
        if left.isAllDay != right.isAllDay { return right.isAllDay }
        if left.span.start != right.span.start { return left.span.start < right.span.start }
        let confirmed = (
            confirmation(of: left) == .confirmed, confirmation(of: right) == .confirmed
        )
        if confirmed.0 != confirmed.1 { return confirmed.0 }
        switch (left.createdAt, right.createdAt) {
        case (let first?, let second?) where first != second: return first < second
        case (_?, nil): return true
        case (nil, _?): return false
        default: return left.id.text < right.id.text
        }
    }

    /// How firmly a running booking holds the room: in use or waited for (0), claimable (1), a whole day beside those that
    /// people come to (2), or given up (3).
    private func hold(of booking: Booking, at now: Now) -> Int {
        if sittings[booking.id]?.endedAt != nil { return 3 }
        if booking.isAllDay { return 2 }
        return isOffered(booking, at: now) ? 1 : 0
    }

    /// How a booking stands, with what the panel knows of its people.
    func confirmation(of booking: Booking) -> Booking.Confirmation {
        confirmation(of: booking, sittings[booking.id])
    }

    func confirmation(of booking: Booking, _ sitting: Sitting?) -> Booking.Confirmation {
        if sitting?.checkIn != nil { return .confirmed }
        return BookingRules(booking: booking, policy: policy).confirmation
    }

    /// The next booking, if its check-in window is open.
    func nextInWindow(at now: Now) -> Booking? {
        guard let next = agenda.next else { return nil }
        return next.span.start - policy.checkInWindow <= now.wall ? next : nil
    }

    /// Whether a whole day gives way to a timed booking whose check-in window is open: its people are at the door.
    func givesWay(_ booking: Booking, at now: Now) -> Bool {
        guard booking.isAllDay, let next = nextInWindow(at: now) else { return false }
        return !next.isAllDay
    }

    /// The next booking, if its people have already said at the door that they are there.
    func nextTakenUp(at now: Now) -> Booking? {
        guard let next = nextInWindow(at: now), sittings[next.id]?.checkIn != nil else {
            return nil
        }
        return next
    }
}
