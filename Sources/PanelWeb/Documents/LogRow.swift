public import RoomCore

/// One row of `/api/v1/log`: a sensor edge, a stretch of presence, a press, or a note.
public struct LogRow: Hashable, Sendable, Codable {
    /// What the row tells of.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A raw change of a sensor's line.
        case edge
        /// A stretch of equal presence that has ended.
        case presence
        /// A press of the button.
        case press
        /// A note by facilities staff.
        case note
    }

    /// When it happened, with milliseconds; for a stretch of presence, when that began.
    public var at: Timestamp
    /// What the row tells of.
    public var kind: Kind
    /// The sensor's name, `room` for presence, `button` for a press; of a note the sensor it is about, or `room`.
    public var name: String
    /// `active` or `inactive` of an edge; `present`, `vacant` or `unknown`; `short` or `long` of a press; the text of a note.
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
    /// When a note was written; nil in other rows.
    @NullWhenNil public var writtenAt: Timestamp?

    private enum CodingKeys: String, CodingKey {
        case at, kind, name, value, until, health, outcome, refusal, booking
        case writtenAt = "written_at"
    }
}

extension LogRow {
    /// Puts an entry into the words of the contract.
    public init(_ entry: LogEntry) {
        switch entry {
        case .edge(let edge):
            self.init(
                at: Timestamp(millisecondsOf: edge.at), kind: .edge, name: edge.sensor,
                value: edge.isActive ? "active" : "inactive", until: nil, health: edge.health,
                outcome: nil, refusal: nil, booking: nil, writtenAt: nil)
        case .presence(let stretch):
            self.init(
                at: Timestamp(millisecondsOf: stretch.span.start), kind: .presence, name: "room",
                value: stretch.presence.rawValue,
                until: Timestamp(millisecondsOf: stretch.span.end), health: nil,
                outcome: nil, refusal: nil, booking: nil, writtenAt: nil)
        case .press(let press):
            self.init(
                at: Timestamp(millisecondsOf: press.pressedAt), kind: .press, name: "button",
                value: press.length.rawValue, until: nil, health: nil,
                outcome: press.outcome, refusal: press.refusal, booking: press.booking?.text,
                writtenAt: nil)
        case .note(let note):
            self.init(
                at: Timestamp(millisecondsOf: note.at), kind: .note, name: note.sensor ?? "room",
                value: note.text, until: nil, health: nil, outcome: nil, refusal: nil, booking: nil,
                writtenAt: Timestamp(millisecondsOf: note.writtenAt))
        }
    }
}

extension LogRow: ListingRow {
    static let columns = [
        "at", "kind", "name", "value", "until", "health", "outcome", "refusal", "booking",
        "written_at",
    ]

    var cells: [String] {
        [
            at.description, kind.rawValue, name, value, until.cell, health.cell(\.rawValue),
            outcome.cell(\.rawValue), refusal.cell(\.rawValue), booking.cell, writtenAt.cell,
        ]
    }
}
