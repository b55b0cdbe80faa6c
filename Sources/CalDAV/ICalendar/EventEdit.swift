import HTTPExchange
import RoomCore

/// Changes one booking inside a calendar object and leaves every other byte as it is.
///
/// A booking that is one occurrence of a series is changed by a component of its own (RFC 5545, section 3.8.4.4),
/// copied from the series if there is none yet.
struct EventEdit {
    /// What came of it.
    enum Outcome: Hashable {
        /// The object says so already; nothing has to be written.
        case unchanged
        /// The new text of the object.
        case changed([UInt8])
        /// The object holds no such booking.
        case missing
        /// It starts after the end that it was to have: somebody has moved it.
        case moved
        /// The change cannot be expressed; the text says why.
        case refused(String)
    }

    private var text: ICalendarText
    private let zones: ZoneTable
    private let context: CalendarObject.Context
    private let events: [CalendarEvent]
    private let target: Occurrence?
    private let now: WallTime

    /// Takes up an object.
    ///
    /// - Parameters:
    ///   - uid: the UID of the booking's event.
    ///   - key: which occurrence of the series; nil if it is no series.
    ///   - now: the time of writing.
    init(
        _ bytes: [UInt8], uid: String, key: OccurrenceKey?, _ context: CalendarObject.Context,
        now: WallTime
    ) {
        let text = ICalendarText(bytes)
        let (components, _) = text.components()
        let zones = ZoneTable(text, components: components, room: context.room)
        let events = CalendarObject.series(text, components).first { $0.first?.uid == uid } ?? []
        let expander = SeriesExpander(events: events, zones: zones, limits: context.limits)
        self.text = text
        self.zones = zones
        self.context = context
        self.events = events
        self.now = now
        if let key {
            var budget = StepBudget(context.limits)
            self.target = expander.occurrence(key, budget: &budget)
        } else {
            self.target = expander.single()
        }
    }

    /// Whether every event of this UID was made at the panel; false if there is none.
    var isPanels: Bool {
        !events.isEmpty
            && events.allSatisfy { $0.uid.hasPrefix(BookingMapper.panelPrefix) && $0.hasPanelMark }
    }

    /// When the booking begins, in seconds since the epoch; nil if there is none.
    var startsAt: Int64? { target?.startsAt }

    /// When the booking ends; nil if there is none.
    var end: WallTime? { target.map { WallTime(secondsSinceEpoch: $0.endsAt) } }

    // MARK: - The end

    /// Lets the booking end at another time.
    func changingEnd(to end: WallTime) -> Outcome {
        guard let target else { return .missing }
        if target.isAllDay { return .refused("a whole-day booking cannot be cut within the day") }
        let endsAt = end.secondsSinceEpoch
        guard endsAt > target.startsAt else { return .moved }
        if endsAt == target.endsAt { return .unchanged }
        return edit(target) { lines, event in
            setEnd(endsAt, of: target, event, &lines)
            set("SEQUENCE", to: "\(event.sequence + 1)", &lines)
            set("DTSTAMP", to: CalendarTime(now).stamp, &lines)
            if lines.contains(where: { $0.name == "LAST-MODIFIED" }) {
                set("LAST-MODIFIED", to: CalendarTime(now).stamp, &lines)
            }
        }
    }

    private func setEnd(
        _ endsAt: Int64, of target: Occurrence, _ event: CalendarEvent, _ lines: inout [ContentLine]
    ) {
        if let index = lines.firstIndex(where: { $0.name == "DURATION" }), isOwn(index, lines) {
            let length = CalendarDuration.text(seconds: endsAt - target.startsAt)
            lines[index] = text.line("\(lines[index].head):\(length)")
        } else if let index = lines.firstIndex(where: { $0.name == "DTEND" }), isOwn(index, lines) {
            lines[index] = time(endsAt, like: lines[index])
        } else if let index = lines.firstIndex(where: { $0.name == "DTSTART" }) {
            let start = lines[index]
            let end = text.line("DTEND\(start.head.dropFirst(7)):\(start.value.trimmed)")
            lines.insert(time(endsAt, like: end), at: index + 1)
        }
    }

    /// The same line with another time, in the same zone; in UTC if that zone's clock shows this time twice.
    private func time(_ instant: Int64, like line: ContentLine) -> ContentLine {
        let form = CalendarTime(line)?.form ?? .utc
        let zone = zones.zone(of: CalendarTime(seconds: 0, form: form))
        let civil = zone.civil(atUTC: instant)
        if zone.instant(ofCivil: civil) == instant {
            return text.line("\(line.head):\(CalendarTime(seconds: civil, form: form).stamp)")
        }
        return text.line("\(line.name):\(CalendarTime(seconds: instant, form: .utc).stamp)")
    }

    // MARK: - The mark

