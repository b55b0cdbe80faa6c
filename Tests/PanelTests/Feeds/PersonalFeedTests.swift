import Foundation
import PanelWeb
import PortalKit
import RoomCore
import Testing
import WebTestKit

@testable import Panel

/// A whole panel at a portal serves the room's feed, and people's own.
@Suite(.serialized, .timeLimit(.minutes(HangGuard.minutes)))
struct PersonalFeedTests {
    private static let (ada, bob) = (2, 4)

    /// A panel whose door shows no titles, with a booking each of two people: "Budget" and the meeting "Design".
    private func withPanel(
        titles: String = "false",
        _ body: (
            _ panel: StagedPanel, _ file: String, _ workshop: Workshop,
            _ restart: () async throws -> StagedPanel
        ) async throws -> Void
    ) async throws {
        try await StagedPortal.with { site in
            let workshop = try Workshop()
            try await site.putWebhook(user: SamplePortal.panelUser, in: workshop)
            try await site.book("Budget", in: 20, for: 60, by: Self.ada)
            try await site.book("Design", in: 100, for: 60, by: Self.bob, isMeeting: true)
            let open = try site.configuration(workshop)
            let text = try String(contentsOfFile: open, encoding: .utf8)
                .replacingOccurrences(
                    of: "time_zone: UTC", with: "time_zone: UTC, show_titles: \(titles)")
            let file = try workshop.write(text, to: "panel.yaml")
            let panel = try await StagedPanel.start(file, site.time)
            _ = try await panel.state { $0.sync.lastSuccess != nil }
            try await body(panel, file, workshop) {
                await panel.stop()
                return try await StagedPanel.start(file, site.time)
            }
        }
    }

    private func events(_ text: String) -> Int {
        text.split(separator: "\r\n").count { $0 == "BEGIN:VEVENT" }
    }

    private func id(_ note: String) throws -> String {
        try #require(note.split(separator: " ").dropFirst().first.map(String.init))
    }

    @Test func everybodyHasTheirOwnFeedUntilItIsRevoked() async throws {
        try await withPanel { panel, file, _, _ in
            let ada = try FeedTool.make(person: "\(Self.ada)", file: file)
            let bob = try FeedTool.make(person: "\(Self.bob)", file: file)
            let own = try await panel.get(ada.path)
            #expect(own.status == 200)
            #expect(own.body.contains("SUMMARY:Budget") && !own.body.contains("Design"))
            #expect(events(own.body) == 1)
            #expect(try await panel.get(bob.path).body.contains("SUMMARY:Design"))
            let room = try await panel.get("/calendar.ics")
            #expect(room.status == 200 && events(room.body) == 2)
            #expect(!room.body.contains("Budget") && !room.body.contains("Design"))
            #expect(room.body.contains("SUMMARY:Busy"))

            _ = try FeedTool.revoke(ids: [id(ada.note)], file: file)
            let revoked = try await panel.get(ada.path)
            let unknown = try await panel.get("/people/x.ics")
            #expect(revoked.status == 404 && unknown.status == 404)
            #expect(revoked.body == unknown.body)
            #expect(try await panel.get(bob.path).status == 200)
            for path in [ada.path, bob.path] {
                let token = path.dropFirst(8).prefix(48)
                #expect(!panel.log.all.contains { $0.contains(token) })
            }
            await panel.stop()
        }
    }

    /// The portal tells the name of who called a meeting: Mark Weber.
    @Test func initialsOnTheDoorAreInitialsInTheRoomsFeed() async throws {
        try await withPanel(titles: "initials") { panel, file, _, _ in
            let bob = try FeedTool.make(person: "\(Self.bob)", file: file)
            let room = try await panel.get("/calendar.ics").body
            #expect(room.contains("SUMMARY:Busy") && room.contains("DESCRIPTION:M. W."))
            #expect(!room.contains("Design") && !room.contains("Weber"))
            let own = try await panel.get(bob.path).body
            #expect(own.contains("SUMMARY:Design") && own.contains("DESCRIPTION:Mark Weber"))
            await panel.stop()
        }
    }

    @Test func aBrokenListIsToldByHealthAndLeavesTheRoomsFeed() async throws {
        try await withPanel { panel, file, workshop, _ in
            let ada = try FeedTool.make(person: "\(Self.ada)", file: file)
            #expect(try await panel.get(ada.path).status == 200)
            _ = try workshop.write("{", to: "panel.sqlite.feeds")
            let answer = try await panel.get(ada.path)
            #expect(answer.status == 503)
            #expect(!answer.body.contains(workshop.path))
            let health = try await panel.get("/healthz")
            #expect(health.status == 503)
            #expect(health.body.contains("\"feeds\"") && health.body.contains("is damaged"))
            #expect(try await panel.get("/calendar.ics").status == 200)
            await panel.stop()
        }
    }

    /// The portal is away when the panel starts again: whose a booking is stands in the journal.
    @Test func feedsOutlastARestartWithoutAServer() async throws {
        try await withPanel { panel, file, workshop, restart in
            let ada = try FeedTool.make(person: "\(Self.ada)", file: file)
            let before = try await panel.get(ada.path)
            // An address at which nobody listens.
            _ = try workshop.write("http://127.0.0.1:9/rest/1/secret/\n", to: "webhook")
            let again = try await restart()
            let after = try await again.get(ada.path)
            #expect(after.status == 200)
            #expect(after.body == before.body)
            await again.stop()
        }
    }
}
