import RoomCore
import RoomTestKit
import Testing

@testable import Tuning

/// Two real PIRs of a room that was used all day, with meetings laid over the time in which people really were there.
///
/// So every meeting that is called a no-show, or given away early, is called so wrongly.
@Suite struct RecordedRoomTuningTests {
    private static let names = ["a", "b"]
    /// Gaps in the recording are cut out: longer waits count as this.
    private static let longestWait = Duration.seconds(60)
    /// The recorded day is laid on six days, with meetings that begin so many minutes after people came.
    private static let offsets = [0, 7, 13, 22, 4, 17]

    private func story(sensors used: [Int], vacantAfter: Duration) throws -> Story {
        var story = Story()
        story.sensors = used.map { SensorSettings(name: Self.names[$0]) }
        story.policy.vacantAfter = vacantAfter
        let rows = try RecordedRoom.rows()
        let recorded = rows.filter { $0.date == rows.first?.date }
        for (day, offset) in Self.offsets.enumerated() {
            lay(recorded, on: day, sensors: used, after: .seconds(offset * 60), &story)
        }
        return story
    }

    private func lay(
        _ rows: [RecordedRoom.Row], on day: Int, sensors used: [Int], after offset: Duration,
        _ story: inout Story
    ) {
        var now = at("08:00", day: day)
        var since: WallTime?
        for row in rows {
            let wait = min(row.wait, Self.longestWait)
            for index in used where row.fired[index] {
                story.motion(at: now + min(wait, .seconds(12)), Self.names[index])
            }
            if row.people == 0, let start = since {
                meet(Span(start: start + offset, end: now), on: day, &story)
                since = nil
            }
            now = now + wait
            if row.people > 0, since == nil { since = now }
        }
    }

    /// Meetings of an hour, one after the other.
    private func meet(_ stretch: Span, on day: Int, _ story: inout Story) {
        var start = stretch.start
        while start + .seconds(3_600) <= stretch.end {
            let span = Span(start: start, length: .seconds(3_600))
            let id = BookingID("m\(day)-\(story.bookings.count)")
            story.bookings.append(RecordedBooking(Booking(id: id, title: "Meeting", span: span)))
            start = span.end
        }
    }

    @Test(
        .enabled(if: RecordedRoom.isThere, "there is no ../shared/data/occupancy-pir.csv"),
        arguments: [[0, 1], [0]], [Duration.seconds(300), .seconds(900)])
    func recommendedHoldWrongsNobody(sensors: [Int], vacantAfter: Duration) throws {
        let report = try story(sensors: sensors, vacantAfter: vacantAfter)
            .report(days: Self.offsets.count)
        #expect(report.refusal == nil)
        let hold = try #require(report.advice(on: .hold).value)
        let row = try #require(report.rows(of: .hold).first { $0.value == hold })
        #expect(row.figures.all == [0, 0, 0, 0, 0])
        #expect(hold + vacantAfter >= report.neededPatience)
        let gap = report.longestGap?.length.words ?? "none"
        print("sensors \(sensors), vacant_after \(vacantAfter.words): longest gap \(gap)")
        for advice in report.advice { print("  \(advice)") }
    }

    /// One of the two sees only a part of the room: short holds give the room of people who are there away.
    @Test(.enabled(if: RecordedRoom.isThere, "there is no ../shared/data/occupancy-pir.csv"))
    func sensorThatSeesAPartOfTheRoomNeedsALongerHold() throws {
        let report = try story(sensors: [1], vacantAfter: .seconds(300))
            .report(days: Self.offsets.count)
        let short = try #require(report.figures(.hold, minutes: 2))
        #expect(short.wrongEnds + short.missed > 0)
        let value = report.advice(on: .hold).value
        #expect(value == nil || value.map { $0 > .seconds(120) } == true)
    }
}
