import RoomCore
import Testing

@testable import PanelWeb

/// The text of a feed; what others understand of it: `FeedParserTests`.
struct CalendarFeedTests {
    private func lines(
        _ bookings: Booking..., secondsFromUTC: @escaping @Sendable (WallTime) -> Int = { _ in 0 }
    ) -> [String] {
        let feed = CalendarFeed(
            roomID: "aurora", roomName: "Aurora; 3rd floor", secondsFromUTC: secondsFromUTC)
        let entries = bookings.map {
            LedgerEntry(booking: $0, confirmation: $0.confirmation ?? .unconfirmed)
        }
        let text = String(decoding: feed.bytes(entries), as: UTF8.self)
        return text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }

    private func booking(
        _ start: String, _ end: String, title: String? = "Talk", isAllDay: Bool = false
    ) -> Booking {
        Booking(
            id: BookingID("a"), title: title, span: Span(start: .sample(start), end: .sample(end)),
            isAllDay: isAllDay)
    }

    private func times(_ lines: [String]) -> [String] {
        lines.filter { $0.hasPrefix("DTSTART") || $0.hasPrefix("DTEND") }
    }

    @Test func aFeedIsACalendarOfEvents() {
        var talk = booking("2026-11-21T09:00:00Z", "2026-11-21T10:30:00Z", title: "Budget, round 2")
        talk.organiser = "Ada"
        talk.confirmation = .confirmed
        talk.createdAt = .sample("2026-11-20T08:00:00.75Z")
        #expect(
            lines(talk) == [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Domovoy//Room panel 1//EN",
                "CALSCALE:GREGORIAN", "NAME:Aurora\\; 3rd floor",
                "X-WR-CALNAME:Aurora\\; 3rd floor",
                "REFRESH-INTERVAL;VALUE=DURATION:PT15M", "X-PUBLISHED-TTL:PT15M",
                "BEGIN:VEVENT", "UID:a@aurora.domovoy", "DTSTAMP:20261120T080000Z",
                "DTSTART:20261121T090000Z", "DTEND:20261121T103000Z",
                "SUMMARY:Budget\\, round 2", "DESCRIPTION:Ada", "LOCATION:Aurora\\; 3rd floor",
                "STATUS:CONFIRMED", "TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR", "",
            ])
    }

    @Test func aRoomWithoutBookingsIsAnEmptyCalendar() {
        let lines = lines()
        #expect(lines.first == "BEGIN:VCALENDAR")
        #expect(lines.suffix(2) == ["END:VCALENDAR", ""])
        #expect(!lines.contains("BEGIN:VEVENT"))
    }

    @Test func whatIsNotBlockingTakesNoTime() {
        var free = booking("2026-11-21T09:00:00Z", "2026-11-21T10:00:00Z")
        free.isBlocking = false
        let lines = lines(free)
        #expect(lines.contains("TRANSP:TRANSPARENT"))
        #expect(lines.contains("STATUS:TENTATIVE"))
    }

    @Test(arguments: [nil, "", " ", "\n"])
    func withoutATitleItIsBusy(title: String?) {
        let booking = booking("2026-11-21T09:00:00Z", "2026-11-21T10:00:00Z", title: title)
        #expect(lines(booking).contains("SUMMARY:Busy"))
    }

    // MARK: Times

    @Test func wholeDaysAreThoseOfTheRoom() {
        let day = booking("2026-11-20T21:00:00Z", "2026-11-22T21:00:00Z", isAllDay: true)
        let lines = lines(day) { _ in 10_800 }
        #expect(times(lines) == ["DTSTART;VALUE=DATE:20261121", "DTEND;VALUE=DATE:20261123"])
    }

    /// Berlin's clock is put back on 25 October 2026 at 01:00 UTC: that day has 25 hours.
    @Test func aDayMayHave25Hours() {
        let day = booking("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", isAllDay: true)
        let lines = lines(day) { $0 < .sample("2026-10-25T01:00:00Z") ? 7_200 : 3_600 }
        #expect(times(lines) == ["DTSTART;VALUE=DATE:20261025", "DTEND;VALUE=DATE:20261026"])
    }

    /// Beirut's clock is put forward from midnight to 01:00 on 29 March 2026: that day begins at 01:00.
    @Test func aDayMayBeginAtOne() {
        let day = booking("2026-03-28T22:00:00Z", "2026-03-29T21:00:00Z", isAllDay: true)
        let lines = lines(day) { $0 < .sample("2026-03-28T22:00:00Z") ? 7_200 : 10_800 }
        #expect(times(lines) == ["DTSTART;VALUE=DATE:20260329", "DTEND;VALUE=DATE:20260330"])
    }

    @Test func aDayThatWasCutOrIsAnotherZonesHasTimes() {
        let cut = booking("2026-11-20T21:00:00Z", "2026-11-21T12:00:00Z", isAllDay: true)
        #expect(
            times(lines(cut) { _ in 10_800 })
                == ["DTSTART:20261120T210000Z", "DTEND:20261121T120000Z"])
        let other = booking("2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z", isAllDay: true)
        #expect(
            times(lines(other) { _ in 10_800 })
                == ["DTSTART:20261121T000000Z", "DTEND:20261122T000000Z"])
    }

    @Test func aTimedBookingFromMidnightToMidnightKeepsItsTimes() {
        let night = booking("2026-11-20T21:00:00Z", "2026-11-21T21:00:00Z")
        #expect(
            times(lines(night) { _ in 10_800 })
                == ["DTSTART:20261120T210000Z", "DTEND:20261121T210000Z"])
    }

    @Test func whatLastsLessThanASecondHasNoEnd() {
        let moment = booking("2026-11-21T09:00:00.2Z", "2026-11-21T09:00:00.9Z")
        #expect(times(lines(moment)) == ["DTSTART:20261121T090000Z"])
    }

    // MARK: Text

    @Test func aTitleCannotAddLines() {
        let title = "x\r\nEND:VEVENT\r\nBEGIN:VALARM\u{2028}y\u{85}\u{0}z"
        let booking = booking("2026-11-21T09:00:00Z", "2026-11-21T10:00:00Z", title: title)
        let lines = lines(booking)
        #expect(lines.contains("SUMMARY:x  END:VEVENT  BEGIN:VALARM y  z"))
        #expect(lines.count { $0 == "END:VEVENT" } == 1)
    }

    @Test(arguments: ["日", "🗓", "a", "\u{301}", ",", "\\"])
    func aTitleOf100KilobytesIsCut(unit: String) {
        let title = String(repeating: unit, count: 100_000 / unit.utf8.count)
        let booking = booking("2026-11-21T09:00:00Z", "2026-11-21T10:00:00Z", title: title)
        let lines = lines(booking)
        #expect(lines.joined().utf8.count < 2_000)
        #expect(lines.joined().contains("…"))
        for line in lines { #expect(line.utf8.count <= 75) }
    }
}
