import RoomCore
import Testing

@testable import CalDAV

/// What events mean: a table of calendar text and the bookings it stands for.
struct CalendarObjectTests {
    // MARK: - Times

    @Test(arguments: [
        // UTC, a zone, floating in the room's zone (Moscow, UTC+3), DURATION in place of DTEND
        (
            "DTSTART:20261123T100000Z\nDTEND:20261123T110000Z", "20261123T100000Z",
            "20261123T110000Z"
        ),
        (
            "DTSTART;TZID=Europe/Berlin:20261123T100000\nDTEND;TZID=Europe/Berlin:20261123T110000",
            "20261123T090000Z", "20261123T100000Z"
        ),
        ("DTSTART:20261123T100000\nDTEND:20261123T110000", "20261123T070000Z", "20261123T080000Z"),
        ("DTSTART:20261123T100000Z\nDURATION:PT1H30M", "20261123T100000Z", "20261123T113000Z"),
        ("DTSTART:20261123T100000Z\nDURATION:P1DT1H", "20261123T100000Z", "20261124T110000Z"),
        // whole days are those of the room
        (
            "DTSTART;VALUE=DATE:20261123\nDTEND;VALUE=DATE:20261125", "20261122T210000Z",
            "20261124T210000Z"
        ),
        ("DTSTART;VALUE=DATE:20261123", "20261122T210000Z", "20261123T210000Z"),
        ("DTSTART;VALUE=DATE:20261123\nDURATION:P2D", "20261122T210000Z", "20261124T210000Z"),
        // start and end in different zones
        (
            "DTSTART;TZID=Europe/Berlin:20261123T100000\nDTEND;TZID=Europe/Moscow:20261123T130000",
            "20261123T090000Z", "20261123T100000Z"
        ),
        // names of Windows, of vendors, in quotation marks, and a parameter in lower case
        (
            "DTSTART;TZID=W. Europe Standard Time:20261123T100000\nDURATION:PT1H",
            "20261123T090000Z", "20261123T100000Z"
        ),
        (
            "DTSTART;TZID=\"Russian Standard Time\":20261123T100000\nDURATION:PT1H",
            "20261123T070000Z", "20261123T080000Z"
        ),
        (
            "DTSTART;tzid=/freeassociation.sourceforge.net/Europe/Berlin:20261123T100000\nDURATION:PT1H",
            "20261123T090000Z", "20261123T100000Z"
        ),
        (
            "DTSTART;TZID=/x.org/1/America/Argentina/Buenos_Aires:20261123T100000\nDURATION:PT1H",
            "20261123T130000Z", "20261123T140000Z"
        ),
    ])
    func timesAreRead(_ lines: String, _ start: String, _ end: String) throws {
        let object = Sample.read(Sample.calendar("BEGIN:VEVENT\nUID:a\n\(lines)\nEND:VEVENT"))
        #expect(object.complaints == [])
        #expect(object.bookings.map(\.span) == [Sample.span(start, end)])
        #expect(object.bookings.map(\.isAllDay) == [lines.contains("VALUE=DATE")])
        #expect(object.bookings.map(\.id.text) == ["a"])
    }

    @Test func theWindowIsHalfOpen() {
        let window = Sample.span("20261123T110000Z", "20261123T120000Z")
        for (hour, isInside) in [(10, false), (11, true), (12, false)] {
            let object = Sample.read(Sample.event("a", hour: hour), window: window)
            #expect(object.bookings.isEmpty == !isInside, "\(hour)")
        }
    }

    @Test func anEventOfNoLengthIsNoBooking() {
        let lines = "BEGIN:VEVENT\nUID:a\nDTSTART:20261123T100000Z\nEND:VEVENT"
        let object = Sample.read(Sample.calendar(lines))
        #expect(object.bookings == [])
        #expect(object.complaints == [])
    }

    // MARK: - Standing

