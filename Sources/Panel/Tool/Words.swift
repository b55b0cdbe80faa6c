import PanelWeb
import RoomCore
import Wording

/// How the `domovoy` command says what the panel's JSON has as names and numbers; in English.
enum Words {
    private static let book = Phrasebook(.en)

    /// A name of the contract as people read it: `checked_in` is `checked in`.
    static func of(_ name: String) -> String {
        name == "no_show" ? "no-show" : String(name.map { $0 == "_" ? " " : $0 })
    }

    /// `40 s`, `6 min`, `1 h 5 min`: minutes round down, so that nobody is told to be later than they were.
    static func duration(_ seconds: Int) -> String { book.duration(seconds) }

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
    static func of(_ row: VerdictRow) -> String { book.verdict(row.judgement) }

    /// The evidence of a verdict as one sentence.
    static func of(_ evidence: EvidenceDocument, _ clock: RoomClock, on today: String) -> String {
        book.evidence(evidence.known) { clock.text($0, on: today) }
    }
}
