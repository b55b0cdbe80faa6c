import GRDB
import RoomCore

/// A record whose number another one bears already.
struct RecordConflict: Error, CustomStringConvertible {
    var description: String
}

/// Writes records inside a transaction.
struct RecordWriter {
    let db: Database

    /// A press may be told again with another outcome, but its number is never given to another press.
    func write(_ press: Press) throws {
        try insert(
            press, into: "presses",
            """
            ON CONFLICT (number) DO UPDATE SET wish = excluded.wish,
                outcome = excluded.outcome, refusal = excluded.refusal, booking = excluded.booking
            WHERE pressed_at = excluded.pressed_at
            """)
        if db.changesCount == 0 { throw taken("press", press.number) }
    }

    /// Verdicts are append-only: the same one may come twice, another one of the same number may not.
    func write(_ verdict: Verdict) throws {
        try insert(
            verdict, into: "verdicts",
            """
            ON CONFLICT (number) DO UPDATE SET number = excluded.number
            WHERE given_at = excluded.given_at AND booking = excluded.booking
                AND kind = excluded.kind
            """)
        if db.changesCount == 0 { throw taken("verdict", verdict.number) }
    }

    /// An entry replaces its own earlier state, never another entry: what is owed must not be lost.
    func write(_ entry: OutboxEntry) throws {
        try insert(
            entry, into: "outbox",
            """
            ON CONFLICT (number) DO UPDATE SET state = excluded.state, kind = excluded.kind,
                cause = excluded.cause, booking = excluded.booking, attempts = excluded.attempts,
                last_error = excluded.last_error, write = excluded.write
            WHERE created_at = excluded.created_at
            """)
        if db.changesCount == 0 { throw taken("outbox entry", entry.number) }
    }

    func write(_ sitting: Sitting) throws {
        try insert(sitting, orReplaceInto: "sittings")
    }

    func close(_ sitting: BookingID) throws {
        try db.cachedStatement(sql: "DELETE FROM sittings WHERE booking = ?")
            .execute(arguments: [sitting.text])
    }

    /// The kernel's timestamps tell edges apart; what is equal in all is the same edge.
    func write(_ edge: SensorEdge) throws {
        try insert(edge, orReplaceInto: "edges")
    }

    func write(_ presence: PresenceSpan) throws {
        try insert(presence, orReplaceInto: "presence")
    }

    /// One message of a kind about a booking has one end.
    func write(_ message: MessageRecord) throws {
        try insert(message, orReplaceInto: "messages")
    }

    func write(_ stretch: SyncStretch) throws {
        try insert(stretch, orReplaceInto: "sync_history")
    }

    func write(_ change: ScheduleChange) throws {
        if let start = change.forgetsFrom {
            try db.execute(
                sql: "DELETE FROM bookings WHERE ends_at > ?", arguments: [start.column])
        }
        let delete = try db.cachedStatement(
            sql: "DELETE FROM bookings WHERE starts_at = ? AND id = ?")
        for booking in change.removed {
            try delete.execute(arguments: [booking.span.start.column, booking.id.text])
        }
        for booking in change.added { try insert(booking, orReplaceInto: "bookings") }
    }

    /// Notes when the server was heard, and what was read then apart from the bookings.
    func write(heardAt: WallTime, _ reading: ScheduleReading?) throws {
        guard let reading else {
            return try db.cachedStatement(
                sql: """
                    INSERT INTO schedule (one, complaints, heard_at) VALUES (1, '[]', ?)
                    ON CONFLICT (one) DO UPDATE SET heard_at = excluded.heard_at
                    """
            ).execute(arguments: [heardAt.column])
        }
        try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO schedule
                    (one, window_start, window_end, server_date, complaints, heard_at)
                VALUES (1, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            reading.window.start.column, reading.window.end.column, reading.serverDate?.column,
            try json(reading.complaints), heardAt.column,
        ])
    }

    private func insert<Value: Stored>(_ value: Value, orReplaceInto table: String) throws {
        try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO \(table) (\(Value.columns)) VALUES (\(Value.columns.placeholders))
                """
        ).execute(arguments: try value.arguments())
    }

    private func insert<Value: Stored>(
        _ value: Value, into table: String, _ onConflict: String
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO \(table) (\(Value.columns)) VALUES (\(Value.columns.placeholders)) \(onConflict)
                """
        ).execute(arguments: try value.arguments())
    }

    private func taken(_ what: String, _ number: Int64) -> RecordConflict {
        RecordConflict(description: "the number of \(what) \(number) was given out before")
    }
}
