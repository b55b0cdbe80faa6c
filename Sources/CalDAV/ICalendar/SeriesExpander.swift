/// Turns the events of one UID into the occurrences that share time with a window.
///
/// One of them may be the series, the others its changed occurrences, some of which may come without their series.
struct SeriesExpander {
    /// All events of the UID.
    let events: [CalendarEvent]
    let zones: ZoneTable
    let limits: CalDAVLimits

    /// What came of it.
    struct Expansion {
        var occurrences: [Occurrence] = []
        var complaints: [String] = []
    }

    /// How far a change of "this and future" occurrences may move them for the window to be searched in full.
    private static let shiftLimit: Int64 = 32 * 86_400

    /// Expands between two instants, in seconds since the epoch.
    func expand(from begin: Int64, to end: Int64, budget: inout StepBudget) -> Expansion {
        var expansion = Expansion()
        let changes = changesByKey()
        if events.contains(where: { $0.start == nil }) {
            expansion.complaints.append("an event without a start is left out")
        }
        for (index, event) in events.enumerated()
        where event.recurrenceID == nil && event.start != nil {
            if event.isSeries {
                expand(index, begin, end, changes, &expansion, &budget)
            } else if let single = occurrence(index, key: nil, &expansion.complaints) {
                expansion.occurrences.append(single)
            }
        }
        for (key, index) in changes {
            guard let changed = occurrence(index, key: key, &expansion.complaints) else { continue }
            expansion.occurrences.append(changed)
        }
        expansion.occurrences.removeAll {
            $0.startsAt >= end || $0.endsAt <= begin || $0.startsAt == $0.endsAt
        }
        expansion.occurrences.sort { ($0.startsAt, $0.endsAt) < ($1.startsAt, $1.endsAt) }
        return expansion
    }

    /// The one occurrence of that key, wherever it lies now; nil if the series has none.
    func occurrence(_ key: OccurrenceKey, budget: inout StepBudget) -> Occurrence? {
        var complaints: [String] = []
        if let index = changesByKey()[key] { return occurrence(index, key: key, &complaints) }
        let day = CalendarTime.secondsPerDay
        var expansion = Expansion()
        let begin = key.seconds - (key.isDate ? day : 0)
        for (index, event) in events.enumerated() where event.isSeries {
            expand(index, begin, key.seconds + (key.isDate ? day : 1), [:], &expansion, &budget)
        }
        return expansion.occurrences.first { $0.key == key }
    }

    /// The event itself, if it is no series; nil if there is none.
    func single() -> Occurrence? {
        var complaints: [String] = []
        return events.indices.lazy
            .filter { events[$0].recurrenceID == nil && !events[$0].isSeries }
            .compactMap { occurrence($0, key: nil, &complaints) }
            .first
    }

    // MARK: - Single events and changed occurrences

    /// The newest change of each occurrence.
    private func changesByKey() -> [OccurrenceKey: Int] {
        var changes: [OccurrenceKey: Int] = [:]
        for (index, event) in events.enumerated() {
            guard let original = event.recurrenceID, event.start != nil else { continue }
            let key = key(of: original)
            if let other = changes[key], events[other].sequence > event.sequence { continue }
            changes[key] = index
        }
        return changes
    }

    private func key(of time: CalendarTime) -> OccurrenceKey {
        time.isDate
            ? OccurrenceKey(seconds: time.seconds, isDate: true)
            : OccurrenceKey(seconds: zones.instant(time), isDate: false)
    }

    private func occurrence(
        _ index: Int, key: OccurrenceKey?, _ complaints: inout [String]
    ) -> Occurrence? {
        let event = events[index]
        guard let start = event.start else { return nil }
        return occurrence(index, at: start, end: event.end, key: key, &complaints)
    }

    private func occurrence(
        _ index: Int, at start: CalendarTime, end: CalendarEvent.End, key: OccurrenceKey?,
        _ complaints: inout [String]
    ) -> Occurrence? {
        let startsAt = zones.instant(start)
        let endsAt = instant(of: end, after: start, startsAt)
        guard endsAt >= startsAt else {
            complaints.append("an event that ends before it starts is left out")
            return nil
        }
        return Occurrence(
            event: index, key: key, start: start, startsAt: startsAt, endsAt: endsAt,
            isAllDay: start.isDate)
    }

    private func instant(
        of end: CalendarEvent.End, after start: CalendarTime, _ startsAt: Int64
    ) -> Int64 {
        let zone = zones.zone(of: start)
        switch end {
        case .at(let end):
            return zones.instant(end)
        case .after(let duration):
            let days = zone.instant(
                ofCivil: start.seconds + duration.days * CalendarTime.secondsPerDay)
            return days + duration.seconds
        case .open:
            return start.isDate
                ? zone.instant(ofCivil: start.seconds + CalendarTime.secondsPerDay) : startsAt
        }
    }

    // MARK: - Series

