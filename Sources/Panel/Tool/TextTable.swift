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
    /// Which words are tinted, in the column of this number.
    var tints: (column: Int, words: [String: Tint]) = (0, [:])

    /// How narrow a column may become, in columns of the terminal; narrower ones keep theirs.
    private static let leastWidth = 4
    /// The longest word that a column is kept wide for, in columns of the terminal.
    private static let greatestWord = 16
    /// Columns between two cells.
    private static let gap = 2
    /// What stands in a cell without text.
    private static let nothing = "-"
    /// Greatest length of a cell in characters; longer text is cut.
    private static let greatestCell = 400

    /// The table, no line of it wider than `width`: what does not fit is wrapped inside its column, and where not even the
    /// columns fit, each row stands below the other with the names of its columns.
    ///
    /// - Parameters:
    ///   - width: in columns of the terminal.
    ///   - hasColour: whether words are tinted.
    func text(width: Int = Terminal.width, hasColour: Bool = Terminal.hasColour) -> String {
        let cells = ([columns] + rows).map { $0.map(Self.cell) }
        let widths = widths(cells, width)
        var lines = heading.isEmpty ? [] : Self.wrap(Self.cell(heading), width)
        let fits = widths.reduce(Self.gap * (columns.count - 1), +) <= width
        for (index, row) in cells.enumerated() where fits || index > 0 {
            lines += fits ? self.lines(row, widths, hasColour) : stacked(row, cells[0], width)
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
    ///
    /// They give way down to their longest word.
    private func widths(_ cells: [[String]], _ width: Int) -> [Int] {
        let texts = columns.indices.map { column in
            cells.compactMap { column < $0.count ? $0[column] : nil }
        }
        var widths = texts.map { min(width, $0.map(\.columns).max() ?? 0) }
        let words = texts.map { min(Self.greatestWord, $0.map(Self.longestWord).max() ?? 0) }
        narrow(&widths, to: width, noneBelow: words.map { max($0, Self.leastWidth) })
        return widths
    }

    /// Takes from the widest of the columns that have more than their least, until all fit.
    private func narrow(_ widths: inout [Int], to width: Int, noneBelow least: [Int]) {
        let gaps = Self.gap * (columns.count - 1)
        while widths.reduce(gaps, +) > width {
            let open = widths.indices.filter { widths[$0] > least[$0] }
            guard let widest = open.map({ widths[$0] }).max(),
                let column = open.last(where: { widths[$0] == widest })
            else { return }
            widths[column] -= 1
        }
    }

    /// The length of the longest piece of a text that need not be broken.
    private static func longestWord(_ text: String) -> Int {
        text.split(separator: " ").map { word in
            let pieces = word.split(separator: "_", omittingEmptySubsequences: false)
            // All but the last end with their `_`.
            let inner = pieces.dropLast().map { $0.columns + 1 }.max() ?? 0
            return max(inner, pieces.last?.columns ?? 0)
        }.max() ?? 0
    }

    private func lines(_ row: [String], _ widths: [Int], _ hasColour: Bool) -> [String] {
        let columns = zip(row, widths).map { Self.wrap($0, $1) }
        return (0..<(columns.map(\.count).max() ?? 0)).map { line in
            zip(columns, widths).enumerated().map { column, cell -> String in
                let piece = line < cell.0.count ? cell.0[line] : ""
                let padding = String(repeating: " ", count: max(0, cell.1 - piece.columns))
                guard hasColour, column == tints.column, let tint = tints.words[row[column]]
                else { return piece + padding }
                return tint.around(piece) + padding
            }.joined(separator: String(repeating: " ", count: Self.gap))
                .trimmingSuffix { $0 == " " }
        }
    }

    /// A row whose columns stand below each other, the first one alone.
    private func stacked(_ row: [String], _ names: [String], _ width: Int) -> [String] {
        let rest = zip(names, row).dropFirst().filter { $0.1 != Self.nothing }
        return Self.wrap(row.first ?? "", width)
            + rest.flatMap { name, cell in
                Self.wrap("\(name): \(cell)", width - Self.gap).map { "  " + $0 }
            }
    }

    /// Breaks a text between words, and a word only if it is longer than a line.
    private static func wrap(_ text: String, _ width: Int) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            var rest = word
            let used = lines[lines.count - 1].columns
            if used > 0, used + 1 + rest.columns <= width {
                lines[lines.count - 1] += " \(rest)"
                continue
            }
            if used > 0 { lines.append("") }
            while rest.columns > width {
                let piece = piece(rest, width)
                lines[lines.count - 1] = String(piece)
                lines.append("")
                rest = rest[piece.endIndex...]
            }
            lines[lines.count - 1] = String(rest)
        }
        return lines
    }

    /// What of a long word comes onto a line: up to a `_` where there is one.
    private static func piece(_ word: Substring, _ width: Int) -> Substring {
        let piece = word.prefix(columns: width)
        guard let bar = piece.lastIndex(of: "_") else { return piece }
        return piece[...bar]
    }

    /// A booking's title comes from anybody, the rows from whatever answers at `--url`: neither may steer the terminal.
    private static func cell(_ text: String) -> String {
        let clean = text.oneLine(4 * greatestCell)
        guard clean.count > greatestCell else { return clean.isEmpty ? nothing : clean }
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
