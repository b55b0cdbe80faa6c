import Testing

@testable import Panel

struct LogTests {
    @Test(arguments: [
        ("plain", "plain"), ("two words", "\"two words\""), ("", "\"\""),
        ("a\nb\u{7}c", "\"a b c\""), ("\u{1B}[2J", "\" [2J\""), ("\u{9B}31m", "\" 31m\""),
        ("a\u{202E}b", "\"a b\""), ("\u{2028}", "\" \""), ("Совет", "Совет"),
        ("say \"yes\"", "\"say 'yes'\""), ("k=v", "\"k=v\""),
    ])
    func valueStaysOnOneLine(value: String, written: String) {
        #expect(JournaldLogHandler.quoted(value) == written)
    }

    @Test func longValueIsCut() {
        let long = String(repeating: "ж", count: 10_000)
        #expect(JournaldLogHandler.quoted(long).utf8.count < JournaldLogHandler.greatestValue + 16)
    }
}
