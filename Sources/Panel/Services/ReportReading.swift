import Foundation
import Journal
import RoomCore

/// Folds the record into a report, a week at a time: of a year no more than that lies in memory.
struct ReportReading {
    let history: BookingHistory
    let journal: Journal
    /// The room as it is now; its opening hours count where the journal remembers none.
    let room: RoomSettings

    /// How the room was booked and used in the window; nil if more than `limit` bookings share an instant with a week of it
    /// and the day before, or more stretches of presence than the journal gives.
    func report(of window: Span, limit: Int) async throws -> RoomReport? {
        var report = RoomReport(of: window, calendar: try await calendar(), now: history.now)
        let lasting = await history.inlet.ask { room, now in room.lastingPresence(at: now) }
        for span in report.parts {
            try Task.checkCancellation()
            guard let part = try await part(span, limit, lasting) else { return nil }
            report.add(part)
        }
        return report
    }

    private func calendar() async throws -> RoomCalendar {
        let now = HoursInForce(
            since: .earliest, timeZone: room.timeZone, hours: room.openingHours)
        let noted = try await journal.openingHours()
        let periods = noted.isEmpty ? [now] : noted
        var zones: [String: TimeZone] = [:]
        for period in periods { zones[period.timeZone] = TimeZone(identifier: period.timeZone) }
        return RoomCalendar(periods) { [zones] zone, instant in
            let date = Date(timeIntervalSince1970: Double(instant.secondsSinceEpoch))
            return zones[zone]?.secondsFromGMT(for: date) ?? 0
        }
    }

    private func part(
        _ span: Span, _ limit: Int, _ lasting: PresenceSpan?
    ) async throws -> RoomReport.Part? {
        let reach = RoomReport.Part.reach(of: span)
        let bookings = try await history.listed(in: reach, limit: limit + 1).map(\.booking)
        let presence = try await journal.presence(in: span, limit: Journal.greatestLimit)
        guard bookings.count <= limit, !presence.isCut else { return nil }
        var verdicts: [Verdict] = []
        try await history.read(about: span) { verdicts.append($0) }
        return RoomReport.Part(
            span: span, bookings: bookings.map(room.titles.shown), verdicts: verdicts,
            presence: presence.rows + (lasting.map { [$0] } ?? []))
    }
}
