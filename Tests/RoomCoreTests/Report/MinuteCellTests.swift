import RoomCore
import Testing

/// Each bookable minute is in one of six cells.
///
/// The days are of 2026-11-21, a Saturday, one hour ahead of UTC.
struct MinuteCellTests {
    @Test func eachCellHoldsItsMinutes() {
        var making = ReportMaking(hours: .daily("09:00-13:00"))
        making.bookings = [booking("a", "09:00", "10:00")]
        making.presence = [
            PresenceSpan(.present, span("08:30", "09:20")),
            PresenceSpan(.vacant, span("09:20", "09:50")),
            PresenceSpan(.vacant, span("10:00", "11:00")),
        ]
        let total = making.report(of: span("00:00", "23:00")).total
        // Open from 08:00 to 12:00 UTC.
        #expect(total.list == [20, 30, 10, 30, 60, 90])
        #expect(total.bookable == 240 && total.booked == 60 && total.known == 140)
    }

    @Test func bookingsThatOverlapCountAMinuteOnce() {
        var making = ReportMaking()
        making.bookings = [
            booking("a", "09:00", "10:00"), booking("b", "09:30", "10:30"),
            booking("c", "09:30", "10:00"), booking("whole", "08:00", "20:00", isAllDay: true),
            booking("free", "11:00", "12:00", isBlocking: false),
        ]
        #expect(making.report(of: span("08:00", "12:00")).total.list == [0, 0, 90, 0, 0, 150])
    }

    @Test func aBookingAcrossMidnightBelongsToBothWindows() {
        var making = ReportMaking()
        making.bookings = [
            Booking(id: BookingID("a"), span: Span(start: at("22:00"), length: .seconds(7_200)))
        ]
        let before = making.report(of: span("20:00", "23:00"))
        let after = making.report(of: Span(start: at("23:00"), length: .seconds(7_200)))
        #expect(before.total.booked == 60 && after.total.booked == 60)
        #expect(before.figures[.bookings] == 1 && after.figures[.bookings] == 0)
    }

    private static let nights: [(start: Int64, minutes: Int)] = [
        // The night of 28 March: 02:00 to 03:00 do not exist.
        (1_774_728_000, 420),
        // That of 24 October: they come twice.
        (1_792_868_400, 540), (1_795_291_200, 480),
    ]

    @Test(arguments: nights)
    func nightsOfTheClockChangesHaveTheMinutesThatPassed(night: (start: Int64, minutes: Int)) {
        let making = ReportMaking(hours: .daily("22:00-06:00"))
        let evening = WallTime(secondsSinceEpoch: night.start)
        let report = making.report(of: Span(start: evening, length: .seconds(12 * 3_600)))
        #expect(report.total.bookable == night.minutes)
    }

    @Test func hoursAcrossMidnightBelongToTheDayTheyBeginOn() throws {
        let hours = try #require(OpeningHours("sat 22:00-02:00"))
        let making = ReportMaking(hours: hours)
        let report = making.report(of: Span(start: at("00:00"), length: .seconds(2 * 86_400)))
        #expect(report.total.bookable == 240)
        #expect(report.cells[RoomReport.Hour(.sat, 22)]?.bookable == 60)
        #expect(report.cells[RoomReport.Hour(.sun, 1)]?.bookable == 60)
        #expect(report.cells[RoomReport.Hour(.sun, 2)] == nil)
    }

    @Test func hoursCountAsTheyWereThen() {
        var making = ReportMaking()
        making.periods = [
            HoursInForce(since: at("12:00"), timeZone: "UTC", hours: .daily("13:00-14:00")),
            HoursInForce(since: at("05:00"), timeZone: "Europe/Berlin", hours: .always),
        ]
        let report = making.report(of: span("04:00", "20:00"))
        // What came first holds for the time before it, too.
        #expect(report.total.bookable == 8 * 60 + 60)
        #expect(report.cells[RoomReport.Hour(.sat, 13)]?.bookable == 60)
    }

