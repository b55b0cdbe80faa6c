import RoomCore
import Testing

@testable import CalDAV

/// Several objects of one UID, which RFC 4791 forbids and servers hold nevertheless.
struct TwoObjectsTests {
    private let series = """
        DTSTART:20261116T100000Z
        DURATION:PT1H
        RRULE:FREQ=WEEKLY
        """

    private func text(_ lines: String) -> String {
        Sample.calendar("BEGIN:VEVENT\nUID:s\n\(lines)\nEND:VEVENT")
    }

    private func reading(_ first: String, _ second: String) async throws -> ScheduleReading {
        let fake = FakeCalendar()
        fake.put("1.ics", text(first) + "X-ALWAYS:\r\n")
        fake.put("2.ics", text(second) + "X-ALWAYS:\r\n")
        return try await fake.server().read(window: Sample.window)
    }

    private func starts(_ reading: ScheduleReading) -> [String] {
        reading.bookings.map { CalendarTime($0.span.start).stamp }
    }

    /// Within the window, and out of it.
    @Test(arguments: [
        ("20261124T150000Z", ["20261124T150000Z", "20261130T100000Z"]),
        ("20270124T150000Z", ["20261130T100000Z"]),
    ])
    func aChangeInAnObjectOfItsOwnCounts(_ start: String, _ wanted: [String]) async throws {
        let change = "RECURRENCE-ID:20261123T100000Z\nDTSTART:\(start)\nDURATION:PT30M"
        for (first, second) in [(series, change), (change, series)] {
            let reading = try await reading(first, second)
            #expect(starts(reading) == wanted)
            #expect(reading.complaints == [])
        }
    }

    @Test func aChangeInAnObjectOfItsOwnIsTheOneThatIsEdited() async throws {
        let change = "RECURRENCE-ID:20261123T100000Z\nDTSTART:20261124T150000Z\nDURATION:PT30M"
        for isReversed in [false, true] {
            let fake = FakeCalendar()
            let names = isReversed ? ["2.ics", "1.ics"] : ["1.ics", "2.ics"]
            fake.put(names[0], text(series))
            fake.put(names[1], text(change))
            let server = try fake.server()
            _ = try await server.read(window: Sample.window)
            try await server.write(
                .changeEnd(
                    BookingID("s/20261123T100000Z"), from: Sample.time("20261124T153000Z"),
                    to: Sample.time("20261124T151000Z")))
            #expect(fake.text(names[0]) == text(series))
            #expect(fake.text(names[1])?.contains("DURATION:PT10M") == true)
        }
    }

    @Test func theNewerVersionStandsAndIsNamed() async throws {
        let old = series + "\nSEQUENCE:1"
        let new = series.replacing("T100000Z", with: "T120000Z") + "\nSEQUENCE:2"
        for (first, second) in [(old, new), (new, old)] {
            let reading = try await reading(first, second)
            #expect(starts(reading) == ["20261123T120000Z", "20261130T120000Z"])
            #expect(reading.complaints == ["s is in the calendar twice"])
        }
    }
}
