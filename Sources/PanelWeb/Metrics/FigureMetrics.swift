import RoomCore

/// What the panel has counted and what it uses, as metrics.
struct FigureMetrics: Sendable {
    let figures: PanelFigures

    /// All of them.
    var families: [MetricFamily] { presses + events + messages + process }

    private var presses: [MetricFamily] {
        let kinds = Press.Wish.allCases.flatMap { wish in
            Press.Outcome.allCases.map { Tally.PressKind(wish, $0) }
        }
        return [
            .counters(
                "domovoy_presses_total",
                "Presses of the button and the page: what they were to do, and what came of them.",
                of: kinds,
                labels: {
                    [
                        .init(name: "wish", value: $0.wish.rawValue),
                        .init(name: "outcome", value: $0.outcome.rawValue),
                    ]
                }, count: { figures.tally.presses[$0] }),
            .counters(
                "domovoy_press_refusals_total", "Refused presses by their reason.",
                of: Press.Refusal.allCases,
                labels: { [.init(name: "reason", value: $0.rawValue)] },
                count: { figures.tally.refusals[$0] }),
        ]
    }

    private var events: [MetricFamily] {
        [
            .counters(
                "domovoy_verdicts_total", "Verdicts given, corrections among them.",
                of: Verdict.Kind.allCases,
                labels: { [.init(name: "verdict", value: $0.rawValue)] },
                count: { figures.tally.verdicts[$0] }),
            .counter(
                "domovoy_journal_faults_total", "How often the journal could not keep something.",
                figures.tally.journalFaults),
            .counter(
                "domovoy_clock_steps_total", "How often the wall clock jumped.",
                figures.tally.clockSteps),
        ]
    }

    private var messages: [MetricFamily] {
        guard let messages = figures.messages else { return [] }
        return [
            .gauge(
                "domovoy_waiting_messages", "Messages to organisers that wait to be sent.",
                messages.waiting),
            .counter(
                "domovoy_messages_sent_total", "Messages to organisers that were sent.",
                messages.sent),
            .counter(
                "domovoy_messages_dropped_total", "Messages to organisers that were given up.",
                messages.dropped),
        ]
    }

    /// Named as Prometheus' own client libraries name them.
    private var process: [MetricFamily] {
        guard let process = figures.process else { return [] }
        return [
            .gauge(
                "process_start_time_seconds",
                "Start time of the process since unix epoch in seconds.",
                process.startedAt.sinceEpoch / .seconds(1)),
            MetricFamily(
                name: "process_cpu_seconds_total", kind: .counter,
                help: "Total user and system CPU time spent in seconds.",
                samples: [.init(value: process.processorTime / .seconds(1))]),
            .gauge(
                "process_resident_memory_bytes", "Resident memory size in bytes.",
                process.residentBytes),
            .gauge(
                "process_open_fds", "Number of open file descriptors.", process.openDescriptors),
        ]
    }
}
