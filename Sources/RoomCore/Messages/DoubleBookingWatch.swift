/// Tells of each double booking once, when the server first tells of it; each person of all that come up together.
struct DoubleBookingWatch: Sendable {
    /// Double bookings that are remembered; those that are over first give way.
    static let capacity = 4 * DoubleBookings.most

    /// The pairs that were told already, or need not be, with the time that both bookings want.
    private var known: [DoubleBookings.Pair: Span] = [:]
    /// The schedule's revision that was looked at last; nil if there is more to look at.
    private var revision: Int?

    /// Begins with the double bookings that an earlier run knew: it has told of them.
    init(knownTo bookings: [Booking]) {
        remember(allIn: bookings)
    }

    /// Remembers the double bookings among these as told.
    mutating func remember(allIn bookings: [Booking]) {
        remember(DoubleBookings.pairs(in: bookings, after: .earliest))
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

    /// Whether there is anything to look at in this revision of the schedule.
    func hasToLook(at revision: Int) -> Bool { self.revision != revision }

    /// The double bookings that have come up since the last look, and that people have to settle.
    mutating func appeared(
        in schedule: Schedule, _ outbox: Outbox, _ desk: PressDesk,
        _ sittings: Sittings, at now: Now
    ) -> [(Booking, Booking)] {
        revision = schedule.revision
        let pairs = DoubleBookings.pairs(in: schedule.bookings, after: now.wall)
        let unknown = pairs.filter { known[Self.key($0, $1)] == nil }
        let contested = unknown.filter {
            outbox.isTaking($1.span, for: $0.id) || outbox.isTaking($0.span, for: $1.id)
        }
        let new = unknown.filter { pair in
            !contested.contains { $0 == pair }
                && [pair.0, pair.1].allSatisfy { Self.isForPeople($0, outbox, sittings) }
        }
        forgetSettled(schedule, outbox, desk, at: now.uptime)
        // Whose time it is may be settled without a change of the calendar: so these are looked at again.
        if !contested.isEmpty { revision = nil }
        remember(new)
        return new
    }

    /// Forgets double bookings that people have settled: if one comes back, that is news.
    ///
    /// Not those outside of the window that was read, nor those that a press or an owed write has only just changed.
    private mutating func forgetSettled(
        _ schedule: Schedule, _ outbox: Outbox, _ desk: PressDesk, at now: Uptime
    ) {
        for (pair, span) in known {
            guard let window = schedule.window, window.overlaps(span),
                !Self.isStanding(pair, schedule)
            else { continue }
            let ids = [pair.first, pair.second]
            if ids.contains(where: { desk.undoEnds($0, at: now) != nil }) {
                revision = nil
            } else if !ids.contains(where: outbox.isOpen) {
                known[pair] = nil
            }
        }
    }

    private static func isStanding(_ pair: DoubleBookings.Pair, _ schedule: Schedule) -> Bool {
        guard let first = schedule.booking(pair.first), let second = schedule.booking(pair.second)
        else { return false }
        return DoubleBookings.collide(first, second)
    }

    /// Whether people have to settle it, and not the panel, which has given it up or is changing it.
    private static func isForPeople(
        _ booking: Booking, _ outbox: Outbox, _ sittings: Sittings
    ) -> Bool {
        sittings[booking.id]?.endedAt == nil && !outbox.isPending(booking.id)
    }

    private static func key(_ first: Booking, _ second: Booking) -> DoubleBookings.Pair {
        let isInOrder = first.id.text < second.id.text
        return DoubleBookings.Pair(
            first: isInOrder ? first.id : second.id, second: isInOrder ? second.id : first.id)
    }
}
