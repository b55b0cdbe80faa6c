import PanelWeb
import RoomCore

/// How the `domovoy` command says what the panel's JSON has as names and numbers.
enum Words {
    /// A name of the contract as people read it: `checked_in` is `checked in`.
    static func of(_ name: String) -> String {
        name == "no_show" ? "no-show" : String(name.map { $0 == "_" ? " " : $0 })
    }

    /// `40 s`, `6 min`, `1 h 5 min`: minutes round down, so that nobody is told to be later than they were.
    static func duration(_ seconds: Int) -> String {
        let minutes = seconds / 60
        if minutes == 0 { return "\(seconds) s" }
        let (hours, rest) = (minutes / 60, minutes % 60)
        if hours == 0 { return "\(rest) min" }
        return rest == 0 ? "\(hours) h" : "\(hours) h \(rest) min"
    }

    /// A figure as people read it: `no_show_seconds` is `no-show time`.
    static func of(_ figure: RoomFigure) -> String {
        if figure == .noShows { return "no-shows" }
        let words = figure.rawValue.split(separator: "_").map(String.init)
        guard figure.unit == .seconds else { return words.joined(separator: " ") }
        return (figure == .noShowSeconds ? "no-show" : words[0]) + " time"
    }

    /// `7.5 %`, rounded down to tenths; empty where there is nothing to take a part of.
    static func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "" }
        let tenths = part * 1_000 / whole
        return "\(tenths / 10).\(tenths % 10) %"
    }

    /// `late by 6 min`, `late by at most 6 min: sensors blind`, `ended early, 40 min unused`, `unverifiable: sensors blind`.
    static func of(_ row: VerdictRow) -> String {
        let length = row.seconds.map { amount($0, of: row) } ?? ""
        let reason = (row.reason?.rawValue).map { ": \(of($0))" } ?? ""
        let shadow = row.shadow ? " (only watched)" : ""
        return of(row.verdict.rawValue) + length + reason + shadow
    }

    private static func amount(_ seconds: Int, of row: VerdictRow) -> String {
        if row.verdict == .endedEarly { return ", \(duration(seconds)) unused" }
        let doubt = row.evidence.atMostBecause.map { ": \(of($0.rawValue))" }
        return " by \(doubt == nil ? "" : "at most ")\(duration(seconds))\(doubt ?? "")"
    }

    /// The evidence of a verdict as one sentence.
    static func of(_ evidence: EvidenceDocument, _ clock: RoomClock, on today: String) -> String {
        let seen = evidence.firstPresence.map {
            "somebody seen from \(clock.text($0.wall, on: today)) on"
        }
        let moves = evidence.activeEdges
        let taking = evidence.checkIn.map { takings[$0.rawValue] ?? of($0.rawValue) }
        let movement = moves == 1 ? "1 movement" : "\(moves) movements"
        var parts: [String] = [
            taking ?? "not taken up", seen ?? "nobody seen", moves == 0 ? "no movement" : movement,
            "watched \(duration(evidence.observedSeconds)) of \(duration(evidence.dueSeconds))",
            sensors(evidence.sensors),
            evidence.syncAgeSeconds.map { "schedule \(duration($0)) old" } ?? "no server heard",
            evidence.clockTrusted ? "clock trusted" : "clock not trusted",
        ]
        parts += unused(evidence)
        let sentence = parts.joined(separator: ", ")
        return sentence.prefix(1).uppercased() + sentence.dropFirst() + "."
    }

    /// `40 min unused, 25 min of it at the end`.
    private static func unused(_ evidence: EvidenceDocument) -> [String] {
        guard let total = evidence.unusedSeconds, total > 0 else { return [] }
        let atEnd = evidence.unusedAtEndSeconds ?? 0
        return ["\(duration(total)) unused, \(duration(atEnd)) of it at the end"]
    }

    /// How a booking was taken up.
    private static let takings = [
        "press": "taken up by a press", "activity": "taken up as the sensors saw it",
        "carried_over": "people stayed on from the booking before",
        "ad_hoc": "booked at the door",
    ]

    private static func sensors(_ health: [String: SensorHealth]) -> String {
        guard !health.isEmpty else { return "without a sensor" }
        return health.sorted { $0.key < $1.key }.map { "\($0.key) \(of($0.value.rawValue))" }
            .joined(separator: ", ")
    }
}
