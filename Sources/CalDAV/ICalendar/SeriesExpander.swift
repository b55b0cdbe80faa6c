import CivilCalendar

/// Turns the events of one UID into the occurrences that share time with a window.
///
/// One of them may be the series, the others its changed occurrences, some of which may come without their series.
struct SeriesExpander {
    let series: SeriesEvents
    let zones: ZoneTable
    let limits: CalDAVLimits

    private var events: [CalendarEvent] { series.all }
    private var master: Int? { series.master }

    /// Takes up the events of one UID.
    init(events: [CalendarEvent], zones: ZoneTable, limits: CalDAVLimits) {
        series = SeriesEvents(events, zones)
        self.zones = zones
        self.limits = limits
    }

    /// What came of it.
    struct Expansion {
        var occurrences: [Occurrence] = []
        var complaints = Complaints()
    }

    /// How far a change of "this and future" occurrences may move them for the window to be searched in full.
    private static let shiftLimit: Int64 = 32 * 86_400

    /// Expands between two instants, in seconds since the epoch.
    func expand(from begin: Int64, to end: Int64, budget: inout StepBudget) -> Expansion {
        var expansion = Expansion()
        for event in events where event.start == nil {
            expansion.complaints.add("an event without a start is left out")
        }
        if series.hasTwoMasters {
            expansion.complaints.add("two events have one UID and one version; the last counts")
        }
        if let master, events[master].isSeries {
            expand(master, begin, end, series.changes, &expansion, &budget)
        } else if let master, let single = occurrence(master, key: nil, &expansion.complaints) {
            expansion.occurrences.append(single)
        }
        for (key, index) in series.changes {
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
        var complaints = Complaints()
        if let index = series.changes[key] { return occurrence(index, key: key, &complaints) }
        guard let master, events[master].isSeries else { return nil }
        let day = CalendarTime.secondsPerDay
        var expansion = Expansion()
        let begin = key.seconds - (key.isDate ? day : 0)
        let end = key.seconds + (key.isDate ? day : 1)
        expand(master, begin, end, [:], &expansion, &budget)
        return expansion.occurrences.first { $0.key == key }
    }

    /// The event itself, if it is no series; nil if there is none.
    func single() -> Occurrence? {
        guard let master, !events[master].isSeries else { return nil }
        var complaints = Complaints()
        return occurrence(master, key: nil, &complaints)
    }

    // MARK: - Single events and changed occurrences

    private func occurrence(
        _ index: Int, key: OccurrenceKey?, _ complaints: inout Complaints
    ) -> Occurrence? {
        let event = events[index]
        guard let start = event.start else { return nil }
        return occurrence(index, at: start, end: event.end, key: key, &complaints)
    }

    private func occurrence(
        _ index: Int, at start: CalendarTime, end: CalendarEvent.End, key: OccurrenceKey?,
        _ complaints: inout Complaints
    ) -> Occurrence? {
        let startsAt = zones.instant(start)
        var endsAt = instant(of: end, after: start, startsAt)
        if start.isDate && endsAt == startsAt {
            // Against RFC 5545, section 3.8.2.2, but all the programs that write it mean the day.
            endsAt = instant(of: .open, after: start, startsAt)
        }
        guard endsAt >= startsAt else {
            complaints.add("an event that ends before it starts is left out")
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
        let frame = SeriesFrame(first: first.start, zones: zones)
        let shifts = futureChanges(frame)
        let reach = shifts.map { abs($0.shift) }.max() ?? 0
        if reach > SeriesExpander.shiftLimit {
            expansion.complaints.add("a change of all later occurrences moves them too far")
        }
        if !shifts.isEmpty {
            expansion.complaints.add(
                "a change of all later occurrences is taken as a shift of each")
        }
        let longest = ([index] + shifts.map(\.event)).compactMap(length(of:)).max() ?? 0
        let zone = zones.zone(of: first.start)
        let margin = min(reach, SeriesExpander.shiftLimit) + CalendarTime.secondsPerDay
        let earliest = zone.civil(atUTC: begin - longest) - margin
        let window = earliest...max(zone.civil(atUTC: end) + margin, earliest)

        let starts = starts(of: event, frame, window, &expansion.complaints, &budget)
        let exclusions = Exclusions(event.exclusions, frame)
        let exact = first.endsAt - first.startsAt
        // An hour that the change of clocks skips falls on the hour after it.
        var seen = Set<OccurrenceKey>()
        for start in starts {
            let time = CalendarTime(seconds: start, form: first.start.form)
            let key = frame.key(time)
            if exclusions.hold(time, key) || changes[key] != nil || changes[dayKey(start)] != nil {
                continue
            }
            if !seen.insert(key).inserted { continue }
            let end = memberEnd(of: event, at: time, length: exact)
            append(index, at: time, end: end, key: key, shifts, &expansion)
        }
        for addition in additions(of: event, frame, window, &expansion.complaints) {
            let key = frame.key(addition.start)
            if exclusions.hold(addition.start, key) || changes[key] != nil { continue }
            if !seen.insert(key).inserted { continue }
            let end = addition.end ?? memberEnd(of: event, at: addition.start, length: exact)
            append(index, at: addition.start, end: end, key: key, shifts, &expansion)
        }
    }

    /// The first start and those of the rules, in civil seconds, in order.
    private func starts(
        of event: CalendarEvent, _ frame: SeriesFrame, _ window: ClosedRange<Int64>,
        _ complaints: inout Complaints, _ budget: inout StepBudget
    ) -> [Int64] {
        budget.beginSeries()
        let first = frame.first
        var starts = Set<Int64>()
        for rule in event.rules {
            let outcome = rule.starts(
                from: first.seconds, isDate: first.isDate, window: window,
                most: limits.occurrencesPerSeries, budget: &budget, until: frame.last)
            switch outcome {
            case .starts(let yielded): starts.formUnion(yielded)
            case .refused(let complaint): complaints.add(complaint)
            }
        }
        if first.seconds <= window.upperBound { starts.insert(first.seconds) }
        return starts.sorted()
    }

    /// The starts that RDATE adds, as far as they may touch the window, the first ones if there are too many.
    private func additions(
        of event: CalendarEvent, _ frame: SeriesFrame, _ window: ClosedRange<Int64>,
        _ complaints: inout Complaints
    ) -> [CalendarEvent.Addition] {
        // A start of another zone lies up to a day beside the series' own civil time; a PERIOD may be long.
        let day = CalendarTime.secondsPerDay
        var additions = event.additions.map {
            CalendarEvent.Addition(start: frame.addition($0.start), end: $0.end)
        }
        additions.removeAll {
            $0.start.seconds > window.upperBound + day
                || $0.end == nil && $0.start.seconds < window.lowerBound - day
        }
        let most = limits.occurrencesPerSeries
        if additions.count <= most { return additions }
        complaints.add("it occurs more than \(most) times, the later ones are left out")
        return Array(additions.sorted { $0.start.seconds < $1.start.seconds }.prefix(most))
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

    private func futureChanges(_ frame: SeriesFrame) -> [FutureChange] {
        events.indices.compactMap { index in
            let event = events[index]
            guard event.changesFuture, let original = event.recurrenceID, let start = event.start
            else { return nil }
            let key = frame.key(original)
            let before =
                key.isDate ? key.seconds : zones.zone(of: start).civil(atUTC: key.seconds)
            return FutureChange(since: key.seconds, shift: start.seconds - before, event: index)
        }.sorted { $0.since < $1.since }
    }

    private func length(of index: Int) -> Int64? {
        var complaints = Complaints()
        return occurrence(index, key: nil, &complaints).map { $0.endsAt - $0.startsAt }
    }
}