    @Test(arguments: [
        ("STATUS:CONFIRMED", Booking.Confirmation.confirmed, true),
        ("STATUS:TENTATIVE", .unconfirmed, true),
        ("STATUS:CANCELLED", nil, false),
        ("TRANSP:TRANSPARENT", nil, false),
        ("SUMMARY:nothing said", nil, true),
        ("ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:room@example.org", .confirmed, true),
        ("ATTENDEE;CUTYPE=ROOM;PARTSTAT=NEEDS-ACTION:mailto:room@example.org", .unconfirmed, true),
        ("ATTENDEE;CUTYPE=ROOM:mailto:room@example.org", .unconfirmed, true),
        ("ATTENDEE;CUTYPE=ROOM;PARTSTAT=TENTATIVE:mailto:room@example.org", .unconfirmed, true),
        ("ATTENDEE;CUTYPE=ROOM;PARTSTAT=DECLINED:mailto:room@example.org", .unconfirmed, false),
        ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:somebody@example.org", nil, true),
        (
            "STATUS:TENTATIVE\nATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:room@example.org",
            .confirmed, true
        ),
    ])
    func standingIsRead(_ lines: String, _ confirmation: Booking.Confirmation?, _ blocks: Bool) {
        let object = Sample.read(Sample.event("a", more: lines))
        #expect(object.bookings.map(\.confirmation) == [confirmation])
        #expect(object.bookings.map(\.isBlocking) == [blocks])
    }

    @Test func withAnAddressOnlyThatRoomCounts() {
        let lines = """
            ATTENDEE;CUTYPE=ROOM;PARTSTAT=DECLINED:mailto:other@example.org
            ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:Room@Example.org
            """
        let ours = Sample.read(Sample.event("a", more: lines), roomAddress: "room@example.org")
        #expect(ours.bookings.map(\.confirmation) == [.confirmed])
        #expect(ours.bookings.map(\.isBlocking) == [true])
        let nobodys = Sample.read(Sample.event("a", more: lines), roomAddress: "x@example.org")
        #expect(nobodys.bookings.map(\.confirmation) == [nil])
    }

    @Test(arguments: ["PRIVATE", "CONFIDENTIAL", "private"])
    func hiddenEventsShowNoText(_ value: String) {
        let lines = "SUMMARY:Secret\nORGANIZER;CN=Ada:mailto:ada@example.org\nCLASS:\(value)"
        let object = Sample.read(Sample.event("a", more: lines))
        #expect(object.bookings.map(\.title) == [nil])
        #expect(object.bookings.map(\.organiser) == [nil])
        #expect(object.bookings.map(\.organiserID) == ["ada@example.org"])
        #expect(object.bookings.map(\.isBlocking) == [true])
    }

    @Test func organisersAreToldApartByTheirAddress() {
        let ada = Sample.event("a", more: "ORGANIZER;CN=Ada:MAILTO:Ada@Example.org")
        #expect(Sample.read(ada).bookings.map(\.organiserID) == ["ada@example.org"])
        let room = Sample.read(ada, roomAddress: "ada@example.org")
        #expect(room.bookings.map(\.organiserID) == [nil])
        for line in ["ORGANIZER:", "SUMMARY:x", "ORGANIZER:" + String(repeating: "a", count: 321)] {
            let object = Sample.read(Sample.event("a", more: line))
            #expect(object.bookings.map(\.organiserID) == [nil], "\(line)")
        }
    }

    /// Whoever they name: the organiser, the room among those invited, and the room as the organiser.
    @Test func escapedAddressesAreThoseTheyMean() {
        let lines = """
            ORGANIZER:mailto:%D0%90da+x%40example.org
            ATTENDEE;PARTSTAT=DECLINED:mailto:%52oom%40example.org
            """
        let event = Sample.event("a", more: lines)
        let object = Sample.read(event, roomAddress: "room@example.org")
        #expect(object.bookings.map(\.organiserID) == ["аda+x@example.org"])
        #expect(object.bookings.map(\.organiser) == ["аda+x@example.org"])
        #expect(object.bookings.map(\.isBlocking) == [false])
        let own = Sample.read(event, roomAddress: "аda+x@example.org")
        #expect(own.bookings.map(\.organiserID) == [nil])
    }

