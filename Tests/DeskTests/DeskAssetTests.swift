import Foundation
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

    /// A note that is written from a row of the log is about that very instant, unless somebody sets another.
    @Test(.enabled(if: DeskAssetTests.node != nil, "no node in PATH"))
    func aFieldStandsForTheInstantItWasFilledWith() async throws {
        let source = """
            const navigator = { languages: ["en"] };
            Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
            const page = await import(`data:text/javascript,${encodeURIComponent(process.argv[1])}`);
            const row = new Date("2026-11-21T10:02:11.123Z");
            const told = [page.fieldTime(page.localTime(row), row), page.fieldTime("2026-11-21T13:05", row),
              page.fieldTime("2026-11-21T13:05", null), page.fieldTime("", row)];
            console.log(told.join(" "));
            """
        let process = Process()
        process.executableURL = URL(filePath: Self.node ?? "/nonexistent")
        process.arguments = [
            "--input-type=module", "-e", source, try await text(.commonScript),
        ]
        process.environment = ["TZ": "Europe/Moscow"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let told = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let (row, minute) = ("2026-11-21T10:02:11.123Z", "2026-11-21T10:05:00Z")
        let expected = "\(row) \(minute) \(minute) \n"
        #expect(String(decoding: told, as: UTF8.self) == expected)
    }

    /// Where Node.js is; nil if there is none.
    static let node: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "")
        .split(separator: ":").map { "\($0)/node" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

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
