/// Presence over time: what is seen now, since when, and how much of a stretch was seen at all.
struct PresenceTracker: Sendable {
    /// Changes kept for coverage; at 120 changes an hour this spans more than the longest judged booking.
    static let capacity = 512

    private(set) var presence: Presence = .unknown
    /// Since when presence has been what it is, without a break.
    private(set) var since: Uptime
    /// The last moment somebody was there: an active edge or level of a healthy sensor, or edges of it that were lost; nil
    /// if nobody can say, because the room is empty after a time that nothing saw.
    private(set) var lastSeen: Uptime?

    private struct Change: Sendable {
        var at: Uptime
        var presence: Presence
        /// When somebody was last seen before it.
        var lastSeen: Uptime?
    }
    private var changes: [Change]

    init(at now: Uptime) {
        since = now
        changes = [Change(at: now, presence: .unknown, lastSeen: nil)]
    }

    /// Takes in what the sensors say.
    ///
    /// - Parameter instant: when it became so; moved up to the last change if it lies before that.
    /// - Returns: the stretch that ended, if presence changed.
    mutating func update(
        _ new: Presence, at instant: Uptime
    ) -> (presence: Presence, from: Uptime, to: Uptime)? {
        guard new != presence else { return nil }
        let moment = max(instant, since)
        let ended = (presence, since, moment)
        if presence == .unknown, new == .vacant { lastSeen = nil }
        presence = new
        since = moment
        if changes.count == Self.capacity { changes.removeFirst(Self.capacity / 2) }
        changes.append(Change(at: moment, presence: new, lastSeen: lastSeen))
        return ended
    }

    mutating func seen(at instant: Uptime) {
        lastSeen = max(lastSeen ?? instant, instant)
    }

    /// How long between `start` and `end` a healthy sensor covered the room.
    ///
    /// What lies before the oldest change that is kept counts as not covered.
    func covered(from start: Uptime, to end: Uptime) -> Duration {
        var total = Duration.zero
        var upper = end
        for change in changes.reversed() where change.at < end {
            let lower = max(change.at, start)
            if change.presence != .unknown, lower < upper { total += upper - lower }
            upper = min(upper, change.at)
            if change.at <= start { break }
        }
        return total
    }

    /// A stretch of equal presence.
    struct Stretch: Equatable, Sendable {
        var presence: Presence
        var from: Uptime
        /// When it ended; nil while it lasts.
        var to: Uptime?
        /// When somebody was last seen up to its end, for a stretch of presence, or before it, for others.
        var lastSeen: Uptime?
    }

    /// The stretch that `instant` lies in; nil if that is longer ago than what is kept.
    func stretch(at instant: Uptime) -> Stretch? {
        guard let index = changes.lastIndex(where: { $0.at <= instant }) else { return nil }
        let change = changes[index]
        let next = index + 1 < changes.count ? changes[index + 1] : nil
        let seen = change.presence == .present ? (next?.lastSeen ?? lastSeen) : change.lastSeen
        return Stretch(presence: change.presence, from: change.at, to: next?.at, lastSeen: seen)
    }

    /// When nobody was seen between `start` and `end`, oldest first; what lies before the oldest change that is kept is not
    /// among it.
    ///
    /// What ended one may have been people, so nobody has left before that when the next one begins.
    func vacancies(from start: Uptime, to end: Uptime) -> [Vacancy] {
        var found: [Vacancy] = []
        var upper = end
        for change in changes.reversed() where change.at < end {
            if change.presence == .vacant, upper > start {
                found.append(
                    Vacancy(leftAt: change.lastSeen ?? change.at, from: change.at, to: upper))
            }
            upper = change.at
            if change.at <= start { break }
        }
        found.reverse()
        for index in found.indices.dropFirst() {
            found[index].leftAt = max(found[index].leftAt, found[index - 1].to)
        }
        return found
    }

    /// Since when somebody has been there without a break; nil if nobody is.
    var presentSince: Uptime? { presence == .present ? since : nil }

    /// Since when the room has been seen empty without a break; nil if it is not.
    var vacantSince: Uptime? { presence == .vacant ? since : nil }
}