    @Test func titleAndOrganiserAreRead() {
        let lines =
            "SUMMARY:Budget\\, round 2\\; \\\\final\\nsecond\n line\nORGANIZER;CN=\"Ada; L.\":mailto:ada@example.org"
        let object = Sample.read(Sample.event("a", more: lines))
        #expect(object.bookings.map(\.title) == ["Budget, round 2; \\final secondline"])
        #expect(object.bookings.map(\.organiser) == ["Ada; L."])
        let plain = Sample.read(Sample.event("a", more: "ORGANIZER:mailto:Ada@example.org"))
        #expect(plain.bookings.map(\.organiser) == ["ada@example.org"])
        #expect(plain.bookings.map(\.title) == [nil])
    }

    @Test func createdAndSourceAreRead() {
        let object = Sample.read(
            Sample.event("domovoy-aurora-1", more: "CREATED:20261120T080000Z"))
        #expect(object.bookings.map(\.source) == [.panel])
        #expect(object.bookings.map(\.createdAt) == [Sample.time("20261120T080000Z")])
        #expect(Sample.read(Sample.event("a")).bookings.map(\.createdAt) == [nil])
        #expect(Sample.read(Sample.event("a")).bookings.map(\.source) == [.server])
    }

    // MARK: - Series

    private func series(_ lines: String, _ more: String = "") -> [String] {
        let object = Sample.read(
            Sample.calendar(
                "BEGIN:VEVENT\nUID:s\n\(lines)\nEND:VEVENT\(more.isEmpty ? "" : "\n" + more)"))
        #expect(object.complaints == [])
        return object.bookings.map { booking in
            let start = CalendarTime(booking.span.start).stamp
            return "\(booking.id.text) \(start) \(booking.span.length.components.seconds / 60)"
        }
    }

    private let weekly = "DTSTART:20261102T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"

