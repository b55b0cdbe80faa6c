import RoomCore
import Wording

/// How the bookable minutes were spent, as one bar of six parts; hatches tell them apart, no colours.
struct CellChart {
    let cells: MinuteCells
    let book: Phrasebook

    private static let figures: [(figure: ReportFigure, pattern: String)] = [
        (.bookedPresentMinutes, "solid"), (.bookedVacantMinutes, "slanted"),
        (.bookedUnknownMinutes, "dots"), (.unbookedPresentMinutes, "crossed"),
        (.unbookedVacantMinutes, "empty"), (.unbookedUnknownMinutes, "sparse"),
    ]
    private static let width = 720
    private static let rowHeight = 26

    /// The drawing; nothing to see where there are no minutes.
    var markup: Markup {
        let height = 60 + Self.figures.count * Self.rowHeight
        return Markup(
            "svg",
            [
                "class": "chart", "viewBox": "0 0 \(Self.width) \(height)", "role": "img",
                "aria-label": book.word(.cells),
            ], [Self.patterns] + bar + legend)
    }

    private var bar: [Markup] {
        let values = cells.values
        var x = 0
        var passed = 0
        return Self.figures.map { figure, pattern in
            passed += values[figure, default: 0]
            let end = passed * Self.width / max(cells.bookable, 1)
            defer { x = end }
            return Self.box(x, 4, end - x, 40, pattern)
        }
    }

    private var legend: [Markup] {
        let values = cells.values
        return Self.figures.enumerated().flatMap { index, part in
            let y = 58 + index * Self.rowHeight
            let value = values[part.figure, default: 0]
            let text =
                "\(book.share(value, of: cells.bookable)) \(book.name(of: part.figure)), "
                + book.amount(value, .minutes)
            return [
                Self.box(1, y, 34, 18, part.pattern),
                Markup("text", ["x": "46", "y": "\(y + 14)"], text: text),
            ]
        }
    }

    private static func box(
        _ x: Int, _ y: Int, _ width: Int, _ height: Int, _ pattern: String
    ) -> Markup {
        Markup(
            "rect",
            [
                "x": "\(x)", "y": "\(y)", "width": "\(max(width, 0))", "height": "\(height)",
                "fill": "url(#\(pattern))", "stroke": "currentColor",
            ])
    }

    private static let patterns = Markup(
        "defs", [:],
        [
            pattern("solid", "M0 0H8V8H0Z", isFilled: true),
            pattern("slanted", "M-2 2L2 -2M0 8L8 0M6 10L10 6"),
            pattern("dots", "M1 1H3V3H1ZM5 5H7V7H5Z", isFilled: true),
            pattern("crossed", "M0 0L8 8M0 8L8 0"), pattern("empty", ""),
            pattern("sparse", "M3 3H5V5H3Z", isFilled: true),
        ])

    private static func pattern(
        _ name: String, _ path: String, isFilled: Bool = false
    ) -> Markup {
        Markup(
            "pattern",
            ["id": name, "width": "8", "height": "8", "patternUnits": "userSpaceOnUse"],
            [
                Markup(
                    "path",
                    [
                        "d": path, "fill": isFilled ? "currentColor" : "none",
                        "stroke": isFilled ? "none" : "currentColor", "stroke-width": "1.5",
                    ])
            ])
    }
}
