import RoomCore
import Wording

/// How late people come: a histogram, and tables by weekday, hour and series.
struct LatenessChart {
    let report: RoomReport
    let book: Phrasebook

    private static let columns: [ReportFigure] = [
        .arrivals, .lateArrivals, .measuredLate, .lateMedianMinutes, .lateNinetiethMinutes,
    ]
    private static let step = 110

    /// The histogram; each bar bears its number.
    var markup: Markup {
        let values = report.lateness.values
        let counts = ReportFigure.lateClasses.map { values[$0, default: 0] }
        let highest = max(counts.max() ?? 0, 1)
        let bars = counts.enumerated().flatMap { index, count in
            bar(index, count, count * 140 / highest)
        }
        let width = Self.step * counts.count
        return Markup(
            "svg",
            [
                "class": "chart", "viewBox": "0 0 \(width) 200", "role": "img",
                "aria-label": book.word(.lateness),
            ], bars)
    }

    private func bar(_ index: Int, _ count: Int, _ height: Int) -> [Markup] {
        let middle = index * Self.step + Self.step / 2
        return [
            Markup(
                "rect",
                [
                    "x": "\(middle - 30)", "y": "\(170 - height)", "width": "60",
                    "height": "\(height)", "fill": "currentColor",
                ]),
            Self.label("\(count)", middle, 164 - height),
            Self.label(book.name(of: ReportFigure.lateClasses[index]), middle, 190),
        ]
    }

    private static func label(_ text: String, _ x: Int, _ y: Int) -> Markup {
        Markup("text", ["x": "\(x)", "y": "\(y)", "text-anchor": "middle"], text: text)
    }

    /// What stands behind it, and what it is made of.
    var tables: [PageTable] {
        let days = Weekday.allCases.map { (book.weekday($0), report.latenessByDay[$0]) }
        let hours = (0..<24).map { (RoomReport.clock($0 * 60), report.latenessByHour[$0]) }
        let series = report.lateSeries.map { ($0.series.title ?? "–", Optional($0.lateness)) }
        return [
            histogram, table(.weekday, days), table(.hour, hours), table(.series, series),
        ].filter { !$0.rows.isEmpty }
    }

    private var histogram: PageTable {
        let values = report.lateness.values
        let measured = values[.measuredLate, default: 0]
        let rows = ReportFigure.lateClasses.map { figure in
            [
                book.name(of: figure), "\(values[figure, default: 0])",
                book.share(values[figure, default: 0], of: measured),
            ].map { Markup(text: $0) }
        }
        return PageTable(
            columns: [book.word(.lateness), book.word(.value), book.word(.share)], rows: rows)
    }

    private func table(_ first: ReportWord, _ lines: [(String, Lateness?)]) -> PageTable {
        var table = PageTable(
            columns: [book.word(first)] + Self.columns.map { book.name(of: $0) })
        for (name, lateness) in lines {
            guard let lateness, lateness.arrivals > 0 else { continue }
            let values = lateness.values
            let cells = Self.columns.map { figure in
                values[figure].map { book.amount($0, figure.unit) } ?? "–"
            }
            table.rows.append(([name] + cells).map { Markup(text: $0) })
        }
        return table
    }
}