    @Test func minutesToComeAreNotCountedYet() {
        let making = ReportMaking(bookings: [booking("a", "09:00", "10:00")], now: at("09:30"))
        let report = making.report(of: span("09:00", "12:00"))
        #expect(report.total.bookable == 30 && report.figures[.bookings] == 1)
    }

    @Test func windowsThatTouchAddUpWhateverSecondTheyMeetAt() {
        var making = ReportMaking(hours: .daily("08:00-19:00"))
        making.bookings = [booking("a", "09:00:10", "10:00:40")]
        making.presence = [PresenceSpan(.present, span("09:10:30", "09:50:20"))]
        let whole = making.report(of: span("08:00", "18:00")).total
        let parts = [span("08:00", "09:20:30"), span("09:20:30", "18:00")].map {
            making.report(of: $0).total
        }
        #expect(parts[0] + parts[1] == whole)
        #expect(whole.booked == 60 && whole.seen(.present) == 40)
    }

    @Test func timeThatWasGivenBackIsNeitherBookedNorUnused() {
        let ended = booking("a", "09:00", "10:00")
        var making = ReportMaking(bookings: [ended, booking("b", "09:40", "10:00")])
        making.verdicts = [
            reportVerdict(1, .onTime, on: ended),
            reportVerdict(2, .endedEarly, on: ended, seconds: 1_800, endedAt: at("09:30")),
        ]
        making.presence = [PresenceSpan(.present, span("09:35", "09:45"))]
        let report = making.report(of: span("09:00", "10:00"))
        #expect(report.total.booked == 50)
        #expect(report.released == 30)
        // Booked again for 20 min, and somebody was there 5 min before that.
        #expect(report.reused == 25)
    }

    @Test func aBookingThatWasCutTheDayBeforeHoldsNothingAfterMidnight() {
        let planned = Booking(
            id: BookingID("a"), span: Span(start: at("23:00"), length: .seconds(7_200)))
        var cut = planned
        cut.span.end = at("23:20")
        let making = ReportMaking(
            bookings: [cut], verdicts: [reportVerdict(1, .noShow, on: planned)])
        let midnight = at("23:59") + .seconds(60)
        let report = making.report(of: Span(start: midnight, length: .seconds(3_600)))
        #expect(report.total.booked == 0 && report.released == 60 && report.reused == 0)
    }

    private static let seeds: ClosedRange<UInt64> = 1...10

    /// Replay: the seed is the argument.
    @Test(arguments: seeds)
    func cellsSumToTheBookableMinutes(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        // Three weeks about a change of the clocks.
        let start = WallTime(secondsSinceEpoch: 1_774_000_000 + random.below(86_400))
        let window = Span(start: start, length: .seconds(21 * 86_400))
        func anySpan(_ longest: Int64) -> Span {
            Span(
                start: start + .seconds(random.below(22 * 86_400) - 86_400),
                length: .seconds(random.below(longest)))
        }
        var making = ReportMaking(hours: seed % 2 == 0 ? .daily("22:00-06:00") : .always)
        for number in 0..<60 {
            let made = Booking(id: BookingID("\(number)"), span: anySpan(20_000))
            if number % 5 != 0 { making.bookings.append(made) }
            let kind: Verdict.Kind = number % 3 == 0 ? .noShow : .endedEarly
            let ended = made.span.start + .seconds(random.below(9_000))
            making.verdicts.append(
                reportVerdict(Int64(number), kind, on: made, seconds: 60, endedAt: ended))
            making.presence.append(PresenceSpan(Presence.allCases[number % 3], anySpan(90_000)))
        }
        let report = making.report(of: window)
        let empty = ReportMaking(hours: making.hours).report(of: window)
        #expect(report.total.list.reduce(0, +) == empty.total[isBooked: false, .unknown])
        #expect(report.total.bookable == empty.total.bookable && empty.total.bookable > 0)
        #expect(report.total.known <= report.total.bookable)
        #expect(report.reused <= report.released && report.released <= report.total.bookable)
    }
}

/// Numbers that are the same for the same seed (a linear congruential generator, Knuth's constants).
private struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ bound: Int64) -> Int64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int64(state >> 33) % bound
    }
}
