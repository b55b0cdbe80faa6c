import Hashing
import PanelWeb
import RoomCore
import Synchronization

/// The sensors that report over HTTP: who they are, and the way of their reports to the room.
///
/// Tokens are read anew with each report, so that a file that was replaced counts at once. They are compared by their
/// SHA-256, all of them, in the same time wherever they differ.
final class SensorReports: ReportedSensors {
    /// Fewer bytes than this are no token: they could be guessed.
    static let leastToken = 16
    /// How long after the panel's start a sensor that has not reported yet is waited for: it does not know of the start.
    static let patience = Duration.seconds(300)

    private let sensors: [PanelConfiguration.ReportedSensor]
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
        let hash = SHA256.hexadecimal(of: token)
        var names: Set<String> = []
        var fault: String?
        for sensor in sensors {
            do throws(ServerFailure) {
                let own = SHA256.hexadecimal(of: try Self.token(of: sensor))
                if ConstantTime.isEqual(own, hash) { names.insert(sensor.name) }
            } catch {
                fault = fault ?? error.message
            }
        }
        findings.set("sensors", fault)
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
