/// Comma-separated values by RFC 4180: lines end with CR LF, cells are quoted where they must be.
package enum CSV {
    /// One line of text, its end included.
    package static func line(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    /// A cell.
    ///
    /// A cell that a spreadsheet would take for a formula gets an apostrophe in front: a booking's title comes from
    /// anybody, and must not compute anything on the reader's machine.
    static func cell(_ text: String) -> String {
        let harmless = isFormula(text) ? "'" + text : text
        let mustQuote = harmless.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"")
                || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
        }
        return mustQuote ? "\"" + doublingQuotes(harmless) + "\"" : harmless
    }

    private static func isFormula(_ text: String) -> Bool {
        text.utf8.first.map { "=+-@\t\r\n".utf8.contains($0) } ?? false
    }

    private static func doublingQuotes(_ text: String) -> String {
        text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    }
}
