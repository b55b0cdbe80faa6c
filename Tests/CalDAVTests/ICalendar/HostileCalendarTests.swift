import RoomCore
import RoomTestKit
import Testing

@testable import CalDAV

/// Calendar text that is wrong, huge or malicious: a clean outcome, a complaint, and soon.
struct HostileCalendarTests {
    private func event(_ lines: String) -> String {
        Sample.calendar("BEGIN:VEVENT\n\(lines)\nEND:VEVENT")
    }

    @Test(arguments: [
        ("UID:a\nDTSTART:20261123T110000Z\nDTEND:20261123T100000Z", "ends before it starts"),
        ("UID:a\nDTSTART:20261123T110000Z\nDURATION:-PT1H", "ends before it starts"),
        ("UID:a\nDTEND:20261123T100000Z", "without a start"),
        ("UID:a\nDTSTART:yesterday\nDURATION:PT1H", "DTSTART is no time"),
        ("UID:a\nDTSTART:20260231T100000Z\nDURATION:PT1H", "DTSTART is no time"),
        ("UID:a\nDTSTART:20261123T250000Z\nDURATION:PT1H", "DTSTART is no time"),
        ("UID:a\nDTSTART:99991231T235959999999Z", "DTSTART is no time"),
        ("UID:a\nDTSTART:20261123T110000Z\nDURATION:soon", "DURATION is none"),
        ("DTSTART:20261123T100000Z\nDURATION:PT1H", "without UID"),
        ("UID:\nDTSTART:20261123T100000Z\nDURATION:PT1H", "without UID"),
        (
            "UID:\(String(repeating: "x", count: 2_000))\nDTSTART:20261123T100000Z\nDURATION:PT1H",
            "UID is too long"
        ),
        ("UID:a\nDTSTART:20261123T100000Z\nDURATION:PT1H\nRRULE:FREQ=SOMETIMES", "cannot be read"),
        (
            "UID:a\nDTSTART:20261123T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;INTERVAL=0",
            "cannot be read"
        ),
        (
            "UID:a\nDTSTART:20261123T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYHOUR=\(String(repeating: "1,", count: 2_000))1",
            "RRULE is too long"
        ),
        (
            "UID:a\nDTSTART:20200101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY",
            "more than 500 times"
        ),
        (
            "UID:a\nDTSTART:20200101T000000Z\nDURATION:PT1S\nRRULE:FREQ=MINUTELY",
            "more than 500 times"
        ),
        (
            "UID:a\nDTSTART:20200101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY;BYMONTHDAY=-31;BYMONTH=2",
            "too many steps"
        ),
        (
            "UID:a\nDTSTART:18700101T000000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=MO;COUNT=99999",
            "too many steps"
        ),
        (
            "UID:a\nDTSTART:19700101T000000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
            "too many steps"
        ),
        (
            "UID:a\nDTSTART;TZID=Mars/Olympus:20261123T100000\nDURATION:PT1H",
            "unknown time zone Mars/Olympus"
        ),
        (
            "UID:a\nDTSTART;TZID=../../../etc/passwd:20261123T100000\nDURATION:PT1H",
            "unknown time zone ../../../etc/passwd"
        ),
        ("UID:a\nDTSTART;TZID=/dev/zero:20261123T100000\nDURATION:PT1H", "unknown time zone"),
        ("UID:a\nDTSTART:20261123T100000Z\nEXRULE:FREQ=DAILY", "EXRULE"),
        ("UID:a\nDTSTART:20261123T100000Z\nDURATION:PT1H\nRDATE:whenever", "RDATE is no time"),
        ("UID:a\nDTSTART:20261123T100000Z\nDURATION:PT1H\nEXDATE:never", "EXDATE is no time"),
    ])
    func whatIsWrongIsNamed(_ lines: String, _ complaint: String) {
        var object = CalendarObject.empty
        let time = ContinuousClock().measure { object = Sample.read(event(lines)) }
        #expect(object.complaints.contains { $0.contains(complaint) }, "\(object.complaints)")
        #expect(time < .seconds(2))
    }

