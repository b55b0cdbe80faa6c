package import RoomCore

/// Replays a record under many settings at once, part by part, and reckons what each would have called.
///
/// Holds no more of the record than the part at hand, and of each booking a few numbers until a day after its end.
package struct Tuner: Sendable {
    /// One setting on its way through the record; what is configured already is not replayed again.
    private struct Trial: Sendable {
        var knob: TuningSetting.Knob
        var value: Duration
        var setting: TuningSetting
        /// Its place in ``replays``.
        var replay: Int
    }

    /// The longest gap in which people are proven to have been there.
    package struct Gap: Hashable, Sendable {
        /// How long it was.
        package var length: Duration
        /// When the booking ran in which it was.
        package var booking: Span
    }

    private let configured: TuningSetting
    private let start: WallTime
    private var end: WallTime
    private var trials: [Trial] = []
    private var replays: [(replay: Replay, figures: Figures)] = []
    private var signs: Signs
    /// Bookings that may still be judged or disproven.
    private var open: [BookingID: RecordedBooking] = [:]
    private var bookings = 0
    /// Days from ``start`` on in which counted bookings began.
    private var days: Set<Int64> = []
    private var longestGap: Gap?

    /// Begins with a configuration, at the first instant of the record.
    package init(_ configured: TuningSetting, from start: WallTime) {
        self.configured = configured
        (self.start, end) = (start, start)
        signs = Signs(checkInWindow: configured.policy.checkInWindow)
        replays = [(Replay(configured, at: start), Figures())]
        for (knob, value, setting) in configured.trials {
            let place = setting == configured ? 0 : replays.count
            if place > 0 { replays.append((Replay(setting, at: start), Figures())) }
            trials.append(Trial(knob: knob, value: value, setting: setting, replay: place))
        }
    }

    /// Takes the next part of the record; parts follow each other without a gap.
    package mutating func take(_ day: RecordedDay) {
        let facts = RecordedFacts(
            day, sensors: configured.sensors.map(\.name), isFirst: end == start
        ).all
        for index in replays.indices { replays[index].replay.take(facts, until: day.span.end) }
        signs.take(day)
        for booking in day.bookings where booking.known.overlaps(day.span) {
            open[booking.booking.id] = booking
        }
        end = day.span.end
        let settled = end - .seconds(86_400)
        settle { $0.booking.span.end <= settled }
    }

    /// What came of it, once the whole record was taken.
    package func report() -> TuningReport {
        var whole = self
        whole.settle { $0.booking.span.end <= end }
        let rows = trials.map { trial in
            TuningReport.Row(
                knob: trial.knob, value: trial.value,
                isConfigured: trial.setting == configured,
                figures: whole.replays[trial.replay].figures)
        }
        return TuningReport(
            bookings: whole.bookings, days: whole.days.count, longestGap: whole.longestGap,
            configured: configured, asConfigured: whole.replays[0].figures, rows: rows)
    }

    // MARK: Reckoning

    private mutating func settle(_ isOver: (RecordedBooking) -> Bool) {
        for (id, booking) in open where isOver(booking) {
            if booking.isCounted, booking.takesRoom, booking.booking.span.start >= start {
                count(booking)
            }
            open[id] = nil
            signs.forget(id)
            for index in replays.indices { replays[index].replay.forget(id) }
        }
    }

    private mutating func count(_ booking: RecordedBooking) {
        let (id, span) = (booking.booking.id, booking.booking.span)
        bookings += 1
        days.insert((span.start - start).components.seconds / 86_400)
        let proof = signs.proof(of: id)
        for index in replays.indices {
            replays[index].figures.add(replays[index].replay.calls(on: id), proof, booking)
        }
        if let proof, proof.longestGap > longestGap?.length ?? .zero {
            longestGap = Gap(length: proof.longestGap, booking: span)
        }
    }
}
