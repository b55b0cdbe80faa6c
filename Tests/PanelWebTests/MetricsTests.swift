import Foundation
import HTTPTypes
import RoomCore
import Testing

@testable import PanelWeb

/// `/metrics`: what it says, and that those who read such texts understand it.
struct MetricsTests {
    private static let nasty = "a\\b \"c\"\nd\r\ne{f=\"g\"} 1 # é \u{2028}\u{0}x"

    /// A panel about which everything is known that can be.
    static func busyPanel() -> ScriptedPanel {
        ScriptedPanel { script in
            script.state = .busy(title: "Secret plan")
            script.state.roomName = nasty
            script.state.sensors.append(
                RoomState.SensorView(
                    name: nasty, kind: .presence, level: 1, health: .chattering,
                    lastEdge: .sample("2026-11-21T18:59:00Z"), edges: 7, lostEdges: 2))
            script.state.sync = RoomState.Sync(
                server: .bitrix24, lastSuccess: .sample("2026-11-21T18:59:30Z"), outbox: 3,
                parked: 1, complaints: ["x"],
                rate: ServerRate(
                    requests: 41, level: 5.5, burst: 25, waiting: 2, backoff: .milliseconds(1_500),
                    stoppedMethods: [nasty, "calendar.event.get"], stretch: 1.25))
            script.findings = [
                HealthFinding(component: "pir", severity: .warning, message: "stuck"),
                HealthFinding(component: "lamps", severity: .failure, message: "gone"),
            ]
            script.figures = figures
        }
    }

    private static var figures: PanelFigures {
        var tally = Tally()
        let press = Press(
            number: 1, pressedAt: .sample("2026-11-21T18:00:00Z"), length: .short,
            outcome: .refused, refusal: .tooShort)
        tally.count(
            .tick, [.note(.press(press)), .note(.verdict(.noShow(number: 4, givenAt: now)))])
        tally.count(.server(.readFailed(ServerFailure(.offline, "x"))), [])
        let entry = OutboxEntry(
            number: 9, write: .withdraw(BookingID("a")), createdAt: .sample(now))
        tally.count(.tick, [.send(entry)])
        tally.count(.server(.acknowledged(number: 9)), [])
        tally.count(.journal(.notStored(Receipt(1), "full")), [])
        return PanelFigures(
            tally: tally, messages: .init(waiting: 1, sent: 12, dropped: 2),
            process: .init(
                startedAt: .sample("2026-11-21T18:00:00Z"), processorTime: .milliseconds(1_250),
                residentBytes: 31_457_280, openDescriptors: 23))
    }

    private static let now = "2026-11-21T19:00:00Z"

    private func text(_ panel: ScriptedPanel) async -> String {
        await PanelResponder.testing(panel).ask("/metrics").text
    }

    private func expect(_ lines: [String], in text: String) {
        let there = Set(text.split(separator: "\n").map(String.init))
        for line in lines { #expect(there.contains(line), "\(line) is not in\n\(text)") }
    }

    @Test func answersInTheTextFormatThatNobodyKeeps() async {
        let answer = await PanelResponder.testing().ask("/metrics")
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.text.hasSuffix("\n"))
        #expect(await PanelResponder.testing().ask("/metrics", .post).status == 405)
    }

    @Test func aFreeRoomsStatesAreSetsOfWhichOneHolds() async {
        let text = await text(ScriptedPanel())
        expect(
            [
                "# TYPE domovoy_availability gauge",
                #"domovoy_availability{state="free"} 1"#, #"domovoy_availability{state="busy"} 0"#,
                #"domovoy_presence{state="unknown"} 1"#,
                #"domovoy_sensor_health{sensor="pir",kind="motion",state="ok"} 1"#,
                #"domovoy_sensor_health{sensor="pir",kind="motion",state="gone"} 0"#,
                #"domovoy_button_health{state="ok"} 1"#, "domovoy_clock_trusted 1",
                #"domovoy_current_booking_phase{phase="late"} 0"#,
                #"domovoy_presses_total{wish="short",outcome="booked"} 0"#,
                #"domovoy_presses_total{wish="check_in",outcome="checked_in"} 0"#,
                #"domovoy_verdicts_total{verdict="no_show"} 0"#,
            ], in: text)
        let set = text.split(separator: "\n").filter { $0.hasPrefix("domovoy_availability{") }
        #expect(set.count == Availability.allCases.count)
        #expect(set.count { $0.hasSuffix(" 1") } == 1)
        // What is not known is left out rather than shown as 0.
        #expect(!text.contains("domovoy_schedule_age_seconds"))
        #expect(!text.contains("last_edge_timestamp") && !text.contains("process_"))
        #expect(!text.contains("domovoy_server_re") && !text.contains("messages"))
    }

