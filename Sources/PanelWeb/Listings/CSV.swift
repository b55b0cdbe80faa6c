/// Comma-separated values by RFC 4180: lines end with CR LF, cells are quoted where they must be.
package enum CSV {
    /// One line of text, its end included.
    package static func line(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    /// A cell.
    ///
    /// A booking's title comes from anybody. So a cell that a spreadsheet would take for a formula gets an apostrophe in
    /// front, and what steers a terminal or the direction of writing is a space.
    static func cell(_ text: String) -> String {
        let shown = steeringNothing(text)
        let harmless = isFormula(shown) ? "'" + shown : shown
        let mustQuote = harmless.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        }
        return mustQuote ? "\"" + doublingQuotes(harmless) + "\"" : harmless
    }

    private static func steeringNothing(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { shown.append(steers(scalar) ? " " : scalar) }
        return String(shown)
    }

    /// Ends of lines and tabs belong to a text; joiners, which many scripts need, steer nothing.
    private static func steers(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "\n" || scalar == "\t" { return false }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        default: return scalar.properties.isBidiControl
        }
    }

    /// Also with spaces in front, which some spreadsheets pass over.
    private static func isFormula(_ text: String) -> Bool {
        let first = text.utf8.first { $0 != UInt8(ascii: " ") }
        return first.map { "=+-@\t\n".utf8.contains($0) } ?? false
    }

    private static func doublingQuotes(_ text: String) -> String {
        text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    }
}
