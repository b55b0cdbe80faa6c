import Foundation
import JSONText
import PanelWeb
import PortalKit
import RoomCore
import Testing
import WebTestKit

/// A whole panel at a portal that is badly set up or answers badly: a clear line in the log and in `/healthz`, the
/// cached day kept, and nothing written twice.
@Suite(.serialized, .timeLimit(.minutes(HangGuard.minutes)))
struct BadPortalTests {
    /// What is wrong with the portal.
    enum Trouble: String, CaseIterable, Sendable {
        case revokedSecret, missingScope, planWithoutREST, unreadableGroup, emptyGroup, deletedGroup
        case deletedMeetingRoom, noDates, cultureDates, unknownZone, manyEvents, wrongClock
        case nullRows, repeatedRows, emptyAnswer, truncatedAnswer

        /// What an operator has to read.
        var words: String {
            switch self {
            case .revokedSecret: "the webhook was revoked or its secret is wrong"
            case .missingScope: "scope calendar is missing"
            case .planWithoutREST: "the portal's plan has no REST access"
            case .unreadableGroup: "group 5 cannot be read by the webhook's user"
            case .emptyGroup, .deletedGroup:
                "group 5 is not there, or the webhook's user may not see it"
            case .deletedMeetingRoom: "is not there, or the webhook's user may not see it"
            case .noDates: "none of 1 bookings has a date that can be read"
            case .cultureDates: "dates come in the portal's own style only: 23.11.2026 10:00:00"
            case .unknownZone: "zone Mars/Base is unknown"
            case .manyEvents: "longer than"
            case .wrongClock: "the portal's clock is 180 minutes from ours"
            case .nullRows: "elements cannot be read; the first is null"
            case .repeatedRows: "came twice and counts once"
            case .emptyAnswer: "the answer is no JSON: empty"
            case .truncatedAnswer: "the answer is no JSON"
            }
        }

        /// Whether a press can be booked once it is over, or even during it.
        var ends: Bool {
            switch self {
            case .unreadableGroup, .emptyGroup, .deletedGroup, .deletedMeetingRoom: false
            default: true
            }
        }

        var isOfWrites: Bool { self == .emptyAnswer || self == .truncatedAnswer }
        var source: String { self == .deletedMeetingRoom ? "location" : "group" }
        /// Meeting rooms need a user who may see other people's events.
        var user: Int { self == .deletedMeetingRoom ? 1 : SamplePortal.panelUser }
    }

    @Test(arguments: Trouble.allCases)
    func isToldAndTheDayIsKeptAndNothingIsWrittenTwice(_ trouble: Trouble) async throws {
        try await StagedPortal.with { site in
            let workshop = try Workshop()
            try await site.putWebhook(user: trouble.user, in: workshop)
            let room = try await room(trouble, site)
            let file = try site.configuration(
                workshop, source: trouble.source, id: room, poll: "10m")
            let panel = try await StagedPanel.start(file, site.time)
            try await panel.log.line("schedule read")
            await panel.settle()
            let known = try #require(try await panel.now().next)
            #expect(known.title == "Budget")

            let before = panel.log.count
            try await begin(trouble, site)
            if !trouble.isOfWrites { await panel.pass(.seconds(661), step: .seconds(10)) }
            if trouble.isOfWrites { await panel.press() }
            let line = try await panel.log.line(trouble.words, from: before)
            #expect(line.hasPrefix("warning"), "\(line)")
            await panel.settle()
            let health = try await panel.get("/healthz").body
            #expect(health.contains(trouble.words), "\(health)")
            let next = try await panel.now().next
            #expect(next?.id == known.id && next?.startsAt == known.startsAt)

            if !trouble.isOfWrites { await panel.press() }
            let pressed = try await panel.log.line("button pressed", from: before)
            #expect(pressed.contains("outcome=booked"))
            // Tried while it lasts: once, whatever comes of it.
            try await panel.log.line("operation=create", from: before)
            try await end(trouble, site, workshop)
            await panel.pass(.seconds(661), step: .seconds(10))
            if trouble.ends {
                try await panel.log.line("operation=create state=answered", from: before)
            }
            let isOfRoom = trouble.source == "location"
            let made = try await site.panelEvents(
                isOfRoom ? "user" : "group", owner: isOfRoom ? 1 : SamplePortal.group)
            #expect(made == (trouble.ends ? 1 : 0))
            await panel.stop()
            #expect(!panel.log.all.contains { $0.contains("/rest/\(trouble.user)/") })
        }
    }

