import GRDB
import RoomCore

extension Booking: Stored {
    static let columns: Columns = """
        starts_at, id, ends_at, title, organiser, organiser_id, source, confirmation, created_at, \
        is_all_day, is_blocking, is_writable
        """

    init(_ row: Row) throws(UnreadableRow) {
        self.init(
            id: BookingID(try row.value("id")), title: try row.optional("title"),
            organiser: try row.optional("organiser"),
            organiserID: try row.optional("organiser_id"), span: try row.span(),
            source: try row.choice("source"), confirmation: try row.optionalChoice("confirmation"),
            createdAt: try row.optionalTime("created_at"), isAllDay: try row.value("is_all_day"),
            isBlocking: try row.value("is_blocking"), isWritable: try row.value("is_writable"))
    }

    func arguments() -> StatementArguments {
        [
            span.start.column, id.text, span.end.column, title, organiser, organiserID,
            source.rawValue, confirmation?.rawValue, createdAt?.column, isAllDay, isBlocking,
            isWritable,
        ]
    }
}

extension SensorEdge: Stored {
    static let columns: Columns = "at, sensor, is_active, health"

    init(_ row: Row) throws(UnreadableRow) {
        self.init(
            sensor: try row.value("sensor"), isActive: try row.value("is_active"),
            at: try row.time("at"), health: try row.choice("health"))
    }

    func arguments() -> StatementArguments { [at.column, sensor, isActive, health.rawValue] }
}

extension PresenceSpan: Stored {
    static let columns: Columns = "starts_at, ends_at, presence"

    init(_ row: Row) throws(UnreadableRow) {
        self.init(try row.choice("presence"), try row.span())
    }

    func arguments() -> StatementArguments {
        [span.start.column, span.end.column, presence.rawValue]
    }
}

extension MessageRecord: Stored {
    static let columns: Columns = "at, booking, kind, starts_at, ends_at, result, error"

    init(_ row: Row) throws(UnreadableRow) {
        self.init(
            kind: try row.choice("kind"), booking: BookingID(try row.value("booking")),
            span: try row.span(), at: try row.time("at"), result: try row.choice("result"),
            error: try row.optional("error"))
    }

    func arguments() -> StatementArguments {
        [
            at.column, booking.text, kind.rawValue, span.start.column, span.end.column,
            result.rawValue, error,
        ]
    }
}

extension SyncStretch: Stored {
    static let columns: Columns = "first_at, operation, last_at, exchanges, failure, message"

    init(_ row: Row) throws(UnreadableRow) {
        self.init(
            operation: try row.choice("operation"), firstAt: try row.time("first_at"),
            lastAt: try row.time("last_at"), exchanges: try row.value("exchanges"),
            failure: try row.optionalChoice("failure"), message: try row.optional("message"))
    }

    func arguments() -> StatementArguments {
        [firstAt.column, operation.rawValue, lastAt.column, exchanges, failure?.rawValue, message]
    }
}
