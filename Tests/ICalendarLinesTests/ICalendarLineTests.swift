import Testing

@testable import ICalendarLines

struct ICalendarLineTests {
    private func lines(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: 0x0A).map { line in
            String(decoding: line.filter { $0 != 0x0D }, as: UTF8.self)
        }
    }

    /// The text again: without line breaks, and without the blank that makes each a fold.
    private func unfolded(_ bytes: [UInt8]) -> String {
        let parts = bytes.filter { $0 != 0x0D }.split(separator: 0x0A)
        let rest = parts.dropFirst().flatMap { $0.dropFirst() }
        return String(decoding: parts[0] + rest, as: UTF8.self)
    }

    @Test func aLineOf75OctetsIsNotFolded() {
        let line = String(repeating: "a", count: 75)
        #expect(ICalendarLine.folded(line) == Array((line + "\r\n").utf8))
        #expect(lines(ICalendarLine.folded(line + "b")) == [line, " b"])
    }

    @Test func aFoldedLineMayEndOtherwise() {
        let line = String(repeating: "a", count: 80)
        let folded = ICalendarLine.folded(line, lineBreak: [0x0A])
        #expect(!folded.contains(0x0D))
        #expect(unfolded(folded) == line)
    }

    @Test(arguments: ["x", "ü", "会", "🗓", "👩‍👩‍👧", "e\u{301}\u{301}", "\u{202E}א"])
    func noCharacterIsCutByAFold(unit: String) {
        for lead in 0..<5 {
            let line =
                "SUMMARY:" + String(repeating: "x", count: lead)
                + String(repeating: unit, count: 90)
            let folded = ICalendarLine.folded(line)
            for part in folded.split(separator: 0x0A) {
                #expect(part.last == 0x0D)
                #expect(part.count <= ICalendarLine.greatestOctets + 1)
                #expect(String(validating: part, as: UTF8.self) != nil)
            }
            #expect(unfolded(folded) == line)
        }
    }

    @Test(arguments: [
        ("a;b,c\\d", "a\\;b\\,c\\\\d"), ("one\ntwo", "one\\ntwo"), ("a\tb\u{0}c\u{7F}", "a b c "),
        ("a\r\nb", "a \\nb"), ("a:b \"c\"", "a:b \"c\""), ("会议 🗓", "会议 🗓"),
    ])
    func textIsEscaped(text: String, escaped: String) {
        #expect(ICalendarLine.escaped(text) == escaped)
    }
}
