import Testing

@testable import Panel

/// Nothing that comes from elsewhere steers the terminal it is shown on.
struct TerminalTests {
    /// Colours and a window's title, the one-byte CSI, a direction, an invisible tag, another line.
    static let hostile = [
        "\u{1B}[31m\u{1B}]0;owned\u{7}", "\u{9B}2J", "\u{202E}txt.exe", "\u{2066}a\u{2069}",
        "\u{E0041}", "a\r\nb", "\u{2028}", "\u{7F}", "\u{85}",
    ]

    private static func isSafe(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
    }

    @Test(arguments: hostile)
    func cellOfATableStaysACell(text: String) {
        let table = TextTable(columns: ["title"], rows: [["before" + text + "after"]]).text()
        let lines = table.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { Self.isSafe(String($0)) })
        #expect(table.contains("before") && table.contains("after"))
    }

    @Test(arguments: hostile)
    func messageIsSafeLineByLine(text: String) {
        let message = StandardError.text("first \(text)\nsecond")
        let lines = message.split(separator: "\n")
        #expect(lines.allSatisfy { Self.isSafe(String($0)) })
        #expect(lines.first?.hasPrefix("first ") == true && lines.last == "second")
    }

    @Test func messageOfNoEndIsCut() {
        let message = StandardError.text(String(repeating: "\u{1B}", count: 1_000_000))
        #expect(message.utf8.count <= StandardError.greatestLine + 1)
    }
}
