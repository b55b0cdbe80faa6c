import FoundationEssentials
import RoomCore
import Testing

@testable import PanelWeb

/// What a feed is to a program that others wrote: Python's `icalendar` and `recurring_ical_events`.
@Suite(
    .enabled(
        if: Checker.icalendar != nil,
        "needs pip install icalendar recurring-ical-events, and its interpreter in DOMOVOY_PYTHON"))
struct FeedParserTests {
    private struct Understood: Decodable {
        struct Event: Decodable {
            var uid: String
            var summary: String
            var status: String
            var transp: String
            var location: String
            var description: String?
            var start: String
            var end: String?
            var stamp: String
        }
        var errors: [String]
        var name: String
        var refresh: Double
        var found: Int
        var events: [Event]
    }

    private func understood(_ bookings: [Booking]) throws -> Understood {
        let feed = CalendarFeed(roomID: "aurora", roomName: "Переговорная 会议") { _ in 10_800 }
        let entries = bookings.map { LedgerEntry(booking: $0, confirmation: .confirmed) }
        let text = String(decoding: feed.bytes(entries), as: UTF8.self)
        let verdict = try #require(Checker.icalendar).check(text)
        try #require(verdict.isContent, "\(verdict.words)")
        return try JSONDecoder().decode(Understood.self, from: Data(verdict.words.utf8))
    }

    private func booking(
        _ id: String, _ title: String?, _ start: String = "2026-11-21T09:00:00Z",
        seconds: Int = 3_600, isAllDay: Bool = false
    ) -> Booking {
        Booking(
            id: BookingID(id), title: title, organiser: "Ada; \"Countess\", L.",
            span: Span(start: .sample(start), length: .seconds(seconds)), isAllDay: isAllDay)
    }

    @Test func textComesThroughAsItWas() throws {
        let titles = [
            "Plain", "Budget, round 2; \\final: \"x\"", "\\n is no line break", "Встреча №7 — план",
            "会议室 🗓 👩‍👩‍👧 " + String(repeating: "会", count: 120), "\u{202E}שלום\u{202C} مرحبا",
            "=HYPERLINK(\"http://x\")", "<script>alert(1)</script>", "e\u{301}",
            String(repeating: "word ", count: 60) + "end",
        ]
        let bookings = titles.enumerated().map { booking("id;\($0.offset)/x,y", $0.element) }
        let understood = try understood(bookings)
        #expect(understood.errors == [])
        #expect(understood.events.map(\.summary) == titles)
        #expect(
            understood.events.map(\.uid)
                == titles.indices.map { "id;\($0)/x,y@aurora.domovoy" })
        #expect(Set(understood.events.map(\.description)) == ["Ada; \"Countess\", L."])
        #expect(Set(understood.events.map(\.location)) == ["Переговорная 会议"])
        #expect(understood.name == "Переговорная 会议")
        #expect(understood.refresh == 900)
        #expect(understood.found == titles.count)
    }

    @Test func timesAndDaysComeThroughAsTheyWere() throws {
        let understood = try understood([
            booking("timed", "a"),
            booking("night", "b", "2026-11-21T20:00:00Z", seconds: 7_200),
            booking("day", "c", "2026-11-21T21:00:00Z", seconds: 86_400, isAllDay: true),
        ])
        #expect(understood.errors == [])
        #expect(
            understood.events.map(\.start) == [
                "2026-11-21T09:00:00+00:00", "2026-11-21T20:00:00+00:00", "2026-11-22",
            ])
        #expect(
            understood.events.map(\.end) == [
                "2026-11-21T10:00:00+00:00", "2026-11-21T22:00:00+00:00", "2026-11-23",
            ])
        #expect(Set(understood.events.map(\.status)) == ["CONFIRMED"])
        #expect(Set(understood.events.map(\.transp)) == ["OPAQUE"])
        #expect(Set(understood.events.map(\.stamp)) == ["1970-01-01T00:00:00+00:00"])
        #expect(understood.found == 3)
    }

    @Test func hostileTitlesLeaveAWholeCalendar() throws {
        let titles = [
            "x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "\u{0}\u{1B}[2J\u{7F}",
            "\u{2028}\u{85}\u{B}\u{C}z",
            String(repeating: "日", count: 33_000), String(repeating: "\u{301}", count: 50_000),
        ]
        let understood = try understood(
            titles.enumerated().map { booking("\($0.offset)", $0.element) })
        #expect(understood.errors == [])
        #expect(understood.events.count == titles.count)
        #expect(understood.events[0].summary == "x  END:VEVENT  END:VCALENDAR")
        #expect(understood.events.allSatisfy { $0.summary.utf8.count < 520 })
    }

    @Test func anEmptyCalendarIsUnderstood() throws {
        let understood = try understood([])
        #expect(understood.errors == [])
        #expect(understood.events.isEmpty)
    }
}
