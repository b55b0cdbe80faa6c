import PanelWeb
import RoomCore

/// The rows of `domovoy status`.
struct StatusRows {
    let rows: [[String]]

    /// - Parameter clock: the clock by which times are shown; nil shows them as the JSON has them.
    init(_ state: StateDocument, _ clock: RoomClock?) {
        let today = clock?.day(state.now.wall) ?? ""
        func booking(_ view: BookingState?) -> String {
            guard let view else { return "none" }
            let time =
                clock?.text(view.startsAt.wall, view.endsAt.wall, on: today)
                ?? "\(view.startsAt) - \(view.endsAt)"
            return "\(time) \(view.phase.rawValue) \(view.title ?? "")"
        }
        func heard(_ instant: Timestamp) -> String {
            "heard \(clock?.text(instant.wall, on: today) ?? "\(instant)")"
        }
        let lamps = state.lamps
        let age = state.sync.lastSuccess.map(heard) ?? "never heard"
        rows =
            [
                ["room", "\(state.room.name) (\(state.room.id))"],
                ["availability", state.availability.rawValue],
                ["current", booking(state.current)], ["next", booking(state.next)],
                ["presence", state.presence.rawValue],
                ["availability lamp", Self.signal(lamps.availability)],
                ["booking lamp", Self.signal(lamps.booking)],
                [
                    "server",
                    "\(state.sync.server.rawValue), \(age)\(state.sync.stale ? ", stale" : "")",
                ],
                ["writes owed", "\(state.sync.outbox)"],
            ]
            + (state.sync.rate.map { [["requests", Self.text($0)]] } ?? [])
            + [
                ["button", state.button.health.rawValue],
                ["clock", state.clock.trusted ? "trusted" : "not trusted"],
            ]
            + state.sensors.map {
                [
                    "sensor \($0.name)",
                    "\($0.health.rawValue), \($0.edges) edges, \($0.lostEdges) lost",
                ]
            }
    }

    /// The rows as a table for people, with the room and the time above it.
    static func table(_ state: StateDocument, _ clock: RoomClock) -> TextTable {
        var table = TextTable(columns: ["what", "is"], rows: StatusRows(state, clock).rows)
        table.tints = (1, Tint.availability)
        table.heading = "\(state.room.name), \(clock.text(state.now.wall, on: "")) (\(clock.name))"
        return table
    }

    private static func text(_ rate: RateState) -> String {
        var parts = ["\(rate.level) of \(rate.burst) used"]
        if rate.waiting > 0 { parts.append("\(rate.waiting) waiting") }
        if rate.backoffSeconds > 0 { parts.append("none for \(rate.backoffSeconds) s") }
        if rate.pollPercent > 100 { parts.append("polls at \(rate.pollPercent) %") }
        if !rate.stoppedMethods.isEmpty {
            parts.append("stopped: \(rate.stoppedMethods.joined(separator: ", "))")
        }
        return parts.joined(separator: ", ")
    }

    private static func signal(_ signal: LampSignal) -> String {
        "\(signal.colour.rawValue) \(signal.pattern.rawValue)"
    }
}
