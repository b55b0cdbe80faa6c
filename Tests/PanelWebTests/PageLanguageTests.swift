import PanelWeb
import RoomCore
import Testing
import WebTestKit

/// What the page speaks, and to whom.
@Suite(
    .serialized, .enabled(if: Browser.path != nil, "no chromium or chrome in PATH"),
    .timeLimit(.minutes(HangGuard.minutes)))
struct PageLanguageTests {
    private let panel = ScriptedPanel {
        $0.state = .busy(title: "Review")
        $0.bookings = [.sample(title: "Stand-up", arrival: .late, secondsAfterStart: 421)]
    }

    @Test(arguments: [
        (PageLanguage.auto, "en-US", "en"), (.auto, "ru-RU", "ru"), (.auto, "de-DE", "en"),
        (.auto, "de,ru", "ru"), (.en, "ru-RU", "en"), (.ru, "en-US", "ru"),
    ])
    func theConfigurationDecidesAndThenTheReader(
        setting: PageLanguage, wanted: String, spoken: String
    ) async throws {
        let words: [String] = try await visit(panel, setting: setting, language: wanted) { tab in
            try await tab.wait(for: "document.documentElement.lang === '\(spoken)'")
            try await tab.wait(for: "document.querySelector('#blocks em')?.textContent")
            return try await tab.value(
                of: """
                    ['html', '#word', '#date', '#current h2', '#current .slip-title', '#blocks em', '#sheet-close']
                      .map((name) => document.querySelector(name))
                      .map((each) => (each === document.documentElement ? each.lang : each.textContent))
                    """)
        }
        let english = ["en", "In use", "Saturday 21 November", "Now", "Review", "came 7 min late"]
        let russian = [
            "ru", "Занято", "суббота, 21 ноября", "Сейчас", "Review", "пришли, опоздание 7 мин",
        ]
        let expected = spoken == "ru" ? russian + ["Закрыть"] : english + ["Close"]
        #expect(words == expected)
    }

    @Test func russianCountsAsRussiansDo() async throws {
        let words: [String] = try await visit(panel) { tab in
            try await tab.value(
                of: """
                    import('/panel-words.js').then(({ speaker }) =>
                      [1, 2, 5, 11, 21, 104].map((n) => speaker('ru')('more_bookings', { n })))
                    """)
        }
        #expect(
            words == [
                "ещё 1 бронь", "ещё 2 брони", "ещё 5 броней", "ещё 11 броней", "ещё 21 бронь",
                "ещё 104 брони",
            ])
    }

    @Test func bothLanguagesHaveTheSameTextsWithTheSameValues() async throws {
        let differing: [String] = try await visit(panel) { tab in
            try await tab.value(
                of: """
                    import('/panel-texts.js').then(({ texts }) => {
                      const plurals = ['one', 'few', 'many', 'other'];
                      const list = (part, path) => Object.entries(part).flatMap(([name, text]) => (
                        typeof text === 'string' ? [`${path}.${name} ${text.match(/\\{\\w+\\}/g)?.sort() ?? ''}`]
                          : plurals.some((form) => form in text) ? [`${path}.${name}`] : list(text, `${path}.${name}`)));
                      const [english, russian] = [list(texts.en, ''), list(texts.ru, '')];
                      return [...english.filter((each) => !russian.includes(each)),
                        ...russian.filter((each) => !english.includes(each))];
                    })
                    """)
        }
        #expect(differing == [])
    }

    @Test func namesAndTitlesKeepTheirOwnDirection() async throws {
        let panel = ScriptedPanel {
            $0.state = .busy(title: "פגישה עם {n} דנה")
            $0.state.roomName = "غرفة ٣"
            $0.bookings = [.sample(id: "a/1", title: "פגישה", at: "2026-11-21T18:50:00Z")]
        }
        let directions: [String] = try await visit(panel) { tab in
            try await tab.wait(for: "document.querySelector('#blocks b')?.textContent")
            return try await tab.value(
                of: """
                    ['#room', '#current .slip-title', '#blocks b', '#word']
                      .map((name) => getComputedStyle(document.querySelector(name)).direction)
                      .concat(document.querySelector('#current .slip-title').textContent)
                    """)
        }
        #expect(directions == ["rtl", "rtl", "rtl", "ltr", "פגישה עם {n} דנה"])
    }
}
