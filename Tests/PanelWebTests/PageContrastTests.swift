import PanelWeb
import RoomCore
import Testing
import WebTestKit

/// Whether all text can be told from what is behind it.
@Suite(
    .serialized, .timeLimit(.minutes(HangGuard.minutes)),
    .enabled(if: Browser.path != nil, "no chromium or chrome in PATH"))
struct PageContrastTests {
    private static let schemes = ["dark", "light"]

    /// A day with whatever has a colour of its own: late, not come to, beside each other, all day, out of order.
    private func panel(_ availability: Availability) -> ScriptedPanel {
        ScriptedPanel {
            $0.state = .busy(title: "Review")
            $0.state.availability = availability
            $0.state.conflicts = $0.state.current.map { [$0] } ?? []
            $0.state.refusal = .init(.tooShort, until: .sample("2026-11-21T19:30:00Z"))
            $0.state.sync.lastError = ServerFailure(.unreachable, "away")
            $0.findings = [HealthFinding(component: "messages", severity: .failure, message: "")]
            $0.simulator = SimulatedPanelLines()
            var whole = LedgerEntry.sample(id: "w", title: "Whole", at: "2026-11-21T00:00:00Z")
            whole.booking.isAllDay = true
            $0.bookings = [
                whole, .sample(title: "Late", arrival: .late, secondsAfterStart: 421),
                .sample(id: "n", title: "Absent", at: "2026-11-21T11:00:00Z", arrival: .noShow),
                .sample(id: "a/1", title: "Review", at: "2026-11-21T18:50:00Z"),
            ]
        }
    }

    @Test(arguments: Availability.allCases, schemes)
    func allTextStandsOut(availability: Availability, scheme: String) async throws {
        for (width, height) in [(1_280, 800), (800, 480)] {
            let faint: [String] = try await visit(
                panel(availability), width: width, height: height,
                features: ["prefers-color-scheme": scheme]
            ) { tab in
                if width == 1_280 {
                    try await tab.wait(for: "!document.querySelector('#simulator').hidden")
                }
                return try await tab.value(of: Contrast.tooLow)
            }
            #expect(faint == [], "\(width)x\(height)")
        }
    }

    @Test(arguments: schemes)
    func theSheetAndTheCardStandOut(scheme: String) async throws {
        let features = ["prefers-color-scheme": scheme]
        let sheet: [String] = try await visit(panel(.busy), features: features) { tab in
            let _: Bool = try await tab.value(
                of: "document.querySelector('#current .slip-title').click() ?? true")
            try await tab.wait(for: "document.querySelector('#sheet').open")
            return try await tab.value(of: Contrast.tooLow)
        }
        #expect(sheet == [])
        let card: [String] = try await visit(
            panel(.busy), path: "/legend", width: 1_280, height: 900, features: features
        ) { try await $0.value(of: Contrast.tooLow) }
        #expect(card == [])
    }

    /// The check itself: grey on white, through a veil, and large.
    @Test func whatIsFaintIsFound() async throws {
        let faint: [String] = try await visit(panel(.busy), path: "/legend") { tab in
            try await tab.value(
                of: """
                    (document.body.innerHTML = `<div id="a">one</div><div id="b">two</div><div id="c">three</div>`,
                      document.body.style.background = "#fff", document.querySelector("#a").style.color = "#777",
                      document.querySelector("#b").style.color = "rgb(0 0 0 / 0.5)",
                      document.querySelector("#c").style.cssText = "color: #777; font-size: 24px", \(Contrast.tooLow))
                    """)
        }
        #expect(faint == ["4.48: one", "4.00: two"])
    }
}
