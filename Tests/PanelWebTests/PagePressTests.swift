import HTTPTypes
import RoomCore
import Testing

@testable import PanelWeb

/// `POST /api/v1/presses`: a press by the page.
struct PagePressTests {
    private static let json: HTTPFields = [.contentType: "application/json"]
    private static let path = "/api/v1/presses"
    private static let seen =
        #"{"booking":"a/1","starts_at":"2026-11-21T18:50:00Z","ends_at":"2026-11-21T19:50:00Z"}"#

    private static let nameless =
        #"{"booking":"","starts_at":"2026-11-21T18:50:00Z","ends_at":"2026-11-21T19:50:00Z"}"#

    private func pressable(
        _ onPress: @escaping @Sendable (Tap) -> Press? = { _ in Self.press }
    ) -> ScriptedPanel {
        ScriptedPanel {
            $0.state.offers = RoomState.Offers()
            $0.onPress = onPress
        }
    }

    private static let press = Press(
        number: 7, pressedAt: .sample("2026-11-21T19:00:00Z"), wish: .book, outcome: .booked,
        booking: BookingID("domovoy-aurora-1"))

    private func post(
        _ body: String, _ headers: HTTPFields = Self.json, to panel: ScriptedPanel
    ) async -> Answer {
        await PanelResponder.testing(panel).ask(Self.path, .post, headers: headers, body: body)
    }

    @Test func pressIsAnsweredWithWhatCameOfIt() async {
        let panel = pressable()
        let answer = await post(
            #"{"id":"x","action":"book","until":"2026-11-21T19:30:00Z"}"#, to: panel)
        #expect(answer.status == 200)
        #expect(
            answer.text
                == #"{"booking":"domovoy-aurora-1","number":7,"outcome":"booked","refusal":null}"#)
        #expect(
            panel.taps == [
                Tap(id: "x", .book(from: nil, until: .sample("2026-11-21T19:30:00Z")))
            ])
    }

    @Test(arguments: [
        ("check_in", Tap.Deed.checkIn), ("end", .end), ("take_back", .takeBack),
    ])
    func tapCarriesWhatWasSeen(action: String, deed: Tap.Deed) async {
        let panel = pressable()
        let answer = await post(
            #"{"id":"x","action":"\#(action)","seen":\#(Self.seen)}"#, to: panel)
        #expect(answer.status == 200)
        let span = Span(start: .sample("2026-11-21T18:50:00Z"), length: .seconds(3_600))
        #expect(panel.taps == [Tap(id: "x", deed, seen: Tap.Seen(BookingID("a/1"), span))])
    }

    @Test func refusalIsAnAnswer() async {
        let answer = await post(
            #"{"id":"x","action":"end","seen":\#(Self.seen)}"#,
            to: pressable { _ in
                Press(
                    number: 8, pressedAt: .sample("2026-11-21T19:00:00Z"), wish: .end,
                    outcome: .refused, refusal: .changedMeanwhile)
            })
        #expect(answer.status == 200)
        #expect(
            answer.text
                == #"{"booking":null,"number":8,"outcome":"refused","refusal":"changed_meanwhile"}"#
        )
    }

