import PanelWeb

/// What is wrong with several panels: a row for each finding, and one for a panel that is well or away.
struct FleetHealth {
    /// What one panel says of itself.
    struct Answer: Sendable {
        /// The room's name.
        var room: String
        var health: HealthDocument
    }

    let replies: [PanelFleet.Reply<Answer>]

    /// One panel in the JSON.
    private struct Entry: Encodable {
        var url: String
        @NullWhenNil var room: String?
        @NullWhenNil var health: HealthDocument?
        @NullWhenNil var error: String?
    }

    func text(_ format: Listings.Format) throws -> String {
        switch format {
        case .table: return table.text()
        case .csv: return sheet.csv()
        case .json: return try String(jsonForTerminal: replies.map(Self.entry))
        }
    }

    /// For people; a panel that is away has its address for a name, and the reason beside it.
    var table: TextTable {
        TextTable(
            columns: ["room", "status", "component", "message"],
            rows: replies.flatMap { reply -> [[String]] in
                switch reply.answer {
                case .success(let answer): Self.rows(answer).map { [answer.room] + $0 }
                case .failure(let failure): [[reply.url, "away", "", failure.description]]
                }
            }, tints: (1, Tint.health))
    }

    private var sheet: TextTable {
        TextTable(
            columns: ["url", "room", "status", "component", "message"],
            rows: replies.flatMap { reply -> [[String]] in
                switch reply.answer {
                case .success(let answer):
                    Self.rows(answer).map { [reply.url, answer.room] + $0 }
                case .failure(let failure): [[reply.url, "", "away", "", failure.description]]
                }
            })
    }

    /// Severity, component and message of each finding; the panel's own status where there is none.
    private static func rows(_ answer: Answer) -> [[String]] {
        let findings = answer.health.findings
        if findings.isEmpty { return [[answer.health.status.rawValue, "", ""]] }
        return findings.map { [$0.severity.rawValue, $0.component, $0.message] }
    }

    private static func entry(_ reply: PanelFleet.Reply<Answer>) -> Entry {
        switch reply.answer {
        case .success(let answer):
            Entry(url: reply.url, room: answer.room, health: answer.health, error: nil)
        case .failure(let failure):
            Entry(url: reply.url, room: nil, health: nil, error: failure.description)
        }
    }
}
