import PanelWeb
import RoomCore

/// What is wrong with the panel, as its state tells it.
enum HealthReport {
    /// - Parameters:
    ///   - lines: why input lines cannot be read, by name.
    ///   - awaited: sensors that have not reported since the start, and are not late with that.
    static func findings(
        _ state: RoomState, lines: [String: String], awaited: Set<String> = []
    ) -> [HealthFinding] {
        sensors(state, lines, awaited) + disputes(state) + missed(state) + button(state, lines)
            + server(state) + rest(state)
    }

    private static func sensors(
        _ state: RoomState, _ lines: [String: String], _ awaited: Set<String>
    ) -> [HealthFinding] {
        state.sensors.compactMap { sensor in
            switch sensor.health {
            case .ok, .warmingUp: nil
            case .gone where awaited.contains(sensor.name):
                warning(sensor.name, "has not reported since the start of the panel")
            case .gone:
                HealthFinding(
                    component: sensor.name, severity: .failure,
                    message: lines[sensor.name] ?? "the sensor's line was not found yet")
            case .stuck:
                warning(
                    sensor.name,
                    "active without a change for stuck_after: stuck, or wired with the wrong active level"
                )
            case .chattering:
                warning(sensor.name, "over 120 edges a minute: a loose wire, or no debounce")
            case .implausible:
                warning(
                    sensor.name,
                    "edges in a rhythm, or without a pause for stuck_after: no people move like that; "
                        + "a draught, a heater, or a part that has failed")
            case .silent:
                warning(
                    sensor.name,
                    "no edge in two bookings in a row or for 7 days although somebody was there: "
                        + "blind, or its cable is cut")
            }
        }
    }

    private static func disputes(_ state: RoomState) -> [HealthFinding] {
        state.disputes.map { dispute in
            let minutes = Int(dispute.lasted.components.seconds / 60)
            return warning(
                dispute.present,
                "says somebody is there while \(dispute.vacant) says nobody: for \(minutes / 60) h "
                    + "\(minutes % 60) min since \(Timestamp(dispute.since)); one of them is wrong")
        }
    }

    private static func missed(_ state: RoomState) -> [HealthFinding] {
        guard let missed = state.missedPeople else { return [] }
        let longest = missed.longest
        let needed = missed.vacancyNeeded.components.seconds / 60
        return [
            warning(
                "sensors",
                "miss people: \(longest.sensors.joined(separator: ", ")) saw nothing for "
                    + "\(longest.seconds / 60) min up to \(Timestamp(longest.endedAt)) while presses "
                    + "show that somebody was there; nobody is called a no-show, and a room counts as "
                    + "left after \(needed) min; another place or a second sensor helps")
        ]
    }

    private static func button(_ state: RoomState, _ lines: [String: String]) -> [HealthFinding] {
        switch state.button {
        case .ok, .none: []
        case .stuck: [warning("button", "held for over 30 s: stuck")]
        case .gone:
            [
                HealthFinding(
                    component: "button", severity: .failure,
                    message: lines["button"] ?? "the button's line was not found yet")
            ]
        }
    }

    private static func server(_ state: RoomState) -> [HealthFinding] {
        var findings: [HealthFinding] = []
        let sync = state.sync
        if let error = sync.lastError, error.kind != .paced || sync.isStale {
            findings.append(
                HealthFinding(
                    component: "server",
                    severity: isLasting(error.kind) || sync.isStale ? .failure : .warning,
                    message: error.description))
        } else if sync.isStale {
            findings.append(
                HealthFinding(
                    component: "server", severity: .failure,
                    message: sync.lastSuccess == nil
                        ? "the schedule was never read" : "the schedule is stale"))
        }
        if sync.parked > 0 {
            findings.append(
                warning("outbox", "writes refused for good: \(sync.parked); see the log"))
        }
        return findings + sync.complaints.map { warning("calendar", $0) }
    }

    /// Failures that nobody but a person can mend.
    private static func isLasting(_ kind: ServerFailure.Kind) -> Bool {
        switch kind {
        case .authentication, .forbidden, .configuration: true
        case .unreachable, .offline, .limit, .paced, .server, .malformed, .gone, .taken,
            .changed, .refused:
            false
        }
    }

    private static func rest(_ state: RoomState) -> [HealthFinding] {
        var findings: [HealthFinding] = []
        if !state.isClockTrusted {
            findings.append(
                HealthFinding(
                    component: "clock", severity: .failure,
                    message:
                        "the wall clock is not trusted: not synchronised, and no server's date near it"
                ))
        }
        if let fault = state.journalFault {
            findings.append(HealthFinding(component: "journal", severity: .failure, message: fault))
        }
        if let fault = state.lampFault {
            findings.append(HealthFinding(component: "lamps", severity: .failure, message: fault))
        }
        return findings
    }

    private static func warning(_ component: String, _ message: String) -> HealthFinding {
        HealthFinding(
            component: component, severity: .warning, message: String(message.prefix(512)))
    }
}
