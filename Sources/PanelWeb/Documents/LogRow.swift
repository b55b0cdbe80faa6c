public import RoomCore

/// One row of `/api/v1/log`: a sensor edge, a stretch of presence, or a press.
public struct LogRow: Hashable, Sendable, Codable {
    /// What the row tells of.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A raw change of a sensor's line.
        case edge
        /// A stretch of equal presence that has ended.
        case presence
        /// A press of the button, or by the page.
        case press
    }

    /// When it happened, with milliseconds; for a stretch of presence, when that began.
    public var at: Timestamp
    /// What the row tells of.
    public var kind: Kind
    /// The sensor's name, `room` for presence, `button` or `page` for a press.
    public var name: String
    /// `active` or `inactive` of an edge; `present`, `vacant` or `unknown`; what a press was to do.
    public var value: String
    /// When the stretch of presence ended; nil in other rows.
    @NullWhenNil public var until: Timestamp?
    /// Whether the sensor could be believed at the time; nil in other rows than edges.
    @NullWhenNil public var health: SensorHealth?
    /// What came of a press; nil in other rows.
    @NullWhenNil public var outcome: Press.Outcome?
    /// Why a press was refused; nil in other rows.
    @NullWhenNil public var refusal: Press.Refusal?
    /// The booking a press was about; nil in other rows, and if there was none.
    @NullWhenNil public var booking: String?
}

extension LogRow {
    /// Puts an entry into the words of the contract.
    public init(_ entry: LogEntry) {
        switch entry {
        case .edge(let edge):
            self.init(
                at: Timestamp(millisecondsOf: edge.at), kind: .edge, name: edge.sensor,
                value: edge.isActive ? "active" : "inactive", until: nil, health: edge.health,
                outcome: nil, refusal: nil, booking: nil)
        case .presence(let stretch):
            self.init(
                at: Timestamp(millisecondsOf: stretch.span.start), kind: .presence, name: "room",
                value: stretch.presence.rawValue,
                until: Timestamp(millisecondsOf: stretch.span.end), health: nil,
                outcome: nil, refusal: nil, booking: nil)
        case .press(let press):
            self.init(
                at: Timestamp(millisecondsOf: press.pressedAt), kind: .press,
                name: press.wish.isAtDoor ? "button" : "page", value: press.wish.rawValue,
                until: nil, health: nil,
                outcome: press.outcome, refusal: press.refusal, booking: press.booking?.text)
        }
    }
}

extension LogRow: ListingRow {
    static let columns = [
        "at", "kind", "name", "value", "until", "health", "outcome", "refusal", "booking",
    ]

    var cells: [String] {
        [
            at.description, kind.rawValue, name, value, until.cell, health.cell(\.rawValue),
            outcome.cell(\.rawValue), refusal.cell(\.rawValue), booking.cell,
        ]
    }
}
