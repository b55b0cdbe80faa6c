import HTTPExchange
import PanelWeb
import RoomCore

/// What the `domovoy` command prints of a running panel.
public struct Listings: Sendable {
    /// How to print it.
    public enum Format: String, Sendable, CaseIterable {
        /// Aligned columns for people.
        case table
        /// The panel's JSON, as documented.
        case json
        /// The panel's CSV (RFC 4180).
        case csv
    }

    /// What to print.
    public enum Subject: String, Sendable, CaseIterable {
        /// The sensor log, presence, presses, writes and messages.
        case log
        /// The schedule.
        case bookings
        /// The verdicts, with their evidence.
        case verdicts
        /// What became of the bookings, in figures.
        case stats
    }

    /// A kind of row of the log; all of them if none is chosen.
    public enum LogKind: String, Sendable, CaseIterable {
        /// A raw change of a sensor's line.
        case edge
        /// A stretch of equal presence that has ended.
        case presence
        /// A press of the button.
        case press
        /// Something to be written to the server.
        case write
        /// A message to an organiser.
        case message
        /// A note by facilities staff.
        case note
    }

    private let client: PanelClient
    private let showsUTC: Bool
    private let note: @Sendable (String) -> Void

    /// Asks the panel behind `client`.
    ///
    /// - Parameters:
    ///   - showsUTC: shows and reads times in UTC; otherwise in the room's zone. JSON and CSV are always in UTC.
    ///   - note: told on one line what keeps a listing from being as it should be, such as a zone nobody knows.
    public init(
        _ client: PanelClient, showsUTC: Bool = false,
        note: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.client = client
        self.showsUTC = showsUTC
        self.note = note
    }

    /// One listing.
    ///
    /// - Parameters:
    ///   - from: RFC 3339, a day, a time of day, or both, in the room's zone; nil for the start of today.
    ///   - to: the same, a day included; nil for the end of today.
    ///   - kinds: which rows of the log; empty for all, and with other subjects.
    /// - Throws: ``PanelClient/Failure``.
    public func text(
        _ subject: Subject, from: String?, to: String?, kinds: [LogKind] = [], _ format: Format
    ) async throws(PanelClient.Failure) -> String {
        var query = [("format", format == .csv ? "csv" : "json")]
        let isPlain = [from, to].allSatisfy { $0.map { Timestamp($0) != nil } ?? true }
        let door = try await format == .table || !isPlain || showsUTC ? door() : nil
        query += try window(from, to, door)
        let chosen = LogKind.allCases.filter(kinds.contains).map(\.rawValue)
        if !chosen.isEmpty { query.append(("kind", chosen.joined(separator: ","))) }
        let body = try await client.text("/api/v1/\(subject.rawValue)", query: query)
        if format == .json { return body.jsonForTerminal }
        guard format == .table, let door else { return body }
        return try await table(subject, body, door).text()
    }

    /// How the room stands.
    ///
    /// - Throws: ``PanelClient/Failure``.
    public func status(_ format: Format) async throws(PanelClient.Failure) -> String {
        let body = try await client.text("/api/v1/state")
        if format == .json { return body.jsonForTerminal }
        let state: StateDocument = try decode(body)
        if format == .csv {
            return TextTable(columns: ["what", "is"], rows: StatusRows(state, nil).rows).csv()
        }
        return StatusRows.table(state, clock(state)).text()
    }

    /// What is wrong with the panel.
    ///
    /// - Returns: the text, and whether the panel does its work.
    /// - Throws: ``PanelClient/Failure``.
    public func health(
        _ format: Format
    ) async throws(PanelClient.Failure) -> (text: String, isWorking: Bool) {
        let body = try await client.text("/healthz", accepting: [503])
        let document: HealthDocument = try decode(body)
        let isWorking = document.status != .failing
        if format == .json { return (body.jsonForTerminal, isWorking) }
        let table = TextTable(
            columns: ["component", "severity", "message"],
            rows: document.findings.map { [$0.component, $0.severity.rawValue, $0.message] },
            tints: (1, Tint.health))
        if format == .csv { return (table.csv(), isWorking) }
        let findings = table.rows.isEmpty ? "" : "\n" + table.text()
        return (document.status.rawValue + findings, isWorking)
    }

