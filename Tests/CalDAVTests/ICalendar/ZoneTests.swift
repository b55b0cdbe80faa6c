import RoomCore
import Testing

@testable import CalDAV

struct ZoneTests {
    /// Local times around the changes of clocks, as RFC 5545 reads them: of two the first, in a gap the earlier offset.
    @Test(arguments: [
        ("Europe/Berlin", "20260329T013000", "20260329T003000Z"),
        ("Europe/Berlin", "20260329T023000", "20260329T013000Z"),
        ("Europe/Berlin", "20260329T033000", "20260329T013000Z"),
        ("Europe/Berlin", "20261025T013000", "20261024T233000Z"),
        ("Europe/Berlin", "20261025T023000", "20261025T003000Z"),
        ("Europe/Berlin", "20261025T033000", "20261025T023000Z"),
        ("America/New_York", "20261101T013000", "20261101T053000Z"),
        ("Australia/Lord_Howe", "20261004T021500", "20261003T154500Z"),
        ("Asia/Kolkata", "20261123T100000", "20261123T043000Z"),
        ("Europe/Moscow", "20101123T100000", "20101123T070000Z"),
        ("Europe/Moscow", "20121123T100000", "20121123T060000Z"),
        ("Europe/Berlin", "20450701T120000", "20450701T100000Z"),
        ("Europe/Kiev", "20261123T100000", "20261123T080000Z"),
        ("Asia/Tehran", "20260701T120000", "20260701T083000Z"),
        ("Pacific/Apia", "20111231T120000", "20111230T220000Z"),
    ])
    func localTimesAreRead(_ name: String, _ local: String, _ utc: String) throws {
        let zone = try #require(Zone.named(name))
        let civil = try #require(CalendarTime(stamp: local)).seconds
        let instant = try #require(CalendarTime(stamp: utc)).seconds
        #expect(zone.instant(ofCivil: civil) == instant)
    }

    @Test(arguments: [
        "", "Nowhere", "../../../etc/passwd", "/etc/localtime", "Europe", "Europe/", "zone.tab",
        "posixrules/..",
        "Europe//Berlin", "Europe/Berlin\n", String(repeating: "A", count: 10_000),
    ])
    func namesThatAreNoneAreUnknown(_ name: String) {
        #expect(Zone.named(name) == nil)
    }

    @Test func everyWindowsNameLeadsToAZone() {
        #expect(WindowsZones.names.count > 130)
        for (windows, standard) in WindowsZones.names {
            #expect(Zone.named(standard) != nil, "\(windows)")
        }
        #expect(WindowsZones.names["W. Europe Standard Time"] == "Europe/Berlin")
    }

    private func object(definition: String, name: String = "Own") -> CalendarObject {
        Sample.read(
            Sample.calendar(
                """
                BEGIN:VTIMEZONE
                TZID:\(name)
                \(definition)
                END:VTIMEZONE
                BEGIN:VEVENT
                UID:a
                DTSTART;TZID=\(name):20261123T100000
                DURATION:PT1H
                END:VEVENT
                """))
    }

    private func standard(_ lines: String) -> String {
        "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0500\nTZOFFSETTO:+0500\n\(lines)END:STANDARD"
    }

    @Test func aDefinitionInTheObjectCounts() {
        let object = object(definition: standard("TZNAME:X\nX-OTHER:y\n"))
        #expect(object.complaints == [])
        #expect(object.bookings.map(\.span.start) == [Sample.time("20261123T050000Z")])
    }

    /// RFC 5545, section 3.2.19: the object says what its TZID means.
    @Test(arguments: ["Europe/Berlin", "GMT", "UTC", "W. Europe Standard Time"])
    func aDefinitionGoesBeforeTheSystemsZoneOfItsName(_ name: String) {
        let object = object(definition: standard(""), name: name)
        #expect(object.complaints == [])
        #expect(object.bookings.map(\.span.start) == [Sample.time("20261123T050000Z")])
    }

