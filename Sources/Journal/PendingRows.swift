import RoomCore

/// A row of the sensor log that may be listed before it is written.
protocol Gathered {
    /// The value in a record that waits; nil if it is another kind of record.
    init?(waiting record: RoomCore.Record)

    /// Where it stands in its table: rows of the same place are the same row.
    var place: RowPlace { get }
    /// Whether it belongs to a window.
    func isInside(_ window: Span) -> Bool
}

/// Where a row stands among the others, in the order and by the comparison that SQLite uses.
struct RowPlace: Hashable, Comparable {
    var first: Int64
    var second: Int64 = 0
    var name = ""
    var third: Int64 = 0

    static func < (left: RowPlace, right: RowPlace) -> Bool {
        if (left.first, left.second) != (right.first, right.second) {
            return (left.first, left.second) < (right.first, right.second)
        }
        // SQLite compares text by its bytes.
        if left.name != right.name {
            return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
        return left.third < right.third
    }
}

extension SensorEdge: Gathered {
    init?(waiting record: RoomCore.Record) {
        guard case .edge(let edge) = record else { return nil }
        self = edge
    }

    var place: RowPlace { RowPlace(first: at.column, name: sensor, third: isActive ? 1 : 0) }
    func isInside(_ window: Span) -> Bool { window.contains(at) }
}

extension PresenceSpan: Gathered {
    init?(waiting record: RoomCore.Record) {
        guard case .presence(let presence) = record else { return nil }
        self = presence
    }

    var place: RowPlace { RowPlace(first: span.start.column, second: span.end.column) }
    func isInside(_ window: Span) -> Bool { span.start < window.end && span.end > window.start }
}

extension MessageRecord: Gathered {
    init?(waiting record: RoomCore.Record) {
        guard case .message(let message) = record else { return nil }
        self = message
    }

    /// The least of all bytes stands between both texts, so that together they are ordered as one after the other.
    var place: RowPlace {
        RowPlace(first: at.column, name: "\(booking.text)\u{0}\(kind.rawValue)")
    }

    func isInside(_ window: Span) -> Bool { window.contains(at) }
}

extension Press: Gathered {
    init?(waiting record: RoomCore.Record) {
        guard case .press(let press) = record else { return nil }
        self = press
    }

    var place: RowPlace { RowPlace(first: pressedAt.column, second: number) }
    func isInside(_ window: Span) -> Bool { window.contains(pressedAt) }
}

extension Verdict: Gathered {
    init?(waiting record: RoomCore.Record) {
        guard case .verdict(let verdict) = record else { return nil }
        self = verdict
    }

    var place: RowPlace { RowPlace(first: givenAt.column, second: number) }
    func isInside(_ window: Span) -> Bool { window.contains(givenAt) }
}

extension JournalPage where Row: Gathered {
    /// Puts in rows that wait to be written, each where it will stand once it is.
    ///
    /// Behind the last row of a page that is cut, nobody knows what lies between: what waits there comes with a later
    /// page.
    mutating func insert(_ waiting: [Row], limit: Int) {
        let end = rows.last?.place
        if isCut, end == nil { return }
        let fitting =
            isCut ? waiting.filter { row in end.map { row.place < $0 } ?? false } : waiting
        if fitting.isEmpty { return }
        var byPlace = Dictionary(rows.map { ($0.place, $0) }, uniquingKeysWith: { $1 })
        // Given twice, the later one counts, as it does in the table.
        for row in fitting { byPlace[row.place] = row }
        let all = byPlace.values.sorted { $0.place < $1.place }
        isCut = isCut || all.count > limit
        rows = Array(all.prefix(limit))
    }
}
