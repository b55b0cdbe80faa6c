import PanelWeb
import RoomCore
import Testing

@testable import Panel

struct RoomClockTests {
    private func wall(_ text: String) throws -> WallTime {
        try #require(Timestamp(text)).wall
    }

    private func clock(_ zone: String) throws -> RoomClock { try #require(RoomClock(zone)) }

    // MARK: Showing

    @Test func timesAreThoseOfTheRoomsClock() throws {
        let moscow = try clock("Europe/Moscow")
        let start = try wall("2026-11-30T07:00:00Z")
        #expect(moscow.day(start) == "2026-11-30")
        #expect(moscow.text(start, on: "2026-11-30") == "10:00")
        #expect(moscow.text(start, on: "2026-11-29") == "2026-11-30 10:00")
        let press = try wall("2026-11-30T07:00:01.25Z")
        #expect(moscow.text(press, on: "2026-11-30", isPrecise: true) == "10:00:01.250")
        #expect(RoomClock.utc.text(start, on: "2026-11-30") == "07:00")
    }

    @Test(arguments: [
        ("2026-11-30T07:00:00Z", "2026-11-30T07:30:00Z", "10:00-10:30"),
        ("2026-11-30T19:00:00Z", "2026-11-30T21:00:00Z", "22:00-24:00"),
        ("2026-11-30T19:00:00Z", "2026-11-30T22:00:00Z", "22:00-2026-12-01 01:00"),
        ("2026-11-29T07:00:00Z", "2026-11-29T08:00:00Z", "2026-11-29 10:00-11:00"),
        ("2026-11-29T21:00:00Z", "2026-11-30T21:00:00Z", "00:00-24:00"),
    ])
    func stretchIsAsShortAsItIsClear(start: String, end: String, text: String) throws {
        let moscow = try clock("Europe/Moscow")
        #expect(moscow.text(try wall(start), try wall(end), on: "2026-11-30") == text)
    }

    @Test func hourThatComesTwiceIsToldApart() throws {
        let berlin = try clock("Europe/Berlin")
        let texts = try ["00:30", "01:30", "02:30"].map {
            berlin.text(try wall("2026-10-25T\($0):00Z"), on: "2026-10-25")
        }
        #expect(texts == ["02:30+02:00", "02:30+01:00", "03:30"])
        let newYork = try clock("America/New_York")
        let later = newYork.text(try wall("2026-11-01T06:30:00Z"), on: "2026-11-01")
        #expect(later == "01:30-05:00")
    }

    @Test func windowOfOneDayIsThatDay() throws {
        let berlin = try clock("Europe/Berlin")
        let longDay = try (wall("2026-10-24T22:00:00Z"), wall("2026-10-25T23:00:00Z"))
        #expect(berlin.window(longDay.0, longDay.1) == "2026-10-25")
        let text = berlin.window(longDay.0, longDay.1 + .seconds(60))
        #expect(text == "2026-10-25 00:00 to 2026-10-26 00:01")
    }

    // MARK: Reading

    /// It is 10:07 on Monday, 30 November, in Moscow.
    @Test(arguments: [
        ("today", "2026-11-29T21:00:00Z", "2026-11-30T21:00:00Z"),
        ("yesterday", "2026-11-28T21:00:00Z", "2026-11-29T21:00:00Z"),
        ("Tomorrow", "2026-11-30T21:00:00Z", "2026-12-01T21:00:00Z"),
        ("2026-11-29", "2026-11-28T21:00:00Z", "2026-11-29T21:00:00Z"),
        ("10:10", "2026-11-30T07:10:00Z", "2026-11-30T07:10:00Z"),
        ("10:10:30", "2026-11-30T07:10:30Z", "2026-11-30T07:10:30Z"),
        ("yesterday 10:10", "2026-11-29T07:10:00Z", "2026-11-29T07:10:00Z"),
        ("2026-11-29 10:10", "2026-11-29T07:10:00Z", "2026-11-29T07:10:00Z"),
        ("2026-11-29T10:10", "2026-11-29T07:10:00Z", "2026-11-29T07:10:00Z"),
        ("2026-11-29T10:10:00Z", "2026-11-29T10:10:00Z", "2026-11-29T10:10:00Z"),
        ("2026-11-29T10:10:00+01:00", "2026-11-29T09:10:00Z", "2026-11-29T09:10:00Z"),
    ])
    func whatPeopleWriteIsReadInTheRoomsZone(text: String, from: String, to: String) throws {
        let moscow = try clock("Europe/Moscow")
        let now = try wall("2026-11-30T07:07:00Z")
        #expect(moscow.read(text, for: .from, now: now) == (try wall(from)))
        #expect(moscow.read(text, for: .to, now: now) == (try wall(to)))
    }

    @Test(arguments: [
        "", " ", "someday", "25:00", "10:60", "2026-02-30", "10", "10:1", "2026-11-29 someday",
        "today today", "10:10 today", "2026-11-29 10:10 x", "2026-11-29T", "T10:10",
    ])
    func anythingElseIsNotRead(text: String) throws {
        let moscow = try clock("Europe/Moscow")
        #expect(moscow.read(text, for: .from, now: try wall("2026-11-30T07:07:00Z")) == nil)
    }

    /// 02:30 does not occur in the night of 29 March, and occurs twice in that of 25 October.
    @Test func nightsOfASwitchLeaveNothingOut() throws {
        let berlin = try clock("Europe/Berlin")
        let now = try wall("2026-11-30T07:07:00Z")
        let skipped = try wall("2026-03-29T01:00:00Z")
        #expect(berlin.read("2026-03-29 02:30", for: .from, now: now) == skipped)
        #expect(berlin.read("2026-03-29 02:30", for: .to, now: now) == skipped)
        let (first, second) = try (wall("2026-10-25T00:30:00Z"), wall("2026-10-25T01:30:00Z"))
        #expect(berlin.read("2026-10-25 02:30", for: .from, now: now) == first)
        #expect(berlin.read("2026-10-25 02:30", for: .to, now: now) == second)
        #expect(
            berlin.read("2026-03-29", for: .from, now: now) == (try wall("2026-03-28T23:00:00Z")))
        #expect(berlin.read("2026-03-29", for: .to, now: now) == (try wall("2026-03-29T22:00:00Z")))
    }

