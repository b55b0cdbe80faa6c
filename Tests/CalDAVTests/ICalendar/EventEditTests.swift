import RoomCore
import Testing

@testable import CalDAV

/// Changing one booking and nothing else.
struct EventEditTests {
    private func edit(
        _ text: String, _ uid: String, _ key: String? = nil, roomAddress: String? = nil
    ) -> EventEdit {
        EventEdit(
            Array(text.utf8), uid: uid, key: key.flatMap { OccurrenceKey($0) },
            Sample.context("Europe/Moscow", roomAddress), now: .testNow)
    }

    /// The lines that differ, as `-old` and `+new`.
    private func difference(_ text: String, _ outcome: EventEdit.Outcome) throws -> [String] {
        guard case .changed(let bytes) = outcome else {
            Issue.record("\(outcome)")
            return []
        }
        let lines = { (text: String) in
            text.replacing("\r\n ", with: "").split(separator: "\r\n").map(String.init)
        }
        let before = lines(text)
        let after = lines(String(decoding: bytes, as: UTF8.self))
        return after.difference(from: before).map { change in
            switch change {
            case .remove(_, let line, _): "-\(line)"
            case .insert(_, let line, _): "+\(line)"
            }
        }.sorted()
    }

    private let meeting = Sample.calendar(
        """
        X-WR-CALNAME:Odd\\, but kept
        BEGIN:VEVENT
        UID:a
        DTSTAMP:20261101T000000Z
        DTSTART;TZID=Europe/Berlin:20261123T100000
        DTEND;X-VENDOR="a:b;c";TZID=Europe/Berlin:20261123T110000
        SEQUENCE:3
        LAST-MODIFIED:20261101T000000Z
        X-UNKNOWN;X-P=1:left: alone; here\\
        NOT A LINE AT ALL
        DESCRIPTION:folded in
          an odd place
        BEGIN:VALARM
        DURATION:PT5M
        DTSTAMP:20200101T000000Z
        TRIGGER:-PT5M
        END:VALARM
        END:VEVENT
        """)

