import HTTPExchange
import PanelWeb
import RoomCore

/// How the rooms of several panels stand, a row each.
struct FleetStatus {
    let replies: [PanelFleet.Reply<StateDocument>]
    let showsUTC: Bool
    let note: (String) -> Void

    /// One panel in the JSON.
    private struct Entry: Encodable {
        var url: String
        @NullWhenNil var state: StateDocument?
        @NullWhenNil var error: String?
    }

    func text(_ format: Listings.Format) throws -> String {
        switch format {
        case .table: return table.text()
        case .csv: return sheet.csv()
        case .json:
            let entries = replies.map { reply -> Entry in
                switch reply.answer {
                case .success(let state): Entry(url: reply.url, state: state, error: nil)
                case .failure(let failure):
                    Entry(url: reply.url, state: nil, error: failure.description)
                }
            }
            return try String(jsonForTerminal: entries)
        }
    }

    /// For people; a panel that is away has its address for a name, and the reason beside it.
    var table: TextTable {
        TextTable(
            columns: ["room", "availability", "current", "next", "presence", "server"],
            rows: replies.map { reply -> [String] in
                switch reply.answer {
                case .success(let state): row(state)
                case .failure(let failure):
                    [reply.url, "away", failure.description, "", "", ""]
                }
            }, tints: (1, Tint.availability))
    }

    /// The whole table of a panel that is the only one; nil if it is away, or there are several.
    var single: TextTable? {
        guard replies.count == 1, case .success(let state)? = replies.first?.answer else {
            return nil
        }
        return StatusRows.table(state, clock(state))
    }

    // MARK: One panel on one line

    /// What the first panel's row says of the room, on one line; empty if it is away.
    var words: String {
        guard case .success(let state)? = replies.first?.answer else { return "" }
        // When the server was heard changes all the time, and is no change of the room.
        let cells = row(state).dropFirst().dropLast() + [state.sync.stale ? "stale" : ""]
        let rest = cells.filter { !$0.isEmpty }.joined(separator: ", ")
        return "\(state.room.name): \(rest)".oneLine(512)
    }

    /// When the first panel said so, by its room's clock; empty if it is away.
    var time: String {
        guard case .success(let state)? = replies.first?.answer else { return "" }
        return clock(state).text(state.now.wall, on: "", isPrecise: true)
    }

    /// The head of the CSV.
    var header: String { CSV.line(sheet.columns) }

    /// The first panel's row of the CSV.
    var line: String { CSV.line(sheet.rows.first ?? []) }

    // MARK: Rows

    private func row(_ state: StateDocument) -> [String] {
        let clock = clock(state)
        let today = clock.day(state.now.wall)
        func booking(_ view: BookingState?) -> String {
            guard let view else { return "" }
            let time = clock.text(view.startsAt.wall, view.endsAt.wall, on: today)
            return [time, Words.of(view.phase.rawValue), view.title].compactMap { $0 }
                .joined(separator: " ")
        }
        let heard = state.sync.lastSuccess.map { ", heard \(clock.text($0.wall, on: today))" }
        return [
            state.room.name, Words.of(state.availability.rawValue), booking(state.current),
            booking(state.next), state.presence.rawValue,
            state.sync.server.rawValue + (heard ?? "") + (state.sync.stale ? ", stale" : ""),
        ]
    }

    private func clock(_ state: StateDocument) -> RoomClock {
        if showsUTC { return .utc }
        if let clock = RoomClock(state.room.timeZone) { return clock }
        note(
            "this machine does not know the zone \"\(state.room.timeZone)\" of \(state.room.name): "
                + "its times are in UTC")
        return .utc
    }

    private var sheet: TextTable {
        TextTable(
            columns: [
                "url", "room", "name", "availability", "presence", "current_starts_at",
                "current_ends_at", "current_title", "current_phase", "server", "last_success",
                "stale", "error",
            ],
            rows: replies.map { reply -> [String] in
                switch reply.answer {
                case .success(let state): [reply.url] + Self.cells(state) + [""]
                case .failure(let failure):
                    [reply.url] + Array(repeating: "", count: 11) + [failure.description]
                }
            })
    }

    private static func cells(_ state: StateDocument) -> [String] {
        let current = state.current
        return [
            state.room.id, state.room.name, state.availability.rawValue, state.presence.rawValue,
            current.map { "\($0.startsAt)" } ?? "", current.map { "\($0.endsAt)" } ?? "",
            current?.title ?? "", current?.phase.rawValue ?? "", state.sync.server.rawValue,
            state.sync.lastSuccess.map { "\($0)" } ?? "", "\(state.sync.stale)",
        ]
    }
}
