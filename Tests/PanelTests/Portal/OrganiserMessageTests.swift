import Foundation
import PortalKit
import RoomCore
import Testing
import WebTestKit

/// A whole panel tells the organisers of a portal what they ought to know.
@Suite(.serialized, .timeLimit(.minutes(HangGuard.minutes)))
struct OrganiserMessageTests {
    /// Someone who reads Russian, and someone who reads English.
    private static let (russian, english) = (2, 4)

    /// What happens at the door so that a message of this kind is due, with "Budget" from 2 to 62 min after the start.
    private func play(_ kind: Message.Kind, _ panel: StagedPanel, _ site: StagedPortal) async throws
    {
        switch kind {
        case .released, .claimable:
            await panel.pass(.seconds(13 * 60))
        case .takenOver:
            await panel.pass(.seconds(13 * 60))
            await panel.press()
            try await panel.log.line("outcome=claimed")
            // Told once it cannot be taken back, and the room has looked again.
            await panel.pass(.seconds(90))
        case .late:
            await panel.pass(.seconds(9 * 60))
            await panel.motion()
            await panel.pass(.seconds(20))
            await panel.motion()
            await panel.pass(.seconds(10))
        case .doubleBooked:
            try await site.book("Design", in: 30, for: 60, by: Self.english, isMeeting: true)
            let before = panel.log.count
            await panel.pass(.seconds(331))
            try await panel.log.line("schedule read", from: before)
            await panel.settle()
        }
    }

    private func withPanel(
        _ kind: Message.Kind, kinds: [Message.Kind] = Message.Kind.allCases,
        language: String = "ru", by user: Int = OrganiserMessageTests.russian,
        isMeeting: Bool = false,
        _ body: (StagedPanel, StagedPortal, _ restart: () async throws -> StagedPanel) async throws
            -> Void
    ) async throws {
        try await StagedPortal.with { site in
            let workshop = try Workshop()
            try await site.putWebhook(user: SamplePortal.panelUser, in: workshop)
            try await site.book("Budget", in: 2, for: 60, by: user, isMeeting: isMeeting)
            let list = kinds.map(\.rawValue).joined(separator: ", ")
            let file = try site.configuration(
                workshop, more: "messages: [\(list)]\n  language: \(language)",
                policy: kind == .released ? "on_no_show: end" : "on_no_show: soft")
            let panel = try await StagedPanel.start(file, site.time)
            try await panel.log.line("schedule read")
            try await play(kind, panel, site)
            try await body(panel, site) {
                await panel.stop()
                return try await StagedPanel.start(file, site.time)
            }
        }
    }

    @Test(arguments: [
        (Message.Kind.claimable, "никто не пришёл («Budget», 23.11 06:02-07:02), теперь её может"),
        (.released, "никто не пришёл («Budget», 23.11 06:02-07:02), поэтому остаток брони снят"),
        (.takenOver, "её заняли вместо вас («Budget», 23.11 06:02-07:02)"),
        (.late, "записано опоздание на 7 мин («Budget», 23.11 06:02-07:02)"),
        (.doubleBooked, "на одно время две брони. Ваша: «Budget», 23.11 06:02-07:02"),
    ])
    func everyKindReachesItsOrganiserInRussian(_ kind: Message.Kind, _ words: String) async throws {
        try await withPanel(kind) { panel, site, _ in
            try await panel.line("organiser told booking=event-1 kind=\(kind.rawValue)")
            let told = try await site.notifications(Self.russian)
            #expect(told.contains { $0.contains(words) }, "\(told)")
            // What became of one booking stands there once: the newer takes the older one's place.
            #expect(told.count == 1, "\(told)")
            try await logTells("\"value\":\"\(kind.rawValue)\"", panel)
            await panel.stop()
        }
    }

    /// Waits until the log tells of a message with these words; the journal takes it after the message was sent.
    private func logTells(_ words: String, _ panel: StagedPanel) async throws {
        while true {
            let page = try await panel.get("/api/v1/log?kind=message").body
            if page.contains(words), page.contains("\"result\":\"told\"") { return }
            await Task.yield()
        }
    }

    @Test(arguments: [
        (Message.Kind.claimable, "nobody came (“Budget”, 2026-11-23 06:02-07:02), and anyone may"),
        (.late, "people came 7 min late (“Budget”"),
        (.takenOver, "somebody has taken it over (“Budget”"),
    ])
    func whoReadsEnglishIsToldInEnglish(_ kind: Message.Kind, _ words: String) async throws {
        try await withPanel(kind, by: Self.english, isMeeting: true) { panel, site, _ in
            try await panel.line("kind=\(kind.rawValue)")
            let told = try await site.notifications(Self.english)
            #expect(told.contains { $0.contains(words) }, "\(told)")
            await panel.stop()
        }
    }