    /// Writes the state of the booking back: the room's answer, and the colour of RFC 7986.
    func marking(_ mark: BookingMark) -> Outcome {
        guard let target else { return .missing }
        let event = events[target.event]
        let room = BookingMapper.room(of: event, address: context.roomAddress)
        let answer = room.flatMap { EventEdit.answer(for: mark, now: $0.status) }
        let colour = EventEdit.colour(for: mark)
        let isColoured = text.properties(of: event.component).contains {
            text.lines[$0].name == "COLOR" && text.lines[$0].value.trimmed.lowercased() == colour
        }
        if isColoured && answer == nil { return .unchanged }
        return edit(target) { lines, _ in
            if let answer, let room {
                let line = text.lines[room.line]
                if let index = lines.firstIndex(of: line) {
                    lines[index] = text.line(EventEdit.setting("PARTSTAT", to: answer, in: line))
                }
            }
            if !isColoured { set("COLOR", to: colour, &lines) }
        }
    }

    /// The colours of the booking lamp, by the names of CSS that RFC 7986, section 5.9, asks for.
    private static func colour(for mark: BookingMark) -> String {
        switch mark {
        case .unconfirmed: "lightblue"
        case .confirmed: "green"
        case .late: "orange"
        case .noShow: "gray"
        }
    }

    /// The room's new answer; nil leaves it as it is.
    ///
    /// A room that declined or passed the matter on is never made to accept. Coming late or not at all is no answer.
    private static func answer(for mark: BookingMark, now status: String) -> String? {
        let mayChange = ["NEEDS-ACTION", "TENTATIVE", "ACCEPTED"].contains(status)
        switch mark {
        case .confirmed: return mayChange && status != "ACCEPTED" ? "ACCEPTED" : nil
        case .unconfirmed: return status == "ACCEPTED" ? "TENTATIVE" : nil
        case .late, .noShow: return nil
        }
    }

    /// The text of a line with one parameter set; the other parameters stay as written.
    private static func setting(_ name: String, to value: String, in line: ContentLine) -> String {
        var parts: [Substring] = []
        var isQuoted = false
        var start = line.head.startIndex
        let head = line.head
        for index in head.indices {
            if head[index] == "\"" { isQuoted.toggle() }
            if head[index] == ";" && !isQuoted {
                parts.append(head[start..<index])
                start = head.index(after: index)
            }
        }
        parts.append(head[start...])
        let place = parts.firstIndex { $0.uppercased().hasPrefix("\(name)=") } ?? parts.endIndex
        parts.replaceSubrange(place..<min(place + 1, parts.endIndex), with: ["\(name)=\(value)"])
        return parts.joined(separator: ";") + ":\(line.value)"
    }

    // MARK: - Lines

    /// Applies a change to the component that describes the occurrence, or to a copy made for it.
    private func edit(
        _ target: Occurrence, _ change: (inout [ContentLine], CalendarEvent) -> Void
    ) -> Outcome {
        let event = events[target.event]
        let range = event.component.range
        var edited = text
        var lines = Array(text.lines[range])
        if event.recurrenceID != nil && !event.changesFuture || target.key == nil {
            change(&lines, event)
            edited.replace(range, with: lines)
        } else {
            guard let copy = detached(target, event) else { return .missing }
            lines = copy
            change(&lines, event)
            edited.replace(range.upperBound..<range.upperBound, with: lines)
        }
        return .changed(edited.bytes)
    }

    /// The lines of a component for one occurrence of a series.
    private func detached(_ target: Occurrence, _ event: CalendarEvent) -> [ContentLine]? {
        guard let key = target.key else { return nil }
        let dropped: Set = ["RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"]
        let own = Set(text.properties(of: event.component))
        var lines: [ContentLine] = []
        for index in event.component.range {
            let line = text.lines[index]
            if own.contains(index) && dropped.contains(line.name) { continue }
            guard own.contains(index), line.name == "DTSTART" || line.name == "DTEND" else {
                lines.append(line)
                continue
            }
            if line.name == "DTEND" {
                lines.append(
                    target.isAllDay
                        ? day(target.endsAt, like: line) : time(target.endsAt, like: line))
                continue
            }
            lines.append(text.line("\(line.head):\(target.start.stamp)"))
            lines.append(recurrenceID(key, like: line))
        }
        return lines.contains { $0.name == "DTSTART" } ? lines : nil
    }

    private func recurrenceID(_ key: OccurrenceKey, like start: ContentLine) -> ContentLine {
        let line = text.line("RECURRENCE-ID\(start.head.dropFirst(7)):\(start.value.trimmed)")
        if key.isDate { return text.line("\(line.head):\(key.text)") }
        return time(key.seconds, like: line)
    }

    private func day(_ instant: Int64, like line: ContentLine) -> ContentLine {
        let civil = zones.room.civil(atUTC: instant)
        return text.line("\(line.head):\(CalendarTime(seconds: civil, form: .date).stamp)")
    }

    /// Sets a plain property of the component, which is put before its end if it is not there.
    private func set(_ name: String, to value: String, _ lines: inout [ContentLine]) {
        let line = text.line("\(name):\(value)")
        if let index = lines.indices.first(where: { lines[$0].name == name && isOwn($0, lines) }) {
            lines[index] = line
        } else {
            let inner = lines.indices.dropFirst().first { lines[$0].name == "BEGIN" }
            lines.insert(line, at: inner ?? lines.count - 1)
        }
    }

    /// Whether the line belongs to the component itself, not to one inside it.
    private func isOwn(_ index: Int, _ lines: [ContentLine]) -> Bool {
        let before = lines[..<index]
        return before.count { $0.name == "BEGIN" } - before.count { $0.name == "END" } == 1
    }
}
