import Foundation
import HTTPTypes
import HummingbirdCore
import RoomCore
import Testing

@testable import PanelWeb

struct AssetTests {
    @Test(arguments: Asset.allCases)
    func whoHasItIsNotSentItAgain(asset: Asset) async throws {
        let responder = PanelResponder.testing()
        let first = await responder.ask(asset.rawValue)
        let tag = try #require(first.headers[.eTag])
        for header in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
            let again = await responder.ask(asset.rawValue, headers: [.ifNoneMatch: header])
            #expect(again.status == 304, "\(header)")
            #expect(again.text.isEmpty)
            #expect(again.headers[.eTag] == tag)
        }
        let other = await responder.ask(asset.rawValue, headers: [.ifNoneMatch: "\"other\""])
        #expect(other.text == first.text)
        #expect(first.headers[.cacheControl] == "no-cache")
    }

    @Test func differentPartsHaveDifferentTags() async {
        var tags: Set<String?> = []
        for asset in Asset.allCases {
            tags.insert(asset.response(ifNoneMatch: nil).headers[.eTag])
        }
        #expect(tags.count == Asset.allCases.count)
    }

    @Test func thePageNamesOnlyPartsThatAreThere() async {
        let page = await PanelResponder.testing().ask("/").text
        #expect(page.contains("<!doctype html>"))
        #expect(!page.contains("http:") && !page.contains("https:"))
        #expect(!page.contains("<style") && !page.contains("style=") && !page.contains("onclick"))
        let named = page.split(separator: "\"").filter { $0.hasPrefix("/panel") }
        #expect(Set(named.map(String.init)) == ["/panel.css", "/panel.js", "/panel.svg"])
        let legend = await PanelResponder.testing().ask("/legend").text
        #expect(!legend.contains("<style") && !legend.contains("style="))
        for part in legend.split(separator: "\"") where part.hasPrefix("/panel") {
            #expect(Asset(rawValue: String(part)) != nil, "\(part)")
        }
    }

    @Test func theScriptsImportOnlyPartsThatAreThere() async {
        let responder = PanelResponder.testing()
        var imports: Set<String> = []
        for asset in Asset.allCases where asset.rawValue.hasSuffix(".js") {
            let answer = await responder.ask(asset.rawValue)
            #expect(answer.headers[.contentType] == "text/javascript; charset=utf-8")
            #expect(
                !answer.text.contains("innerHTML") && !answer.text.contains("insertAdjacentHTML"))
            let named = answer.text.split(separator: "from \"").dropFirst()
            imports.formUnion(named.compactMap { $0.split(separator: "\"").first.map(String.init) })
        }
        #expect(!imports.isEmpty)
        for path in imports { #expect(Asset(rawValue: path) != nil, "\(path)") }
    }

    @Test func bothLanguagesHaveWordsForEverythingThatHasAName() async {
        let texts = await PanelResponder.testing().ask("/panel-texts.js").text
        let languages = texts.components(separatedBy: "\n  ru: {")
        #expect(languages.count == 2)
        let names =
            Press.Refusal.allCases.map(\.rawValue)
            + SensorHealth.allCases.filter { $0 != .ok }.map(\.rawValue)
            + LampLegend.Meaning.allCases.map(\.rawValue) + Availability.allCases.map(\.rawValue)
            + LampSignal.Colour.allCases.map(\.rawValue)
            + LampSignal.Pattern.allCases.map(\.rawValue) + Presence.allCases.map(\.rawValue)
            + Policy.OnNoShow.allCases.map(\.rawValue)
            + RoomSettings.ServerKind.allCases.map(\.rawValue)
        for words in languages {
            for name in names { #expect(words.contains(" \(name): \""), "\(name)") }
        }
    }
}
