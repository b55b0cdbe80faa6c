import PanelWeb
import RoomCore
import Wording

/// The page of reports: every figure with its definition, its denominator and the rows it is made of.
struct ReportPage {
    let report: RoomReport
    let book: Phrasebook
    /// The room's day and its clock.
    let clock: ReportClock

    /// The whole page.
    var text: String {
        let language = book.language.rawValue
        return "<!doctype html>" + Markup("html", ["lang": language], [head, body]).text
    }

    private var head: Markup {
        Markup(
            "head", [:],
            [
                Markup("meta", ["charset": "utf-8"]),
                Markup(
                    "meta",
                    ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
                Markup("meta", ["name": "color-scheme", "content": "light dark"]),
                Markup("title", text: book.word(.title)),
                Markup(
                    "link", ["rel": "icon", "href": "/panel.svg", "type": "image/svg+xml"]),
                Markup("link", ["rel": "stylesheet", "href": DeskAsset.style.rawValue]),
                Markup(
                    "script", ["type": "module", "src": DeskAsset.reportsScript.rawValue]),
            ])
    }

    private var body: Markup {
        let main = [stretches, form, Markup("p", text: clock.text(report.window, book))]
        let content = main + sections + [files]
        return Markup("body", [:], [header, Markup("main", ["class": "report"], content)])
    }

    private var sections: [Markup] {
        let tables = FigureTables(report: report, book: book)
        let chart = CellChart(cells: report.total, book: book).markup
        return [
            section(.cells, [chart, tables.cells]), section(.heat, heat(tables)),
            section(.lateness, lateness(tables)), section(.sizes, hints),
            section(.figures, [tables.bookings]),
        ]
    }

    private func heat(_ tables: FigureTables) -> [Markup] {
        let map = HeatMap(report: report, book: book)
        let legend = Markup("p", text: book.word(.heatLegend))
        return [legend, map.markup, map.table.folded(book.word(.table)), tables.presenceLink]
    }

    private func lateness(_ tables: FigureTables) -> [Markup] {
        guard report.lateness.late > 0 else { return [Markup("p", text: book.word(.noLate))] }
        let chart = LatenessChart(report: report, book: book)
        let folded = chart.tables.map { $0.folded("\(book.word(.table)): \($0.columns[0])") }
        return [chart.markup] + folded + [tables.verdictsLink]
    }

    private var header: Markup {
        Markup(
            "header", [:],
            [
                Markup("h1", text: book.word(.title)),
                Markup(
                    "nav", [:],
                    [
                        link("/desk", book.word(.desk)), link("/desk/log", book.word(.log)),
                        link("/", book.word(.door)),
                    ]),
            ])
    }

    /// Links to the last days up to the end of today.
    private var stretches: Markup {
        let choices: [(days: Int, word: ReportWord)] = [
            (7, .days7), (28, .days28), (91, .days91), (364, .days364),
        ]
        let links = choices.map { choice in
            link(
                "/desk/reports?\(Self.query(clock.last(days: choice.days)))",
                book.word(choice.word))
        }
        return Markup("nav", [:], links)
    }

    /// Filled and sent by the script: forms go nowhere by themselves.
    private var form: Markup {
        let fields = [("from", ReportWord.from), ("to", .to)].map { id, word in
            Markup(
                "p", [:],
                [
                    Markup("label", ["for": id], text: book.word(word)),
                    Markup("input", ["id": id, "type": "datetime-local"]),
                ])
        }
        let button = Markup("button", ["type": "submit"], text: book.word(.show))
        return Markup(
            "form", ["id": "stretch", "class": "row", "hidden": ""],
            fields + [Markup("p", [:], [button])])
    }

    private var hints: [Markup] {
        guard !report.hints.isEmpty else { return [Markup("p", text: book.word(.noHints))] }
        return [
            Markup("ul", [:], report.hints.map { Markup("li", text: book.hint($0)) })
        ]
    }

    private var files: Markup {
        let address = "/api/v1/report?\(Self.query(report.window))"
        return Markup(
            "p", [:],
            [
                link("\(address)&format=csv", book.word(.csv)), Markup(text: " · "),
                link(address, book.word(.json)),
            ])
    }

    private func section(_ heading: ReportWord, _ content: [Markup]) -> Markup {
        Markup("section", [:], [Markup("h2", text: book.word(heading))] + content)
    }

    private func link(_ address: String, _ text: String) -> Markup {
        Markup("a", ["href": address], text: text)
    }

    /// The part of an address that names a window: `from=...&to=...`.
    static func query(_ window: Span) -> String {
        "from=\(Timestamp(window.start))&to=\(Timestamp(window.end))"
    }
}
