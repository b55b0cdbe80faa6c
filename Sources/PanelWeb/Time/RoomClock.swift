package import RoomCore

/// Shows and reads times as people at a door do: by the clock of one zone.
package struct RoomClock: Sendable {
    /// Which end of a window a time is read for.
    package enum Edge: Sendable {
        /// Where the window begins; a day counts from its first instant on.
        case from
        /// Where the window ends; a day counts to its last instant.
        case to
    }

    /// What may stand where a time is read.
    package static let allowed =
        "today, yesterday, tomorrow, a day (2026-11-29), a time of today (10:10), both "
        + "(\"yesterday 10:10\"), or RFC 3339 (2026-11-29T10:10:00+03:00)"

    /// The zone's IANA name.
    package let name: String
    private let offset: @Sendable (Int64) -> Int

    /// UTC.
    package static let utc = RoomClock(name: "UTC") { _ in 0 }

    /// Makes the clock of a zone.
    ///
    /// - Parameters:
    ///   - name: the zone's IANA name.
    ///   - offset: how far the clock is from UTC, in seconds, east positive, at so many seconds since 1970.
    package init(name: String, offset: @escaping @Sendable (Int64) -> Int) {
        self.name = name
        self.offset = offset
    }

    // MARK: Showing

    /// The day of an instant: `2026-11-29`.
    package func day(_ instant: WallTime) -> String { parts(instant).day }

    /// An instant, as short as it is clear: `10:07`, or `2026-11-29 10:07` unless it lies on `today`.
    ///
    /// In the night of a switch, in which a time of day occurs twice, the distance from UTC follows: `02:30+01:00`.
    ///
    /// - Parameter isPrecise: shows seconds and milliseconds as well.
    package func text(_ instant: WallTime, on today: String, isPrecise: Bool = false) -> String {
        let (day, time) = parts(instant)
        let shown = String(time.prefix(isPrecise ? 12 : 5)) + doubt(instant)
        return day == today ? shown : "\(day) \(shown)"
    }

    /// A stretch of time: `10:00-10:30`, with the days where they are not `today`; midnight at its end is `24:00`.
    package func text(_ start: WallTime, _ end: WallTime, on today: String) -> String {
        let first = day(start)
        let last = day(end) == following(first) && parts(end).time.hasPrefix("00:00:00")
        let close = last ? "24:00" : text(end, on: first)
        return "\(text(start, on: today))-\(close)"
    }

    /// A window: its day if it is exactly one, otherwise both ends.
    package func window(_ start: WallTime, _ end: WallTime) -> String {
        let first = day(start)
        if dayEdges(first).map({ $0.start == start && $0.end == end }) ?? false { return first }
        return "\(text(start, on: "")) to \(text(end, on: ""))"
    }

    /// Day and time of day with milliseconds.
    private func parts(_ instant: WallTime) -> (day: String, time: String) {
        let local = instant + .seconds(offset(instant.secondsSinceEpoch))
        let text = Timestamp(millisecondsOf: local).description
        return (String(text.prefix(10)), String(text.dropFirst(11).dropLast()))
    }

    /// The distance from UTC, where a time of day alone does not say which instant is meant.
    private func doubt(_ instant: WallTime) -> String {
        let offset = self.offset(instant.secondsSinceEpoch)
        guard instants(instant.secondsSinceEpoch + Int64(offset)).count > 1 else { return "" }
        let minutes = abs(offset) / 60
        let clock = [minutes / 60, minutes % 60].map { ($0 < 10 ? "0" : "") + "\($0)" }
        return (offset < 0 ? "-" : "+") + clock.joined(separator: ":")
    }

    // MARK: Reading

    /// Reads what people write for a time; see ``allowed``.
    ///
    /// A time of day that occurs twice in the night of a switch is the first of both for the beginning of a window and
    /// the second for its end, so that nothing is left out; one that does not occur is the moment of the switch.
    ///
    /// - Returns: nil for anything else.
    package func read(_ text: String, for edge: Edge, now: WallTime) -> WallTime? {
        if let timestamp = Timestamp(text) { return timestamp.wall }
        let isDate = text.first?.isNumber ?? false
        let separator: Character = isDate && text.contains("T") ? "T" : " "
        let pieces = text.split(separator: separator, omittingEmptySubsequences: false)
            .map(String.init)
        switch pieces.count {
        case 1:
            if let edges = date(pieces[0], now).flatMap(dayEdges) {
                return edge == .from ? edges.start : edges.end
            }
            return instant(day(now), pieces[0], edge)
        case 2: return date(pieces[0], now).flatMap { instant($0, pieces[1], edge) }
        default: return nil
        }
    }

    /// The first instant of the day of `now`, and the first of the next one.
    package func today(_ now: WallTime) -> Span {
        let edges = dayEdges(day(now))
        return Span(start: edges?.start ?? now, end: edges?.end ?? now)
    }

    /// The first instant of the day that lies so many days before that of `now`, however long the days between are.
    package func start(daysAgo days: Int, _ now: WallTime) -> WallTime {
        following(day(now), by: -Int64(days)).flatMap(dayEdges)?.start ?? now
    }

    // MARK: Days

    /// A day, or as much of it as lies in a window.
    package struct Day: Hashable, Sendable {
        /// Its date: `2026-11-29`.
        package var date: String
        /// The part that lies in the window.
        package var span: Span
        /// Whether that is all of the day.
        package var isWhole: Bool
    }

    /// The days that share an instant with a window, by time.
    package func days(in window: Span) -> [Day] {
        var days: [Day] = []
        var start = window.start
        while start < window.end, let edges = dayEdges(day(start)), edges.end > start {
            let part = Span(start: start, end: min(edges.end, window.end))
            let isWhole = part.start == edges.start && part.end == edges.end
            days.append(Day(date: day(start), span: part, isWhole: isWhole))
            start = edges.end
        }
        return days
    }

    private func date(_ word: String, _ now: WallTime) -> String? {
        switch word.lowercased() {
        case "today": day(now)
        case "yesterday": following(day(now), by: -1)
        case "tomorrow": following(day(now))
        default: Self.local(word, "00:00:00") == nil ? nil : word
        }
    }

    private func instant(_ day: String, _ time: String, _ edge: Edge) -> WallTime? {
        let isShort = time.utf8.count == 5
        guard let local = Self.local(day, isShort ? time + ":00" : time) else { return nil }
        let instants = instants(local)
        return (edge == .from ? instants.first : instants.last) ?? firstInstant(from: local)
    }

    private func dayEdges(_ day: String) -> (start: WallTime, end: WallTime)? {
        guard let local = Self.local(day, "00:00:00") else { return nil }
        return (firstInstant(from: local), firstInstant(from: local + 86_400))
    }

    private func following(_ day: String, by days: Int64 = 1) -> String? {
        Self.local(day, "00:00:00").map {
            String(
                Timestamp(WallTime(secondsSinceEpoch: $0 + days * 86_400)).description.prefix(10))
        }
    }

    // MARK: The zone

    /// Seconds from 1970 on, as a clock without a zone counts them; nil if there is no such day or time.
    private static func local(_ day: String, _ time: String) -> Int64? {
        Timestamp("\(day)T\(time)Z")?.wall.secondsSinceEpoch
    }

    /// The instants at which the clock shows `local`: one, two where it is set back, none where it is set forward.
    private func instants(_ local: Int64) -> [WallTime] {
        Set([offset(local - 86_400), offset(local + 86_400)]).map { local - Int64($0) }
            .filter { $0 + Int64(offset($0)) == local }.sorted()
            .map { WallTime(secondsSinceEpoch: $0) }
    }

    /// The first instant at which the clock shows `local`, or at which it is set past it.
    private func firstInstant(from local: Int64) -> WallTime {
        if let instant = instants(local).first { return instant }
        var before = local - Int64(offset(local + 86_400))
        var after = local - Int64(offset(local - 86_400))
        let old = offset(before)
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if offset(middle) == old { before = middle } else { after = middle }
        }
        return WallTime(secondsSinceEpoch: after)
    }
}
