import RoomCore

/// A booking that was given up at the door, and cut on the server, has the room again once a reading shows that it was
/// given time since, or was moved past its end (decision 0028).
struct GivenUpComesBack: Invariant {
    static let name = "given-up-comes-back"

    /// So long a reading may come from a copy that lags behind, and a little more: small steps of a clock are no jump.
    private static let lag = Duration.seconds(13)

    /// Since when the server is known to have the end of what was given up.
    private struct Cut {
        var endedAt: WallTime
        var at: Uptime
    }
    private var cuts: [BookingID: Cut] = [:]
    private var acknowledged: ServerWrite?

    /// What a journal tells of an earlier run.
    mutating func restart(_ memory: Memory, at now: Uptime) {
        cuts = [:]
        for sitting in memory.sittings {
            guard let endedAt = sitting.endedAt, sitting.givenUp?.isOnServer == true else {
                continue
            }
            cuts[sitting.booking] = Cut(endedAt: endedAt, at: now)
        }
    }

    /// Before the facts are taken in: afterwards nothing is known any more of a write that is done.
    mutating func prepare(_ sight: Sight, _ known: Knowledge) {
        acknowledged = nil
        if case .server(.acknowledged(let number)) = sight.event {
            acknowledged = known.schedule.owed[number]
        }
    }

    mutating func check(_ sight: Sight, _ known: Knowledge) -> String? {
        if !cuts.isEmpty { follow(sight, known) }
        if case .changeEnd(let id, _, let end)? = acknowledged,
            let endedAt = known.sittings[id]?.endedAt, end <= endedAt, !known.schedule.isOwed(id)
        {
            cuts[id] = Cut(endedAt: endedAt, at: sight.now.uptime)
        }
        // By a clock that nobody trusts it cannot be said what was before what.
        guard known.isTrusted, case .server(.read(let reading, let startedAt)) = sight.event else {
            return nil
        }
        for booking in reading.bookings where known.isGivenUp(booking.id) {
            if isMissed(booking, startedAt, sight, known) {
                return "\(booking.id) was given up, and has had time again"
            }
        }
        return nil
    }

    private mutating func follow(_ sight: Sight, _ known: Knowledge) {
        for (id, cut) in cuts where known.sittings[id]?.endedAt != cut.endedAt { cuts[id] = nil }
        let isStepped = sight.effects.contains { effect in
            if case .note(.clockStepped) = effect { true } else { false }
        }
        guard isStepped || !known.isTrusted else { return }
        for id in cuts.keys { cuts[id]?.at = sight.now.uptime }
    }

    private mutating func isMissed(
        _ booking: Booking, _ startedAt: Uptime, _ sight: Sight, _ known: Knowledge
    ) -> Bool {
        guard let endedAt = known.sittings[booking.id]?.endedAt else { return false }
        // Another door of the room may have cut it at nearly the same moment.
        guard booking.span.end > endedAt, !booking.span.end.isSameEnd(as: endedAt) else {
            if cuts[booking.id] == nil, sight.now.wall(at: startedAt) >= endedAt {
                cuts[booking.id] = Cut(endedAt: endedAt, at: startedAt)
            }
            return false
        }
        if booking.span.start >= endedAt { return true }
        guard let cut = cuts[booking.id] else { return false }
        return startedAt - cut.at >= Self.lag && !known.schedule.isOpen(booking.id)
    }
}
