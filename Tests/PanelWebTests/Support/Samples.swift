import PanelWeb
import RoomCore
import Testing

extension WallTime {
    /// The instant of a text that the test knows to be right.
    static func sample(_ text: String) -> WallTime {
        guard let timestamp = Timestamp(text) else {
            preconditionFailure("not a time: \(text)")
        }
        return timestamp.wall
    }
}

extension RoomState {
    /// A free room with one sensor, as in the design.
    static let sample = RoomState(
        roomID: "aurora", roomName: "Aurora", timeZone: "Europe/Moscow",
        now: .sample("2026-11-21T19:00:00Z"), availability: .free, presence: .unknown,
        lamps: LampDisplay(availability: LampSignal(.green), booking: .dark),
        sync: Sync(server: .caldav),
        sensors: [SensorView(name: "pir", kind: .motion, level: 0, health: .ok, edges: 12)],
        button: .ok, isClockTrusted: true)

    /// A room in use by a booking with this title.
    static func busy(title: String?) -> RoomState {
        var state = sample
        state.availability = .busy
        state.lamps = LampDisplay(availability: LampSignal(.red), booking: LampSignal(.green))
        state.current = BookingView(
            id: BookingID("a/1"), title: title, organiser: "Vera",
            span: Span(start: .sample("2026-11-21T18:50:00Z"), length: .seconds(3_600)),
            source: .server, confirmation: .confirmed, phase: .checkedIn,
            arrivedAt: .sample("2026-11-21T18:58:00.75Z"), lateBySeconds: 480, isPending: true)
        return state
    }
}

extension LedgerEntry {
    /// A booking of an hour that somebody came to.
    static func sample(
        id: String = "a", title: String?, at start: String = "2026-11-21T09:00:00Z",
        arrival: Verdict.Kind? = nil, secondsAfterStart: Int = 0
    ) -> LedgerEntry {
        let booking = Booking(
            id: BookingID(id), title: title,
            span: Span(start: .sample(start), length: .seconds(3_600)))
        var sitting = Sitting(booking: booking.id, span: booking.span)
        sitting.arrival = arrival
        sitting.checkIn = arrival.map { _ in
            .init(
                source: .activity, arrivedAt: booking.span.start + .seconds(secondsAfterStart))
        }
        return LedgerEntry(booking: booking, confirmation: .unconfirmed, sitting: sitting)
    }
}

extension Verdict {
    /// A no-show with its evidence.
    static func noShow(number: Int64, givenAt: String) -> Verdict {
        Verdict(
            number: number, booking: BookingID("a"),
            span: Span(start: .sample("2026-11-21T09:00:00Z"), length: .seconds(3_600)),
            givenAt: .sample(givenAt), kind: .noShow, replaces: 3,
            evidence: Evidence(
                firstPresence: nil, activeEdges: 0, checkIn: nil, observedSeconds: 590,
                dueSeconds: 600, sensors: ["radar": .gone, "pir": .ok], syncAgeSeconds: 12,
                isClockTrusted: true))
    }
}