    /// Such rules kept libical busy for seconds.
    @Test(arguments: [
        "MONTHLY;BYDAY=5MO;BYMONTHDAY=1", "YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "MONTHLY;BYSETPOS=5;BYMONTHDAY=1", "MONTHLY;INTERVAL=12;BYMONTH=2;BYMONTHDAY=1",
        "DAILY;BYMONTH=2;BYMONTHDAY=30", "YEARLY;INTERVAL=1000000;BYMONTH=2",
    ])
    func aRuleThatNeverComesTrueIsItsFirstStart(_ rule: String) {
        for year in ["2020", "2026"] {
            let lines = "UID:a\nDTSTART:\(year)1123T100000Z\nDURATION:PT1H\nRRULE:FREQ=\(rule)"
            let object = Sample.read(event(lines))
            #expect(object.bookings.count == (year == "2026" ? 1 : 0))
            #expect(object.complaints == [])
        }
    }

    @Test func aSeriesOfFiveThousandYearsIsReadAtOnce() {
        let object = Sample.read(
            event(
                "UID:a\nDTSTART:00010103T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=50000101T000000Z"
            ))
        #expect(object.bookings.count == 2)
        let ahead = Sample.read(
            event("UID:a\nDTSTART:20261123T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=1825000"))
        #expect(ahead.bookings.count == 14)
    }

    @Test func aSeriesThatOccursTooOftenIsCut() {
        let lines =
            "UID:a\nDTSTART:20261120T000000Z\nDURATION:PT1M\nRRULE:FREQ=MINUTELY;INTERVAL=20"
        let object = Sample.read(event(lines))
        #expect(object.complaints.contains { $0.contains("more than 500 times") })
    }

    @Test func anEventThatLastsForEverIsOneBooking() {
        let object = Sample.read(event("UID:a\nDTSTART:00010101T000000Z\nDTEND:99991231T235959Z"))
        #expect(object.bookings.count == 1)
        let series = Sample.read(
            event("UID:a\nDTSTART:00010101T000000Z\nDTEND:99991231T235959Z\nRRULE:FREQ=DAILY"))
        #expect(!series.complaints.isEmpty)
    }

    @Test func theBudgetOfAReadIsSharedByAllSeries() {
        var limits = CalDAVLimits()
        limits.stepsPerRead = 100
        let series = (0..<20).map {
            "BEGIN:VEVENT\nUID:\($0)\nDTSTART:20261101T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\nEND:VEVENT"
        }
        let object = Sample.read(
            Sample.calendar(series.joined(separator: "\n")), limits: limits)
        #expect(object.bookings.count > 14)
        #expect(object.bookings.count < 200)
        #expect(object.complaints.contains { $0.contains("too many steps") })
    }

    @Test func bytesThatAreNoTextAreReplaced() {
        var bytes = Array(Sample.event("a", more: "SUMMARY:Bo§k").utf8)
        for index in bytes.indices where bytes[index] == 0xC2 { bytes[index] = 0xFF }
        let object = Sample.read(bytes)
        #expect(object.bookings.map(\.title) == ["Bo\u{FFFD}\u{FFFD}k"])
        #expect(object.complaints == ["test: holds bytes that are no UTF-8"])
    }

    @Test(arguments: [
        "", "\r\n", "BEGIN:VCALENDAR", "END:VCALENDAR\r\n", "BEGIN:VEVENT\r\nEND:VEVENT\r\n",
        "<html><body>Sign in</body></html>", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n",
        String(repeating: "BEGIN:VCALENDAR\r\n", count: 100_000), "\u{0}\u{0}\u{0}", ":::;;;===",
    ])
    func whatIsNoCalendarIsSaidToBeNone(_ text: String) {
        let object = Sample.read(text)
        #expect(object.bookings == [])
        #expect(object.complaints.count == 1, "\(object.complaints)")
        #expect(object.complaints.allSatisfy { $0.hasPrefix("test: broken: ") })
    }