    @Test func pageMayNotPressUnlessItIsAllowedTo() async {
        let panel = ScriptedPanel()
        let answer = await post(#"{"id":"x","action":"end","seen":\#(Self.seen)}"#, to: panel)
        #expect(answer.status == 404)
        #expect(answer.code == "no_booking")
        #expect(answer.message.contains("web.booking: true"))
        #expect(panel.taps.isEmpty)
    }

    @Test func pressThatIsNotDecidedInTimeMayBeSentAgain() async {
        let answer = await post(
            #"{"id":"x","action":"end","seen":\#(Self.seen)}"#, to: pressable { _ in nil })
        #expect(answer.status == 503)
        #expect(answer.code == "not_decided")
        #expect(answer.headers[.retryAfter] == "1")
    }

    @Test(
        arguments: [
            ("", "bad_json"), ("{", "bad_json"), ("action=end", "bad_json"), ("[]", "bad_press"),
            ("{}", "bad_press"), (#"{"id":"x"}"#, "bad_press"),
            (#"{"id":"x","action":"short","seen":\#(seen)}"#, "bad_press"),
            (#"{"id":"x","action":"end"}"#, "bad_press"),
            (#"{"id":"x","action":"end","seen":null}"#, "bad_press"),
            (#"{"id":"","action":"end","seen":\#(seen)}"#, "bad_press"),
            (#"{"id":7,"action":"end","seen":\#(seen)}"#, "bad_press"),
            (#"{"id":"x","action":"end","seen":\#(seen),"force":true}"#, "bad_press"),
            (
                #"{"id":"x","action":"end","seen":\#(seen),"until":"2026-11-21T19:30:00Z"}"#,
                "bad_press"
            ),
            (#"{"id":"x","action":"book"}"#, "bad_press"),
            (#"{"id":"x","action":"book","until":"tomorrow"}"#, "bad_press"),
            (#"{"id":"x","action":"book","until":"2026-11-21T25:30:00Z"}"#, "bad_press"),
            (#"{"id":"x","action":"end","seen":\#(nameless)}"#, "bad_press"),
        ] as [(String, String)])
    func bodyThatDoesNotFitIsOneClearError(body: String, code: String) async {
        let panel = pressable()
        let answer = await post(body, to: panel)
        #expect(answer.status == 400)
        #expect(answer.code == code)
        #expect(answer.message.contains(TapDocument.allowed))
        #expect(panel.taps.isEmpty)
    }

    @Test func longNamesAreRefused() async {
        let panel = pressable()
        let id = String(repeating: "x", count: 65)
        #expect(
            await post(#"{"id":"\#(id)","action":"end","seen":\#(Self.seen)}"#, to: panel).status
                == 400)
        let body = String(repeating: " ", count: 8_193)
        #expect(await post(body, to: panel).status == 413)
        #expect(panel.taps.isEmpty)
    }

    @Test(
        arguments: [
            ("https://evil.example", nil, "application/json", 403),
            (nil, "cross-site", "application/json", 403), (nil, nil, "text/plain", 415),
            ("http://panel.local:8080", "same-origin", "application/json", 200),
        ] as [(String?, String?, String, Int)])
    func anotherSitesPageCannotPress(origin: String?, site: String?, type: String, status: Int)
        async
    {
        var headers: HTTPFields = [.contentType: type]
        headers[.origin] = origin
        headers[.secFetchSite] = site
        let panel = pressable()
        let answer = await post(
            #"{"id":"x","action":"end","seen":\#(Self.seen)}"#, headers, to: panel)
        #expect(answer.status == status)
        #expect(panel.taps.isEmpty == (status != 200))
    }

    @Test func onlyPostIsTaken() async {
        let answer = await PanelResponder.testing(pressable()).ask(Self.path)
        #expect(answer.status == 405)
        #expect(answer.headers[.allow] == "POST")
    }

    @Test func oneAddressDoesNotPressForEver() async throws {
        var limits = WebLimits()
        (limits.presses, limits.pressesPerClient) = (3, 2)
        let responder = PanelResponder.testing(pressable(), limits: limits)
        let (one, other) = (
            Caller(remote: IPAddress("192.0.2.1")), Caller(remote: IPAddress("::1"))
        )
        var statuses: [Int] = []
        for caller in [one, one, one, other, other] {
            let answer = await responder.ask(
                Self.path, .post, headers: Self.json,
                body: #"{"id":"x","action":"end","seen":\#(Self.seen)}"#, caller: caller)
            statuses.append(answer.status)
        }
        #expect(statuses == [200, 200, 429, 200, 429])
    }

    @Test func gateOpensAgainAfterAMinute() throws {
        let clock = ManualClock()
        let gate = PressGate(limit: 2, share: 1, clock: clock)
        let client = IPAddress("192.0.2.1")
        try gate.admit(client)
        #expect(throws: ErrorReply.self) { try gate.admit(client) }
        clock.advance(by: .seconds(60))
        try gate.admit(client)
    }

    @Test func offersAreInTheState() async {
        let panel = ScriptedPanel { script in
            var offers = RoomState.Offers()
            let span = Span(start: .sample("2026-11-21T18:50:00Z"), length: .seconds(3_600))
            offers.takeBack = .init(
                Tap.Seen(BookingID("a/1"), span), of: .checkedIn,
                until: .sample("2026-11-21T19:00:09.5Z"))
            offers.gaps = [.init(from: span.end, until: nil)]
            script.state.offers = offers
        }
        let answer = await PanelResponder.testing(panel).ask("/api/v1/state")
        #expect(
            answer.text.contains(
                """
                "offers":{"check_in":null,"end":null,"gaps":[{"from":"2026-11-21T19:50:00Z",\
                "in_place_of":null,"until":null}],"longest_seconds":7200,"shortest_seconds":600,\
                "take_back":{"outcome":"checked_in","seen":{"booking":"a/1",\
                "ends_at":"2026-11-21T19:50:00Z","starts_at":"2026-11-21T18:50:00Z"},\
                "until":"2026-11-21T19:00:09.500Z"}}
                """))
    }
}
