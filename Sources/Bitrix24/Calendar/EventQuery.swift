import CivilCalendar
import JSONText
import RoomCore

/// Asks a portal for events.
struct EventQuery: Sendable {
    /// The events of one calendar.
    struct List: Sendable {
        var rows: [CalendarRow]
        /// The portal's clock in the answer.
        var date: WallTime?
    }

    let session: PortalSession
    /// The room's zone: days are asked for as they are there.
    let zone: Zone

    private static let method = "calendar.event.get"

    /// Reads the events of one calendar that may share an instant with `window`.
    ///
    /// There are no pages: a list that is too long is asked for in halves of its time, down to one day.
    /// - Parameter section: the section wanted; nil for all.
    func events(
        type: String, ownerID: Int64, section: Int64?, in window: Span
    ) async throws(Bitrix24Error) -> List {
        try await events(type, ownerID, section, days(of: window))
    }

    /// The same as a command of a batch.
    func command(type: String, ownerID: Int64, section: Int64?, in window: Span) -> BatchCommand {
        BatchCommand(Self.method, parameters(type, ownerID, section, days(of: window)))
    }

    /// The events of an answer to ``command(type:ownerID:section:in:)``.
    func list(_ answer: Envelope) throws(Bitrix24Error) -> List {
        let rows = try session.rows(Self.method, answer.result, date: answer.date) {
            CalendarRow($0)
        }
        return List(rows: rows, date: answer.date)
    }

    /// Reads one event, of a series its first; nil if it is not there.
    ///
    /// What the portal says of an id that does not exist is not documented: nothing, and any error of the calendar's
    /// own, are taken for that.
    func event(_ id: Int64) async throws(Bitrix24Error) -> CalendarRow? {
        do throws(Bitrix24Error) {
            let answer = try await session.call(
                "calendar.event.getbyid", ["id": .integer(id)], for: .read)
            if answer.result.isEmpty { return nil }
            // Some answers wrap the one object in a list.
            let row = CalendarRow(answer.result) ?? CalendarRow(answer.result.elements.first)
            guard var row, row.id != nil else {
                throw session.error(
                    "calendar.event.getbyid", .malformed("the answer holds no event"),
                    date: answer.date)
            }
            row.isWhole = true
            return row.isThere ? row : nil
        } catch {
            if error.isBusiness { return nil }
            throw error
        }
    }

    private func events(
        _ type: String, _ ownerID: Int64, _ section: Int64?, _ days: (first: Int, last: Int)
    ) async throws(Bitrix24Error) -> List {
        do {
            return try list(
                try await session.call(
                    Self.method, parameters(type, ownerID, section, days), for: .read))
        } catch {
            guard error.isTooLarge, days.first < days.last else { throw error }
            let middle = (days.first + days.last) / 2
            let earlier = try await events(type, ownerID, section, (days.first, middle))
            var whole = try await events(type, ownerID, section, (middle + 1, days.last))
            whole.rows = EventQuery.unique(earlier.rows + whole.rows)
            return whole
        }
    }

    private func parameters(
        _ type: String, _ ownerID: Int64, _ section: Int64?, _ days: (first: Int, last: Int)
    ) -> JSON {
        var members: [(String, JSON)] = [
            ("type", .string(type)), ("ownerId", .integer(ownerID)),
            ("from", .string(day(days.first).dateText)),
            ("to", .string(day(days.last).dateText)),
        ]
        if let section { members.append(("section", [.integer(section)])) }
        return .object(JSON.Members(members))
    }

    /// The days to ask for, counted from 1970-01-01: a day more at either end, since the zone in which the portal
    /// takes them is not documented.
    private func days(of window: Span) -> (first: Int, last: Int) {
        let first = zone.civil(window.start).day.number
        let last = zone.civil(window.end).day.number
        return (first - 1, last + 1)
    }

    private func day(_ number: Int) -> CivilTime {
        CivilTime(seconds: number * CivilTime.secondsPerDay)
    }

    /// The rows of both halves, each once.
    private static func unique(_ rows: [CalendarRow]) -> [CalendarRow] {
        var seen = Set<String>()
        return rows.filter { row in
            let key = ["ID", "DATE_FROM_FORMATTED", "DATE_FROM"]
                .map { row.value[$0]?.text ?? "" }.joined(separator: "|")
            return seen.insert(key).inserted
        }
    }
}
