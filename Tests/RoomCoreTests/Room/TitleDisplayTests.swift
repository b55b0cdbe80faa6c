import Testing

@testable import RoomCore

@Suite struct InitialsTests {
    @Test(arguments: [
        ("Anna Petrova", "A. P."), ("Anna Maria Petrova", "A. P."), ("anna", "A."),
        ("Anna-Maria Petrova", "A. P."), ("Петрова, Анна", "А. П."), ("Анна Петрова", "А. П."),
        ("anna.petrova@example.org", "A. P."), ("anna_petrova+rooms@example.org", "A. P."),
        ("Anna Petrova <anna@example.org>", "A. P."), ("Anna Petrova anna@example.org", "A. P."),
        ("<anna.petrova@example.org>", "A. P."), ("Anna Petrova (HR)", "A. P."), ("(HR)", "H."),
        ("🦊 Fox Mulder", "F. M."), ("'Anna' \"Petrova\"", "A. P."), ("3rd Floor", "3. F."),
        ("ßmith", "S."), ("李 小龍", "李. 小."),
    ])
    func firstLettersOfTheFirstAndTheLastWord(name: String, initials: String) {
        #expect(Initials(name)?.text == initials)
    }

    @Test(arguments: ["", "  ", "🦊", "...", "@example.org", "«»"])
    func nothingIsLeftOfANameWithoutLetters(name: String) {
        #expect(Initials(name) == nil)
    }

    @Test func longNameIsReadToItsLimit() {
        let name = "Anna " + String(repeating: "x", count: 100_000) + " Petrova"
        #expect(Initials(name)?.text == "A. X.")
    }

    @Test func accentsWithoutEndAreNotTakenAlong() {
        let accents = String(repeating: "\u{301}", count: 2_000)
        let text = Initials("z" + accents + " e\u{301}")?.text
        #expect(text == "Z" + accents.unicodeScalars.prefix(7).map(String.init).joined() + ". É.")
    }
}

@Suite struct TitleDisplayTests {
    private let salaries = booking("a", "09:00", "10:00", title: "Salaries", by: "1")

    @Test(arguments: [
        (TitleDisplay.shown, "Salaries" as String?, "Anna Petrova" as String?),
        (.hidden, nil, nil), (.initials, nil, "A. P."),
    ])
    func stateTellsWhatMayBeTold(titles: TitleDisplay, title: String?, organiser: String?) {
        var day = Day(
            RoomSettings(id: "aurora", name: "Aurora", titles: titles, server: .caldav),
            from: at("09:00"))
        day.apply(.tick)
        var told = salaries
        told.organiser = "Anna Petrova"
        day.read([told])
        #expect(day.current?.title == title)
        #expect(day.current?.organiser == organiser)
        #expect(titles.shown(told).title == title)
        #expect(titles.shown(told).organiser == organiser)
        #expect(titles.shown(told).span == told.span)
    }
}
