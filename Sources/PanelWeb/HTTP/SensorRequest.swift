import HTTPTypes
import HummingbirdCore
import RoomCore

/// `PUT /api/v1/sensors/NAME`: a sensor without a line says what it sees.
///
/// Whoever has no token learns nothing: neither which sensors there are, nor whether the body was well made. A page of
/// another site has no token, and could not send one without being asked about first.
struct SensorRequest {
    private let sensors: (any ReportedSensors)?
    private let limits: WebLimits

    /// Prepares to take reports for `sensors`; nil where there are none.
    init(_ sensors: (any ReportedSensors)?, _ limits: WebLimits) {
        self.sensors = sensors
        self.limits = limits
    }

    /// Takes the report and answers with it.
    ///
    /// - Parameter now: when it was sent.
    func report(_ name: String, _ request: Request, at now: WallTime) async throws -> Response {
        guard let sensors else {
            throw ErrorReply.notFound(
                "no_sensors", "no sensor reports over HTTP: the configuration has no `sensors`")
        }
        try Self.check(sensors.admission(of: name, token: Self.token(of: request)), name)
        let body = JSONBody(of: request, limit: limits.body)
        try body.checkType()
        let report = try await body.document(
            ReportBody.self, orError: "bad_report", ReportBody.allowed
        ).report
        sensors.take(report, from: name)
        return .json(
            SensorReportDocument(
                name: name, active: report.isActive,
                expiresAt: Timestamp(now + .seconds(report.timeToLiveSeconds))))
    }

    /// The token of RFC 6750, section 2.1; nil where there is none.
    private static func token(of request: Request) -> String? {
        let words = (request.headers[.authorization] ?? "").split(
            separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        return String(words[1].trimmed)
    }

    private static func check(
        _ admission: SensorAdmission, _ name: String
    ) throws(ErrorReply) {
        switch admission {
        case .admitted: break
        case .refused:
            throw ErrorReply(
                status: .unauthorized, code: "unauthorized",
                message: "allowed: Authorization: Bearer with the sensor's token",
                headers: [.wwwAuthenticate: "Bearer"])
        case .unknown:
            throw ErrorReply.notFound(
                "unknown_sensor", "no sensor that reports is called \(name.clipped)")
        case .tooOften(let seconds):
            throw ErrorReply(
                status: .tooManyRequests, code: "too_many_reports",
                message: "too many reports; allowed: one a second",
                headers: [.retryAfter: seconds.description])
        }
    }
}

/// The body of the request: two members, and nothing else.
private struct ReportBody: Decodable {
    static let allowed =
        #"allowed: {"active":true or false,"ttl_seconds":"#
        + "\(SensorReport.allowedSeconds.lowerBound) to \(SensorReport.allowedSeconds.upperBound)}"

    let report: SensorReport

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) {
            return nil
        }
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Key.self)
        let isActive = try members.decode(Bool.self, forKey: Key(stringValue: "active"))
        let seconds = try members.decode(Int.self, forKey: Key(stringValue: "ttl_seconds"))
        guard members.allKeys.count == 2, SensorReport.allowedSeconds.contains(seconds) else {
            throw DecodingError.valueNotFound(
                Int.self, .init(codingPath: [], debugDescription: Self.allowed))
        }
        report = SensorReport(isActive: isActive, timeToLiveSeconds: seconds)
    }
}
