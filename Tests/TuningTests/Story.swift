import RoomCore

@testable import Tuning

/// The instant of a time of day in UTC, on 2026-11-21 or so many days later.
func at(_ time: String, day: Int = 0) -> WallTime {
    let parts = time.split(separator: ":").compactMap { Int64($0) }
    precondition(parts.count >= 2, "no time of day: \(time)")
    let seconds = parts[0] * 3_600 + parts[1] * 60 + (parts.count > 2 ? parts[2] : 0)
    return WallTime(secondsSinceEpoch: 1_795_219_200 + Int64(day) * 86_400 + seconds)
}

/// A record of a room with one PIR, as a test tells it.
struct Story {
    var edges: [SensorEdge] = []
    var presses: [Press] = []
    var blind: [Span] = []
    var bookings: [RecordedBooking] = []
    var sensors = [SensorSettings(name: "pir")]
    var policy = Policy()

    /// A booking of the server, or of the button.
    mutating func book(
        _ id: String, _ start: String, _ end: String, day: Int = 0, endingOn last: Int? = nil,
        source: Booking.Source = .server, cutAt: String? = nil, isCounted: Bool = true
    ) {
        let span = Span(start: at(start, day: day), end: at(end, day: last ?? day))
        bookings.append(
            RecordedBooking(
                Booking(id: BookingID(id), title: "Standup", span: span, source: source),
                cutAt: cutAt.map { at($0, day: day) }, isCounted: isCounted))
    }

    /// A pulse of two seconds.
    mutating func motion(at instant: WallTime, _ sensor: String = "pir") {
        for (delay, isActive) in [(0, true), (2, false)] {
            edges.append(
                SensorEdge(
                    sensor: sensor, isActive: isActive, at: instant + .seconds(delay), health: .ok))
        }
    }

    mutating func motion(at times: String..., day: Int = 0) {
        for time in times { motion(at: at(time, day: day)) }
    }

    /// Pulses that never let presence break: people are no clock.
    mutating func stay(_ start: String, _ end: String, day: Int = 0) {
        var (instant, isLong) = (at(start, day: day), false)
        while instant < at(end, day: day) {
            motion(at: instant)
            instant = instant + .seconds(isLong ? 160 : 80)
            isLong.toggle()
        }
    }

    mutating func press(
        _ outcome: Press.Outcome, _ booking: String, at time: String, by wish: Press.Wish = .short
    ) {
        presses.append(
            Press(
                number: Int64(presses.count + 1), pressedAt: at(time), wish: wish,
                outcome: outcome, booking: BookingID(booking)))
    }

    // MARK: Replaying

    /// What the record holds of one day.
    func recorded(_ day: Int) -> RecordedDay {
        let span = Span(start: at("00:00", day: day), length: .seconds(86_400))
        let ahead = Span(start: span.start, length: .seconds(2 * 86_400))
        return RecordedDay(
            span, edges: edges.filter { span.contains($0.at) }.sorted { $0.at < $1.at },
            presses: presses.filter { span.contains($0.pressedAt) }, blind: blind,
            bookings: bookings.filter { $0.booking.span.overlaps(ahead) })
    }

    func report(days: Int = 1) -> TuningReport {
        var tuner = Tuner(
            TuningSetting(sensors: sensors, policy: policy), from: at("00:00"))
        for day in 0..<days { tuner.take(recorded(day)) }
        return tuner.report()
    }
}

extension TuningReport {
    /// What came of one value of a knob; nil if it was not tried.
    func figures(_ knob: TuningSetting.Knob, minutes: Int) -> Figures? {
        rows(of: knob).first { $0.value == .seconds(minutes * 60) }?.figures
    }
}

extension Figures {
    /// No-shows, came later, missed, ended early, wrongly.
    var all: [Int] { [noShows, cameLater, missed, earlyEnds, wrongEnds] }
}
