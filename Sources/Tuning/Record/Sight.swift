package import RoomCore

/// When nobody could see, by the stretches of presence that the record has.
///
/// A stretch that is *unknown* was blind. So is the time that no stretch covers: the panel did not run. A stretch is told when
/// it has ended: after the last one that was told, the present one goes on.
package enum Sight {
    /// Shorter holes between two stretches come of a clock that was slewed meanwhile.
    package static let smallestHole = Duration.seconds(60)

    /// - Parameters:
    ///   - stretches: all that reach into the window or lie after it, by their start.
    ///   - isBlindNow: whether presence is unknown now.
    /// - Returns: the blind times of the window, one after the other.
    package static func blind(
        _ stretches: [PresenceSpan], in window: Span, isBlindNow: Bool
    ) -> [Span] {
        var blind: [Span] = []
        // Since when nobody could see, so far.
        var since = window.start
        let last = stretches.map(\.span.end).max() ?? window.start
        let present = PresenceSpan(
            isBlindNow ? .unknown : .vacant,
            Span(start: last, end: max(last, window.end)))
        for stretch in stretches + [present] where stretch.presence != .unknown {
            let hole = Span(start: since, end: min(stretch.span.start, window.end))
            if hole.length >= smallestHole { blind.append(hole) }
            since = max(since, stretch.span.end)
        }
        if since < window.end { blind.append(Span(start: since, end: window.end)) }
        return blind
    }
}
