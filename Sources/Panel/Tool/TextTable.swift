import Glibc
import HTTPExchange
import PanelWeb

/// Rows in aligned columns, for people at a terminal.
struct TextTable {
    let columns: [String]
    var rows: [[String]]

    /// Greatest width of a column, in characters; longer text is cut.
    ///
    /// A pipe gets all of it.
    static let greatestWidth = isatty(STDOUT_FILENO) == 1 ? 48 : 1_024

    func text(width: Int = greatestWidth) -> String {
        let all = ([columns] + rows).map { $0.map { Self.cell($0, width) } }
        let widths = columns.indices.map { column in
            all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return all.map { row in
            zip(row, widths)
                .map { $0 + String(repeating: " ", count: $1 - $0.count) }
                .joined(separator: "  ").trimmingSuffix { $0 == " " }
        }.joined(separator: "\n")
    }

    /// The same rows, whole, as CSV (RFC 4180).
    func csv() -> String { ([columns] + rows).map(CSV.line).joined() }

    /// A booking's title comes from anybody, the rows from whatever answers at `--url`: neither may steer the terminal.
    private static func cell(_ text: String, _ width: Int) -> String {
        let clean = text.oneLine(4 * width)
        guard clean.count > width else { return clean.isEmpty ? "-" : clean }
        return clean.prefix(width - 1) + "…"
    }
}

extension String {
    fileprivate func trimmingSuffix(_ isDropped: (Character) -> Bool) -> String {
        var text = self
        while let last = text.last, isDropped(last) { text.removeLast() }
        return text
    }
}
