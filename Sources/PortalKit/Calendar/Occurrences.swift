import CivilCalendar

/// When one row of a calendar takes place, in UTC.
struct Occurrence: Hashable, Sendable {
    /// The number among those that a window shows, excluded ones counted; nil for single events.
    var index: Int?
    /// On the clocks of the event's zone.
    var start: CivilTime
    /// On the clocks of the event's zone; of all-day events, the last day.
    var end: CivilTime
    /// The same in UTC, the end half-open.
    var instants: Range<Int>
}

extension EventRecord {
    /// Times that an event takes place within a window, in order.
    ///
    /// - Parameter viewer: the zone whose days an all-day event fills.
    func occurrences(in window: Range<Int>, viewer: Zone) -> [Occurrence] {
        guard let rule else {
            let only = occurrence(at: start, index: nil, viewer: viewer)
            return only.instants.overlaps(window) ? [only] : []
        }
        var found: [Occurrence] = []
        var index = 0
        rule.forEachStart(from: start) { candidate in
            let occurrence = occurrence(at: candidate, index: index, viewer: viewer)
            if occurrence.instants.lowerBound >= window.upperBound { return false }
            guard occurrence.instants.overlaps(window) else { return true }
            index += 1
            if !excluded.contains(candidate.midnight) { found.append(occurrence) }
            return true
        }
        return found
    }

    /// What takes place if it starts at `local`.
    func occurrence(at local: CivilTime, index: Int?, viewer: Zone) -> Occurrence {
        let end = CivilTime(seconds: local.seconds + self.end.seconds - start.seconds)
        let startZone = isAllDay ? viewer : zone
        let endZone = isAllDay ? viewer : Zone(self.endZone) ?? zone
        let lower = startZone.instant(of: local)
        let upper = endZone.instant(of: isAllDay ? end.adding(days: 1) : end)
        return Occurrence(
            index: index, start: local, end: end, instants: lower..<max(lower + 1, upper))
    }

    /// The zone of the start.
    var zone: Zone { Zone(startZone) ?? .utc }

    /// Works out the instants anew, after times, zones or the rule have changed.
    mutating func settle() {
        let first = occurrence(at: start, index: nil, viewer: zone)
        // An all-day event begins and ends in each viewer's own day: 14 hours on either side.
        let slack = isAllDay ? 14 * 3600 : 0
        firstInstant = first.instants.lowerBound - slack
        let last = rule.map { occurrence(at: $0.lastStart(from: start), index: nil, viewer: zone) }
        let end = max(first.instants.upperBound, last?.instants.upperBound ?? 0)
        lastInstant = end + slack + (rule == nil ? 0 : CivilTime.secondsPerDay)
    }

    /// Its length in seconds, `DT_LENGTH`: of all-day events the last day counts in.
    var length: Int { end.seconds - start.seconds + (isAllDay ? CivilTime.secondsPerDay : 0) }
}
