import Foundation
import RoomCore
import ServiceLifecycle
import Testing
import WebTestKit

@testable import PanelWeb

/// The page in a real browser.
@Suite(
    .serialized, .timeLimit(.minutes(HangGuard.minutes)),
    .enabled(if: Browser.path != nil, "no chromium or chrome in PATH"))
struct PageTests {
    private let hostile = #"<img src=x onerror="document.title='owned'"><script>x</script>"#

    /// The state is shown, and what is read after it: the day comes last.
    private static let isWhole = #"document.getElementById("hours")?.childElementCount > 0"#
    private static let hasLines = #"document.getElementById("simulator")?.hidden === false"#
    private static let isLost = #"document.querySelectorAll("[data-colour=lost]").length === 2"#

    private func page(_ panel: ScriptedPanel, until condition: String = Self.isWhole) async throws
        -> String
    {
        try await withServer(panel) { server in
            try await Browser.page("http://127.0.0.1:\(server.port)/", until: condition)
        }
    }

    @Test func theWordTheLampsAndTheDayAreThere() async throws {
        let panel = ScriptedPanel {
            $0.state = .busy(title: "Review")
            $0.bookings = [.sample(title: "Stand-up", arrival: .late, secondsAfterStart: 421)]
            $0.simulator = SimulatedPanelLines()
        }
        let page = try await page(panel, until: "\(Self.isWhole) && \(Self.hasLines)")
        #expect(page.contains(">In use</p>"))
        #expect(page.contains(">Review</button>"))
        #expect(page.contains(">21:50–22:50 · \u{2068}Vera\u{2069}</p>"))
        #expect(page.contains(#"id="lamp-availability" data-colour="red" data-pattern="steady""#))
        #expect(page.contains(">red, steady</p>"))
        #expect(page.contains(">Stand-up</b>"))
        #expect(page.contains(">came 7 min late</em>"))
        #expect(page.contains(#"data-line="pir""#))
        #expect(page.contains("<title>Aurora: In use, until 22:50"))
    }

    @Test func hostileTextStaysText() async throws {
        let panel = ScriptedPanel {
            $0.state = .busy(title: hostile)
            $0.state.roomName = hostile
            $0.state.conflicts = $0.state.current.map { [$0] } ?? []
            $0.state.sync.lastError = ServerFailure(.offline, hostile)
            $0.bookings = [.sample(title: hostile, at: "2026-11-21T18:50:00Z")]
            $0.findings = [
                HealthFinding(component: hostile, severity: .failure, message: hostile)
            ]
        }
        let page = try await page(panel)
        #expect(page.contains(">In use</p>"))
        #expect(!page.contains("<img") && !page.contains("<script>x"))
        #expect(page.contains("&lt;img src=x onerror="))
        #expect(!page.contains("<title>owned</title>"))
    }

    private let failure =
        "batch on https://portal.example/rest/1/: calendar.event.get: 503, 12 requests waiting"

