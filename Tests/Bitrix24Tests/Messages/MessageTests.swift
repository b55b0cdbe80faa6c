import RoomCore
import Synchronization
import Testing

@testable import Bitrix24

/// Telling people through the portal.
struct MessageTests {
    private let portal = FakePortal()
    private static let slot = Span(start: .testNow, length: .seconds(3_600))

    private func message(_ id: Int64, _ kind: Message.Kind = .claimable) -> Message {
        var message = Message(
            kind, to: BookingID("event-\(id)"), span: Self.slot, title: "Бюджет [B]", room: "Аврора"
        )
        message.seconds = 421
        message.evidence = Message.Evidence(observedSeconds: 590, dueSeconds: 600, activeEdges: 0)
        message.other = Message.Other(
            booking: BookingID("event-2"), span: Self.slot, title: "Design", organiser: "Anna")
        message.nextFree = Span(start: .testNow + .seconds(7_200), length: .seconds(3_600))
        return message
    }

    private func notices() -> [JSONValue] { portal.state.withLock { $0.notices } }

    @Test func theOrganiserIsNotified() async throws {
        let id = try portal.plant("Budget", Self.slot, by: 17)
        #expect(try await portal.server().tell(message(id)))
        let notice = try #require(notices().first)
        #expect(notice["USER_ID"] == 17)
        #expect(notice["TAG"]?.text == message(id).tag)
        #expect(notice["CLIENT_ID"]?.nonEmptyText != nil)
        let text = try #require(notice["MESSAGE"]?.text)
        #expect(
            text.hasPrefix(
                "Переговорная «Аврора»: никто не пришёл («Бюджет (B)», 23.11 12:00-13:00)"))
        #expect(text.contains("Датчики наблюдали 9 из 10 мин, замечено движений: 0."))
    }

    @Test func theHostComesBeforeWhoeverWroteItDown() async throws {
        let id = try portal.plant(
            "Budget", Self.slot,
            more: ["is_meeting": "Y", "host": 21, "meeting": ["LANGUAGE_ID": "en"]], by: 17)
        #expect(try await portal.server().tell(message(id, .late)))
        #expect(notices().first?["USER_ID"] == "21" || notices().first?["USER_ID"] == 21)
        #expect(
            notices().first?["MESSAGE"]?.text
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
        let words = { MessageText(language: $0, zone: FakePortal.moscow).text(of: late) }
        #expect(words(.ru).contains("записано опоздание \(russian) ("))
        #expect(words(.en).contains("people came \(english) ("))
    }

    @Test func panelsAndTheirUserAreToldNothing() async throws {
        let id = try portal.plant("Budget", Self.slot, by: FakePortal.user)
        let server = try portal.server()
        #expect(try await server.tell(message(id)) == false)
        var own = message(id)
        own.booking = BookingID("domovoy-aurora-1")
        #expect(try await server.tell(own) == false)
        #expect(notices().isEmpty)
    }

    @Test func whoeverIsGoneIsNotTold() async throws {
        let server = try portal.server()
        let failure = await #expect(throws: ServerFailure.self) {
            try await server.tell(message(999))
        }
        #expect(failure?.kind == .gone)
    }

    @Test func onlineBookingNamesNobody() async throws {
        let id = try portal.plant("Client", Self.slot, source: .booking)
        var message = message(id)
        message.booking = BookingID("booking-\(id)")
        let server = try portal.server(FakePortal.settings(.booking, id: 3))
        #expect(try await server.tell(message) == false)
        #expect(notices().isEmpty)
    }

    @Test func aMissingScopeIsNamed() async throws {
        portal.change { $0.errors["im.notify.personal.add"] = ("insufficient_scope", "x", 403) }
        let id = try portal.plant("Budget", Self.slot, by: 17)
        let failure = await #expect(throws: ServerFailure.self) {
            try await portal.server().tell(message(id))
        }
        #expect(failure?.message.contains("scope im is missing") == true)
    }

    @Test(arguments: Message.Kind.allCases, Bitrix24Settings.Language.allCases)
    func everyKindHasWordsInEveryLanguage(
        _ kind: Message.Kind, _ language: Bitrix24Settings.Language
    ) {
        let words = MessageText(language: language, zone: FakePortal.moscow)
        let text = words.text(of: message(1, kind))
        #expect(text.contains("Аврора") && text.contains("12:00-13:00"))
        #expect(!text.contains("[") && !text.contains("nil") && !text.contains("  "))
        #expect(text.count < 600)
        if kind == .doubleBooked {
            #expect(text.contains("Design") && text.contains("14:00-15:00"))
        }
        var bare = message(1, kind)
        (bare.title, bare.evidence, bare.other, bare.nextFree, bare.seconds) = (
            nil, nil, nil, nil, nil
        )
        #expect(!words.text(of: bare).contains("nil"))
    }
}
