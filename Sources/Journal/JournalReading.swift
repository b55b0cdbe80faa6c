import GRDB
public import RoomCore
import Synchronization

/// Rows of history, oldest first.
public struct JournalPage<Row: Sendable>: Sendable {
    /// The rows that were asked for.
    public var rows: [Row]
    /// Whether there are more after the last one; ask again from its time on.
    public var isCut: Bool
    /// Rows in the same stretch that could not be read and are left out.
    public var unreadable: Int
}

extension JournalPage: Equatable where Row: Equatable {}

/// Reading history, from any task and without waiting for writers; edges, presence, messages, presses and verdicts that
/// were only gathered so far are in it.
///
/// Windows are half-open. All of these throw ``JournalError`` if the journal is not open or cannot be read, and when
/// the task is cancelled.
extension Journal {
    /// Rows of one answer unless asked otherwise.
    public static let defaultLimit = 10_000
    /// Most rows of one answer; more are never read, whatever is asked.
    public static let greatestLimit = 100_000

    /// Presses, by when the button went down.
    public nonisolated func presses(
        in window: Span, limit: Int = defaultLimit
    ) async throws(JournalError) -> JournalPage<Press> {
        try await whole("presses", .at("pressed_at"), "pressed_at, number", window, limit)
    }

    /// Verdicts with their evidence, by when they were given; corrected ones included.
    ///
    /// - Parameter kinds: what they found.
    public nonisolated func verdicts(
        in window: Span, of kinds: Set<Verdict.Kind> = Set(Verdict.Kind.allCases),
        limit: Int = defaultLimit
    ) async throws(JournalError) -> JournalPage<Verdict> {
        // Among all rows there may be one of no kind that is known: it is counted as unreadable.
        let isAll = kinds.count == Verdict.Kind.allCases.count
        return try await whole(
            "verdicts",
            isAll ? .at("given_at") : .of("given_at", kinds.map(\.rawValue).sorted()),
            "given_at, number", window, limit
        ) { kinds.contains($0.kind) }
    }

    /// Verdicts on bookings that share an instant with the window, in the order of their numbers.
    ///
    /// - Parameter number: only verdicts after this one; to read on after a page that was cut.
    public nonisolated func verdicts(
        about window: Span, after number: Int64 = 0, limit: Int = defaultLimit
    ) async throws(JournalError) -> JournalPage<Verdict> {
        try await page(
            "verdicts", .overlappingAfter("starts_at", "ends_at", number), "number", window, limit)
    }

    /// Outbox entries, final ones included, by when they came to be owed.
    public nonisolated func outbox(
        in window: Span, limit: Int = defaultLimit
    ) async throws(JournalError) -> JournalPage<OutboxEntry> {
        try await page("outbox", .at("created_at"), "created_at, number", window, limit)
    }

    /// Raw edges of the sensors' lines.
    ///
    /// - Parameter sensor: the only sensor whose edges are wanted; nil for all.
    public nonisolated func edges(
        in window: Span, of sensor: String? = nil, limit: Int = defaultLimit
    ) async throws(JournalError) -> JournalPage<SensorEdge> {
        try await whole(
            "edges", .about("at", sensor), "at, sensor, is_active", window, limit
        ) { sensor == nil || $0.sensor == sensor }
    }

    /// Stretches of equal presence that share an instant with the window, whole.
    public nonisolated func presence(
        in window: Span, limit: Int = defaultLimit
    ) async throws(JournalError) -> JournalPage<PresenceSpan> {
        try await whole(
            "presence", .overlapping("starts_at", "ends_at"), "starts_at, ends_at", window, limit)
    }

    /// Messages to organisers, by when it was known what became of them.
    public nonisolated func messages(
        in window: Span, limit: Int = defaultLimit
    ) async throws(JournalError) -> JournalPage<MessageRecord> {
        try await whole("messages", .at("at"), "at, booking, kind", window, limit)
    }

    /// Bookings that share an instant with the window, past ones as they were last known.
    public nonisolated func bookings(
        in window: Span, limit: Int = defaultLimit
    ) async throws(JournalError) -> JournalPage<Booking> {
        try await page(
            "bookings", .overlapping("starts_at", "ends_at"), "starts_at, id", window, limit)
    }