    @Test(arguments: ["X-LIC-LOCATION:Europe/Berlin", "BEGIN:STANDARD\nTZNAME:X\nEND:STANDARD"])
    func aDefinitionThatIsNoneLeavesTheNameAndIsTold(_ lines: String) {
        let object = object(definition: lines, name: "Europe/Berlin")
        #expect(object.bookings.map(\.span.start) == [Sample.time("20261123T090000Z")])
        #expect(
            object.complaints == [
                """
                test: a time zone's definition is not understood, the zone of that name is taken: \
                Europe/Berlin
                """
            ])
    }

    /// In the definition a TZID is TEXT with escapes, as a parameter it is not; some write escapes or commas in both.
    @Test(arguments: [
        "\"(UTC+00:00) Dublin, London\"", "\"(UTC+00:00) Dublin\\, London\"", "Dublin, London",
        "Dublin\\, London",
    ])
    func theNameOfADefinitionIsText(_ parameter: String) {
        let plain = parameter.filter { $0 != "\"" && $0 != "\\" }
        let object = Sample.read(
            Sample.calendar(
                """
                BEGIN:VTIMEZONE
                TZID:\(plain.replacing(",", with: "\\,"))
                \(standard(""))
                END:VTIMEZONE
                BEGIN:VEVENT
                UID:a
                DTSTART;TZID=\(parameter):20261123T100000
                DURATION:PT1H
                END:VEVENT
                """))
        #expect(object.complaints == [])
        #expect(object.bookings.map(\.span.start) == [Sample.time("20261123T050000Z")])
    }

    /// Berlin's clocks by rules of Outlook, Exchange, .NET, Notes and others: from which year on, and in which words.
    @Test(arguments: [
        ("16010101", "INTERVAL=1;BYDAY=-1SU;"), ("00010101", "BYDAY=-1SU;"),
        ("19500101", "BYMINUTE=0;BYHOUR=2;BYDAY=-1SU;"), ("18990101", "BYDAY=-1SU;"),
        ("19960101", "BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31;"),
    ])
    func theHourIsRightAroundTheChangeOfClocks(_ first: String, _ rule: String) throws {
        let change = { (name: String, from: String, to: String, month: Int) in
            """
            BEGIN:\(name)
            DTSTART:\(first)T020000
            TZOFFSETFROM:\(from)
            TZOFFSETTO:\(to)
            RRULE:FREQ=YEARLY;\(rule)BYMONTH=\(month)
            END:\(name)
            """
        }
        let text = ICalendarText(
            Array(
                Sample.calendar(
                    """
                    BEGIN:VTIMEZONE
                    TZID:Own
                    \(change("STANDARD", "+0200", "+0100", 10))
                    \(change("DAYLIGHT", "+0100", "+0200", 3))
                    END:VTIMEZONE
                    """
                ).utf8))
        let zone = try #require(
            text.components().components.first.flatMap { ZoneDefinition.zone($0, in: text) })
        for (utc, hours) in [
            ("20260328T120000Z", 1), ("20260329T020000Z", 2), ("20260701T000000Z", 2),
            ("20261024T120000Z", 2), ("20261025T020000Z", 1), ("20261025T120000Z", 1),
            ("20261026T000000Z", 1), ("20400701T000000Z", 2), ("20401230T000000Z", 1),
        ] {
            let instant = try #require(CalendarTime(stamp: utc)).seconds
            #expect(zone.offset(atUTC: instant) == Int64(hours) * 3_600, "\(utc)")
        }
    }

    /// Rules that would keep libical busy for ever, or make a million changes: the room's zone is taken instead.
    @Test(arguments: [
        "RRULE:FREQ=SECONDLY\n", "RRULE:FREQ=DAILY\n", "RRULE:FREQ=YEARLY;BYHOUR=1,2,3\n",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n", "TZOFFSETTO:+9999999\n", "TZOFFSETTO:east\n",
        "RDATE:whenever\n", "BEGIN:VALARM\nEND:VALARM\n",
        String(repeating: "RDATE:20000101T000000\n", count: 2_000),
    ])
    func hostileDefinitionsAreNotTaken(_ line: String) {
        var object = CalendarObject.empty
        let time = ContinuousClock().measure { object = self.object(definition: standard(line)) }
        #expect(object.complaints.contains { $0.contains("unknown time zone Own") })
        #expect(object.bookings.map(\.span.start) == [Sample.time("20261123T070000Z")])
        #expect(time < .seconds(2))
    }
}
