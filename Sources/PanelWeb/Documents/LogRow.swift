public import RoomCore

/// One row of `/api/v1/log`: a sensor edge, a stretch of presence, a press, a write to the server, a message or a note.
public struct LogRow: Hashable, Sendable, Codable {
    /// What the row tells of.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A raw change of a sensor's line.
        case edge
        /// A stretch of equal presence that has ended.
        case presence
        /// A press of the button, or by the page.
        case press
        /// Something to be written to the server.
        case write
        /// A message to an organiser.
        case message
        /// A note by facilities staff.
        case note
    }

    /// When it happened, with milliseconds; for a stretch of presence, when that began, and for a write, when it came to
    /// be owed.
    public var at: Timestamp
    /// What the row tells of.
    public var kind: Kind
    /// The sensor's name, `room` for presence, `button` or `page` for a press, `server` for a write, `organiser` for a
    /// message; of a note the sensor it is about, or `room`.
    public var name: String
    /// `active` or `inactive` of an edge; `present`, `vacant` or `unknown`; what a press was to do; the operation of a
    /// write (``ServerOperation``); what a message is about (``Message/Kind``); the text of a note.
    public var value: String
    /// When the stretch of presence ended; nil in other rows.
    @NullWhenNil public var until: Timestamp? = nil
    /// Whether the sensor could be believed at the time; nil in other rows than edges.
    @NullWhenNil public var health: SensorHealth? = nil
    /// What came of a press; nil in other rows.
    @NullWhenNil public var outcome: Press.Outcome? = nil
    /// Why a press was refused; nil in other rows.
    @NullWhenNil public var refusal: Press.Refusal? = nil
    /// The booking that a press, a write or a message was about; nil in other rows, and if there was none.
    @NullWhenNil public var booking: String? = nil
    /// Whose wish a write is; nil in other rows.
    @NullWhenNil public var cause: OutboxEntry.Cause? = nil
    /// The end that the booking had when a change of it was decided; nil in other rows.
    @NullWhenNil public var oldEnd: Timestamp? = nil
    /// The end that a write gives its booking; nil in other rows.
    @NullWhenNil public var newEnd: Timestamp? = nil
    /// The state that is written back; nil in other rows.
    @NullWhenNil public var mark: BookingMark? = nil
    /// What became of a write (``OutboxEntry/State``) or a message (``MessageRecord/Result``); nil in other rows.
    @NullWhenNil public var result: String? = nil
    /// Why a write or a message failed last; nil in other rows, and where nothing failed.
    @NullWhenNil public var error: String? = nil
    /// When a note was written; nil in other rows.
    @NullWhenNil public var writtenAt: Timestamp? = nil

    private enum CodingKeys: String, CodingKey {
        case at, kind, name, value, until, health, outcome, refusal, booking, cause, mark, result
        case error
        case oldEnd = "old_end"
        case newEnd = "new_end"
        case writtenAt = "written_at"
    }
}

extension LogRow {
    /// Puts an entry into the words of the contract.
    public init(_ entry: LogEntry) {
        let at = Timestamp(millisecondsOf: entry.at)
        switch entry {
        case .edge(let edge):
            self.init(
                at: at, kind: .edge, name: edge.sensor,
                value: edge.isActive ? "active" : "inactive", health: edge.health)
        case .presence(let stretch):
            self.init(
                at: at, kind: .presence, name: "room", value: stretch.presence.rawValue,
                until: Timestamp(millisecondsOf: stretch.span.end))
        case .press(let press):
            self.init(
                at: at, kind: .press, name: press.wish.isAtDoor ? "button" : "page",
                value: press.wish.rawValue,
                outcome: press.outcome, refusal: press.refusal, booking: press.booking?.text)
        case .write(let entry): self.init(at: at, write: entry)
        case .message(let message):
            self.init(
                at: at, kind: .message, name: "organiser", value: message.kind.rawValue,
                booking: message.booking.text, result: message.result.rawValue,
                error: message.error)
        case .note(let note):
            self.init(
                at: at, kind: .note, name: note.sensor ?? "room", value: note.text,
                writtenAt: Timestamp(millisecondsOf: note.writtenAt))
        }
    }

    private init(at: Timestamp, write entry: OutboxEntry) {
        self.init(
            at: at, kind: .write, name: "server", value: entry.write.operation.rawValue,
            booking: entry.write.bookingID.text, cause: entry.cause,
            result: entry.state.rawValue, error: entry.lastError)
        switch entry.write {
        case .create(let booking): newEnd = Timestamp(booking.span.end)
        case .changeEnd(_, let from, let to):
            (oldEnd, newEnd) = (Timestamp(from), Timestamp(to))
        case .mark(_, let state): mark = state
        case .withdraw: break
        }
    }
}

extension LogRow: ListingRow {
    static let columns = [
        "at", "kind", "name", "value", "until", "health", "outcome", "refusal", "booking", "cause",
        "old_end", "new_end", "mark", "result", "error", "written_at",
    ]

    var cells: [String] {
        [
            at.description, kind.rawValue, name, value, until.cell, health.cell(\.rawValue),
            outcome.cell(\.rawValue), refusal.cell(\.rawValue), booking.cell,
            cause.cell(\.rawValue), oldEnd.cell, newEnd.cell, mark.cell(\.rawValue), result.cell,
            error.cell, writtenAt.cell,
        ]
    }
}
