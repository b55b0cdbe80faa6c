import PanelWeb
import RoomCore
import Tuning

/// Reads what a panel has recorded, a day at a time, for a replay.
struct PanelRecord {
    /// The longest window that a panel lists at once is 400 days.
    private static let portion = Duration.seconds(300 * 86_400)
    private static let day = Duration.seconds(86_400)
    /// A stretch of presence is listed by its start: one that began so long before the window is found, too.
    private static let lead = Duration.seconds(7 * 86_400)

    let client: PanelClient
    let window: Span
    /// When nobody could see.
    private let blind: [Span]

    /// Learns when the panel could see.
    init(_ client: PanelClient, _ window: Span, _ door: RoomDoor) async throws(PanelClient.Failure)
    {
        self.client = client
        self.window = window
        var stretches: [PresenceSpan] = []
        var start = window.start - Self.lead
        while start < door.now {
            let part = Span(start: start, end: min(start + Self.portion, door.now))
            let rows: [LogRow] = try await Self.rows(client, "log", part, [("kind", "presence")])
            stretches += rows.compactMap(\.presence)
            start = part.end
        }
        blind = Sight.blind(stretches, in: window, isBlindNow: door.presence == .unknown)
    }

    /// The days of the window; the last one may be shorter.
    var days: [Span] {
        var days: [Span] = []
        var start = window.start
        while start < window.end {
            let end = min(start + Self.day, window.end)
            days.append(Span(start: start, end: end))
            start = end
        }
        return days
    }

    /// All that was recorded in a day.
    func day(_ span: Span) async throws(PanelClient.Failure) -> RecordedDay {
        let rows: [LogRow] = try await Self.rows(client, "log", span, [("kind", "edge,press")])
        let around = Span(start: span.start - Self.day, end: span.end + Self.day * 2)
        let verdicts: [VerdictRow] = try await Self.rows(client, "verdicts", around)
        let ahead = Span(start: span.start, end: span.end + Self.day)
        let bookings: [BookingRow] = try await Self.rows(client, "bookings", ahead)
        return RecordedDay(
            span, edges: rows.compactMap(\.edge), presses: Self.presses(rows),
            blind: blind.filter { $0.overlaps(ahead) },
            bookings: bookings.map { RecordedBooking($0, verdicts) })
    }

    private static func rows<Row>(
        _ client: PanelClient, _ name: String, _ span: Span, _ more: [(String, String)] = []
    ) async throws(PanelClient.Failure) -> [Row] where Row: Codable & Hashable & Sendable {
        let window = [
            ("from", "\(Timestamp(millisecondsOf: span.start))"),
            ("to", "\(Timestamp(millisecondsOf: span.end))"),
        ]
        let body = try await client.text("/api/v1/\(name)", query: window + more)
        let listing: Listing<Row> = try PanelClient.decode(body)
        return listing.rows
    }

    /// The presses that were not taken back.
    static func presses(_ rows: [LogRow]) -> [Press] {
        var presses: [Press] = []
        for row in rows {
            guard let press = row.press(number: Int64(presses.count + 1)) else { continue }
            if press.outcome == .undone {
                takeBack(press.booking, from: &presses)
            } else {
                presses.append(press)
            }
        }
        return presses
    }

    /// Takes the last act about a booking back, and what was pressed on the strength of it since; a refusal did nothing.
    private static func takeBack(_ booking: BookingID?, from presses: inout [Press]) {
        guard let act = presses.lastIndex(where: { $0.booking == booking && $0.isAct }) else {
            return
        }
        let kept = presses[act...].filter { $0.booking != booking || $0.outcome == .refused }
        presses.replaceSubrange(act..., with: kept)
    }
}

extension LogRow {
    fileprivate var edge: SensorEdge? {
        guard kind == .edge else { return nil }
        return SensorEdge(
            sensor: name, isActive: value == "active", at: at.wall, health: health ?? .ok)
    }

    fileprivate var presence: PresenceSpan? {
        guard kind == .presence, let presence = Presence(rawValue: value), let until else {
            return nil
        }
        return PresenceSpan(presence, Span(start: at.wall, end: until.wall))
    }

    fileprivate func press(number: Int64) -> Press? {
        guard kind == .press, let wish = Press.Wish(rawValue: value), let outcome else {
            return nil
        }
        return Press(
            number: number, pressedAt: at.wall, wish: wish, outcome: outcome,
            refusal: refusal, booking: booking.map { BookingID($0) })
    }
}

extension RecordedBooking {
    /// Puts together what the schedule and the verdicts tell of a booking.
    init(_ row: BookingRow, _ verdicts: [VerdictRow]) {
        let own = verdicts.filter { $0.booking == row.id && $0.startsAt == row.startsAt }
        // The schedule knows where it was cut, the verdicts what was planned; who was absent has no verdict on the end.
        let listed = row.endsAt.wall
        let planned = own.map(\.endsAt.wall).reduce(listed) { max($0, $1) }
        let cutAt = row.endedAt?.wall ?? (planned > listed ? listed : nil)
        let booking = Booking(
            id: BookingID(row.id), title: row.title,
            span: Span(start: row.startsAt.wall, end: planned),
            source: row.source, confirmation: row.confirmation, isAllDay: row.allDay,
            isBlocking: row.blocking)
        let arrival = own.last { $0.phase == .arrival }
        self.init(booking, cutAt: cutAt, isCounted: Self.isCounted(row, arrival?.reason))
    }

    /// Only what the panel itself has judged is judged again, and only where it could see: a short hold is to blame for
    /// nothing that came of a lost line, a wrong clock or another booking.
    private static func isCounted(_ row: BookingRow, _ reason: Verdict.Reason?) -> Bool {
        guard row.arrival != nil || row.leaving != nil else { return false }
        return row.arrival != .unverifiable || reason == .sensorsMissPeople
    }
}
