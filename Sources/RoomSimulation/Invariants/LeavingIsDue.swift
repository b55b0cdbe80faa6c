import RoomCore

/// How a booking was left is said once it is over (section 2, "Ending early").
///
/// Where people are there at its end and another booking follows, that waits until nobody is: whose time they took is
/// known then at the latest.
struct LeavingIsDue: Invariant {
    static let name = "leaving-is-due"
    /// So far may be apart when the panel sees an end or an empty room, and when the witness does.
    private static let patience = Duration.seconds(15)
    /// Since when each booking could have been judged.
    private var dueSince: [BookingID: Uptime] = [:]

    mutating func check(_ sight: Sight, _ known: Knowledge) -> String? {
        let now = sight.now.uptime
        guard known.isTrusted, !known.toBeLeft.isEmpty, !known.isPressNear(at: now) else {
            dueSince = [:]
            return nil
        }
        let due = known.toBeLeft.filter { Self.isDue($0, sight, known) }
        dueSince = dueSince.filter { due.contains($0.key) }
        for id in due where dueSince[id] == nil { dueSince[id] = now }
        let overdue = dueSince.filter { now - $0.value > Self.patience }
        return overdue.keys.min { $0.text < $1.text }
            .map { "\($0) is over, and nothing is said of how it was left" }
    }

    private static func isDue(_ id: BookingID, _ sight: Sight, _ known: Knowledge) -> Bool {
        let wall = sight.now.wall
        // What was ended at the door keeps its planned end here.
        guard let sitting = known.sittings[id], sitting.span.end <= wall,
            sitting.span.length < sight.policy.neverJudgeFrom,
            let booking = known.schedule.booking(id), booking.span.end <= wall,
            booking.span.start == sitting.span.start,
            known.moments(of: booking, by: sight.policy).isJudged,
            !known.isUnread(booking.span, at: sight.now)
        else { return false }
        if sitting.endedAt != nil { return true }
        let isEmpty = known.presence.now == .vacant || known.presence.now == .unknown
        return isEmpty || !isFollowed(booking, sight, known)
    }

    /// Whether another booking begins so soon after it that staying on may take its time.
    private static func isFollowed(
        _ booking: Booking, _ sight: Sight, _ known: Knowledge
    ) -> Bool {
        let near = max(sight.policy.checkInWindow, .seconds(60))
        return !known.schedule.blocking(in: Span(start: booking.span.end, length: near)).isEmpty
    }
}
