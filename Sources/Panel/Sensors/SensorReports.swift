import PanelWeb
import RoomCore
import Synchronization

/// The sensors that report over HTTP: who they are, and the way of their reports to the room.
final class SensorReports: ReportedSensors {
    /// Fewer bytes than this are no token: they could be guessed.
    static let leastToken = 16
    /// How long after the panel's start a sensor that has not reported yet is waited for: it does not know of the start.
    static let patience = Duration.seconds(300)

    private let sensors: [PanelConfiguration.ReportedSensor]
    private let tokens: SensorTokens
    private let inlet: FactInlet
    private let time: any TimeSource
    private let findings: FindingBoard
    private let startedAt: Uptime
    /// The sensors that have reported since then.
    private let heard = Mutex<Set<String>>([])
    /// By sensor; what nobody may do is counted under no name.
    private let meters = Mutex<[String: ReportMeter]>([:])

    init(
        _ sensors: [PanelConfiguration.ReportedSensor], inlet: FactInlet, time: any TimeSource,
        findings: FindingBoard
    ) {
        self.sensors = sensors
        tokens = SensorTokens(sensors) { sensor in
            Result { () throws(ServerFailure) in try Self.token(of: sensor) }
        }
        self.inlet = inlet
        self.time = time
        self.findings = findings
        startedAt = time.now().uptime
        _ = names(with: "")
    }

    func admission(of name: String, token: String?) -> SensorAdmission {
        let own = token.map(names(with:)) ?? []
        guard !own.isEmpty else { return isTooMuch("") ? Self.tooOften : .refused }
        guard own.contains(name) else {
            return sensors.contains { $0.name == name } ? .refused : .unknown
        }
        return isTooMuch(name) ? Self.tooOften : .admitted
    }

    func take(_ report: SensorReport, from name: String) {
        _ = heard.withLock { $0.insert(name).inserted }
        let expiry = time.now().uptime + .seconds(report.timeToLiveSeconds)
        inlet.send(.sensor(name, .reported(isActive: report.isActive, until: expiry)))
    }

    /// The sensors that have not reported since the start, as long as they are waited for.
    var awaited: Set<String> {
        guard time.now().uptime - startedAt < Self.patience else { return [] }
        return Set(sensors.map(\.name)).subtracting(heard.withLock { $0 })
    }

    private static let tooOften = SensorAdmission.tooOften(retryAfterSeconds: 1)

    private func isTooMuch(_ name: String) -> Bool {
        let now = time.now().uptime
        return meters.withLock { !$0[name, default: ReportMeter(at: now)].take(at: now) }
    }

    /// The sensors whose token this is.
    ///
    /// Health tells of a token that cannot be read, or is none, until all are well.
    private func names(with token: String) -> Set<String> {
        let (names, fault) = tokens.owners(of: token)
        findings.set("sensors", fault?.message)
        return names
    }

    /// The sensor's token, out of its file.
    ///
    /// - Throws: a failure that names key and file, and nothing of what is in it.
    static func token(
        of sensor: PanelConfiguration.ReportedSensor
    ) throws(ServerFailure) -> String {
        let key = "sensors.\(sensor.name).token_file"
        let secret = try SecretFile.read(sensor.tokenFile, key: key)
        guard secret.utf8.count >= leastToken else {
            throw ServerFailure(
                .authentication,
                "\(key) \(sensor.tokenFile) is too short: allowed are \(leastToken) bytes or more"
            )
        }
        return secret
    }
}
