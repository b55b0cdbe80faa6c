import PanelWeb
import RoomCore
import Wording

/// The panel's listings as tables for people.
struct ListingTables {
    let clock: RoomClock
    /// The room's name.
    let room: String
    /// The day that is not written beside its times: that of the window, if it is one; otherwise empty.
    let day: String
    private let heading: String

    /// - Parameters:
    ///   - from: the first instant of the window.
    ///   - to: the first instant after it.
    init(_ clock: RoomClock, room: String, from: Timestamp, to: Timestamp) {
        self.clock = clock
        self.room = room
        let window = clock.window(from.wall, to.wall)
        day = window.utf8.count == 10 ? window : ""
        heading = "\(room), \(window) (\(clock.name))"
    }

    func bookings(_ rows: [BookingRow]) -> TextTable {
        TextTable(
            heading: heading, columns: ["when", "title", "organiser", "state"],
            rows: rows.map { row in
                let states: [String?] = [
                    row.pending ? "pending" : row.confirmation.rawValue,
                    row.blocking ? nil : "does not take the room", row.arrival?.rawValue,
                    row.leaving?.rawValue,
                ]
                return [
                    when(row.startsAt, row.endsAt), row.title ?? "", row.organiser ?? "",
                    states.compactMap { $0.map(Words.of) }.joined(separator: ", "),
                ]
            })
    }

    /// - Parameter bookings: those that presses, writes and messages are about, by their id.
    func log(_ rows: [LogRow], _ bookings: [String: BookingRow]) -> TextTable {
        TextTable(
            heading: heading, columns: ["at", "what", "name", "value", "more"],
            rows: rows.map { row in
                [
                    clock.text(row.at.wall, on: day, isPrecise: true), row.kind.rawValue, row.name,
                    row.value, more(row, bookings),
                ]
            })
    }

    /// - Parameter bookings: those that are judged, by their id.
    func verdicts(_ rows: [VerdictRow], _ bookings: [String: BookingRow]) -> TextTable {
        TextTable(
            heading: heading, columns: ["number", "given", "booking", "verdict"],
            rows: rows.map { row in
                let title = bookings[row.booking]?.title ?? ""
                return [
                    "\(row.number)", clock.text(row.givenAt.wall, on: day),
                    "\(when(row.startsAt, row.endsAt)) \(title)", Words.of(row),
                ]
            },
            notes: rows.map { row in
                let old = row.replaces.map { " In place of verdict \($0)." } ?? ""
                return Words.of(row.evidence, clock, on: clock.day(row.startsAt.wall)) + old
            })
    }

    func stats(_ rows: [StatisticsRow]) -> TextTable {
        TextTable(
            heading: heading, columns: ["figure", "is", "of", "share"],
            rows: rows.map { row in
                let whole = row.ofValue.map { amount($0, row.unit) } ?? ""
                let name = row.of.map { Words.of($0) } ?? ""
                return [
                    Words.of(row.figure), amount(row.value, row.unit),
                    [whole, name].filter { !$0.isEmpty }.joined(separator: " "),
                    row.ofValue.map { Words.share(row.value, of: $0) } ?? "",
                ]
            },
            notes: rows.map {
                $0.definition.prefix(1).uppercased() + $0.definition.dropFirst() + "."
            })
    }

    private func amount(_ value: Int, _ unit: RoomFigure.Unit) -> String {
        unit == .seconds ? Words.duration(value) : "\(value)"
    }

    private func when(_ start: Timestamp, _ end: Timestamp) -> String {
        clock.text(start.wall, end.wall, on: day)
    }

    /// What else is to be said of a row of the log.
    private func more(_ row: LogRow, _ bookings: [String: BookingRow]) -> String {
        let outcome = [row.outcome?.rawValue, row.refusal?.rawValue].compactMap { $0 }
            .map(Words.of).joined(separator: ": ")
        let booking = row.booking.map { id in
            bookings[id].map { "\(when($0.startsAt, $0.endsAt)) \($0.title ?? "")" } ?? id
        }
        let words = LogWords(book: Phrasebook(.en)) { [clock, day] in clock.text($0, on: day) }
        let parts = [
            row.kind == .press ? nil : words.text(row), words.failure(row),
            row.until.map { "until \(clock.text($0.wall, on: day))" },
            row.health.flatMap { $0 == .ok ? nil : Words.of($0.rawValue) },
            outcome.isEmpty ? nil : outcome, booking,
            row.writtenAt.map { "written \(clock.text($0.wall, on: day))" },
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}