    @Test func whatComesBeforeABrokenPlaceIsKept() {
        let text = Sample.event("a").replacing("END:VCALENDAR", with: "BEGIN:VEVENT\r\nUID:b")
        let object = Sample.read(text)
        #expect(object.bookings.map(\.id.text) == ["a"])
        #expect(object.complaints == ["test: broken: VEVENT has no END"])
    }

    @Test func aLineWithoutEndIsRead() {
        let long = String(repeating: "long ", count: 200_000)
        let object = Sample.read(Sample.event("a", more: "SUMMARY:\(long)"))
        #expect(object.bookings.first?.title?.count == 200)
    }

    @Test func aHundredThousandEventsAreRead() {
        let one = { (number: Int) in
            "BEGIN:VEVENT\r\nUID:\(number)\r\nDTSTART:20261123T100000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
        }
        let text = "BEGIN:VCALENDAR\r\n" + (0..<100_000).map(one).joined() + "END:VCALENDAR\r\n"
        var object = CalendarObject.empty
        let time = ContinuousClock().measure { object = Sample.read(text) }
        #expect(object.bookings.count == 100_000)
        #expect(time < .seconds(60))
    }

    @Test func complaintsAreFewAndShort() {
        let events = (0..<100).map { _ in "BEGIN:VEVENT\nDTSTART:x\u{1B}[31m\nEND:VEVENT" }
        let object = Sample.read(Sample.calendar(events.joined(separator: "\n")))
        #expect(object.complaints.count <= 16)
        #expect(object.complaints.allSatisfy { $0.utf8.count <= 200 && !$0.contains("\u{1B}") })
    }

    /// Damages good calendars at random: nothing may crash, hang, or yield a booking outside the window.
    @Test(arguments: 0..<40)
    func damagedCalendarsAreSurvived(_ seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        let good = Array(DamageSource.text.utf8)
        for _ in 0..<40 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...8, using: &chance) {
                let place = Int.random(in: 0..<bytes.count, using: &chance)
                switch Int.random(in: 0..<4, using: &chance) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &chance)
                case 1: bytes.removeSubrange(place..<min(place + 9, bytes.count))
                case 2:
                    bytes.insert(contentsOf: bytes[place..<min(place + 30, bytes.count)], at: place)
                default: bytes[place] = UInt8.random(in: 48...57, using: &chance)
                }
            }
            let object = Sample.read(bytes)
            #expect(object.bookings.allSatisfy { $0.span.overlaps(Sample.window) }, "seed \(seed)")
            #expect(ICalendarText(bytes).bytes == bytes, "seed \(seed)")
        }
    }
}

extension CalendarObject {
    static let empty = Sample.read("")
}

private enum DamageSource {
    static let text = Sample.calendar(
        """
        BEGIN:VTIMEZONE
        TZID:Own
        BEGIN:STANDARD
        DTSTART:19961027T030000
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:19810329T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
        END:DAYLIGHT
        END:VTIMEZONE
        BEGIN:VEVENT
        UID:s
        DTSTART;TZID=Own:20261102T100000
        DTEND;TZID=Own:20261102T110000
        RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=100
        EXDATE;TZID=Own:20261123T100000
        RDATE;VALUE=PERIOD:20261124T100000Z/PT2H
        ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:room@example.org
        BEGIN:VALARM
        TRIGGER:-PT5M
        END:VALARM
        END:VEVENT
        BEGIN:VEVENT
        UID:s
        RECURRENCE-ID;TZID=Own:20261125T100000
        DTSTART;TZID=Own:20261125T140000
        DURATION:PT30M
        END:VEVENT
        BEGIN:VEVENT
        UID:d
        DTSTART;VALUE=DATE:20261123
        RRULE:FREQ=MONTHLY;BYMONTHDAY=23,24
        END:VEVENT
        """)
}