    // MARK: - Making it so

    /// The room's number; "Budget" stands in its calendar, in an hour.
    private func room(_ trouble: Trouble, _ site: StagedPortal) async throws -> Int {
        guard trouble.source == "location" else {
            try await site.book("Budget", in: 60, for: 30, by: 2)
            return SamplePortal.group
        }
        let rooms = try await site.portal.call(
            "calendar.section.get", ["type": "location", "ownerId": 0], as: 1)
        let room = Int(rooms[0]?["ID"]?.string ?? "") ?? 0
        let start = Int(site.time.now().wall.secondsSinceEpoch) + 3_600
        try await site.portal.call(
            "calendar.event.add",
            [
                "type": "user", "ownerId": 1, "auto_detect_section": "Y", "name": "Budget",
                "from_ts": .int(start), "to_ts": .int(start + 1_800),
                "timezone_from": "Europe/Moscow", "location": .string("calendar_\(room)"),
            ], as: 1)
        return room
    }

    private func begin(_ trouble: Trouble, _ site: StagedPortal) async throws {
        let portal = site.portal
        func error(_ code: String) throws {
            portal.inject(try Fault(.error, times: 1_000_000, code: code))
        }
        func rewrite(_ fields: [String: String?]) throws {
            portal.inject(
                try Fault(
                    .rewrite, method: "calendar.event.get", times: 1_000_000, fields: fields))
        }
        func repeated(_ copies: Int) throws {
            portal.inject(
                try Fault(
                    .repeatRows, method: "calendar.event.get", times: 1_000_000, copies: copies))
        }
        let formatted = ["DATE_FROM_FORMATTED", "DATE_TO_FORMATTED"]
        switch trouble {
        case .revokedSecret:
            try await portal.call("portal.webhook.revoke", ["user": .int(trouble.user)])
        case .missingScope: try error("insufficient_scope")
        case .planWithoutREST: try error("ACCESS_DENIED")
        case .unreadableGroup:
            portal.change { $0.forbiddenGroup = .error }
            try await leave(portal)
        case .emptyGroup:
            portal.change { $0.forbiddenGroup = .empty }
            try await leave(portal)
        case .deletedGroup: try await delete("group", SamplePortal.group, portal)
        case .deletedMeetingRoom: try await delete("location", 0, portal)
        case .noDates:
            let names = formatted + ["DATE_FROM", "DATE_TO", "~DATE_FROM", "~DATE_TO"]
            try rewrite(Dictionary(uniqueKeysWithValues: names.map { ($0, nil as String?) }))
        case .cultureDates:
            try rewrite(Dictionary(uniqueKeysWithValues: formatted.map { ($0, nil as String?) }))
        case .unknownZone: try rewrite(["TZ_FROM": "Mars/Base", "TZ_TO": "Mars/Base"])
        // Some 2.7 MB; a panel takes 2 MiB, and waits 10 s for the first byte of what the portal has to put together.
        case .manyEvents: try repeated(2_000)
        case .wrongClock: portal.setClockOffset(3 * 3_600)
        case .nullRows:
            portal.inject(try Fault(.nullRows, method: "calendar.event.get", times: 1_000_000))
        case .repeatedRows: try repeated(2)
        case .emptyAnswer: portal.inject(try Fault(.emptyAnswer, method: "calendar.event.add"))
        case .truncatedAnswer:
            portal.inject(try Fault(.truncatedAnswer, method: "calendar.event.add"))
        }
    }

    private func end(_ trouble: Trouble, _ site: StagedPortal, _ workshop: Workshop) async throws {
        try await site.forgetFaults()
        site.portal.setClockOffset(0)
        if trouble == .revokedSecret { try await site.putWebhook(user: trouble.user, in: workshop) }
    }

    private func leave(_ portal: Portal) async throws {
        try await portal.call(
            "portal.group.leave",
            ["id": .int(SamplePortal.group), "user": .int(SamplePortal.panelUser)])
    }

    private func delete(_ type: String, _ owner: Int, _ portal: Portal) async throws {
        let list = try await portal.call(
            "calendar.section.get", ["type": .string(type), "ownerId": .int(owner)], as: 1)
        try await portal.call(
            "portal.section.delete", ["id": .int(Int(list[0]?["ID"]?.string ?? "") ?? 0)])
    }
}

extension StagedPanel {
    /// The state as it is.
    func now() async throws -> StateDocument {
        try JSONDecoder().decode(
            StateDocument.self, from: Data(try await get("/api/v1/state").body.utf8))
    }
}
