import RoomCore
import Wording

/// All figures of a report as tables: value, denominator, share, definition, and a link to the rows behind it.
struct FigureTables {
    let report: RoomReport
    let book: Phrasebook

    /// The minutes.
    var cells: Markup {
        let values = report.values
        return table(
            ReportFigure.totals.map { figure in
                Line(
                    name: book.name(of: figure), value: values[figure, default: 0],
                    unit: figure.unit, of: figure.whole.map { book.name(of: $0) },
                    ofValue: figure.whole.map { values[$0, default: 0] },
                    definition: book.definition(of: figure), source: Self.source(of: figure))
            })
    }

    /// The bookings.
    var bookings: Markup {
        let values = report.figures
        return table(
            RoomFigure.allCases.map { figure in
                Line(
                    name: book.name(of: figure), value: values[figure, default: 0],
                    unit: figure.unit, of: figure.whole.map { book.name(of: $0) },
                    ofValue: figure.whole.map { values[$0, default: 0] },
                    definition: book.definition(of: figure), source: Self.source(of: figure))
            })
    }

    /// A link to the stretches of presence.
    var presenceLink: Markup { Markup("p", [:], [link(to: .presence)]) }
    /// A link to the verdicts.
    var verdictsLink: Markup { Markup("p", [:], [link(to: .verdicts)]) }

    // MARK: Rows

    /// Where the rows are that a figure is made of.
    private enum Source {
        case bookings
        case verdicts
        case presence
    }

    private struct Line {
        var name: String
        var value: Int
        var unit: RoomFigure.Unit
        var of: String?
        var ofValue: Int?
        var definition: String
        var source: Source?
    }

    private func table(_ lines: [Line]) -> Markup {
        let columns: [ReportWord] = [.figure, .value, .of, .share, .definition, .rows]
        let rows = lines.map { line in
            let whole = [line.ofValue.map { book.amount($0, line.unit) }, line.of]
            let texts = [
                line.name, book.amount(line.value, line.unit),
                whole.compactMap { $0 }.joined(separator: " "),
                line.ofValue.map { book.share(line.value, of: $0) } ?? "", line.definition,
            ]
            let source = line.source.map { link(to: $0) } ?? Markup(text: "")
            return texts.map { Markup(text: $0) } + [source]
        }
        return PageTable(columns: columns.map { book.word($0) }, rows: rows).markup
    }

    private static func source(of figure: ReportFigure) -> Source? {
        switch figure {
        case .bookableMinutes: nil
        case .bookedMinutes: .bookings
        case .releasedMinutes, .reusedMinutes: .verdicts
        default: .presence
        }
    }

    private static func source(of figure: RoomFigure) -> Source {
        figure == .bookings || figure == .bookedSeconds || figure == .unjudged
            ? .bookings : .verdicts
    }

    /// The rows of the window; verdicts on its last bookings come up to a day after its end.
    private func link(to source: Source) -> Markup {
        let window = report.window
        let query = ReportPage.query(window)
        switch source {
        case .bookings:
            return link("/api/v1/bookings?\(query)&format=csv", .bookings)
        case .presence:
            return link("/desk/log?\(query)&kind=presence", .presence)
        case .verdicts:
            let later = Span(
                start: window.start,
                end: min(window.end + .seconds(86_400), window.start + Self.longest))
            return link("/api/v1/verdicts?\(ReportPage.query(later))&format=csv", .verdicts)
        }
    }

    /// The longest window that a listing may have.
    private static let longest = Duration.seconds(400 * 86_400)

    private func link(_ address: String, _ word: ReportWord) -> Markup {
        Markup("a", ["href": address], text: book.word(word))
    }
}
