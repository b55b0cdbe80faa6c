import PanelWeb
import RoomCore
import Testing

@testable import Panel

/// What `/healthz` says of sensors that are not believed, or contradict each other.
struct SensorFindingTests {
    private func state(_ health: SensorHealth = .ok) -> RoomState {
        RoomState(
            roomID: "aurora", roomName: "Aurora", timeZone: "UTC",
            now: WallTime(secondsSinceEpoch: 1_795_219_200), availability: .free,
            presence: .unknown, lamps: .dark, sync: RoomState.Sync(server: .none),
            sensors: [.init(name: "pir", kind: .motion, level: 0, health: health)], button: .ok,
            isClockTrusted: true)
    }

    @Test(arguments: [
        (SensorHealth.implausible, "no people move like that"), (.silent, "its cable is cut"),
        (.stuck, "stuck_after"), (.chattering, "a loose wire"),
    ])
    func sensorThatIsNotBelievedIsAWarning(health: SensorHealth, words: String) {
        let findings = HealthReport.findings(state(health), lines: [:])
        #expect(findings.map(\.component) == ["pir"])
        #expect(findings.map(\.severity) == [.warning])
        #expect(findings.first?.message.contains(words) == true)
    }

    @Test func sensorThatIsGoneIsAFailureUnlessItIsStillAwaited() {
        let awaited = HealthReport.findings(state(.gone), lines: [:], awaited: ["pir"])
        #expect(awaited.map(\.severity) == [.warning])
        let lost = HealthReport.findings(state(.gone), lines: [:])
        #expect(lost.map(\.severity) == [.failure])
    }

    @Test func sensorsThatMissPeopleAreToldWithTheFigure() {
        var state = state()
        state.missedPeople = RoomState.MissedPeople(
            SensorSilence(sensors: ["pir"], seconds: 3_720, endedAt: state.now),
            vacancyNeeded: .seconds(5_700))
        let findings = HealthReport.findings(state, lines: [:])
        #expect(findings.map(\.component) == ["sensors"])
        #expect(findings.map(\.severity) == [.warning])
        let message = findings.first?.message ?? ""
        #expect(message.contains("pir saw nothing for 62 min up to 2026-11-21T00:00:00Z"))
        #expect(message.contains("as left after 95 min"))
    }

    @Test func contradictionSaysWhichSinceWhenAndHowMuch() {
        var state = state()
        let since = state.now - .seconds(4 * 3_600)
        state.disputes = [
            .init(present: "radar", vacant: "pir", since: since, lasted: .seconds(12_120))
        ]
        #expect(
            HealthReport.findings(state, lines: [:]) == [
                HealthFinding(
                    component: "radar", severity: .warning,
                    message: """
                        says somebody is there while pir says nobody: for 3 h 22 min since \
                        2026-11-20T20:00:00Z; one of them is wrong
                        """)
            ])
    }
}
