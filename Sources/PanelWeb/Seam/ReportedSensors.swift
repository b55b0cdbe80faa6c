/// What a sensor without a line says.
public struct SensorReport: Hashable, Sendable {
    /// The times to live that are taken, in seconds: 10 s to a day.
    public static let allowedSeconds = 10...86_400

    /// Whether it sees somebody.
    public var isActive: Bool
    /// How long that counts, in seconds; one of ``allowedSeconds``.
    public var timeToLiveSeconds: Int

    /// Makes a report.
    public init(isActive: Bool, timeToLiveSeconds: Int) {
        self.isActive = isActive
        self.timeToLiveSeconds = timeToLiveSeconds
    }
}

/// The sensors that report over HTTP.
///
/// Calls come from any task and any number of them at a time.
public protocol ReportedSensors: Sendable {
    /// Whether somebody who claims to be a sensor may report.
    ///
    /// - Parameters:
    ///   - name: the sensor; anything at all.
    ///   - token: what the reporter claims to know; nil if nothing.
    /// - Returns: `refused` also where the sensor's secret cannot be read now.
    func admission(of name: String, token: String?) -> SensorAdmission

    /// Takes a report of an admitted sensor.
    func take(_ report: SensorReport, from name: String)
}

/// Whether a sensor may report.
public enum SensorAdmission: Hashable, Sendable {
    /// It may.
    case admitted
    /// The token is none of this sensor's.
    case refused
    /// The token is good for some sensor, and none has this name.
    case unknown
    /// It has reported, or failed to, too often; seconds until it may again.
    case tooOften(retryAfterSeconds: Int)
}