    @Test func aSeriesIsExpandedInsideTheWindow() {
        #expect(
            series(weekly) == [
                "s/20261123T100000Z 20261123T100000Z 60", "s/20261130T100000Z 20261130T100000Z 60",
            ])
    }

    @Test func exceptionsAndAdditionsCount() {
        #expect(
            series(weekly + "\nEXDATE:20261123T100000Z\nRDATE:20261124T120000Z,20261125T120000Z")
                == [
                    "s/20261124T120000Z 20261124T120000Z 60",
                    "s/20261125T120000Z 20261125T120000Z 60",
                    "s/20261130T100000Z 20261130T100000Z 60",
                ])
    }

    @Test func anExceptionMayNameTheDayOrAnotherZone() {
        #expect(series(weekly + "\nEXDATE;VALUE=DATE:20261123").count == 1)
        #expect(series(weekly + "\nEXDATE;TZID=Europe/Berlin:20261123T110000").count == 1)
    }

    @Test func aPeriodHasItsOwnEnd() {
        #expect(
            series(
                "DTSTART:20261123T100000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20261124T100000Z/PT2H")
                == [
                    "s/20261123T100000Z 20261123T100000Z 60",
                    "s/20261124T100000Z 20261124T100000Z 120",
                ])
    }

    @Test func aMovedOccurrenceLeavesItsPlace() {
        let moved = """
            BEGIN:VEVENT
            UID:s
            RECURRENCE-ID:20261123T100000Z
            DTSTART:20261124T150000Z
            DTEND:20261124T153000Z
            END:VEVENT
            """
        #expect(
            series(weekly, moved) == [
                "s/20261123T100000Z 20261124T150000Z 30", "s/20261130T100000Z 20261130T100000Z 60",
            ])
    }

    @Test func anOccurrenceMovesIntoTheWindowAndOutOfIt() {
        let into = """
            BEGIN:VEVENT
            UID:s
            RECURRENCE-ID:20271101T100000Z
            DTSTART:20261124T150000Z
            DURATION:PT30M
            END:VEVENT
            """
        #expect(series(weekly, into).contains("s/20271101T100000Z 20261124T150000Z 30"))
        let out = into.replacing("20271101T100000Z", with: "20261123T100000Z")
            .replacing("20261124T150000Z", with: "20271124T150000Z")
        #expect(series(weekly, out) == ["s/20261130T100000Z 20261130T100000Z 60"])
    }

    @Test func theNewestChangeOfAnOccurrenceCounts() {
        let change = { (sequence: Int, hour: Int) in
            """
            BEGIN:VEVENT
            UID:s
            SEQUENCE:\(sequence)
            RECURRENCE-ID:20261123T100000Z
            DTSTART:20261123T\(hour)0000Z
            DURATION:PT30M
            END:VEVENT
            """
        }
        let found = series(weekly, change(2, 14) + "\n" + change(1, 15))
        #expect(found.first == "s/20261123T100000Z 20261123T140000Z 30")
    }

    @Test func anOccurrenceWithoutItsSeriesIsABooking() {
        #expect(
            series("RECURRENCE-ID:20261123T100000Z\nDTSTART:20261123T110000Z\nDURATION:PT1H") == [
                "s/20261123T100000Z 20261123T110000Z 60"
            ])
    }

    @Test func aCancelledOccurrenceDoesNotBlock() {
        let cancelled = """
            BEGIN:VEVENT
            UID:s
            RECURRENCE-ID:20261123T100000Z
            DTSTART:20261123T100000Z
            DURATION:PT1H
            STATUS:CANCELLED
            END:VEVENT
            """
        let object = Sample.read(
            Sample.calendar("BEGIN:VEVENT\nUID:s\n\(weekly)\nEND:VEVENT\n" + cancelled))
        #expect(object.bookings.map(\.isBlocking) == [false, true])
    }

    @Test func aSeriesKeepsItsLocalTimeThroughTheChangeOfClocks() {
        let window = Sample.span("20261023T000000Z", "20261028T000000Z")
        let object = Sample.read(
            Sample.calendar(
                """
                BEGIN:VEVENT
                UID:s
                DTSTART;TZID=Europe/Berlin:20261001T100000
                DTEND;TZID=Europe/Berlin:20261001T110000
                RRULE:FREQ=DAILY
                END:VEVENT
                """), window: window)
        #expect(
            object.bookings.map(\.id.text) == [
                "s/20261023T080000Z", "s/20261024T080000Z", "s/20261025T090000Z",
                "s/20261026T090000Z", "s/20261027T090000Z",
            ])
    }

    @Test func aSeriesOfWholeDaysIsNamedByDate() {
        #expect(
            series(
                "DTSTART;VALUE=DATE:20261121\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE;VALUE=DATE:20261123")
                == [
                    "s/20261122 20261121T210000Z 1440", "s/20261124 20261123T210000Z 1440",
                ])
    }

    @Test func theFirstStartCountsEvenIfTheRuleLeavesItOut() {
        // A Monday start of a rule for Tuesdays: calendar programs show both.
        let found = series(
            "DTSTART:20261123T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2")
        #expect(found.count == 3)
    }

    @Test func untilIsReadInTheSeriesOwnTime() {
        let lines =
            "DTSTART;TZID=Europe/Berlin:20261123T230000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL="
        #expect(series(lines + "20261124T220000Z").count == 2)
        #expect(series(lines + "20261124T215959Z").count == 1)
        #expect(series(lines + "20261124").count == 2)
    }

    @Test func aChangeOfAllLaterOccurrencesShiftsThem() {
        let later = """
            BEGIN:VEVENT
            UID:s
            RECURRENCE-ID;RANGE=THISANDFUTURE:20261130T100000Z
            DTSTART:20261130T130000Z
            DURATION:PT2H
            END:VEVENT
            """
        let object = Sample.read(
            Sample.calendar("BEGIN:VEVENT\nUID:s\n\(weekly)\nEND:VEVENT\n" + later),
            window: Sample.span("20261122T000000Z", "20261210T000000Z"))
        #expect(
            object.bookings.map(\.span) == [
                Sample.span("20261123T100000Z", "20261123T110000Z"),
                Sample.span("20261130T130000Z", "20261130T150000Z"),
                Sample.span("20261207T130000Z", "20261207T150000Z"),
            ])
        #expect(object.complaints.count == 1)
    }

    @Test func aLongOccurrenceReachesIntoTheWindow() {
        let window = Sample.span("20261125T000000Z", "20261126T000000Z")
        let object = Sample.read(
            Sample.calendar(
                "BEGIN:VEVENT\nUID:s\nDTSTART:20261102T100000Z\nDURATION:P4D\nRRULE:FREQ=WEEKLY\nEND:VEVENT"
            ), window: window)
        #expect(object.bookings.map(\.id.text) == ["s/20261123T100000Z"])
    }
}