    // MARK: The room's clock

    func door() async throws(PanelClient.Failure) -> RoomDoor {
        let state: StateDocument = try decode(await client.text("/api/v1/state"))
        return RoomDoor(
            id: state.room.id, name: state.room.name, clock: clock(state), now: state.now.wall,
            presence: state.presence)
    }

    private func clock(_ state: StateDocument) -> RoomClock {
        if showsUTC { return .utc }
        if let clock = RoomClock(state.room.timeZone) { return clock }
        note(
            "this machine does not know the room's zone \"\(state.room.timeZone)\": times are in UTC"
        )
        return .utc
    }

    /// The window as the panel is asked for it; without a door it is left as it was written.
    private func window(
        _ from: String?, _ to: String?, _ door: RoomDoor?
    ) throws(PanelClient.Failure) -> [(String, String)] {
        guard let door else {
            return [("from", from), ("to", to)].compactMap { name, text in text.map { (name, $0) } }
        }
        let window = try door.window(
            from, to, or: door.clock.today(door.now), called: "the start or end of today")
        return [("from", "\(exact(window.start))"), ("to", "\(exact(window.end))")]
    }

    private func exact(_ instant: WallTime) -> Timestamp {
        instant == instant.flooredToSecond ? Timestamp(instant) : Timestamp(millisecondsOf: instant)
    }

    // MARK: Tables

    private func table(
        _ subject: Subject, _ body: String, _ door: RoomDoor
    ) async throws(PanelClient.Failure) -> TextTable {
        func tables(_ from: Timestamp, _ to: Timestamp) -> ListingTables {
            ListingTables(door.clock, room: door.name, from: from, to: to)
        }
        switch subject {
        case .log:
            let listing: Listing<LogRow> = try decode(body)
            let told = listing.rows.filter { $0.booking != nil }.map(\.at.wall)
            // The earliest a press can check in is an hour before the start.
            let end = told.max().map { $0 + .seconds(3_600) }
            let bookings = await bookings(told.min(), end)
            return tables(listing.from, listing.to).log(listing.rows, bookings)
        case .bookings:
            let listing: Listing<BookingRow> = try decode(body)
            return tables(listing.from, listing.to).bookings(listing.rows)
        case .verdicts:
            let listing: Listing<VerdictRow> = try decode(body)
            let bookings = await bookings(
                listing.rows.map(\.startsAt.wall).min(), listing.rows.map(\.endsAt.wall).max())
            return tables(listing.from, listing.to).verdicts(listing.rows, bookings)
        case .stats:
            let listing: Listing<StatisticsRow> = try decode(body)
            return tables(listing.from, listing.to).stats(listing.rows)
        }
    }

    /// The bookings of a stretch of time by their id; none, and a note, if the panel does not tell them.
    private func bookings(_ start: WallTime?, _ end: WallTime?) async -> [String: BookingRow] {
        guard let start, let end, start < end else { return [:] }
        let query = [("from", "\(Timestamp(start))"), ("to", "\(exact(end))")]
        do throws(PanelClient.Failure) {
            let listing: Listing<BookingRow> = try decode(
                await client.text("/api/v1/bookings", query: query))
            return Dictionary(listing.rows.map { ($0.id, $0) }) { first, _ in first }
        } catch {
            note("the titles of the bookings cannot be shown: \(error)")
            return [:]
        }
    }

    private func decode<Document: Decodable>(
        _ body: String
    ) throws(PanelClient.Failure) -> Document {
        try PanelClient.decode(body)
    }
}
