import RoomCore
import Testing

@testable import CalDAV

/// Series as Exchange, Outlook and Notes write them, beside the letter of RFC 5545 but with a clear meaning.
struct OddSeriesTests {
    /// The starts in the window, in UTC, of a calendar with these events; nothing may be complained of.
    private func starts(_ events: String..., zone: String = "Europe/Moscow") -> [String] {
        let text = events.map { "BEGIN:VEVENT\nUID:s\n\($0)\nEND:VEVENT" }.joined(separator: "\n")
        let object = Sample.read(Sample.calendar(text), zone: zone)
        #expect(object.complaints == [])
        return object.bookings.map { CalendarTime($0.span.start).stamp }
    }

    private let days = "DTSTART;VALUE=DATE:20261123\nRRULE:FREQ=DAILY;COUNT=3"

    // MARK: - Whole days named by times

    @Test(arguments: [
        "EXDATE;TZID=W. Europe Standard Time:20261124T000000", "EXDATE:20261124T000000",
        "EXDATE;TZID=America/New_York:20261124T000000", "EXDATE:20261124T000000Z",
        // midnight of Moscow, of Berlin
        "EXDATE:20261123T210000Z", "EXDATE:20261123T230000Z",
        "EXDATE;VALUE=DATE:20261124",
    ])
    func anExceptionOfAWholeDaySeriesNamesTheDay(_ line: String) {
        #expect(starts(days + "\n" + line) == ["20261122T210000Z", "20261124T210000Z"])
    }

