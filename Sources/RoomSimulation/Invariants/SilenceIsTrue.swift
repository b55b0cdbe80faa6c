import RoomCore

/// A silence that the panel remembers lies between two presses about one booking, and nothing was seen in it; one that is
/// long enough is remembered (section 2, "Sensors that miss people").
struct SilenceIsTrue: Invariant {
    static let name = "silence-is-true"
    /// The booking of the last press, and from when on its people have to be inside: from when it counted, but not before
    /// the booking began as it was then.
    private var last: (booking: BookingID, since: Uptime)?

    private struct Stretch {
        var from: Uptime
        var to: Uptime
    }

    /// Runs before the step's records are taken, so that `known` still holds the silences as they were.
    mutating func check(_ sight: Sight, _ known: Knowledge) -> String? {
        if case .journal(.recalled) = sight.event { return nil }
        var told: [SensorSilence] = []
        var proven: Stretch?
        for effect in sight.effects {
            switch effect {
            case .note(.clockStepped): last = nil
            case .note(.press(let press)) where press.outcome != .refused:
                proven = pressed(press, sight, known)
            case .keep(let records, _):
                for case .silences(let silences) in records {
                    told += silences.filter { !known.silences.contains($0) }
                }
            default: break
            }
        }
        if let fault = told.compactMap({ Self.fault($0, proven, sight, known) }).first {
            return fault
        }
        return proven.flatMap { Self.missing($0, told + known.silences, known) }
    }

    /// - Returns: the time since the press before, if that was about the same booking.
    private mutating func pressed(
        _ press: Press, _ sight: Sight, _ known: Knowledge
    ) -> Stretch? {
        // A tap proves nothing; but what it ended or took back does not go on.
        guard press.wish.isAtDoor else {
            if press.outcome == .ended || press.outcome == .undone { last = nil }
            return nil
        }
        guard press.outcome != .undone, let id = press.booking,
            let booking = known.schedule.booking(id) ?? made(id, sight)
        else {
            last = nil
            return nil
        }
        let before = last.flatMap { $0.booking == id ? $0.since : nil }
        let start = sight.now.uptime(at: booking.span.start)
        last = press.outcome == .ended ? nil : (id, max(sight.now.uptime, start))
        guard let before else { return nil }
        return Stretch(from: max(before, start), to: sight.now.uptime(at: press.pressedAt))
    }

    private func made(_ id: BookingID, _ sight: Sight) -> Booking? {
        let shown = [sight.state.current, sight.state.next].compactMap { $0 }
        return shown.first { $0.id == id }.map { Booking(id: id, span: $0.span) }
    }

    private static func fault(
        _ silence: SensorSilence, _ proven: Stretch?, _ sight: Sight, _ known: Knowledge
    ) -> String? {
        let words = "\(silence.seconds) s of silence"
        guard let proven else { return "\(words), and no two presses prove it" }
        let to = sight.now.uptime(at: silence.endedAt)
        let from = to - .seconds(silence.seconds)
        if from < proven.from - .seconds(2) || to > sight.now.uptime + .seconds(1) {
            return "\(words), which is more than the presses prove"
        }
        let inner = (from + .seconds(2), to - .seconds(2))
        if known.presence.sureEdges.contains(where: { $0 > inner.0 && $0 < inner.1 }) {
            return "\(words), and something moved"
        }
        return known.presence.uncovered(from: from, to: to).surely > .seconds(2)
            ? "\(words), and no sensor could be believed" : nil
    }

    /// Told for a room with one PIR, where nothing is left open.
    private static func missing(
        _ proven: Stretch, _ silences: [SensorSilence], _ known: Knowledge
    ) -> String? {
        // Where an edge is forgotten, a silence is not to be seen.
        let from = max(proven.from, known.presence.remembersFrom)
        guard known.presence.sensors.count == 1, let sensor = known.presence.sensors.first,
            sensor.settings.kind == .motion, sensor.thereSince <= from,
            proven.to > from,
            !known.presence.isOpen(from: from - .seconds(60), to: proven.to),
            known.presence.uncovered(from: from, to: proven.to).surely == .zero
        else { return nil }
        let isInside = { (instant: Uptime) in instant > from && instant < proven.to }
        // Of a time in which edges were lost, or a level lasted, nothing is demanded.
        let lasted = sensor.lastLevel.map { isInside($0.to) && $0.to - $0.from > .seconds(30) }
        guard !sensor.isActive, lasted != true, !known.presence.losses.contains(where: isInside)
        else { return nil }
        let signs = known.presence.edges.filter(isInside)
        let moments = ([from, proven.to] + signs).sorted()
        let gap = zip(moments, moments.dropFirst()).map { $1 - $0 }.max() ?? .zero
        guard gap > .seconds(420) else { return nil }
        let least = gap - .seconds(90)
        return silences.contains { $0.length >= least }
            ? nil : "the sensor was silent for \(gap), and that is not remembered"
    }
}