    /// Exchanges with the server, stretch by stretch, that began or went on in the window.
    public nonisolated func syncHistory(
        in window: Span, limit: Int = defaultLimit
    ) async throws(JournalError) -> JournalPage<SyncStretch> {
        try await page(
            "sync_history", .touching("first_at", "last_at"), "first_at, operation", window, limit)
    }

    /// How a row's time relates to the window.
    enum Relation: Sendable {
        case at(String)
        /// At, and about this sensor alone; nil for any.
        case about(String, String?)
        /// At, and of one of these kinds; the kinds are words of this program.
        case of(String, [String])
        case overlapping(String, String)
        case touching(String, String)
        /// Overlapping, and with a greater number than this one.
        case overlappingAfter(String, String, Int64)

        /// True for rows in the window; the first `?` is its end, the second its start.
        var condition: String {
            switch self {
            case .at(let time), .about(let time, .none): "\(time) < ? AND \(time) >= ?"
            case .about(let time, .some): "\(time) < ? AND \(time) >= ? AND sensor = ?"
            case .of(let time, let kinds):
                "\(time) < ? AND \(time) >= ? AND kind IN ('\(kinds.joined(separator: "', '"))')"
            case .overlapping(let start, let end): "\(start) < ? AND \(end) > ?"
            case .touching(let first, let last): "\(first) < ? AND \(last) >= ?"
            case .overlappingAfter(let start, let end, let number):
                "\(start) < ? AND \(end) > ? AND number > \(number)"
            }
        }

        /// What stands for the `?` of the condition.
        func arguments(_ window: Span) -> StatementArguments {
            guard case .about(_, let sensor?) = self else {
                return [window.end.column, window.start.column]
            }
            return [window.end.column, window.start.column, sensor]
        }
    }

    /// How much each sensor's line moved in a window, by the sensor's name; without those that did not.
    public nonisolated func activity(
        in window: Span
    ) async throws(JournalError) -> [String: SensorActivity] {
        guard let reader = reader.withLock({ $0 }) else { throw notOpen(.read) }
        let waiting = waiting(SensorEdge.self).filter { $0.isInside(window) }
        do {
            return try await reader.read { try SensorEdge.counted(in: window, waiting, $0) }
        } catch {
            throw JournalError(.read, path: settings.path, error)
        }
    }

    private nonisolated func waiting<Value: Gathered>(_ type: Value.Type) -> [Value] {
        buffer.withLock { $0.log }.compactMap { Value(waiting: $0) }
    }

    /// A page with what waits to be written.
    ///
    /// That is looked at first: rows that are written meanwhile are then found in both places, never in none.
    private nonisolated func whole<Value: Stored & Gathered & Sendable>(
        _ table: String, _ relation: Relation, _ order: String, _ window: Span, _ limit: Int,
        where isWanted: (Value) -> Bool = { _ in true }
    ) async throws(JournalError) -> JournalPage<Value> {
        let waiting = waiting(Value.self).filter { $0.isInside(window) && isWanted($0) }
        var page: JournalPage<Value> = try await page(table, relation, order, window, limit)
        page.insert(waiting, limit: min(max(limit, 0), Self.greatestLimit))
        return page
    }

    nonisolated func page<Value: Stored & Sendable>(
        _ table: String, _ relation: Relation, _ order: String, _ window: Span, _ limit: Int
    ) async throws(JournalError) -> JournalPage<Value> {
        guard let reader = reader.withLock({ $0 }) else { throw notOpen(.read) }
        let limit = min(max(limit, 0), Self.greatestLimit)
        let sql = """
            SELECT \(Value.columns) FROM \(table) WHERE \(relation.condition)
            ORDER BY \(order) LIMIT \(limit + 1)
            """
        do {
            return try await reader.read { db in
                try Self.read(db, sql, relation.arguments(window), limit)
            }
        } catch {
            throw JournalError(.read, path: settings.path, error)
        }
    }

    private nonisolated static func read<Value: Stored & Sendable>(
        _ db: Database, _ sql: String, _ arguments: StatementArguments, _ limit: Int
    ) throws -> JournalPage<Value> {
        var page = JournalPage<Value>(rows: [], isCut: false, unreadable: 0)
        let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
        while let row = try rows.next() {
            if page.rows.count + page.unreadable == limit {
                page.isCut = true
                break
            }
            do { page.rows.append(try Value(row)) } catch { page.unreadable += 1 }
        }
        return page
    }
}