    @Test(arguments: [
        "RECURRENCE-ID;TZID=W. Europe Standard Time:20261124T000000",
        "RECURRENCE-ID:20261124T000000", "RECURRENCE-ID:20261123T210000Z",
    ])
    func aMovedWholeDayIsNamedByTheDay(_ line: String) {
        let moved = "\(line)\nDTSTART;VALUE=DATE:20261127"
        #expect(
            starts(days, moved) == ["20261122T210000Z", "20261124T210000Z", "20261126T210000Z"])
    }

    @Test(arguments: [
        // the room's midnight in UTC; that of a room west of Greenwich; the day itself, written as a time in UTC
        ("20261124T210000Z", "Europe/Moscow"), ("20261125T050000Z", "America/New_York"),
        ("20261125T000000Z", "Europe/Moscow"), ("20261125T000000Z", "America/New_York"),
        ("20261125T235959Z", "Europe/Moscow"), ("20261125T235959Z", "America/New_York"),
        ("20261125T000000", "Europe/Moscow"), ("20261125", "America/New_York"),
    ])
    func untilOfAWholeDaySeriesNamesItsLastDay(_ until: String, _ zone: String) {
        let lines = "DTSTART;VALUE=DATE:20261123\nRRULE:FREQ=DAILY;UNTIL=\(until)"
        #expect(starts(lines, zone: zone).count == 3)
    }

    @Test func anAddedTimeOfAWholeDaySeriesIsADay() {
        let lines =
            "DTSTART;VALUE=DATE:20261123\nRDATE;TZID=Europe/Berlin:20261125T000000"
        #expect(starts(lines) == ["20261122T210000Z", "20261124T210000Z"])
    }

    @Test(arguments: ["DTEND;VALUE=DATE:20261123", "DURATION:P0D", "DTEND:20261123T000000"])
    func aWholeDayThatEndsWhereItBeginsIsThatDay(_ end: String) {
        let object = Sample.read(
            Sample.calendar("BEGIN:VEVENT\nUID:a\nDTSTART;VALUE=DATE:20261123\n\(end)\nEND:VEVENT"))
        #expect(
            object.bookings.map(\.span) == [Sample.span("20261122T210000Z", "20261123T210000Z")])
        #expect(object.complaints == [])
        let series = starts("DTSTART;VALUE=DATE:20261123\n\(end)\nRRULE:FREQ=DAILY;COUNT=2")
        #expect(series == ["20261122T210000Z", "20261123T210000Z"])
    }

    // MARK: - Times without their zone

    private let berlin =
        "DTSTART;TZID=Europe/Berlin:20261123T100000\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=3"

    @Test func aFloatingExceptionIsOneOfTheSeriesZone() {
        #expect(
            starts(berlin + "\nEXDATE:20261124T100000") == ["20261123T090000Z", "20261125T090000Z"])
    }

    @Test func aFloatingRecurrenceIDIsOneOfTheSeriesZone() {
        let moved = "RECURRENCE-ID:20261124T100000\nDTSTART:20261124T150000Z\nDURATION:PT30M"
        #expect(
            starts(berlin, moved) == ["20261123T090000Z", "20261124T150000Z", "20261125T090000Z"])
    }

    @Test func aFloatingAdditionIsOneOfTheSeriesZone() {
        let found = starts(berlin + "\nRDATE:20261127T100000")
        #expect(found.last == "20261127T090000Z")
    }

    @Test func anAddedDayHasTheSeriesTime() {
        #expect(starts(berlin + "\nRDATE;VALUE=DATE:20261127").last == "20261127T090000Z")
    }

    @Test func anHourThatIsSkippedIsNoSecondOccurrence() {
        let window = Sample.span("20260329T000000Z", "20260329T030000Z")
        let object = Sample.read(
            Sample.calendar(
                """
                BEGIN:VEVENT
                UID:s
                DTSTART;TZID=Europe/Berlin:20260328T003000
                DURATION:PT10M
                RRULE:FREQ=HOURLY
                END:VEVENT
                """), window: window)
        #expect(
            object.bookings.map(\.id.text) == [
                "s/20260329T003000Z", "s/20260329T013000Z", "s/20260329T023000Z",
            ])
    }

    // MARK: - Limits and versions

    @Test(arguments: [
        ("COUNT=3;UNTIL=20261130T000000Z", 3), ("COUNT=9;UNTIL=20261124T100000Z", 2),
        ("UNTIL=20261124T100000Z;COUNT=1", 1),
    ])
    func ofCountAndUntilTheEarlierEnds(_ limits: String, _ count: Int) {
        let lines = "DTSTART:20261123T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;\(limits)"
        #expect(starts(lines).count == count)
        let weekly = lines.replacing("FREQ=DAILY", with: "FREQ=DAILY;BYDAY=MO,TU,WE,TH")
        #expect(starts(weekly).count == count)
    }

    @Test func seriesThatBeganCenturiesAgoGoOn() {
        for year in ["0001", "1601", "1899", "1901"] {
            let lines = "DTSTART:\(year)0101T100000Z\nDURATION:PT1H\nRRULE:FREQ="
            #expect(
                starts(lines + "YEARLY;BYMONTH=11;BYMONTHDAY=23") == ["20261123T100000Z"], "\(year)"
            )
            #expect(starts(lines + "WEEKLY;BYDAY=WE,FR").count == 4, "\(year)")
            #expect(starts(lines + "MONTHLY;BYDAY=-1MO") == ["20261130T100000Z"], "\(year)")
        }
    }

    private func version(_ hour: Int, _ more: String) -> String {
        "DTSTART:20261116T\(hour)0000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n\(more)"
    }

    @Test func ofTwoVersionsTheNewerStands() {
        let new = ["20261123T120000Z", "20261130T120000Z"]
        let old = version(10, "SEQUENCE:1\nDTSTAMP:20261103T000000Z")
        #expect(starts(old, version(12, "SEQUENCE:2\nDTSTAMP:20261101T000000Z")) == new)
        #expect(starts(version(12, "SEQUENCE:2\nDTSTAMP:20261101T000000Z"), old) == new)
        #expect(starts(old, version(12, "SEQUENCE:1\nDTSTAMP:20261104T000000Z")) == new)
        #expect(starts(version(12, "SEQUENCE:1\nDTSTAMP:20261104T000000Z"), old) == new)
    }

    @Test func ofTwoEqualVersionsTheLastStandsAndIsNamed() {
        let text = [version(10, "SUMMARY:a"), version(12, "SUMMARY:b")]
            .map { "BEGIN:VEVENT\nUID:s\n\($0)\nEND:VEVENT" }.joined(separator: "\n")
        let object = Sample.read(Sample.calendar(text))
        #expect(object.bookings.map(\.title) == ["b", "b"])
        #expect(
            object.complaints == [
                "test: s: two events have one UID and one version; the last counts"
            ])
    }

    // MARK: - Bytes

    @Test func aByteOrderMarkIsNoPartOfTheText() {
        let bytes = [0xEF, 0xBB, 0xBF] + Array(Sample.event("a").utf8)
        let object = Sample.read(bytes)
        #expect(object.bookings.map(\.id.text) == ["a"])
        #expect(object.complaints == [])
        #expect(ICalendarText(bytes).bytes == bytes)
    }

    @Test func complaintsAreOneLineForEachKind() {
        let bad = (0..<45_000).map { "bad\($0)" }.joined(separator: ",")
        let good = (0..<45_000).map { CalendarTime(seconds: 1_795_400_000 + $0, form: .utc).stamp }
        for list in [bad, good.joined(separator: ",")] {
            let lines = list.split(separator: ",").map { "RDATE:\($0)" }.joined(separator: "\n")
            let object = Sample.read(
                Sample.calendar(
                    "BEGIN:VEVENT\nUID:a\nDTSTART:20261123T100000Z\nDURATION:PT1S\n\(lines)\nEND:VEVENT"
                ))
            #expect((1...2).contains(object.complaints.count), "\(object.complaints)")
            #expect(object.bookings.count <= 501)
        }
    }
}
