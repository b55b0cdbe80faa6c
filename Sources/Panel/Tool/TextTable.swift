import HTTPExchange
import PanelWeb

/// Rows in aligned columns, for people at a terminal.
struct TextTable {
    /// The line above the table; empty for none.
    var heading = ""
    var columns: [String]
    var rows: [[String]]
    /// What stands under each row, indented; empty for none.
    var notes: [String] = []

    /// The least width that a column is given; narrower ones keep theirs.
    private static let leastWidth = 8
    /// Greatest length of a cell in characters; longer text is cut.
    private static let greatestCell = 400

    /// The table, no line of it wider than `width`: what does not fit is wrapped inside its column.
    ///
    /// - Parameter width: in characters.
    func text(width: Int = Terminal.width) -> String {
        let cells = ([columns] + rows).map { $0.map(Self.cell) }
        let widths = widths(cells, width)
        var lines = heading.isEmpty ? [] : Self.wrap(Self.cell(heading), width)
        for (index, row) in cells.enumerated() {
            lines += Self.lines(row, widths)
            if index > 0, index <= notes.count, !notes[index - 1].isEmpty {
                lines += Self.wrap(Self.cell(notes[index - 1]), width - 4).map { "    " + $0 }
            }
        }
        return lines.joined(separator: "\n")
    }

    /// The same rows, whole, as CSV (RFC 4180).
    func csv() -> String { ([columns] + rows).map(CSV.line).joined() }

    /// A text of its own, no line of it wider than `width`.
    ///
    /// - Parameter width: in characters.
    static func paragraph(_ text: String, width: Int = Terminal.width) -> String {
        wrap(cell(text), width).joined(separator: "\n")
    }

    /// How wide each column may be: as wide as its text, unless the widest have to give way.
    private func widths(_ cells: [[String]], _ width: Int) -> [Int] {
        var widths = columns.indices.map { column in
            min(width, cells.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0)
        }
        let gaps = 2 * (columns.count - 1)
        while widths.reduce(gaps, +) > width, let widest = widths.max(), widest > Self.leastWidth {
            if let column = widths.lastIndex(of: widest) { widths[column] -= 1 }
        }
        return widths
    }

    private static func lines(_ row: [String], _ widths: [Int]) -> [String] {
        let columns = zip(row, widths).map { wrap($0, $1) }
        return (0..<(columns.map(\.count).max() ?? 0)).map { line in
            zip(columns, widths).map { pieces, width in
                let piece = line < pieces.count ? pieces[line] : ""
                return piece + String(repeating: " ", count: max(0, width - piece.count))
            }.joined(separator: "  ").trimmingSuffix { $0 == " " }
        }
    }

    /// Breaks a text between words, and a word only if it is longer than a line.
    private static func wrap(_ text: String, _ width: Int) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            var rest = word
            let used = lines[lines.count - 1].count
            if used > 0, used + 1 + rest.count <= width {
                lines[lines.count - 1] += " \(rest)"
                continue
            }
            if used > 0 { lines.append("") }
            while rest.count > width {
                lines[lines.count - 1] = String(rest.prefix(width))
                lines.append("")
                rest = rest.dropFirst(width)
            }
            lines[lines.count - 1] = String(rest)
        }
        return lines
    }

    /// A booking's title comes from anybody, the rows from whatever answers at `--url`: neither may steer the terminal.
    private static func cell(_ text: String) -> String {
        let clean = text.oneLine(4 * greatestCell)
        guard clean.count > greatestCell else { return clean.isEmpty ? "-" : clean }
        return clean.prefix(greatestCell - 1) + "…"
    }
}

extension String {
    fileprivate func trimmingSuffix(_ isDropped: (Character) -> Bool) -> String {
        var text = self
        while let last = text.last, isDropped(last) { text.removeLast() }
        return text
    }
}