    /// Lebanon's clocks go from 24:00 to 01:00.
    @Test func dayWithoutAMidnightBeginsWithTheSwitch() throws {
        let beirut = try clock("Asia/Beirut")
        let now = try wall("2026-03-29T10:00:00Z")
        let midnight = try wall("2026-03-28T22:00:00Z")
        #expect(beirut.read("today", for: .from, now: now) == midnight)
        #expect(beirut.today(now) == Span(start: midnight, end: try wall("2026-03-29T21:00:00Z")))
    }

    /// Berlin's clocks are set forward on 29 March and back on 25 October.
    @Test(arguments: [
        ("2026-04-10T10:00:00Z", "2026-03-12T23:00:00Z"),
        ("2026-11-10T10:00:00Z", "2026-10-12T22:00:00Z"),
        ("2026-06-30T10:00:00Z", "2026-06-01T22:00:00Z"),
    ])
    func daysAgoAreDaysOfTheClock(now: String, start: String) throws {
        let berlin = try clock("Europe/Berlin")
        #expect(berlin.start(daysAgo: 28, try wall(now)) == (try wall(start)))
    }

    @Test func windowHasTheDaysOfTheRoom() throws {
        let berlin = try clock("Europe/Berlin")
        let window = Span(
            start: try wall("2026-10-24T10:00:00Z"), end: try wall("2026-10-26T23:00:00Z"))
        let days = berlin.days(in: window)
        #expect(days.map(\.date) == ["2026-10-24", "2026-10-25", "2026-10-26"])
        #expect(days.map(\.isWhole) == [false, true, true])
        // The clocks go back: the day has 25 hours.
        #expect(days[1].span.length == .seconds(25 * 3_600))
        #expect(days.map(\.span.start) == [window.start] + days.dropLast().map(\.span.end))
        #expect(days.last?.span.end == window.end)
        #expect(berlin.days(in: Span(start: window.start, end: window.start)).isEmpty)
    }

    @Test func zoneNobodyKnowsHasNoClock() {
        #expect(RoomClock("Europe/Atlantis") == nil)
        #expect(RoomClock("") == nil)
    }
}
