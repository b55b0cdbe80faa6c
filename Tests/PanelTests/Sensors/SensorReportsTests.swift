import PanelWeb
import RoomCore
import Synchronization
import Testing
import WebTestKit

@testable import Panel

/// Sensors that report over HTTP: who may, how often, and what the room is told.
@Suite(.timeLimit(.minutes(HangGuard.minutes)))
struct SensorReportsTests {
    private let camera = "0123456789abcdef-camera"
    private let radar = "0123456789abcdef-radar"
    private let workshop: Workshop
    private let inlet = FactInlet()
    private let time = ManualTime()
    private let findings = FindingBoard()

    init() throws {
        workshop = try Workshop()
        _ = try workshop.write(camera + "\n", to: "camera")
        _ = try workshop.write(radar + "\n", to: "radar")
    }

    private func reports() -> SensorReports {
        SensorReports(
            ["camera", "radar"].map { .init(name: $0, tokenFile: workshop.file($0)) },
            inlet: inlet, time: time, findings: findings)
    }

    @Test func eachSensorHasItsOwnToken() {
        let reports = reports()
        #expect(reports.admission(of: "camera", token: camera) == .admitted)
        #expect(reports.admission(of: "radar", token: radar) == .admitted)
        #expect(reports.admission(of: "radar", token: camera) == .refused)
        #expect(reports.admission(of: "nothing", token: camera) == .unknown)
        #expect(findings.findings.isEmpty)
    }

    @Test func whoHasNoTokenIsToldOfNoName() {
        let reports = reports()
        for name in ["camera", "nothing", ""] {
            for token in [nil, "", "0123456789abcdef", camera + "x", String(camera.dropLast())] {
                #expect(reports.admission(of: name, token: token) == .refused)
            }
        }
    }

    @Test func reportReachesTheRoomWithItsEnd() async {
        reports().take(SensorReport(isActive: true, timeToLiveSeconds: 300), from: "camera")
        let items = await inlet.take()
        guard case .fact(let event)? = items.first else {
            Issue.record("no fact was told")
            return
        }
        let expiry = time.now().uptime + .seconds(300)
        #expect(event == .sensor("camera", .reported(isActive: true, until: expiry)))
    }

    @Test func sensorIsAwaitedUntilItReportsOrIsLateWithThat() {
        let reports = reports()
        #expect(reports.awaited == ["camera", "radar"])
        reports.take(SensorReport(isActive: false, timeToLiveSeconds: 10), from: "camera")
        #expect(reports.awaited == ["radar"])
        time.advance(by: SensorReports.patience)
        #expect(reports.awaited == [])
    }

    @Test func reportsAreTakenOnceASecondInTheLongRun() {
        let reports = reports()
        for _ in 0..<ReportMeter.burst {
            #expect(reports.admission(of: "camera", token: camera) == .admitted)
        }
        let refusal = SensorAdmission.tooOften(retryAfterSeconds: 1)
        #expect(reports.admission(of: "camera", token: camera) == refusal)
        #expect(reports.admission(of: "radar", token: radar) == .admitted, "each by itself")
        time.advance(by: .seconds(1))
        #expect(reports.admission(of: "camera", token: camera) == .admitted)
        #expect(reports.admission(of: "camera", token: camera) == refusal)
    }

    @Test func wrongTokensByTheThousandKeepNoSensorOut() {
        let reports = reports()
        let answers = (0..<1_000).map { reports.admission(of: "camera", token: "wrong \($0)") }
        #expect(answers.filter { $0 == .refused }.count == ReportMeter.burst)
        #expect(reports.admission(of: "camera", token: camera) == .admitted)
    }

    @Test func wrongTokensReadNoFile() throws {
        let reads = Mutex(0)
        let tokens = SensorTokens([.init(name: "camera", tokenFile: workshop.file("camera"))]) {
            sensor in
            reads.withLock { $0 += 1 }
            return Result { () throws(ServerFailure) in try SensorReports.token(of: sensor) }
        }
        for guess in 0..<100 { #expect(tokens.owners(of: "wrong \(guess)").names.isEmpty) }
        #expect(tokens.owners(of: camera).names == ["camera"])
        #expect(reads.withLock { $0 } == 1)
        _ = try workshop.write("another-token-of-the-camera\n", to: "camera")
        #expect(tokens.owners(of: camera).names.isEmpty)
        #expect(reads.withLock { $0 } == 2)
    }

    @Test func tokenThatWasReplacedCountsAtOnce() throws {
        let reports = reports()
        _ = try workshop.write("another-token-of-the-camera\n", to: "camera")
        #expect(reports.admission(of: "camera", token: camera) == .refused)
        #expect(
            reports.admission(of: "camera", token: "another-token-of-the-camera") == .admitted)
    }

    @Test(arguments: ["short\n", "\n", ""])
    func fileThatHoldsNoTokenIsToldByHealthWithoutItsText(text: String) throws {
        _ = try workshop.write(text, to: "camera")
        let reports = reports()
        let finding = try #require(findings.findings.first)
        #expect(finding.component == "sensors")
        #expect(finding.message.contains("sensors.camera.token_file"))
        #expect(!finding.message.contains(radar))
        #expect(reports.admission(of: "camera", token: "short") == .refused)
        #expect(reports.admission(of: "radar", token: radar) == .admitted)
        _ = try workshop.write(camera, to: "camera")
        #expect(reports.admission(of: "camera", token: camera) == .admitted)
        #expect(findings.findings.isEmpty)
    }

    @Test func sensorThatStopsReportingIsGone() async throws {
        let file = try workshop.configuration(
            "sensors: [ { name: camera, hold: 1s, token_file: \"\(workshop.file("camera"))\" } ]")
        let panel = try await StagedPanel.start(file, ManualTime(1_900_000_000)) { state in
            state.button.health == .ok && state.sensors.first?.health == .ok
        }
        let atStart = try await panel.get("/healthz").body
        #expect(atStart.contains("has not reported since the start of the panel"))
        #expect(try await panel.report("camera", true, for: 60, token: radar) == 401)
        #expect(try await panel.report("camera", true, for: 60, token: camera) == 200)
        _ = try await panel.state { state in
            state.sensors.last?.health == .ok && state.presence == .present
        }
        await panel.pass(.seconds(62))
        let state = try await panel.state { $0.sensors.last?.health == .gone }
        #expect(state.sensors.last?.name == "camera")
        let health = try await panel.get("/healthz").body
        #expect(health.contains("ttl_seconds and hold of the last report are over"))
        #expect(panel.log.all.allSatisfy { !$0.contains(camera) })
        await panel.stop()
    }
}
