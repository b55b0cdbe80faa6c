import RoomCore
import Testing

/// How late people came, and which meetings want a shorter booking.
struct ReportedLatenessTests {
    private static let week = Duration.seconds(7 * 86_400)

    @Test func latenessIsCountedWithWhatItIsAShareOf() {
        let lates = [60, 360, 420, 720, 4_000].enumerated().map { index, seconds in
            let made = booking("s\(index)", "09:00", "10:30")
            return reportVerdict(Int64(index), .late, on: made, seconds: seconds)
        }
        let others = [
            reportVerdict(10, .onTime, on: booking("t", "09:00", "10:00")),
            reportVerdict(11, .noShow, on: booking("u", "09:00", "10:00")),
            reportVerdict(
                12, .late, on: booking("v", "09:00", "10:00"), seconds: 3_000,
                atMost: .sensorsBlind),
        ]
        let report = ReportMaking(verdicts: lates + others).report(of: span("08:00", "18:00"))
        let lateness = report.lateness
        #expect([lateness.arrivals, lateness.late, lateness.measured] == [7, 6, 5])
        #expect(lateness.percentile(50) == 7 && lateness.percentile(90) == 66)
        #expect(lateness.classes.map(\.bookings) == [1, 2, 1, 0, 0, 1])
        // 09:00 in UTC is 10:00 in the room.
        #expect(report.latenessByDay[.sat] == lateness && report.latenessByHour[10] == lateness)
        #expect(Lateness().percentile(50) == nil)
    }

    @Test func ofASeriesNothingIsToldBelowFiveBookings() {
        var making = ReportMaking()
        for number in 0..<9 {
            let name = number < 4 ? "few" : "many"
            let start = at("09:00") + Self.week * number
            let made = Booking(
                id: BookingID("\(name)/2026\(number)T090000Z"), title: name,
                span: Span(start: start, length: .seconds(3_600)))
            making.bookings.append(made)
            making.verdicts.append(reportVerdict(Int64(number), .late, on: made, seconds: 600))
        }
        let report = making.report(of: Span(start: at("00:00"), length: Self.week * 10))
        #expect(report.lateSeries.map(\.series.title) == ["many"])
        #expect(report.lateSeries.first?.lateness.late == 5)
    }

    /// How many weeks, in which of them they stay (0 for none), and how many are told of (0 for none).
    private static let weeks = [[7, 0, 7], [6, 0, 0], [9, 5, 0]]

    @Test(arguments: weeks)
    func aMeetingLeftEarlyForSevenWeeksRunningIsAHint(weeks: [Int]) {
        var making = ReportMaking()
        for number in 0..<weeks[0] {
            let start = at("09:00") + Self.week * number
            let made = Booking(
                id: BookingID("x/\(number)"), title: "Standup",
                span: Span(start: start, length: .seconds(3_600)))
            making.bookings.append(made)
            let early = weeks[1] > 0 && number == weeks[1] ? 0 : 2_100 + number
            making.verdicts.append(
                reportVerdict(
                    Int64(number), .endedEarly, on: made, seconds: early, unusedAtEnd: early))
        }
        let hints = making.report(of: Span(start: at("00:00"), length: Self.week * 10)).hints
        #expect(hints.first?.weeks ?? 0 == weeks[2])
        guard weeks[2] > 0 else { return }
        #expect(hints.first?.plannedMinutes == 60 && hints.first?.usedMinutes == 25)
        #expect(hints.first?.weekday == .sat && hints.first?.minute == 600)
    }
}
