/// The answer to `PUT /api/v1/sensors/NAME`: the report as it was taken.
public struct SensorReportDocument: Hashable, Sendable, Codable {
    /// The sensor's name.
    public var name: String
    /// Whether it sees somebody.
    public var active: Bool
    /// Until when that counts, unless it reports again.
    public var expiresAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case name, active
        case expiresAt = "expires_at"
    }
}
