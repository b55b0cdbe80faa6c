import Testing

@testable import Desk

/// The desk's pages are whole, and put text in as text alone.
struct DeskAssetTests {
    private func text(_ asset: DeskAsset) async throws -> String {
        try await DeskStage().desk().ask(asset.rawValue).text
    }

    @Test func everyPartOfAPageIsThere() async throws {
        var named = 0
        for asset in DeskAsset.allCases {
            let parts = try await text(asset).split(separator: "\"")
                .filter { $0.hasPrefix("/desk/desk") }
            for part in parts {
                #expect(DeskAsset(rawValue: String(part)) != nil, "\(part) in \(asset)")
            }
            named += parts.count
        }
        #expect(named >= 6)
    }

    @Test func noScriptMakesMarkupOfText() async throws {
        for asset in DeskAsset.allCases {
            let text = try await text(asset)
            for way in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
                #expect(!text.contains(way), "\(way) in \(asset)")
            }
        }
    }

    /// The Content-Security-Policy would leave them out.
    @Test func noPageHasStylesOrScriptsOfItsOwn() async throws {
        for page in [DeskAsset.page, .log, .verdicts, .story, .sensors] {
            let text = try await text(page)
            #expect(!text.contains("style="))
            #expect(!text.contains("<style"))
            #expect(!text.contains("onclick"))
            #expect(text.split(separator: "<script").count == 2)
        }
    }
}
