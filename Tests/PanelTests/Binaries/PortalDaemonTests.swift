import Foundation
import JSONText
import PanelWeb
import PortalKit
import RoomCore
import Testing
import WebTestKit

/// The built daemon at a room of the local portal.
@Suite(.serialized, .timeLimit(.minutes(HangGuard.minutes)))
struct PortalDaemonTests {
    @Test func pressMakesAnEventInTheGroupsCalendarOnce() async throws {
        try await withPanel { panel, portal in
            _ = try await panel.state { $0.sync.lastSuccess != nil && $0.clock.trusted }
            try await panel.press()
            let booked = try await panel.state { $0.current?.pending == false }
            #expect(booked.lamps.availability.colour == .red)
            panel.signal(SIGTERM)
            #expect(await panel.exitCode() == 0)
            let events = try await events(portal)
            #expect(events.filter { $0.contains("domovoy:") }.count == 1, "\(events)")
        }
    }

    @Test func thePortalsRateIsShownEverywhere() async throws {
        try await withPanel { panel, _ in
            let state = try await panel.state { $0.sync.lastSuccess != nil }
            let rate = try #require(state.sync.rate)
            #expect(rate.burst == 25 && (0...25).contains(rate.level) && rate.pollPercent == 100)
            let status = try await Command.run(
                "domovoy", ["status", "--url", "http://\(panel.address)"])
            #expect(status.output.contains("of 25 used"))
            let metrics = try await panel.get("/metrics").body
            #expect(metrics.contains("domovoy_server_rate_limit_requests 25\n"))
            let reads = count("domovoy_sync_reads_total{result=\"ok\"}", in: metrics)
            #expect(reads >= 1)
            #expect(metrics.contains("process_resident_memory_bytes "))
        }
    }

    @Test func lostAnswerMakesNoSecondEvent() async throws {
        try await withPanel { panel, portal in
            _ = try await panel.state { $0.sync.lastSuccess != nil && $0.clock.trusted }
            portal.inject(try Fault(.loseAnswer, method: "calendar.event.add"))
            try await panel.press()
            _ = try await panel.state { $0.current?.pending == false }
            #expect(try await events(portal).filter { $0.contains("domovoy:") }.count == 1)
        }
    }

    /// Whoever may list processes sees their arguments, and their environment if they are of the same user.
    @Test func secretIsNotInTheProcessList() async throws {
        try await withPanel { panel, portal in
            _ = try await panel.state { $0.sync.lastSuccess != nil }
            for name in ["cmdline", "environ", "comm"] {
                let path = "/proc/\(panel.identifier)/\(name)"
                let shown = try Data(contentsOf: URL(filePath: path))
                #expect(!String(decoding: shown, as: UTF8.self).contains(portal.secret), "\(name)")
            }
        }
    }

    @Test func secretIsNeitherInTheLogNorOnThePage() async throws {
        try await withPanel(scopes: []) { panel, portal in
            _ = try await panel.state { $0.sync.lastError != nil }
            let health = try await panel.get("/healthz")
            #expect(health.status == 503)
            let state = try await panel.get("/api/v1/state")
            let metrics = try await panel.get("/metrics")
            #expect(metrics.status == 200)
            #expect(count("domovoy_server_requests_total", in: metrics.body) >= 1)
            panel.signal(SIGTERM)
            _ = await panel.exitCode()
            let all = health.body + state.body + metrics.body + panel.log
            #expect(!all.contains(portal.secret))
        }
    }

    /// A counter of the metrics, which grows as long as the panel runs; 0 if it is not there.
    private func count(_ name: String, in metrics: String) -> Int {
        metrics.split(separator: "\n").first { $0.hasPrefix(name + " ") }
            .flatMap { Int($0.dropFirst(name.count + 1)) } ?? 0
    }

    private struct Site: Sendable {
        let portal: Portal
        let secret: String
        func inject(_ fault: Fault) { portal.inject(fault) }
    }

    private func events(_ site: Site) async throws -> [String] {
        let rows = try await site.portal.call(
            "calendar.event.get", ["type": "group", "ownerId": .int(SamplePortal.group)], as: 1)
        return (rows.array ?? []).map { "\($0)" }
    }

    private func withPanel(
        scopes: [String] = SamplePortal.scopes,
        _ body: (RunningPanel, Site) async throws -> Void
    ) async throws {
        let running = try await Portal.start()
        do {
            try await SamplePortal(running.portal).build()
            let hook = try await running.webhook(user: SamplePortal.panelUser, scopes: scopes)
            let workshop = try Workshop()
            let file = try workshop.write(hook + "\n", to: "webhook")
            let panel = try await RunningPanel.start(
                try workshop.configuration(
                    """
                    server:
                      kind: bitrix24
                      webhook_file: \(file)
                      source: group
                      source_id: \(SamplePortal.group)
                      poll: 5s
                    """))
            let secret = hook.split(separator: "/").last.map(String.init) ?? ""
            try await body(panel, Site(portal: running.portal, secret: secret))
        } catch {
            await running.stop()
            throw error
        }
        await running.stop()
    }
}
