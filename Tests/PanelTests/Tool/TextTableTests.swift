import Testing

@testable import Panel

struct TextTableTests {
    private let table = TextTable(
        heading: "Aurora, 2026-11-30 (Europe/Moscow)",
        columns: ["when", "title", "organiser", "state"],
        rows: [
            [
                "10:00-10:30", "A review of everything that was ever built here",
                "Irina Sokolova-Petrova", "confirmed, on time, ended early",
            ],
            ["11:00-11:30", "", "Anna Kim", "unconfirmed"],
        ],
        notes: [
            "Taken up as the sensors saw it, somebody seen from 10:01 on, 14 movements, watched.",
            "",
        ])

    @Test(arguments: [40, 60, 80, 200])
    func noLineIsWiderThanTheTerminal(width: Int) {
        let lines = table.text(width: width).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= width }, "\(lines)")
    }

    /// Where the columns are as wide as their longest word.
    @Test(arguments: [60, 80, 200])
    func wordsStayWhole(width: Int) {
        let text = table.text(width: width).split(separator: "\n").joined(separator: " ")
        for word in ["10:00-10:30", "review", "everything", "Irina", "movements"] {
            #expect(text.contains(word), "\(word)")
        }
    }

    @Test func textIsWrappedInsideItsColumnAndNotesStandUnderTheirRow() {
        let lines = table.text(width: 60).split(separator: "\n").map(String.init)
        #expect(lines[0] == "Aurora, 2026-11-30 (Europe/Moscow)")
        #expect(lines[1].hasPrefix("when         title"))
        #expect(lines[2].hasPrefix("10:00-10:30  A review"))
        #expect(lines.contains { $0.hasPrefix("    Taken up as the sensors") })
        #expect(lines.last?.hasPrefix("11:00-11:30  -  ") == true)
    }

    @Test func wordLongerThanItsColumnIsBroken() {
        let table = TextTable(
            columns: ["id", "more"], rows: [[String(repeating: "x", count: 200), "y"]])
        let lines = table.text(width: 60).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 60 })
        #expect(lines.joined().count { $0 == "x" } == 200)
    }

    /// As `domovoy tune` has it.
    @Test(arguments: [60, 80])
    func wideTableOfNumbersFitsAndBreaksNamesAtTheirBars(width: Int) {
        let table = TextTable(
            columns: [
                "setting", "value", "no-shows", "came later", "missed", "ended early", "wrongly",
            ],
            rows: [
                ["vacant_after", "10 min (now)", "0", "0", "0", "0", "0"],
                ["check_in_within", "20 min", "0", "0", "0", "0", "0"],
            ])
        let lines = table.text(width: width).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= width }, "\(lines)")
        let words = lines.joined(separator: " ")
        for word in ["setting", "no-shows", "wrongly", "vacant_", "after", "within", "(now)"] {
            #expect(words.contains(word), "\(word)")
        }
    }

    /// Seven columns do not fit side by side: each row stands below the other.
    @Test(arguments: [20, 30, 50])
    func rowsOfManyColumnsAreStackedWhereTheyDoNotFit(width: Int) {
        let names = (1...7).map { "column \($0)" }
        let table = TextTable(
            columns: names, rows: [["first", "a", "", "d", "e", "f", "the last of them all"]])
        let lines = table.text(width: width).split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { $0.count <= width }, "\(lines)")
        #expect(lines.prefix(2) == ["first", "  column 2: a"])
        #expect(!lines.contains { $0.contains("column 3") }, "there is nothing in it")
    }

    @Test func wideLettersTakeTwoColumns() {
        #expect("会議室".columns == 6)
        #expect("e\u{301}Ж".columns == 2)
        #expect("🎉!".columns == 3)
        #expect("❤️".columns == 2)
        #expect("会議室".prefix(columns: 5) == "会議")
        #expect("会".prefix(columns: 1) == "会")
        let table = TextTable(columns: ["title", "x"], rows: [["会議", "a"], ["abcdef", "b"]])
        let lines = table.text(width: 60).split(separator: "\n")
        #expect(lines[1] == "会議    a")
        #expect(lines[2] == "abcdef  b")
    }

    @Test func onlyTheWordInItsColumnIsTinted() {
        let table = TextTable(
            columns: ["room", "availability", "title"], rows: [["busy", "busy", "busy"]],
            tints: (1, Tint.availability))
        #expect(!table.text(width: 60, hasColour: false).contains("\u{1B}"))
        let line = table.text(width: 60, hasColour: true).split(separator: "\n").last
        #expect(line == "busy  \u{1B}[31mbusy\u{1B}[0m          busy")
    }

    @Test func csvIsWhole() {
        #expect(table.csv().contains("A review of everything that was ever built here"))
        #expect(!table.csv().contains("Moscow"))
    }
}
