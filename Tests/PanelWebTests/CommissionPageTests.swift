import HTTPTypes
import RoomCore
import Testing

@testable import PanelWeb

struct CommissionPageTests {
    private static let nasty = #"<script src='x'>"&amp;"#

    private func commissioned() -> ScriptedPanel {
        let certificate = Certificate(
            Certificate.Particulars(
                signedBy: Self.nasty, givenAt: .sample("2026-11-21T19:00:00Z"),
                isClockSynchronised: true, roomID: "aurora", roomName: Self.nasty,
                timeZone: "Europe/Moscow", board: Self.nasty, chip: Self.nasty,
                version: "0.1.0"),
            lines: [.init(name: Self.nasty, line: Self.nasty, active: .low, bias: Self.nasty)],
            settings: [.init(Self.nasty, Self.nasty)],
            results: [
                CommissioningResult(.button(.short), tries: 0, finding: nil),
                CommissioningResult(
                    .lamp(LampLine(.booking, .blue)), tries: 1, finding: .lamp(isRight: true)),
            ], untestedSensors: [Self.nasty])
        return ScriptedPanel { $0.certificate = certificate }
    }

    @Test func everythingIsThereAndEscaped() async {
        let answer = await PanelResponder.testing(commissioned()).ask("/commission")
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        #expect(!answer.text.contains("<script") && !answer.text.contains(Self.nasty))
        let escaped = "&lt;script src=&#39;x&#39;&gt;&quot;&amp;amp;"
        #expect(answer.text.components(of: escaped) >= 11)
        #expect(answer.text.contains("<dd>2026-11-21 22:00 Europe/Moscow</dd>"))
        #expect(answer.text.contains("<tr><td>booking lamp, blue</td><td>passed</td>"))
        #expect(answer.text.contains("<td>button, short press</td><td>skipped</td>"))
        #expect(!answer.text.contains("style=") && !answer.text.contains("<style"))
        #expect(answer.text.contains(#"href="/panel-commission.css""#))
    }

    @Test func aPanelThatWasNeverCommissionedSaysSo() async {
        let answer = await PanelResponder.testing().ask("/commission")
        #expect(answer.status == 200)
        #expect(answer.text.contains("Not commissioned yet: run <code>domovoy commission</code>"))
    }

    @Test func aJournalThatCannotBeReadIsNoEmptyPage() async {
        let panel = ScriptedPanel { $0.readsBeforeFault = 0 }
        let answer = await PanelResponder.testing(panel).ask("/commission")
        #expect(answer.status == 503 && answer.code == "unavailable")
    }

    @Test(arguments: [
        (nil, "en"), ("de", "en"), ("ru-RU,ru;q=0.9,en;q=0.8", "ru"), ("en;q=0.5, ru;q=0.7", "ru"),
        ("RU", "ru"), ("ru;q=0, en", "en"), ("de, en-GB;q=0.9, ru;q=0.9", "en"), (";;q=,", "en"),
    ])
    func itSpeaksWhatTheReaderAsksForFirst(accepted: String?, language: String) async {
        var headers: HTTPFields = [:]
        headers[.acceptLanguage] = accepted
        let answer = await PanelResponder.testing(commissioned())
            .ask("/commission", headers: headers)
        #expect(answer.text.contains("<html lang=\"\(language)\">"))
        #expect(answer.headers[.vary] == "Accept-Language")
    }
}

extension String {
    /// How often a text stands in it.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
