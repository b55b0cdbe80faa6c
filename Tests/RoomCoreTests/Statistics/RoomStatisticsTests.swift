import RoomCore
import Testing

@Suite struct RoomStatisticsTests {
    /// The room's own day: what the rules say of it is what the figures count.
    @Test func dayIsCountedAsItWasJudged() {
        var day = Day([
            booking("pressed", "10:00", "10:30"), booking("late", "10:30", "11:30"),
            booking("nobody", "11:30", "12:30"), booking("ended", "13:00", "14:00"),
            booking("to come", "20:00", "21:00"),
        ])
        day.press(at: "09:56")
        day.stay(to: "10:14")
        day.motion(at: "10:37")
        day.motion(at: "10:38")
        day.stay(to: "11:10")
        day.press(at: "13:01")
        day.motion(at: "13:05")
        day.advance(to: "13:10")
        day.pressLong()
        day.advance(to: "14:30")
        let window = span("00:00", "23:59")
        let values = values(day.room.ledger(in: window).map(\.booking), day.verdicts, in: window)
        #expect(values[.bookings] == 5)
        #expect(values[.judged] == 4)
        #expect(values[.arrived] == 3)
        #expect(values[.late] == 1)
        #expect(values[.noShows] == 1)
        #expect(values[.unjudged] == 1)
        #expect(values[.noShowSeconds] == 3_600)
        #expect((2_990...3_000).contains(values[.returnedSeconds, default: 0]))
        #expect(values[.verdicts] == day.verdicts.count)
    }

    @Test func wholeDaysAndFreeTimeDoNotCount() {
        let values = values(
            [
                booking("whole", "10:00", "17:00", isAllDay: true),
                booking("free", "11:00", "12:00", isBlocking: false),
            ], [])
        #expect(values.values.allSatisfy { $0 == 0 })
        #expect(values.count == RoomFigure.allCases.count)
    }

    @Test func correctedNoShowIsNone() {
        let values = values(
            [booking("a", "10:00", "11:00")],
            [verdict(1, .noShow), verdict(2, .late, seconds: 900, replaces: 1)])
        #expect(values[.noShows] == 0 && values[.noShowSeconds] == 0)
        #expect(values[.late] == 1 && values[.arrived] == 1 && values[.judged] == 1)
        #expect(values[.corrections] == 1 && values[.verdicts] == 2)
    }

    @Test func whatNobodyCanTellIsApart() {
        let values = values(
            [booking("a", "10:00", "11:00"), booking("b", "11:00", "12:00")],
            [verdict(1, .unverifiable), verdict(2, .carriedOver, of: "b", "11:00", "12:00")])
        #expect(values[.judged] == 0)
        #expect(values[.unverifiable] == 1 && values[.carriedOver] == 1)
        #expect(values[.bookings] == 2 && values[.measuredSeconds] == 0)
    }

    @Test func timeOfANoShowIsUnusedUnlessItWasFreed() {
        let noShow = [verdict(1, .noShow)]
        let kept = values([booking("a", "10:00", "11:00")], noShow)
        #expect(kept[.unusedSeconds] == 3_600 && kept[.returnedSeconds] == 0)
        let cut = values([booking("a", "10:00", "10:20")], noShow)
        #expect(cut[.unusedSeconds] == 1_200 && cut[.returnedSeconds] == 2_400)
        #expect(cut[.bookedSeconds] == 3_600 && cut[.measuredSeconds] == 3_600)
    }

    @Test func timeAfterALongPressIsReturnedAndTimeNobodyUsedBeforeIsNot() {
        var ended = verdict(2, .endedEarly, seconds: 2_000)
        ended.evidence.unusedSeconds = 2_000
        ended.evidence.endedAt = at("10:40")
        let values = values([booking("a", "10:00", "10:40")], [verdict(1, .onTime), ended])
        #expect(values[.returnedSeconds] == 1_200)
        #expect(values[.unusedSeconds] == 800)
        #expect(values[.measuredSeconds] == 3_600)
    }

    @Test func verdictOfAnEarlierVersionTellsHowEarlyItWasLeft() {
        let values = values(
            [booking("a", "10:00", "11:00")],
            [verdict(1, .onTime), verdict(2, .endedEarly, seconds: 900)])
        #expect(values[.unusedSeconds] == 900)
    }

    @Test func bookingThatWasRemovedAfterItsVerdictStillCounts() {
        let values = values([], [verdict(1, .noShow)])
        #expect(values[.bookings] == 1 && values[.noShows] == 1)
        #expect(values[.bookedSeconds] == 3_600)
    }

    @Test func bookingBelongsToTheWindowThatItBeginsIn() {
        let bookings = [booking("a", "10:00", "11:00"), booking("b", "11:00", "12:00")]
        let verdicts = [verdict(1, .onTime), verdict(2, .noShow, of: "b", "11:00", "12:00")]
        let whole = values(bookings, verdicts, in: span("10:00", "12:00"))
        let first = values(bookings, verdicts, in: span("10:00", "10:30"))
        let second = values(bookings, verdicts, in: span("10:30", "12:00"))
        for figure in RoomFigure.allCases {
            #expect(first[figure, default: 0] + second[figure, default: 0] == whole[figure])
        }
        #expect(first[.bookings] == 1 && second[.noShows] == 1)
    }

    @Test func partsNeverExceedTheirWhole() {
        var ended = verdict(2, .endedEarly, seconds: 9_000)
        ended.evidence.endedAt = at("09:00")
        let values = values(
            [booking("a", "10:00", "11:00"), booking("b", "11:00", "12:00")],
            [verdict(1, .onTime), ended, verdict(3, .noShow, of: "b", "11:00", "12:00")])
        for figure in RoomFigure.allCases {
            guard let whole = figure.whole else { continue }
            #expect(values[figure, default: 0] <= values[whole, default: 0], "\(figure)")
        }
        let kinds: [RoomFigure] = [.judged, .carriedOver, .unverifiable, .unjudged]
        #expect(kinds.map { values[$0, default: 0] }.reduce(0, +) == values[.bookings])
    }

    private func values(
        _ bookings: [Booking], _ verdicts: [Verdict], in window: Span = span("09:00", "18:00")
    ) -> [RoomFigure: Int] {
        var statistics = RoomStatistics(in: window)
        for booking in bookings { statistics.add(booking) }
        for verdict in verdicts { statistics.add(verdict) }
        return statistics.values
    }

    private func verdict(
        _ number: Int64, _ kind: Verdict.Kind, of id: String = "a", _ start: String = "10:00",
        _ end: String = "11:00", seconds: Int? = nil, replaces: Int64? = nil
    ) -> Verdict {
        Verdict(
            number: number, booking: BookingID(id), span: span(start, end),
            givenAt: at(end), kind: kind, seconds: seconds, replaces: replaces,
            evidence: Verdict.Evidence(
                firstPresence: nil, activeEdges: 0, checkIn: nil, observedSeconds: 600,
                dueSeconds: 600, sensors: [:], syncAgeSeconds: nil, isClockTrusted: true))
    }
}
