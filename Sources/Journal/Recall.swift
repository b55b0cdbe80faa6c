import GRDB
import RoomCore

/// Reads back what the last run left.
struct Recall {
    /// How far back an active edge still tells something about the presence now: the longest hold.
    private static let edgesReachBack = Duration.seconds(7200)

    let db: Database
    /// Rows that could not be read and were left out.
    private(set) var unreadable = 0

    init(_ db: Database) {
        self.db = db
    }

    /// Reads everything; `now` is nil when the wall clock is not trusted.
    mutating func memory(at now: WallTime?) throws -> Memory {
        let (schedule, heardAt) = try schedule()
        return Memory(
            schedule: schedule, heardAt: heardAt,
            sittings: try all(from: "sittings ORDER BY starts_at, booking"),
            outbox: try all(
                from: "outbox WHERE state IN ('queued', 'sent', 'answered') ORDER BY number"),
            lastActiveEdges: try lastActiveEdges(reference: [now, heardAt]),
            silences: try silences(),
            lastPress: try Numbers.greatest(Numbers.presses, in: db),
            lastVerdict: try Numbers.greatest(Numbers.verdicts, in: db),
            lastOutbox: try Numbers.greatest(Numbers.outbox, in: db),
            salt: try salt())
    }

    private mutating func silences() throws -> [SensorSilence] {
        if let silences = try Silences.read(in: db) { return silences }
        unreadable += 1
        return []
    }

    private func salt() throws -> String {
        guard let salt = try Numbers.salt(in: db) else { throw UnreadableRow(column: "salt") }
        return salt
    }

    /// A schedule with a booking missing would show the room as free: rather none than that.
    private mutating func schedule() throws -> (ScheduleReading?, WallTime?) {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM schedule") else {
            return (nil, nil)
        }
        do {
            let heardAt = try row.time("heard_at")
            guard try row.optionalTime("window_start") != nil else { return (nil, heardAt) }
            var reading = ScheduleReading(
                window: try row.span("window_start", "window_end"), bookings: [],
                serverDate: try row.optionalTime("server_date"),
                complaints: try row.json("complaints"))
            guard let bookings = try bookings(in: reading.window) else { return (nil, nil) }
            reading.bookings = bookings
            return (reading, heardAt)
        } catch is UnreadableRow {
            unreadable += 1
            return (nil, nil)
        }
    }

    private mutating func bookings(in window: Span) throws -> [Booking]? {
        let before = unreadable
        let bookings: [Booking] = try all(
            from: "bookings WHERE starts_at < ? AND ends_at > ? ORDER BY starts_at, id",
            [window.end.column, window.start.column])
        return unreadable == before ? bookings : nil
    }

    /// The reference is the newest time that is known: the clock may not have been set yet.
    private func lastActiveEdges(reference known: [WallTime?]) throws -> [String: WallTime] {
        let newest = try Int64.fetchOne(db, sql: "SELECT MAX(at) FROM edges")
        let times = known + [newest.map { WallTime(microsecondsSinceEpoch: $0) }]
        guard let reference = times.compactMap(\.self).max() else { return [:] }
        let rows = try Row.fetchAll(
            db,
            sql:
                "SELECT sensor, MAX(at) AS at FROM edges WHERE at >= ? AND is_active GROUP BY sensor",
            arguments: [(reference - Self.edgesReachBack).column])
        return rows.reduce(into: [:]) { edges, row in
            guard let sensor = try? row.value("sensor", as: String.self) else { return }
            edges[sensor] = try? row.time("at")
        }
    }

    private mutating func all<Value: Stored>(
        from source: String, _ arguments: StatementArguments = []
    ) throws -> [Value] {
        let rows = try Row.fetchCursor(
            db, sql: "SELECT \(Value.columns) FROM \(source)", arguments: arguments)
        var values: [Value] = []
        while let row = try rows.next() {
            do { values.append(try Value(row)) } catch { unreadable += 1 }
        }
        return values
    }
}