    /// An event without guests does not tell the language of its organiser.
    @Test func theConfiguredLanguageIsForThoseWhoseOwnIsNotTold() async throws {
        try await withPanel(.late, language: "en") { panel, site, _ in
            try await panel.line("organiser told")
            let told = try await site.notifications(Self.russian)
            #expect(told.count == 1 && told[0].contains("people came 7 min"), "\(told)")
            await panel.stop()
        }
    }

    @Test func bothOfADoubleBookingAreToldEachInTheirLanguage() async throws {
        try await withPanel(.doubleBooked) { panel, site, _ in
            try await panel.line("organiser told booking=event-1 kind=double_booked")
            try await panel.line("organiser told booking=event-2 kind=double_booked")
            let russian = try await site.notifications(Self.russian)
            let english = try await site.notifications(Self.english)
            #expect(russian.count == 1 && english.count == 1)
            #expect(russian[0].contains("Другая: «Design»"))
            #expect(english[0].contains("Yours: “Design”, 2026-11-23 06:30-07:30"))
            #expect(english[0].contains("The next free time that fits yours"))
            await panel.stop()
        }
    }

    @Test(arguments: Message.Kind.allCases)
    func aRestartTellsNothingTwice(_ kind: Message.Kind) async throws {
        try await withPanel(kind) { panel, site, restart in
            try await panel.line("kind=\(kind.rawValue)")
            let told = try await site.notifications(Self.russian)
            let again = try await restart()
            try await again.line("schedule read")
            await again.pass(.seconds(60))
            let counted = try await counts(again)
            #expect(counted == [0, 0, 0])
            #expect(try await site.notifications(Self.russian) == told)
            await again.stop()
        }
    }

    @Test(arguments: Message.Kind.allCases)
    func everyKindCanBeSwitchedOff(_ kind: Message.Kind) async throws {
        let others = Message.Kind.allCases.filter { $0 != kind }
        try await withPanel(kind, kinds: others) { panel, site, _ in
            let witness =
                switch kind {
                case .released, .claimable: "verdict=no_show"
                case .takenOver: "outcome=claimed"
                case .late: "verdict=late"
                case .doubleBooked: "schedule read"
                }
            try await panel.line(witness)
            await panel.settle()
            // A takeover is preceded by the no-show that made it possible.
            if kind == .takenOver { try await panel.line("kind=claimable") }
            #expect(!panel.log.all.contains { $0.contains("kind=\(kind.rawValue)") })
            let sent = kind == .takenOver ? 1 : 0
            let counted = try await counts(panel)
            #expect(counted == [0, sent, 0])
            await panel.stop()
        }
    }

    /// Every message fails for it, again and again: one warning, and a line in the health while it lasts.
    @Test func aMissingScopeIsToldOnceAndInTheHealth() async throws {
        try await StagedPortal.with { site in
            let workshop = try Workshop()
            try await site.putWebhook(user: SamplePortal.panelUser, in: workshop)
            try await site.book("Budget", in: 2, for: 60, by: Self.russian)
            site.portal.inject(
                try Fault(
                    .error, method: "im.notify.personal.add", times: 1_000,
                    code: "insufficient_scope"))
            let panel = try await StagedPanel.start(try site.configuration(workshop), site.time)
            try await panel.line("schedule read")
            try await play(.late, panel, site)
            try await panel.line("organiser could not be told")
            await panel.pass(.seconds(20))
            try await panel.line("info organiser could not be told")
            let lines = panel.log.all.filter { $0.contains("could not be told") }
            #expect(lines.count { $0.hasPrefix("warning") } == 1)
            #expect(lines[0].contains("insufficient_scope: scope im is missing; the portal says"))
            let ill = try await panel.get("/healthz")
            #expect(ill.status == 200 && ill.body.contains("scope im is missing"), "\(ill.body)")
            try await site.forgetFaults()
            await panel.pass(.seconds(120))
            try await panel.line("organiser told")
            await panel.settle()
            #expect(try await panel.get("/healthz").body.contains("scope im") == false)
            await panel.stop()
        }
    }

    /// The panels' own user made the event: there is nobody to tell, and nobody is said to have been told.
    @Test func whoeverIsNotToldIsNotSaidToBe() async throws {
        try await withPanel(.late, by: SamplePortal.panelUser) { panel, _, _ in
            try await panel.line("verdict=late")
            try await panel.line("nobody to tell")
            #expect(!panel.log.all.contains { $0.contains("organiser told") })
            #expect(try await counts(panel) == [0, 0, 0])
            await panel.stop()
        }
    }

    /// Messages that wait, were sent, and were given up.
    private func counts(_ panel: StagedPanel) async throws -> [Int] {
        let lines = try await panel.get("/metrics").body.split(separator: "\n")
        return ["waiting_messages", "messages_sent_total", "messages_dropped_total"].map { name in
            lines.first { $0.hasPrefix("domovoy_\(name) ") }
                .flatMap { Int($0.split(separator: " ")[1]) } ?? -1
        }
    }
}
