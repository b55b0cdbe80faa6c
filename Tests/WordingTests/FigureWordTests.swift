import RoomCore
import Testing
import Wording

/// The figures of reports in words.
struct FigureWordTests {
    private let english = Phrasebook(.en)
    private let russian = Phrasebook(.ru)

    @Test func everyFigureIsNamedAndDefinedInBothLanguages() {
        for figure in ReportFigure.allCases {
            #expect(english.name(of: figure) != russian.name(of: figure), "\(figure)")
            #expect(english.definition(of: figure) != russian.definition(of: figure), "\(figure)")
            #expect(russian.definition(of: figure).hasSuffix("."))
        }
        for figure in RoomFigure.allCases {
            #expect(english.name(of: figure) != russian.name(of: figure), "\(figure)")
            #expect(english.definition(of: figure) != russian.definition(of: figure), "\(figure)")
        }
    }

    @Test func sharesRoundDownAndNeedAWhole() {
        #expect(english.share(2, of: 3) == "66.6 %" && russian.share(2, of: 3) == "66,6 %")
        #expect(english.share(0, of: 0) == "–")
        #expect(
            english.amount(0, .minutes) == "0 min" && russian.amount(65, .minutes) == "1 ч 5 мин")
    }

    @Test(arguments: [
        ("ru-RU,ru;q=0.9,en;q=0.8", Language.ru), ("de, ru;q=0.5", .ru), ("fr", .en), ("", .en),
    ])
    func aBrowserIsAnsweredInTheFirstLanguageThereIs(field: String, language: Language) {
        #expect(Language(acceptLanguage: field) == language)
    }
}
