/// Tells of each double booking once, when the server first tells of it; each person of all that come up together.
struct DoubleBookingWatch: Sendable {
    /// Double bookings that are remembered; those that are over first give way.
    static let capacity = 4 * DoubleBookings.most

    /// The pairs that were told already, or need not be, with the time that both bookings want.
    private var known: [DoubleBookings.Pair: Span] = [:]
    /// The schedule's revision that was looked at last; nil if there is more to look at.
    private var revision: Int?
    private var recalls = 0

    /// Begins with the double bookings that an earlier run knew: it has told of them.
    init(knownTo room: Room) {
        recalls = room.recalls
        remember(DoubleBookings.pairs(in: room.schedule.bookings, after: .earliest))
    }

    private mutating func remember(_ pairs: [(Booking, Booking)]) {
        for (first, second) in pairs {
            let start = max(first.span.start, second.span.start)
            let end = min(first.span.end, second.span.end)
            known[Self.key(first, second)] = Span(start: start, end: end)
        }
        guard known.count > Self.capacity else { return }
        let sorted = known.sorted {
            ($0.value.end, $0.key.first.text, $0.key.second.text)
                > ($1.value.end, $1.key.first.text, $1.key.second.text)
        }
        known = Dictionary(sorted.prefix(Self.capacity).map { ($0.key, $0.value) }) { first, _ in
            first
        }
    }

    /// Whether there is anything to look at since the last look.
    func hasNews(_ room: Room) -> Bool {
        recalls != room.recalls || (revision != room.schedule.revision && room.trust.isTrusted)
    }

    /// The messages to the people of double bookings that have come up since the last look.
    ///
    /// Without a trusted clock nobody can say what is over; it is looked at when there is one.
    mutating func appeared(_ room: Room, at now: Now) -> [Message] {
        if recalls != room.recalls {
            // The double bookings of a journal that was opened late were told by the run that wrote it.
            recalls = room.recalls
            remember(DoubleBookings.pairs(in: room.schedule.bookings, after: .earliest))
        }
        guard revision != room.schedule.revision, room.trust.isTrusted else { return [] }
        revision = room.schedule.revision
        let pairs = DoubleBookings.pairs(in: room.schedule.bookings, after: now.wall)
        let unknown = pairs.filter { known[Self.key($0, $1)] == nil }
        let contested = unknown.filter {
            room.isContested($0.id, by: $1.span) || room.isContested($1.id, by: $0.span)
        }
        let new = unknown.filter { pair in
            !contested.contains { $0 == pair }
                && [pair.0, pair.1].allSatisfy { Self.isForPeople($0, room) }
        }
        forgetSettled(room, at: now)
        // Whose time it is may be settled without a change of the calendar: so these are looked at again.
        if !contested.isEmpty { revision = nil }
        remember(new)
        var round = DoubleBookingRound()
        for (first, second) in new { round.add(first, second, in: room, at: now) }
        return round.messages
    }

    /// Forgets double bookings that people have settled: if one comes back, that is news.
    ///
    /// Not those outside of the window that was read, nor those that a press or an owed write has only just changed.
    private mutating func forgetSettled(_ room: Room, at now: Now) {
        for (pair, span) in known {
            guard let window = room.schedule.window, window.overlaps(span),
                !isStanding(pair, room)
            else { continue }
            let ids = [pair.first, pair.second]
            if ids.contains(where: { room.desk.undoEnds($0, at: now.uptime) != nil }) {
                revision = nil
            } else if !ids.contains(where: room.outbox.isOpen) {
                known[pair] = nil
            }
        }
    }

    private func isStanding(_ pair: DoubleBookings.Pair, _ room: Room) -> Bool {
        guard let first = room.schedule.booking(pair.first),
            let second = room.schedule.booking(pair.second)
        else { return false }
        return DoubleBookings.collide(first, second)
    }

    /// Whether people have to settle it, and not the panel, which has given it up or is changing it.
    private static func isForPeople(_ booking: Booking, _ room: Room) -> Bool {
        room.sittings[booking.id]?.endedAt == nil && !room.outbox.isPending(booking.id)
    }

    private static func key(_ first: Booking, _ second: Booking) -> DoubleBookings.Pair {
        let isInOrder = first.id.text < second.id.text
        return DoubleBookings.Pair(
            first: isInOrder ? first.id : second.id, second: isInOrder ? second.id : first.id)
    }
}
