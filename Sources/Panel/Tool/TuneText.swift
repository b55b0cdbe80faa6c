import PanelWeb
import RoomCore
import Tuning

/// What `domovoy tune` prints.
struct TuneText {
    let report: TuningReport
    let window: Span
    let door: RoomDoor

    func text(_ format: Listings.Format) throws -> String {
        switch format {
        case .table: table.text() + "\n\n" + sentences.joined(separator: "\n")
        case .csv: sheet.csv()
        case .json: try String(jsonForTerminal: TuneDocument(report, window))
        }
    }

    // MARK: For people

    private var table: TextTable {
        var heading = "\(door.name), \(door.clock.window(window.start, window.end)) "
        heading += "(\(door.clock.name)): \(report.bookings) judged bookings on \(report.days) days"
        return TextTable(
            heading: heading,
            columns: [
                "setting", "value", "no-shows", "came later", "missed", "ended early", "wrongly",
            ],
            rows: report.rows.map { row in
                let mark = row.isConfigured ? " (now)" : ""
                return [row.knob.rawValue, row.value.words + mark] + Self.cells(row.figures)
            })
    }

    private static func cells(_ figures: Figures) -> [String] {
        [
            figures.noShows, figures.cameLater, figures.missed, figures.earlyEnds,
            figures.wrongEnds,
        ].map { "\($0)" }
    }

    private var sentences: [String] {
        var sentences: [String] = []
        if let gap = report.longestGap {
            let when = door.clock.text(gap.booking.start, gap.booking.end, on: "")
            sentences.append(
                "The longest gap of people who were there: \(gap.length.words), in the booking of "
                    + "\(when).")
        }
        if let refusal = report.refusal {
            return sentences + ["Nothing is recommended: \(refusal)."]
        }
        return sentences
            + report.advice.map { advice in
                let value = advice.value.map(\.words) ?? "nothing recommended"
                return "\(advice.knob.rawValue): \(value): \(advice.reason)."
            }
    }

    // MARK: For programs

    private var sheet: TextTable {
        let advice = report.advice
        func isRecommended(_ row: TuningReport.Row) -> Bool {
            advice.contains { $0.knob == row.knob && $0.value == row.value }
        }
        return TextTable(
            columns: [
                "setting", "seconds", "configured", "recommended", "bookings", "days", "no_shows",
                "came_later", "missed", "ended_early", "wrongly_ended",
            ],
            rows: report.rows.map { row in
                [
                    row.knob.rawValue, "\(row.value.components.seconds)", "\(row.isConfigured)",
                    "\(isRecommended(row))", "\(report.bookings)", "\(report.days)",
                ] + Self.cells(row.figures)
            })
    }
}