    @Test func onlyTheEndAndItsCountersChange() throws {
        let outcome = edit(meeting, "a").changingEnd(to: Sample.time("20261123T093000Z"))
        #expect(
            try difference(meeting, outcome) == [
                "+DTEND;X-VENDOR=\"a:b;c\";TZID=Europe/Berlin:20261123T103000",
                "+DTSTAMP:20261123T090000Z", "+LAST-MODIFIED:20261123T090000Z", "+SEQUENCE:4",
                "-DTEND;X-VENDOR=\"a:b;c\";TZID=Europe/Berlin:20261123T110000",
                "-DTSTAMP:20261101T000000Z", "-LAST-MODIFIED:20261101T000000Z", "-SEQUENCE:3",
            ])
    }

    @Test func theSameEndIsNoChange() {
        #expect(edit(meeting, "a").changingEnd(to: Sample.time("20261123T100000Z")) == .unchanged)
    }

    @Test func aDurationStaysADuration() throws {
        let text = Sample.event("a").replacing("DTEND:20261123T110000Z", with: "DURATION:P0DT1H")
        let outcome = edit(text, "a").changingEnd(to: Sample.time("20261123T114501Z"))
        let changes = try difference(text, outcome)
        #expect(changes.contains("+DURATION:PT1H45M1S"))
        #expect(!changes.contains { $0.hasPrefix("+DTEND") })
    }

    @Test func anEventWithoutEndGetsOne() throws {
        let text = Sample.event("a").replacing("DTEND:20261123T110000Z\r\n", with: "")
        let outcome = edit(text, "a").changingEnd(to: Sample.time("20261123T103000Z"))
        #expect(try difference(text, outcome).contains("+DTEND:20261123T103000Z"))
    }

    @Test func anEndBeforeTheStartMeansThatItWasMoved() {
        let outcome = edit(meeting, "a").changingEnd(to: Sample.time("20261122T000000Z"))
        #expect(outcome == .moved)
    }

    @Test func anEndThatTheZoneShowsTwiceIsWrittenInUTC() throws {
        let text = meeting.replacing("20261123T10", with: "20261025T01")
            .replacing("20261123T11", with: "20261025T04")
        let end = Sample.time("20261025T013000Z")  // the second 02:30 of that night
        let outcome = edit(text, "a").changingEnd(to: end)
        #expect(try difference(text, outcome).contains("+DTEND:20261025T013000Z"))
    }

    @Test func aWholeDayIsNotCut() {
        let text = Sample.calendar(
            "BEGIN:VEVENT\nUID:a\nDTSTART;VALUE=DATE:20261123\nDTEND;VALUE=DATE:20261124\nEND:VEVENT"
        )
        guard case .refused = edit(text, "a").changingEnd(to: Sample.time("20261123T100000Z"))
        else {
            Issue.record("not refused")
            return
        }
    }

    @Test func linesKeepTheirOwnBreaks() throws {
        let text = meeting.replacing("\r\n", with: "\n")
        guard
            case .changed(let bytes) = edit(text, "a").changingEnd(
                to: Sample.time("20261123T093000Z"))
        else {
            Issue.record("not changed")
            return
        }
        #expect(!bytes.contains(UInt8(ascii: "\r")))
    }

    // MARK: - Series

    private let series = Sample.calendar(
        """
        BEGIN:VEVENT
        UID:s
        DTSTAMP:20261101T000000Z
        DTSTART;TZID=Europe/Berlin:20261102T100000
        DTEND;TZID=Europe/Berlin:20261102T110000
        RRULE:FREQ=WEEKLY
        EXDATE;TZID=Europe/Berlin:20261109T100000
        RDATE;TZID=Europe/Berlin:20261124T100000
        SUMMARY:Weekly
        ATTENDEE;CUTYPE=ROOM;PARTSTAT=NEEDS-ACTION;CN="Room; A":mailto:room@example.org
        BEGIN:VALARM
        TRIGGER:-PT5M
        END:VALARM
        END:VEVENT
        BEGIN:VEVENT
        UID:other
        DTSTART:20261123T100000Z
        END:VEVENT
        """)

    @Test func oneOccurrenceGetsAComponentOfItsOwn() throws {
        let outcome = edit(series, "s", "20261123T090000Z")
            .changingEnd(to: Sample.time("20261123T091500Z"))
        guard case .changed(let bytes) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let own = """
            BEGIN:VEVENT
            UID:s
            DTSTAMP:20261123T090000Z
            DTSTART;TZID=Europe/Berlin:20261123T100000
            RECURRENCE-ID;TZID=Europe/Berlin:20261123T100000
            DTEND;TZID=Europe/Berlin:20261123T101500
            SUMMARY:Weekly
            ATTENDEE;CUTYPE=ROOM;PARTSTAT=NEEDS-ACTION;CN="Room; A":mailto:room@example.org
            SEQUENCE:1
            BEGIN:VALARM
            TRIGGER:-PT5M
            END:VALARM
            END:VEVENT

            """.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        #expect(text.contains(own))
        #expect(text.replacing(own, with: "") == series)
    }

    @Test(arguments: ["20261123T090000Z", "20261124T090000Z", "20261130T090000Z"])
    func afterwardsOnlyThatOccurrenceIsDifferent(_ key: String) throws {
        let before = Sample.read(series).bookings
        let end = Sample.time(key) + .seconds(600)
        guard case .changed(let bytes) = edit(series, "s", key).changingEnd(to: end) else {
            Issue.record("not changed")
            return
        }
        var wanted = before
        let place = try #require(wanted.firstIndex { $0.id.text == "s/\(key)" })
        wanted[place].span.end = end
        #expect(Sample.read(bytes).bookings == wanted)
        // and once more: the component is edited, not made a second time
        guard
            case .changed(let again) = edit(String(decoding: bytes, as: UTF8.self), "s", key)
                .changingEnd(to: end + .seconds(60))
        else {
            Issue.record("not changed again")
            return
        }
        wanted[place].span.end = end + .seconds(60)
        #expect(Sample.read(again).bookings == wanted)
        let count = { (bytes: [UInt8]) in ICalendarText(bytes).components().components.count }
        #expect(count(again) == count(bytes))
    }

    @Test func anOccurrenceOfWholeDaysIsMarkedByDate() throws {
        let text = Sample.calendar(
            "BEGIN:VEVENT\nUID:s\nDTSTART;VALUE=DATE:20261121\nDTEND;VALUE=DATE:20261122\nRRULE:FREQ=DAILY\nEND:VEVENT"
        )
        guard case .changed(let bytes) = edit(text, "s", "20261125").marking(.late) else {
            Issue.record("not changed")
            return
        }
        #expect(Sample.read(bytes).bookings == Sample.read(text).bookings)
        #expect(
            String(decoding: bytes, as: UTF8.self).contains("RECURRENCE-ID;VALUE=DATE:20261125"))
        #expect(String(decoding: bytes, as: UTF8.self).contains("DTEND;VALUE=DATE:20261126"))
    }

    @Test(arguments: ["20261109T090000Z", "20261123T100000Z", "20261101T090000Z", "20261123"])
    func whatTheSeriesHasNotIsMissing(_ key: String) {
        #expect(edit(series, "s", key).changingEnd(to: .testNow) == .missing)
    }

    @Test func otherNamesAreMissing() {
        #expect(edit(series, "t").changingEnd(to: .testNow) == .missing)
        #expect(edit(series, "s").changingEnd(to: .testNow) == .missing)
        #expect(edit(meeting, "a", "20261123T090000Z").changingEnd(to: .testNow) == .missing)
        #expect(edit("", "a").marking(.late) == .missing)
    }

    // MARK: - Marks

    private func marked(_ lines: String, _ mark: BookingMark) throws -> [String] {
        let text = Sample.event("a", more: lines)
        return try difference(text, edit(text, "a").marking(mark))
    }

    @Test(arguments: [
        (BookingMark.unconfirmed, "lightblue"), (.confirmed, "green"), (.late, "orange"),
        (.noShow, "gray"),
    ])
    func theColourOfTheLampIsWritten(_ mark: BookingMark, _ colour: String) throws {
        #expect(try marked("SUMMARY:x", mark) == ["+COLOR:\(colour)"])
        #expect(try marked("COLOR:red", mark) == ["+COLOR:\(colour)", "-COLOR:red"])
        let text = Sample.event("a", more: "COLOR:\(colour)")
        #expect(edit(text, "a").marking(mark) == .unchanged)
    }

    @Test(arguments: [
        ("NEEDS-ACTION", BookingMark.confirmed, "ACCEPTED"), ("TENTATIVE", .confirmed, "ACCEPTED"),
        ("ACCEPTED", .unconfirmed, "TENTATIVE"),
    ])
    func theRoomAnswers(_ before: String, _ mark: BookingMark, _ after: String) throws {
        let line: (String) -> String = {
            "ATTENDEE;CUTYPE=ROOM;X=\"a;PARTSTAT=b\"\($0):mailto:room@example.org"
        }
        let changes = try marked(line(";PARTSTAT=\(before)"), mark)
        #expect(changes.contains("+" + line(";PARTSTAT=\(after)")))
        #expect(changes.count == 3)
    }

    @Test(arguments: [
        ("ACCEPTED", BookingMark.confirmed), ("NEEDS-ACTION", .unconfirmed),
        ("TENTATIVE", .unconfirmed),
        ("ACCEPTED", .late), ("NEEDS-ACTION", .noShow), ("DECLINED", .confirmed),
        ("DELEGATED", .confirmed),
    ])
    func theRoomsAnswerStays(_ status: String, _ mark: BookingMark) throws {
        let line = "ATTENDEE;CUTYPE=ROOM;PARTSTAT=\(status):mailto:room@example.org"
        #expect(try marked(line, mark).allSatisfy { $0.hasPrefix("+COLOR:") })
    }

    @Test func anAbsentAnswerIsAdded() throws {
        let line = "ATTENDEE:mailto:Room@example.org"
        let text = Sample.event("a", more: line)
        let outcome = edit(text, "a", roomAddress: "room@example.org").marking(.confirmed)
        #expect(
            try difference(text, outcome).contains(
                "+ATTENDEE;PARTSTAT=ACCEPTED:mailto:Room@example.org"))
    }

    @Test func theMarkOfOneOccurrenceLeavesTheSeries() throws {
        guard case .changed(let bytes) = edit(series, "s", "20261123T090000Z").marking(.confirmed)
        else {
            Issue.record("not changed")
            return
        }
        let bookings = Sample.read(bytes).bookings
        #expect(bookings.map(\.span) == Sample.read(series).bookings.map(\.span))
        #expect(
            bookings.filter { $0.confirmation == .confirmed }.map(\.id.text) == [
                "s/20261123T090000Z"
            ])
    }

    // MARK: - Own bookings

    @Test func anOwnBookingIsKnownByNameAndMark() {
        let own = Booking(
            id: BookingID("domovoy-aurora-1"),
            title: "Ad hoc, now; \\ here\nand ü\(String(repeating: "ü", count: 80))",
            span: Sample.span("20261123T100000Z", "20261123T103000Z"), source: .panel,
            createdAt: Sample.time("20261123T095959Z"))
        let bytes = EventText.make(own, roomAddress: "room@example.org", now: .testNow)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(edit(text, own.id.text).isPanels)
        #expect(!edit(text.replacing("X-DOMOVOY:AD-HOC\r\n", with: ""), own.id.text).isPanels)
        #expect(!edit(Sample.event("a", more: "X-DOMOVOY:AD-HOC"), "a").isPanels)
        #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
        let read = Sample.read(bytes, roomAddress: "room@example.org").bookings
        #expect(read.map(\.span) == [own.span])
        #expect(
            read.map(\.title) == ["Ad hoc, now; \\ here and ü\(String(repeating: "ü", count: 80))"])
        #expect(read.map(\.organiser) == [nil])
        #expect(read.map(\.confirmation) == [.confirmed])
        #expect(read.map(\.createdAt) == [own.createdAt])
    }
}
