import RoomCore

/// How the panel stands with its server, as metrics.
struct ServerMetrics: Sendable {
    let sync: RoomState.Sync
    let now: WallTime
    let tally: Tally

    /// All of them; of a panel without a server only what tells that.
    var families: [MetricFamily] {
        guard sync.server != .none else { return [info] }
        return [info] + schedule + writes + (sync.rate.map(rate) ?? [])
    }

    private var info: MetricFamily {
        MetricFamily(
            name: "domovoy_server_info", kind: .gauge,
            help: "Where the bookings live; always 1.",
            samples: [
                .init(labels: [.init(name: "server", value: sync.server.rawValue)], value: 1)
            ])
    }

    private var schedule: [MetricFamily] {
        [
            .gauge(
                "domovoy_schedule_age_seconds",
                "Time since the schedule was last read; missing if it never was.",
                sync.lastSuccess.map { (now - $0) / .seconds(1) }),
            .flag(
                "domovoy_schedule_stale",
                "Whether the schedule shown is older than stale_after.", sync.isStale),
            .gauge(
                "domovoy_schedule_complaints",
                "What the last reading had to leave out or warns of.", sync.complaints.count),
            .counters(
                "domovoy_sync_reads_total", "Reads of the schedule by how they ended.",
                of: Self.results, labels: { [Self.result($0)] }, count: { tally.reads[$0] }),
        ]
    }

    private var writes: [MetricFamily] {
        let kinds = ServerOperation.writes.flatMap { operation in
            Self.results.map { Tally.WriteKind(operation, $0) }
        }
        return [
            .counters(
                "domovoy_sync_writes_total", "Tries of writes to the server by how they ended.",
                of: kinds,
                labels: {
                    [
                        .init(name: "operation", value: $0.operation.rawValue),
                        Self.result($0.failure),
                    ]
                }, count: { tally.writes[$0] }),
            .gauge("domovoy_outbox_writes", "Writes still owed to the server.", sync.outbox),
            .counter(
                "domovoy_outbox_rejected_total", "Writes that the server refused for good.",
                sync.parked),
        ]
    }

    private func rate(_ rate: ServerRate) -> [MetricFamily] {
        [
            .counter(
                "domovoy_server_requests_total", "Requests sent to the server.", rate.requests),
            .gauge(
                "domovoy_server_rate_limit_requests",
                "The count of recent requests that the panel stays below.", rate.burst),
            .gauge(
                "domovoy_server_rate_left_requests",
                "What is left of the limit: requests that could go at once.",
                max(0, rate.burst - rate.level)),
            .gauge(
                "domovoy_server_waiting_requests", "Requests that wait for their turn.",
                rate.waiting),
            .gauge(
                "domovoy_server_backoff_seconds",
                "How long nothing is sent, since the server refused for too many requests.",
                rate.backoff / .seconds(1)),
            .gauge(
                "domovoy_server_stopped_methods",
                "Methods that the server has stopped for a while.", rate.stoppedMethods.count),
            MetricFamily(
                name: "domovoy_server_method_stopped", kind: .gauge,
                help: "A method that the server has stopped for a while; 1 while it is.",
                samples: rate.stoppedMethods.map {
                    .init(labels: [.init(name: "method", value: $0)], value: 1)
                }),
            .gauge(
                "domovoy_server_poll_stretch_ratio",
                "By how much polls are further apart than configured; 1 if not at all.",
                rate.stretch),
        ]
    }

    private static let results: [ServerFailure.Kind?] = [nil] + ServerFailure.Kind.allCases

    private static func result(_ failure: ServerFailure.Kind?) -> MetricFamily.Label {
        .init(name: "result", value: failure?.rawValue ?? "ok")
    }
}