    /// The panel is at 22:00 in Moscow; the reason is for whoever looks after it.
    @Test(arguments: [
        (Availability.free, ServerFailure.Kind.unreachable, "2026-11-21T03:18:00Z"),
        (.busy, .server, "2026-11-21T03:18:00Z"), (.unknown, .malformed, "2026-11-21T03:18:00Z"),
        (.unknown, .unreachable, ""), (.free, .authentication, "2026-11-20T03:18:00Z"),
    ])
    func anOutageIsToldOnceWithoutItsReason(
        availability: Availability, kind: ServerFailure.Kind, heard: String
    ) async throws {
        let panel = ScriptedPanel {
            $0.state.availability = availability
            $0.state.sync.lastSuccess = heard.isEmpty ? nil : .sample(heard)
            $0.state.sync.isStale = availability == .unknown
            $0.state.sync.lastError = ServerFailure(kind, failure)
            $0.state.sync.rate = ServerRate(level: 3, burst: 25, waiting: 12)
            $0.findings = ["server", "outbox", "messages", "calendar"].map {
                HealthFinding(component: $0, severity: .failure, message: failure)
            }
        }
        let page = try await page(panel)
        let since =
            switch heard {
            case "": "yet"
            case "2026-11-21T03:18:00Z": "since 06:18"
            default: "since Fri 06:18"
            }
        let words =
            kind == .authentication ? "calendar refuses this panel" : "calendar not answering"
        // The name of the browser's tab and what is read out repeat what the door says.
        let shown = page.components(separatedBy: #"<div class="first">"#).last ?? ""
        let told = shown.components(separatedBy: "\(words) \(since); presses are kept").count - 1
        #expect(told == 1, "\(page)")
        for part in ["https://portal", "calendar.event", "batch on", "requests"] {
            #expect(!page.contains(part), "\(part)")
        }
        #expect(page.contains(">organisers are not told</li>"))
    }

    /// Who waits for a turn, or was asked to, is still answered.
    @Test(arguments: [ServerFailure.Kind.paced, .limit])
    func aPanelThatWaitsItsTurnTellsOfNoOutage(kind: ServerFailure.Kind) async throws {
        let panel = ScriptedPanel {
            $0.state.sync.lastSuccess = .sample("2026-11-21T18:59:00Z")
            $0.state.sync.lastError = ServerFailure(kind, failure)
        }
        let page = try await page(panel)
        #expect(page.contains(">Read 1 min ago</p>"))
        #expect(!page.contains("not answering") && !page.contains("portal.example"))
    }

    @Test func anOutageWithoutATrustedClockPromisesNothing() async throws {
        let panel = ScriptedPanel {
            $0.state.availability = .unknown
            $0.state.isClockTrusted = false
            $0.state.sync.lastSuccess = .sample("2026-11-21T03:18:00Z")
            $0.state.sync.lastError = ServerFailure(.unreachable, failure)
        }
        let page = try await page(panel)
        #expect(page.contains(">the panel's clock is not set</p>"))
        #expect(page.contains(">calendar not answering since 06:18</p>"))
    }

    @Test(arguments: [
        (Availability.free, "Free"), (.startingSoon, "Free"), (.busy, "Booked"),
        (.occupiedUnbooked, "Occupied"), (.claimable, "Free to take"), (.unknown, "Unknown"),
    ])
    func everyAvailabilityHasItsWord(availability: Availability, word: String) async throws {
        let panel = ScriptedPanel { $0.state.availability = availability }
        let page = try await page(panel)
        #expect(page.contains(">\(word)</p>"))
        #expect(page.contains(#"data-tone="\#(availability.rawValue)""#))
    }

    @Test func aRefusedPressIsExplained() async throws {
        let panel = ScriptedPanel {
            $0.state.refusal = .init(.tooShort, until: .sample("2026-11-21T19:30:00Z"))
        }
        let page = try await page(panel)
        #expect(page.contains(">Press refused: too little time before the next booking.</p>"))
    }

    @Test func aRefusalThatIsOldIsNotShown() async throws {
        let panel = ScriptedPanel {
            $0.state.refusal = .init(.tooShort, until: .sample("2026-11-21T19:00:00Z"))
        }
        #expect(try await !page(panel).contains("Press refused"))
    }

    @Test func withoutItsPanelThePageShowsNoLampAsLit() async throws {
        let (reads, wasRead) = AsyncStream.makeStream(of: Void.self)
        let (stops, hasStopped) = AsyncStream.makeStream(of: Void.self)
        // The page waits for the bookings while the server stops around it.
        let panel = ScriptedPanel {
            $0.onRead = {
                wasRead.yield()
                for await _ in stops {}
            }
        }
        let page = try await withServer(panel) { server in
            async let page = Browser.page(
                "http://127.0.0.1:\(server.port)/", until: Self.isLost)
            for await _ in reads { break }
            await server.group.triggerGracefulShutdown()
            while (try? await server.get("/healthz")) != nil {}
            hasStopped.finish()
            return try await page
        }
        #expect(page.contains(">Not connected</p>"))
        #expect(page.contains(" old · it was: Free</p>"))
        #expect(page.contains(#"data-tone="lost""#))
        #expect(page.components(separatedBy: #"data-colour="lost""#).count == 3)
    }
}
