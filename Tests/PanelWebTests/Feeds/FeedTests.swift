import HTTPTypes
import RoomCore
import Synchronization
import Testing
import WebTestKit

@testable import PanelWeb

/// `/calendar.ics` and `/people/TOKEN.ics` as readers get them.
struct FeedTests {
    private static let token = "0123456789abcdef0123456789abcdef0123456789abcdef"
    private static let people = "/people/\(token).ics"

    /// A room that has read its schedule, with a booking, and a person with another one.
    private static func panel(
        _ change: (inout ScriptedPanel.Script) -> Void = { _ in }
    ) -> ScriptedPanel {
        ScriptedPanel {
            $0.state.sync.lastSuccess = $0.state.now
            $0.bookings = [.sample(title: nil)]
            $0.feeds = [token: [.sample(id: "own", title: "My secret talk")]]
            change(&$0)
        }
    }

    @Test func theRoomsFeedIsACalendar() async {
        let panel = Self.panel()
        let answer = await PanelResponder.testing(panel).ask("/calendar.ics")
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == "text/calendar; charset=utf-8")
        #expect(answer.headers[.contentDisposition] == "inline; filename=\"calendar.ics\"")
        #expect(answer.headers[.cacheControl] == "no-cache")
        #expect(answer.headers[.contentLength] == "\(answer.text.utf8.count)")
        #expect(answer.text.contains("\r\nUID:a@aurora.domovoy\r\n"))
        #expect(answer.text.contains("\r\nSUMMARY:Busy\r\n"))
        #expect(!answer.text.contains("My secret talk"))
        #expect(panel.windows == [PollPlan.window(at: RoomState.sample.now)])
    }

    @Test func aPersonsFeedHasTheirOwnBookingsAlone() async {
        let answer = await PanelResponder.testing(Self.panel()).ask(Self.people)
        #expect(answer.status == 200)
        #expect(answer.headers[.cacheControl] == "private, no-cache")
        #expect(answer.text.contains("\r\nSUMMARY:My secret talk\r\n"))
        #expect(!answer.text.contains("UID:a@"))
    }

    @Test(arguments: ["/calendar.ics", people])
    func headSaysWhatGetWouldWithoutTheBody(path: String) async {
        let responder = PanelResponder.testing(Self.panel())
        let (get, head) = (await responder.ask(path), await responder.ask(path, .head))
        #expect(head.status == 200)
        #expect(head.text.isEmpty)
        #expect(head.headers[.contentLength] == "\(get.text.utf8.count)")
        #expect(head.headers[.eTag] == get.headers[.eTag])
        #expect(await responder.ask(path, .post).headers[.allow] == "GET, HEAD")
    }

    // MARK: What has not changed

    @Test(arguments: ["/calendar.ics", people])
    func whoHasItIsNotSentItAgain(path: String) async throws {
        let panel = Self.panel()
        let responder = PanelResponder.testing(panel)
        let tag = try #require(await responder.ask(path).headers[.eTag])
        // An hour later, and asked by another server that knows the same.
        panel.script.withLock { $0.state.now = $0.state.now + .seconds(3_600) }
        let again = await PanelResponder.testing(panel).ask(path, headers: [.ifNoneMatch: tag])
        #expect(again.status == 304)
        #expect(again.text.isEmpty)
        #expect(again.headers[.eTag] == tag)
        #expect(again.headers[.contentType] == nil)
    }

    @Test func whatChangedHasAnotherTag() async throws {
        let panel = Self.panel()
        let responder = PanelResponder.testing(panel)
        let first = try #require(await responder.ask("/calendar.ics").headers[.eTag])
        var tags = [first]
        let changes: [@Sendable (inout ScriptedPanel.Script) -> Void] = [
            { $0.bookings[0].booking.title = "Talk" },
            { $0.bookings[0].booking.span.end = $0.bookings[0].booking.span.end + .seconds(60) },
            { $0.bookings[0].confirmation = .confirmed },
            { $0.bookings[0].booking.isBlocking = false },
            { $0.bookings.append(.sample(id: "b", title: nil)) },
            { $0.state.roomName = "Borealis" },
        ]
        for change in changes {
            panel.script.withLock { change(&$0) }
            let answer = await responder.ask(
                "/calendar.ics", headers: [.ifNoneMatch: tags.joined(separator: ", ")])
            #expect(answer.status == 200)
            tags.append(try #require(answer.headers[.eTag]))
        }
        #expect(Set(tags).count == changes.count + 1)
    }

    // MARK: What is no feed

    @Test(arguments: [
        "/people/", "/people/.ics", "/people/x.ics", "/people/\(token)", "/people/\(token).ics/",
        "/people/\(token).ICS", "/people/\(token)0.ics", "/people/%30.ics",
        "/people/../calendar.ics",
    ])
    func everyOtherTokenIsToldTheSame(path: String) async {
        let answer = await PanelResponder.testing(Self.panel()).ask(path)
        #expect(answer.status == 404)
        #expect(answer.code == "not_found")
        #expect(answer.message == "there is no such feed")
    }

    @Test func aRevokedFeedIsGoneWithWhatItsReaderHas() async throws {
        let panel = Self.panel()
        let responder = PanelResponder.testing(panel)
        let tag = try #require(await responder.ask(Self.people).headers[.eTag])
        panel.script.withLock { $0.feeds = [:] }
        let answer = await responder.ask(Self.people, headers: [.ifNoneMatch: tag])
        #expect(answer.status == 404)
        #expect(answer.message == "there is no such feed")
    }

    /// A program that subscribes forgets what a feed does not have any more.
    @Test(arguments: ["/calendar.ics", people, "/people/x.ics"])
    func whatIsNotKnownIsNoEmptyCalendar(path: String) async {
        let unread = Self.panel { $0.state.sync.lastSuccess = nil }
        let lost = Self.panel { $0.state.isClockTrusted = false }
        let broken = Self.panel { $0.readsBeforeFault = 0 }
        for panel in [unread, lost, broken] {
            let answer = await PanelResponder.testing(panel).ask(path)
            #expect(answer.status == 503)
            #expect(answer.code == "unavailable")
            #expect(answer.headers[.retryAfter] != nil)
        }
        let alone = Self.panel { $0.state.sync = RoomState.Sync(server: .none) }
        #expect(await PanelResponder.testing(alone).ask("/calendar.ics").status == 200)
    }

    // MARK: Limits

    @Test func moreBookingsThanAFeedMayHaveAreRefused() async {
        var limits = WebLimits()
        limits.feedBookings = 2
        let panel = Self.panel { script in
            script.bookings = ["a", "b"].map { LedgerEntry.sample(id: $0, title: nil) }
        }
        let responder = PanelResponder.testing(panel, limits: limits)
        #expect(await responder.ask("/calendar.ics").status == 200)
        panel.script.withLock { $0.bookings.append(.sample(id: "c", title: nil)) }
        let answer = await responder.ask("/calendar.ics")
        #expect(answer.status == 503)
        #expect(answer.message == "there are more than 2 bookings")
    }

    @Test func feedsCountAmongTheListings() async throws {
        var limits = WebLimits()
        limits.listings = 1
        let responder = PanelResponder.testing(Self.panel(), limits: limits)
        do {
            let pass = try responder.gate.pass(for: nil)
            defer { withExtendedLifetime(pass) {} }
            for path in ["/calendar.ics", Self.people, "/people/x.ics"] {
                let answer = await responder.ask(path)
                #expect(answer.status == 503)
                #expect(answer.code == "too_many_listings")
            }
        }
        for path in ["/calendar.ics", Self.people, "/people/x.ics", "/calendar.ics"] {
            #expect(await responder.ask(path).status != 503)
        }
    }

    // MARK: The log

    @Test(arguments: [
        people, "/people/\(token)", "/People/\(token).ics", "//people/\(token).ics",
        "/%70eople/\(token).ics", "/people%2F\(token).ics", "/x/people/\(token)",
        "/people/\(token).ics?x=\(token)", "/\(token).ics", "/x/\(token.uppercased())/",
    ])
    func noTokenIsLogged(path: String) async {
        let log = RecordedLog()
        let responder = PanelResponder(
            view: Self.panel { $0.feeds = [:] }, events: EventHub(limit: 1, share: 1),
            limits: WebLimits(), names: PanelNames(["panel.local"]), language: .auto,
            clock: ManualClock(), logger: log.logger)
        for host in ["panel.local", "elsewhere.example"] {
            _ = await responder.ask(path, host: host)
            _ = await responder.ask(path, .put, host: host)
        }
        _ = await responder.ask(path + String(repeating: "x", count: 3_000))
        #expect(log.lines.count == 5)
        #expect(!log.lines.contains { "\($0)".lowercased().contains(Self.token.prefix(16)) })
    }

    @Test func otherPathsAreLogged() {
        #expect(Endpoint.loggable("/api/v1/nothing") == "/api/v1/nothing")
        #expect(Endpoint.loggable("/people/x.ics") == "(hidden)")
        #expect(Endpoint.loggable("/a/%62") == "/a/(hidden)")
        #expect(Endpoint.loggable("/deadbeef/2026-11-30") == "/deadbeef/2026-11-30")
    }
}
