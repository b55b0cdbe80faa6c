import JSONText
import PortalKit
import RoomCore
import Testing

@testable import Bitrix24

/// Telling people through the portal.
struct MessageTests {
    private let portal: InProcessPortal
    private static let slot = Span(start: .testNow, length: .seconds(3_600))

    init() async throws { portal = try await InProcessPortal() }

    private func message(_ id: Int, _ kind: Message.Kind = .claimable) -> Message {
        var message = Message(
            kind, to: BookingID("event-\(id)"), span: Self.slot, title: "Бюджет [B]", room: "Аврора"
        )
        message.seconds = 421
        message.evidence = Message.Evidence(observedSeconds: 590, dueSeconds: 600, activeEdges: 0)
        if kind == .doubleBooked {
            message.collisions = [collision(id, "Бюджет [B]", with: [other(2, "Design", "Anna")])]
        }
        return message
    }

    private func collision(
        _ id: Int, _ title: String?, with others: [Message.Other]
    ) -> Message.Collision {
        Message.Collision(
            booking: BookingID("event-\(id)"), span: Self.slot, title: title, others: others,
            nextFree: Span(start: .testNow + .seconds(7_200), length: .seconds(3_600)))
    }

    private func other(
        _ id: Int, _ title: String?, _ organiser: String?, isOwn: Bool = false
    ) -> Message.Other {
        Message.Other(
            booking: BookingID("event-\(id)"), span: Self.slot, title: title,
            organiser: organiser, isOwn: isOwn)
    }

    @Test func theOrganiserIsNotified() async throws {
        let id = try await portal.plant("Budget", Self.slot, by: 3)
        #expect(try await portal.server().tell(message(id)))
        let notice = try #require(try await portal.notices().first)
        #expect(notice["userId"] == 3)
        // A tag counts only together with a client.
        #expect(notice["tag"]?.text == "domovoy|\(message(id).tag)")
        let text = try #require(notice["message"]?.text)
        #expect(
            text.hasPrefix(
                "Переговорная «Аврора»: никто не пришёл («Бюджет (B)», 23.11 12:00-13:00)"))
        #expect(text.contains("Датчики наблюдали 9 из 10 мин, замечено движений: 0."))
    }

    @Test func theHostComesBeforeWhoeverWroteItDown() async throws {
        let id = try await portal.plant(
            "Budget", Self.slot,
            more: ["is_meeting": "Y", "host": 4, "attendees": [2, 4]], by: 4)
        portal.change { $0.rewritten["CREATED_BY"] = "2" }
        #expect(try await portal.server().tell(message(id, .late)))
        let notice = try #require(try await portal.notices().first)
        #expect(notice["userId"] == 4)
        #expect(
            notice["message"]?.text
                == "Room Аврора: it was recorded that people came 7 min late (“Бюджет (B)”, 2026-11-23 12:00-13:00)."
        )
    }

    @Test(
        arguments: [
            (59, "меньше чем на минуту", "less than a minute late"), (60, "на 1 мин", "1 min late"),
            (375, "на 6 мин", "6 min late"), (479, "на 7 мин", "7 min late"),
        ])
    func minutesAreRoundedDown(seconds: Int, russian: String, english: String) {
        var late = message(1, .late)
        late.seconds = seconds
        let words = { MessageText(language: $0, zone: .moscow).text(of: late) }
        #expect(words(.ru).contains("записано опоздание \(russian) ("))
        #expect(words(.en).contains("people came \(english) ("))
    }

    @Test func panelsAndTheirUserAreToldNothing() async throws {
        let id = try await portal.plant(
            "Budget", Self.slot, by: InProcessPortal.panel(.group))
        let server = try portal.server()
        #expect(try await server.tell(message(id)) == false)
        var own = message(id)
        own.booking = BookingID("domovoy-aurora-1")
        #expect(try await server.tell(own) == false)
        #expect(try await portal.notices().isEmpty)
    }

    @Test func whoeverIsGoneIsNotTold() async throws {
        let server = try portal.server()
        let failure = await #expect(throws: ServerFailure.self) {
            try await server.tell(message(999))
        }
        #expect(failure?.kind == .gone)
    }

    @Test func onlineBookingNamesNobody() async throws {
        let id = try await portal.plant("Client", Self.slot, source: .booking)
        var message = message(id)
        message.booking = BookingID("booking-\(id)")
        let server = try portal.server(InProcessPortal.settings(.booking))
        #expect(try await server.tell(message) == false)
        #expect(try await portal.notices().isEmpty)
    }

    @Test func aMissingScopeIsNamed() async throws {
        portal.portal.inject(
            try Fault(.error, method: "im.notify.personal.add", code: "insufficient_scope"))
        let id = try await portal.plant("Budget", Self.slot)
        let failure = await #expect(throws: ServerFailure.self) {
            try await portal.server().tell(message(id))
        }
        #expect(failure?.message.contains("scope im is missing") == true)
    }

    @Test(arguments: Message.Kind.allCases, Bitrix24Settings.Language.allCases)
    func everyKindHasWordsInEveryLanguage(
        _ kind: Message.Kind, _ language: Bitrix24Settings.Language
    ) {
        let words = MessageText(language: language, zone: .moscow)
        let text = words.text(of: message(1, kind))
        #expect(text.contains("Аврора") && text.contains("12:00-13:00"))
        #expect(!text.contains("[") && !text.contains("nil") && !text.contains("  "))
        #expect(text.count < 600)
        if kind == .doubleBooked {
            #expect(text.contains("Design") && text.contains("14:00-15:00"))
        }
        var bare = message(1, kind)
        (bare.title, bare.evidence, bare.seconds) = (nil, nil, nil)
        if kind == .doubleBooked {
            bare.collisions = [collision(1, nil, with: [other(2, nil, nil)])]
            bare.collisions[0].nextFree = nil
        }
        #expect(!words.text(of: bare).contains("nil"))
    }

    @Test func severalCollisionsAreOneText() {
        var several = message(1, .doubleBooked)
        several.collisions = [
            collision(
                1, "Budget", with: [other(2, "Design", "Anna"), other(3, "Plan", nil, isOwn: true)]),
            collision(4, nil, with: [other(5, nil, "Igor", isOwn: true)]),
        ]
        several.omitted = 3
        let words = { MessageText(language: $0, zone: .moscow).text(of: several) }
        let (ru, en) = ("23.11 12:00-13:00", "2026-11-23 12:00-13:00")
        #expect(
            words(.ru) == "Переговорная «Аврора»: на одно время несколько броней. "
                + "Ваша: «Budget», \(ru). Другие: «Design», \(ru), Anna; «Plan», \(ru), тоже ваша. "
                + "Ближайшее свободное время для вашей: 23.11 14:00-15:00. "
                + "Ваша: встреча, \(ru). Другая, тоже ваша: бронь, \(ru). "
                + "Ближайшее свободное время для вашей: 23.11 14:00-15:00. Совпадений ещё: 3.")
        #expect(
            words(.en) == "Room Аврора: several bookings for one time. "
                + "Yours: “Budget”, \(en). "
                + "The others: “Design”, \(en), Anna; “Plan”, \(en), yours as well. "
                + "The next free time that fits yours: 2026-11-23 14:00-15:00. "
                + "Yours: meeting, \(en). The other, yours as well: booking, \(en). "
                + "The next free time that fits yours: 2026-11-23 14:00-15:00. "
                + "3 more are not named here.")
    }
}
