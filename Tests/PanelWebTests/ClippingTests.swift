import Testing

@testable import PanelWeb

struct ClippingTests {
    @Test(arguments: [
        ("", ""), ("short", "short"), ("two\nlines", "two?lines"), ("\r\n", "?"),
        ("\u{1b}[31m", "?[31m"), ("a\u{7f}", "a?"), ("🚪é", "🚪é"),
    ])
    func controlCharactersBecomeQuestionMarks(text: String, expected: String) {
        #expect(text.clipped == expected)
    }

    @Test func whatIsTooLongEndsWithAnEllipsis() {
        let text = String(repeating: "x", count: 64)
        #expect(text.clipped == text)
        #expect((text + "y").clipped == text + "…")
        #expect("abcdef".clipped(to: 3) == "abc…")
    }
}
