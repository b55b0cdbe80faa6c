import RoomCore

/// What the room's state says, as metrics.
struct RoomMetrics: Sendable {
    let state: RoomState
    let findings: [HealthFinding]

    /// All of them.
    var families: [MetricFamily] { room + panel + sensors }

    private var room: [MetricFamily] {
        [
            MetricFamily(
                name: "domovoy_room_info", kind: .gauge, help: "The room; always 1.",
                samples: [
                    .init(
                        labels: [
                            .init(name: "id", value: state.roomID),
                            .init(name: "name", value: state.roomName),
                            .init(name: "time_zone", value: state.timeZone),
                        ], value: 1)
                ]),
            .states(
                "domovoy_availability", "Whether the room can be used: 1 for what holds.",
                state.availability),
            .states(
                "domovoy_presence", "Whether somebody is there: 1 for what holds.", state.presence),
            .states(
                "domovoy_current_booking_phase",
                "How far the people of the running booking are: 1 for what holds, all 0 without one.",
                state.current?.phase, label: "phase"),
            .gauge(
                "domovoy_conflicting_bookings",
                "Running bookings that lost the room to another one.", state.conflicts.count),
        ]
    }

    private var panel: [MetricFamily] {
        [
            MetricFamily(
                name: "domovoy_health_findings", kind: .gauge,
                help: "What is wrong with the panel, as /healthz lists it.",
                samples: HealthFinding.Severity.allCases.map { severity in
                    .init(
                        labels: [.init(name: "severity", value: severity.rawValue)],
                        value: Double(findings.count { $0.severity == severity }))
                }),
            .flag(
                "domovoy_clock_trusted", "Whether the wall clock is trusted.", state.isClockTrusted),
            .flag(
                "domovoy_journal_faulty", "Whether the journal cannot keep anything.",
                state.journalFault != nil),
            .flag(
                "domovoy_lamps_faulty", "Whether the lamps cannot be lit.", state.lampFault != nil),
            .states(
                "domovoy_button_health", "How the button stands: 1 for what holds.", state.button),
        ]
    }

    // MARK: - Sensors

    private var sensors: [MetricFamily] {
        [
            MetricFamily(
                name: "domovoy_sensor_health", kind: .gauge,
                help: "Whether a sensor can be believed: 1 for what holds.",
                samples: state.sensors.flatMap {
                    MetricFamily.stateSamples($0.health, beside: labels($0))
                }),
            each("domovoy_sensor_level", .gauge, "Electrical level of a sensor's line.") {
                Double($0.level)
            },
            each(
                "domovoy_sensor_last_edge_timestamp_seconds", .gauge,
                "When a sensor's line last changed, in seconds since 1970."
            ) { $0.lastEdge.map { $0.sinceEpoch / .seconds(1) } },
            each("domovoy_sensor_edges_total", .counter, "Changes of a sensor's line seen.") {
                Double($0.edges)
            },
            each(
                "domovoy_sensor_lost_edges_total", .counter,
                "Changes of a sensor's line known to be lost."
            ) { Double($0.lostEdges) },
        ]
    }

    private func each(
        _ name: String, _ kind: MetricFamily.Kind, _ help: String,
        _ value: (RoomState.SensorView) -> Double?
    ) -> MetricFamily {
        MetricFamily(
            name: name, kind: kind, help: help,
            samples: state.sensors.compactMap { sensor in
                value(sensor).map { .init(labels: labels(sensor), value: $0) }
            })
    }

    private func labels(_ sensor: RoomState.SensorView) -> [MetricFamily.Label] {
        [
            .init(name: "sensor", value: sensor.name),
            .init(name: "kind", value: sensor.kind.rawValue),
        ]
    }
}
