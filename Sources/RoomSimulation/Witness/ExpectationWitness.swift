import RoomCore

/// From when on a panel may expect the people of each booking, worked out from what it was told (decision 0021).
///
/// That is the booking's start, or the moment from which the panel, running and sure of the time, knew without a break that
/// the booking takes the room then. It looks no further ahead than to a minute, or the check-in window, before the start: a
/// clock that jumps over all of that learns of it then.
struct ExpectationWitness {
    private struct Hearing {
        var start: WallTime
        var since: WallTime
    }

    private var heard: [BookingID: Hearing] = [:]
    private var changes: Int?
    private var trustedSince: Uptime?
    private var ahead = Duration.zero
    /// When the next booking comes near.
    private var nextAt = WallTime.earliest

    /// What an earlier run found out about people, it found out in the time that it had counted.
    mutating func remember(_ sitting: Sitting) {
        guard !sitting.isOpenQuestion, let since = sitting.knownSince else { return }
        heard[sitting.booking] = Hearing(start: sitting.span.start, since: since)
        // It may have been moved since: then that is heard of at the next look.
        somethingChanged()
    }

    /// What was given up or came back changes whose people may be expected.
    mutating func somethingChanged() { changes = nil }

    /// - Parameters:
    ///   - ahead: how long before its start a booking is near.
    ///   - trustedSince: since when the clock has been trusted; nil while it is not.
    ///   - sittings: what the panel last told the journal about people.
    ///   - isGivenUp: whether a booking's room was given up; what people make of it meanwhile is heard when it comes back.
    mutating func look(
        _ schedule: KnownSchedule, at wall: WallTime, ahead: Duration, trustedSince: Uptime?,
        _ sittings: [BookingID: Sitting], isGivenUp: (BookingID) -> Bool
    ) {
        guard let trustedSince else { return }
        if trustedSince != self.trustedSince {
            self.trustedSince = trustedSince
            for (id, hearing) in heard { heard[id]?.since = min(hearing.since, wall) }
        } else if changes == schedule.changes, ahead == self.ahead, wall < nextAt {
            return
        }
        (changes, self.ahead, nextAt) = (schedule.changes, ahead, .latest)
        var known: Set<BookingID> = []
        for booking in schedule.bookings where booking.isBlocking {
            known.insert(booking.id)
            if !isGivenUp(booking.id), heard[booking.id]?.start != booking.span.start {
                hear(booking, at: wall)
            }
        }
        heard = heard.filter { id, _ in
            known.contains(id) || sittings[id].map { !$0.isOpenQuestion } ?? false
        }
    }

    private mutating func hear(_ booking: Booking, at wall: WallTime) {
        let span = booking.span
        // What is moved is heard of at once, though it may be far off.
        if heard[booking.id] == nil {
            guard span.end > wall else { return }
            guard span.start - ahead <= wall else {
                nextAt = min(nextAt, span.start - ahead)
                return
            }
        }
        heard[booking.id] = Hearing(start: span.start, since: wall)
    }

    func expectedFrom(_ id: BookingID, _ span: Span) -> WallTime {
        min(max(span.start, heard[id]?.since ?? span.start), span.end)
    }
}

extension Sitting {
    /// Whether nothing was found out about its people yet.
    fileprivate var isOpenQuestion: Bool { checkIn == nil && arrival == nil }
}
