import GRDB
public import RoomCore

extension HoursInForce: Stored {
    static let columns: Columns = "since, time_zone, hours"

    init(_ row: Row) throws(UnreadableRow) {
        guard let hours = OpeningHours(try row.value("hours", as: String.self)) else {
            throw UnreadableRow(column: "hours")
        }
        self.init(
            since: try row.time("since"), timeZone: try row.value("time_zone"), hours: hours)
    }

    func arguments() -> StatementArguments { [since.column, timeZone, hours.description] }

    /// Whether nothing differs but the time.
    func isSame(as other: HoursInForce?) -> Bool {
        timeZone == other?.timeZone && hours == other?.hours
    }

    /// Writes these hours, unless the newest ones are the same.
    ///
    /// Hours that a clock that was ahead has noted for later never came into force.
    func note(in db: Database, forgettingBefore cutoff: WallTime) throws {
        try db.execute(
            sql: "DELETE FROM opening_hours WHERE since > ?", arguments: [since.column])
        let newest = try Row.fetchOne(
            db, sql: "SELECT \(Self.columns) FROM opening_hours ORDER BY since DESC LIMIT 1")
        if isSame(as: newest.flatMap { try? HoursInForce($0) }) { return }
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO opening_hours (\(Self.columns)) \
                VALUES (\(Self.columns.placeholders))
                """, arguments: arguments())
        try db.execute(
            sql: """
                DELETE FROM opening_hours WHERE since <
                    (SELECT MAX(since) FROM opening_hours WHERE since <= ?)
                """, arguments: [cutoff.column])
    }
}

extension Journal {
    /// Remembers the opening hours that are in force, if they are others than those before.
    ///
    /// Costs nothing while they are the same: to be called again and again, so that a journal that replaced this one knows
    /// them, too. Hours that ended before the retention are forgotten.
    ///
    /// - Throws: ``JournalError``; then nothing is kept.
    public func note(
        _ hours: OpeningHours, timeZone: String, at now: WallTime
    ) throws(JournalError) {
        let inForce = HoursInForce(since: now, timeZone: timeZone, hours: hours)
        try writing(at: now) { store in try store.note(inForce) }
    }

    /// The opening hours that were in force, by when they came to be.
    public nonisolated func openingHours() async throws(JournalError) -> [HoursInForce] {
        let ever = Span(start: .earliest, end: .latest)
        let found: JournalPage<HoursInForce> = try await page(
            "opening_hours", .at("since"), "since", ever, Self.defaultLimit)
        return found.rows
    }
}