    private func expand(
        _ index: Int, _ begin: Int64, _ end: Int64, _ changes: [OccurrenceKey: Int],
        _ expansion: inout Expansion, _ budget: inout StepBudget
    ) {
        let event = events[index]
        guard let first = occurrence(index, key: nil, &expansion.complaints) else { return }
        let shifts = futureChanges()
        let reach = shifts.map { abs($0.shift) }.max() ?? 0
        if reach > SeriesExpander.shiftLimit {
            expansion.complaints.append("a change of all later occurrences moves them too far")
        }
        if !shifts.isEmpty {
            expansion.complaints.append(
                "a change of all later occurrences is taken as a shift of each")
        }
        let longest = ([index] + shifts.map(\.event)).compactMap(length(of:)).max() ?? 0
        let zone = zones.zone(of: first.start)
        let margin = min(reach, SeriesExpander.shiftLimit) + CalendarTime.secondsPerDay
        let earliest = zone.civil(atUTC: begin - longest) - margin
        let latest = max(zone.civil(atUTC: end) + margin, earliest)

        var starts = Set<Int64>()
        for rule in event.rules {
            let outcome = rule.starts(
                from: first.start.seconds, isDate: first.isAllDay, window: earliest...latest,
                most: limits.occurrencesPerSeries, zone: zone, budget: &budget)
            switch outcome {
            case .starts(let yielded): starts.formUnion(yielded)
            case .refused(let reason): expansion.complaints.append(reason)
            }
        }
        if first.start.seconds <= latest { starts.insert(first.start.seconds) }

        let exclusions = Exclusions(event.exclusions, zones)
        let exact = first.endsAt - first.startsAt
        for start in starts.sorted() {
            let time = CalendarTime(seconds: start, form: first.start.form)
            let key = key(of: time)
            if exclusions.hold(time, key) || changes[key] != nil || changes[dayKey(start)] != nil {
                continue
            }
            let end = memberEnd(of: event, at: time, length: exact)
            append(index, at: time, end: end, key: key, shifts, &expansion)
        }
        var seen = Set(expansion.occurrences.compactMap(\.key))
        for addition in event.additions {
            let key = key(of: addition.start)
            if exclusions.hold(addition.start, key) || changes[key] != nil { continue }
            if !seen.insert(key).inserted { continue }
            let end = addition.end ?? memberEnd(of: event, at: addition.start, length: exact)
            append(index, at: addition.start, end: end, key: key, shifts, &expansion)
        }
    }

    /// The key under which a change names only the day.
    private func dayKey(_ start: Int64) -> OccurrenceKey {
        let day = CalendarTime.secondsPerDay
        return OccurrenceKey(seconds: start.flooredDivision(by: day) * day, isDate: true)
    }

    /// Every occurrence lasts as exactly long as the first (RFC 5545, section 3.8.5.3), whole days as many days.
    private func memberEnd(
        of event: CalendarEvent, at start: CalendarTime, length: Int64
    ) -> CalendarEvent.End {
        guard case .at(let end) = event.end, let first = event.start else { return event.end }
        if first.isDate {
            return .at(
                CalendarTime(seconds: start.seconds + end.seconds - first.seconds, form: .date))
        }
        return .after(CalendarDuration(seconds: length))
    }

    private func append(
        _ index: Int, at start: CalendarTime, end: CalendarEvent.End, key: OccurrenceKey,
        _ shifts: [FutureChange], _ expansion: inout Expansion
    ) {
        var event = index
        var start = start
        var end = end
        if let change = shifts.last(where: { $0.since <= key.seconds }) {
            event = change.event
            start = CalendarTime(seconds: start.seconds + change.shift, form: start.form)
            end = .after(CalendarDuration(seconds: length(of: change.event) ?? 0))
        }
        if let member = occurrence(event, at: start, end: end, key: key, &expansion.complaints) {
            expansion.occurrences.append(member)
        }
    }

    // MARK: - Changes of all later occurrences

    private struct FutureChange {
        var since: Int64
        var shift: Int64
        var event: Int
    }

    private func futureChanges() -> [FutureChange] {
        events.indices.compactMap { index in
            let event = events[index]
            guard event.changesFuture, let original = event.recurrenceID, let start = event.start
            else { return nil }
            let zone = zones.zone(of: start)
            let before =
                original.isDate ? original.seconds : zone.civil(atUTC: zones.instant(original))
            return FutureChange(
                since: key(of: original).seconds, shift: start.seconds - before, event: index)
        }.sorted { $0.since < $1.since }
    }

    private func length(of index: Int) -> Int64? {
        var complaints: [String] = []
        return occurrence(index, key: nil, &complaints).map { $0.endsAt - $0.startsAt }
    }
}

/// The starts that EXDATE takes out of a series.
///
/// A DATE takes out every start on that day, also where the series has times: programs write it so.
private struct Exclusions {
    private var instants: Set<Int64> = []
    private var days: Set<Int64> = []

    init(_ times: [CalendarTime], _ zones: ZoneTable) {
        for time in times {
            if time.isDate {
                days.insert(time.seconds)
            } else {
                instants.insert(zones.instant(time))
            }
        }
    }

    func hold(_ time: CalendarTime, _ key: OccurrenceKey) -> Bool {
        let day = time.seconds.flooredDivision(by: CalendarTime.secondsPerDay)
        return instants.contains(key.seconds) && !key.isDate
            || days.contains(day * CalendarTime.secondsPerDay)
    }
}

extension Int64 {
    /// The quotient rounded towards negative infinity.
    func flooredDivision(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
