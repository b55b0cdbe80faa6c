import Foundation
import RoomCore
import Testing
import WebTestKit

@testable import PanelWeb

/// What the legend is made of.
struct LegendDocumentTests {
    @Test func everyKeyIsThere() async throws {
        let panel = ScriptedPanel { $0.state.policy.lateAfter = .seconds(420) }
        let answer = await PanelResponder.testing(panel).ask("/api/v1/legend")
        #expect(answer.status == 200)
        let legend = try answer.json(LegendDocument.self)
        #expect(legend.name == "panel.local")
        #expect(legend.language == .auto)
        #expect(legend.policy.lateAfterSeconds == 420)
        #expect(legend.policy.longPressMilliseconds == 1_500)
        #expect(legend.button && legend.bookable && !legend.combined)
        #expect(
            answer.text.contains(
                #"{"colour":"green","meaning":"starting_soon","pattern":"slow_blink","#
                    + #""phases":[{"lit":true,"milliseconds":1000},{"lit":false,"milliseconds":1000}],"#
                    + #""repeats":true}"#))
        #expect(answer.text.contains(#""room":{"id":"aurora","name":"Aurora","#))
        let meanings = (legend.lamps.availability + legend.lamps.booking).map(\.meaning)
        #expect(meanings.count == LampLegend.Meaning.allCases.count)
    }

    @Test func whatIsNotThereIsNullOrFalse() throws {
        var state = RoomState.sample
        state.button = .none
        state.takesBookings = false
        let legend = LegendDocument(state, language: .ru, name: nil)
        #expect(!legend.button && !legend.bookable)
        let text = String(decoding: try JSONEncoder().encode(legend), as: UTF8.self)
        #expect(text.contains(#""name":null"#))
        #expect(text.contains(#""language":"ru""#))
    }

    @Test func theFirstNameIsTheOneThatIsPrinted() {
        #expect(PanelNames(["Door.Example.org", "other"]).first == "door.example.org")
        #expect(PanelNames(["2001:DB8::1"]).first == "2001:db8::1")
        #expect(PanelNames().first == nil)
    }
}

/// The legend in a real browser.
@Suite(
    .serialized, .enabled(if: Browser.path != nil, "no chromium or chrome in PATH"),
    .timeLimit(.minutes(HangGuard.minutes)))
struct LegendPageTests {
    private func visitLegend<Value: Sendable>(
        _ panel: ScriptedPanel = ScriptedPanel(), names: PanelNames = PanelNames(["x"]),
        _ body: @Sendable (inout BrowserPage) async throws -> Value
    ) async throws -> Value {
        try await visit(
            panel, path: "/legend", width: 1_280, height: 900, names: names, body)
    }

    @Test(arguments: LampPalette.allCases, [true, false])
    func everyStateOfTheGrammarStandsThereInBothLanguages(
        palette: LampPalette, isCombined: Bool
    ) async throws {
        let panel = ScriptedPanel {
            $0.state.policy.palette = palette
            $0.state.policy.isCombined = isCombined
        }
        let legend = LampLegend(panel.state().policy, server: .caldav)
        let expected = (legend.availability + legend.booking).map(\.meaning.rawValue)
        let shown: [[String]] = try await visitLegend(panel) { tab in
            try await tab.value(
                of: """
                    ['en', 'ru'].map((language) =>
                      [...document.querySelectorAll(`.card[lang=${language}] [data-meaning]`)]
                        .map((row) => row.dataset.meaning))
                    """)
        }
        #expect(shown == [expected, expected])
    }

    @Test func timesAndSignalsAreThoseInForce() async throws {
        let panel = ScriptedPanel {
            $0.state.policy.palette = .blueOrange
            $0.state.policy.lateAfter = .seconds(420)
            $0.state.policy.onNoShow = .end
            $0.state.policy.noShowAfter = .seconds(720)
            $0.state.policy.endServerBookings = false
        }
        let text: String = try await visitLegend(panel) { tab in
            try await tab.value(of: "document.querySelector('.card[lang=en]').textContent")
        }
        for part in [
            "nobody came for 7 min", "Not checked in 12 min after the start: the booking is",
            "booking not confirmed blue, slow blink", "Hold for 1.5 s",
            "booked at the door: end now",
        ] {
            #expect(text.contains(part), "\(part): \(text)")
        }
        for part in ["in use: end now", "anyone may take", "{"] {
            #expect(!text.contains(part), "\(part): \(text)")
        }
    }

    @Test func aPanelThatOnlyWatchesSaysSo() async throws {
        let panel = ScriptedPanel { $0.state.policy.isShadow = true }
        let text: String = try await visitLegend(panel) { tab in
            try await tab.value(of: "document.querySelector('.card[lang=en]').textContent")
        }
        #expect(text.contains("The panel only watches: nothing follows when nobody comes."))
        for part in ["anyone may take", "the last minute"] {
            #expect(!text.contains(part), "\(part): \(text)")
        }
    }

    @Test func withoutANameThereIsNoCode() async throws {
        for (names, count) in [(PanelNames(), 0), (PanelNames(["door.example.org"]), 2)] {
            let labels: [String] = try await visitLegend(names: names) { tab in
                try await tab.value(
                    of: """
                        [...document.querySelectorAll('svg[role=img]')].map((code) => code.ariaLabel)
                        """)
            }
            #expect(labels.count == count)
            #expect(labels.allSatisfy { $0.hasPrefix("http://door.example.org:") }, "\(labels)")
        }
    }

    @Test func aRoomWithoutAButtonExplainsNone() async throws {
        let panel = ScriptedPanel { $0.state.button = .none }
        let text: String = try await visitLegend(panel) { tab in
            try await tab.value(of: "document.querySelector('.card[lang=en]').textContent")
        }
        #expect(text.contains("This door has no button.") && !text.contains("Short press"))
    }

    /// Read by a program that knows nothing of ours; each length is the longest of a version, or one more.
    @Test(
        .enabled(if: Checker.codeReader != nil, "no Python with zxing-cpp"),
        arguments: [1, 14, 15, 26, 27, 42, 43, 62, 63, 84, 85, 106])
    func codesAreReadByAnotherProgram(length: Int) async throws {
        let address = String(
            ("http://" + String(repeating: "door-é.", count: 20)).utf8.prefix(length)
                .map { $0 < 128 ? Character(UnicodeScalar($0)) : "x" })
        let rows: [String] = try await visitLegend { tab in
            try await tab.value(
                of: """
                    import('/panel-code.js').then(({ encode }) =>
                      encode('\(address)').map((row) => row.map(Number).join('')))
                    """)
        }
        let verdict = try #require(Checker.codeReader).check(rows.joined(separator: "\n"))
        #expect(verdict.words == address)
    }

    @Test func whatIsTooLongHasNoCode() async throws {
        let isNull: Bool = try await visitLegend { tab in
            try await tab.value(
                of: """
                    import('/panel-code.js').then(({ encode }) => encode('x'.repeat(107)) === null)
                    """)
        }
        #expect(isNull)
    }
}
