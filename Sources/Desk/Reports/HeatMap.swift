import RoomCore
import Wording

/// When people are there, by weekday and hour: each share is written into its field.
struct HeatMap {
    let report: RoomReport
    let book: Phrasebook

    private static let left = 40
    private static let top = 22
    private static let width = 29
    private static let height = 26

    /// The drawing.
    var markup: Markup {
        let size = (Self.left + 24 * Self.width, Self.top + 7 * Self.height)
        let hours = (0..<24).map { hour in
            Self.label("\(hour)", Self.left + hour * Self.width + Self.width / 2, 15)
        }
        let days = Weekday.allCases.map { day in
            Self.label(book.weekday(day), 18, Self.top + day.index * Self.height + 18)
        }
        return Markup(
            "svg",
            [
                "class": "chart", "viewBox": "0 0 \(size.0) \(size.1)", "role": "img",
                "aria-label": book.word(.heat),
            ], hours + days + report.hoursOfTheWeek.flatMap { field($0.hour, $0.cells) })
    }

    /// The numbers behind it.
    var table: PageTable {
        var table = PageTable(
            columns: [
                book.word(.weekday), book.word(.hour), book.name(of: .bookableMinutes),
                book.name(of: .knownMinutes), book.name(of: .presentMinutes), book.word(.share),
            ])
        table.rows = report.hoursOfTheWeek.map { hour, cells in
            [
                book.weekday(hour.weekday), RoomReport.clock(hour.hour * 60),
                book.amount(cells.bookable, .minutes), book.amount(cells.known, .minutes),
                book.amount(cells.seen(.present), .minutes),
                book.share(cells.seen(.present), of: cells.known),
            ].map { Markup(text: $0) }
        }
        return table
    }

    private func field(_ hour: RoomReport.Hour, _ cells: MinuteCells) -> [Markup] {
        let x = Self.left + hour.hour * Self.width
        let y = Self.top + hour.weekday.index * Self.height
        let share = cells.known == 0 ? nil : cells.seen(.present) * 100 / cells.known
        // So pale that its number can still be read.
        let shade = (share ?? 0) * 35 / 100
        return [
            Markup(
                "rect",
                [
                    "x": "\(x)", "y": "\(y)", "width": "\(Self.width)",
                    "height": "\(Self.height)", "fill": "currentColor",
                    "fill-opacity": "0.\(shade < 10 ? "0" : "")\(shade)", "stroke": "currentColor",
                    "stroke-opacity": "0.4",
                ]),
            Self.label(share.map { "\($0)" } ?? "?", x + Self.width / 2, y + 18),
        ]
    }

    private static func label(_ text: String, _ x: Int, _ y: Int) -> Markup {
        Markup("text", ["x": "\(x)", "y": "\(y)", "text-anchor": "middle"], text: text)
    }
}