    @Test func everythingThatIsKnownIsThere() async {
        expect(
            [
                #"domovoy_current_booking_phase{phase="checked_in"} 1"#,
                #"domovoy_health_findings{severity="warning"} 1"#,
                #"domovoy_health_findings{severity="failure"} 1"#,
                #"domovoy_server_info{server="bitrix24"} 1"#, "domovoy_schedule_age_seconds 30",
                "domovoy_schedule_stale 0", "domovoy_schedule_complaints 1",
                "domovoy_outbox_writes 3", "domovoy_outbox_rejected_total 1",
                #"domovoy_sync_reads_total{result="offline"} 1"#,
                #"domovoy_sync_reads_total{result="ok"} 0"#,
                #"domovoy_sync_writes_total{operation="withdraw",result="ok"} 1"#,
                "domovoy_server_requests_total 41", "domovoy_server_rate_limit_requests 25",
                "domovoy_server_rate_left_requests 19.5", "domovoy_server_waiting_requests 2",
                "domovoy_server_backoff_seconds 1.5", "domovoy_server_stopped_methods 2",
                #"domovoy_server_method_stopped{method="calendar.event.get"} 1"#,
                "domovoy_server_poll_stretch_ratio 1.25",
                #"domovoy_presses_total{wish="short",outcome="refused"} 1"#,
                #"domovoy_press_refusals_total{reason="too_short"} 1"#,
                #"domovoy_verdicts_total{verdict="no_show"} 1"#, "domovoy_journal_faults_total 1",
                "domovoy_waiting_messages 1", "domovoy_messages_sent_total 12",
                "domovoy_messages_dropped_total 2", "process_cpu_seconds_total 1.25",
                "process_resident_memory_bytes 31457280", "process_open_fds 23",
                "process_start_time_seconds 1795284000",
            ], in: await text(Self.busyPanel()))
    }

    @Test func noTitleAndNobodyIsNamed() async {
        let text = await text(Self.busyPanel())
        #expect(!text.contains("Secret plan") && !text.contains("Vera"))
    }

    @Test func aPanelWithoutAServerSaysNoMoreOfOne() async {
        let text = await text(ScriptedPanel { $0.state.sync = .init(server: .none) })
        expect([#"domovoy_server_info{server="none"} 1"#], in: text)
        #expect(!text.contains("domovoy_schedule") && !text.contains("domovoy_outbox"))
    }

    @Test func labelsAndHelpAreEscaped() {
        let family = MetricFamily(
            name: "x", kind: .gauge, help: "a\\b \"c\"\nd",
            samples: [.init(labels: [.init(name: "l", value: "a\\b \"c\"\nd\r\ne")], value: -0.5)])
        #expect(
            MetricText.text([family]) == #"""
                # HELP x a\\b "c"\nd
                # TYPE x gauge
                x{l="a\\b \"c\"\nd \ne"} -0.5

                """#)
    }

    @Test(arguments: [
        (0.0, "0"), (-3, "-3"), (1e15, "1000000000000000"), (0.1, "0.1"), (1e300, "1e+300"),
        (.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"),
    ])
    func numbersAreWrittenAsTheyAreRead(_ value: Double, _ text: String) {
        let family = MetricFamily.gauge("x", "y", value)
        #expect(MetricText.text([family]).hasSuffix("\nx \(text)\n"))
    }

    @Test(
        .enabled(
            if: Checker.promtool != nil,
            "needs promtool of the Debian package prometheus in PATH"))
    func prometheusOwnToolFindsNothingToMend() async throws {
        let promtool = try #require(Checker.promtool)
        for panel in [ScriptedPanel(), Self.busyPanel()] {
            let verdict = try promtool.check(await text(panel))
            #expect(verdict.isContent && verdict.words.isEmpty, "\(verdict.words)")
        }
        // It does find something where there is something.
        #expect(try !promtool.check("# TYPE x counter\nx 1\n").isContent)
    }

    @Test(
        .enabled(
            if: Checker.python != nil,
            "needs pip install prometheus-client, and its interpreter in DOMOVOY_PYTHON or as python3"
        ))
    func aParserReadsBackWhatWasMeant() async throws {
        let python = try #require(Checker.python)
        let verdict = try python.check(await text(Self.busyPanel()))
        try #require(verdict.isContent, "\(verdict.words)")
        let json = try JSONSerialization.jsonObject(with: Data(verdict.words.utf8))
        let families = try #require(json as? [[Any]])
        var samples: [String: [[String: String]]] = [:]
        for family in families {
            #expect(["gauge", "counter"].contains(family[1] as? String))
            for sample in try #require(family[2] as? [[Any]]) {
                let labels = try #require(sample[1] as? [String: String])
                samples[try #require(sample[0] as? String), default: []].append(labels)
            }
        }
        let sensors = Set(try #require(samples["domovoy_sensor_edges_total"]).map { $0["sensor"] })
        #expect(sensors.count == 2 && sensors.contains("pir"))
        #expect(
            sensors.contains { $0?.unicodeScalars.map(\.value) == Self.spaced.map(\.value) },
            "\(sensors)")
        for (name, labels) in samples { #expect(Set(labels).count == labels.count, "\(name)") }
    }

    /// The nasty text as it can be told: with one space for what some readers take for the end of a line.
    private static let spaced = nasty.unicodeScalars.map {
        ["\r", "\u{2028}"].contains($0) ? " " as Unicode.Scalar : $0
    }
}
