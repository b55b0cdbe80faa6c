/// A table of a page: its first column names the row.
struct PageTable {
    /// The heads of the columns.
    var columns: [String]
    /// The cells, a line each.
    var rows: [[Markup]] = []

    /// The table.
    var markup: Markup {
        let head = Markup("tr", [:], columns.map { Markup("th", ["scope": "col"], text: $0) })
        let lines = rows.map { cells in
            Markup(
                "tr", [:],
                cells.enumerated().map { index, cell in
                    index == 0
                        ? Markup("th", ["scope": "row"], [cell]) : Markup("td", [:], [cell])
                })
        }
        return Markup("table", [:], [Markup("thead", [:], [head]), Markup("tbody", [:], lines)])
    }

    /// The table behind a chart, to be opened.
    func folded(_ summary: String) -> Markup {
        Markup("details", [:], [Markup("summary", text: summary), markup])
    }
}
