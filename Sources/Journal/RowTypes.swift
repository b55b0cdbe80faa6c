import GRDB
import RoomCore

/// A type of which one table holds one value a row.
protocol Stored {
    /// Its columns, in the order of ``arguments()``.
    static var columns: Columns { get }

    /// Reads one row that has those columns.
    init(_ row: Row) throws(UnreadableRow)

    /// What goes into those columns.
    func arguments() throws -> StatementArguments
}

/// The names of columns, comma separated, as SQL takes them.
struct Columns: ExpressibleByStringLiteral, CustomStringConvertible {
    let description: String
    /// One `?` for each column; made once, since every row that is written asks for it.
    let placeholders: String

    init(stringLiteral names: String) {
        description = names
        placeholders = names.split(separator: ",").map { _ in "?" }.joined(separator: ", ")
    }
}

extension WallTime {
    var column: Int64 { microsecondsSinceEpoch }
}

extension Press: Stored {
    static let columns: Columns = "number, pressed_at, wish, outcome, refusal, booking"

    init(_ row: Row) throws(UnreadableRow) {
        self.init(
            number: try row.value("number"), pressedAt: try row.time("pressed_at"),
            wish: try row.choice("wish"), outcome: try row.choice("outcome"),
            refusal: try row.optionalChoice("refusal"),
            booking: try row.optional("booking", as: String.self).map { BookingID($0) })
    }

    func arguments() -> StatementArguments {
        [
            number, pressedAt.column, wish.rawValue, outcome.rawValue, refusal?.rawValue,
            booking?.text,
        ]
    }
}

extension Verdict: Stored {
    static let columns: Columns = """
        number, given_at, booking, starts_at, ends_at, kind, seconds, reason, replaces, evidence, \
        shadow
        """

    init(_ row: Row) throws(UnreadableRow) {
        self.init(
            number: try row.value("number"), booking: BookingID(try row.value("booking")),
            span: try row.span(), givenAt: try row.time("given_at"), kind: try row.choice("kind"),
            seconds: try row.optional("seconds"), reason: try row.optionalChoice("reason"),
            replaces: try row.optional("replaces"), evidence: try row.json("evidence"),
            isShadow: try row.value("shadow"))
    }

    func arguments() throws -> StatementArguments {
        [
            number, givenAt.column, booking.text, span.start.column, span.end.column, kind.rawValue,
            seconds, reason?.rawValue, replaces, try json(evidence), isShadow,
        ]
    }
}

extension OutboxEntry: Stored {
    static let columns: Columns =
        "number, state, kind, cause, booking, attempts, created_at, last_error, write"

    init(_ row: Row) throws(UnreadableRow) {
        self.init(
            number: try row.value("number"), write: try row.json("write"),
            cause: try row.choice("cause"), createdAt: try row.time("created_at"),
            state: try row.choice("state"),
            attempts: try row.value("attempts"), lastError: try row.optional("last_error"))
    }

    func arguments() throws -> StatementArguments {
        [
            number, state.rawValue, write.operation.rawValue, cause.rawValue,
            write.bookingID.text, attempts, createdAt.column, lastError, try json(write),
        ]
    }
}

/// Nobody but the panel reads sittings back, so all but the key and the time is one text.
extension Sitting: Stored {
    static let columns: Columns = "booking, starts_at, ends_at, sitting"

    init(_ row: Row) throws(UnreadableRow) {
        self = try row.json("sitting")
    }

    func arguments() throws -> StatementArguments {
        [booking.text, span.start.column, span.end.column, try json(self)]
    }
}
