import RoomCore
import Testing

@testable import Tuning

/// What a record recommends, and when it recommends nothing.
@Suite struct AdviceTests {
    /// Holds of 5, 10 and 20 min, with so many calls that are certainly wrong.
    private func report(
        _ missed: [Int], gap: Int = 0, bookings: Int = 30, days: Int = 6
    ) -> TuningReport {
        let configured = TuningSetting(sensors: [SensorSettings(name: "pir")], policy: Policy())
        let rows = zip([5, 10, 20], missed).map { minutes, missed in
            var figures = Figures()
            figures.missed = missed
            return TuningReport.Row(
                knob: .hold, value: .seconds(minutes * 60), isConfigured: minutes == 10,
                figures: figures)
        }
        let span = Span(start: at("10:00"), end: at("11:00"))
        return TuningReport(
            bookings: bookings, days: days,
            longestGap: Tuner.Gap(length: .seconds(gap * 60), booking: span),
            configured: configured, asConfigured: Figures(), rows: rows)
    }

    @Test func leastHoldFromWhichOnNothingIsWrong() {
        let advice = report([2, 0, 0]).advice(on: .hold)
        #expect(advice.value == .seconds(600))
        #expect(advice.reason == "no call in 30 bookings is certainly wrong; with 5 min 2 are")
        #expect(report([0, 1, 0]).advice(on: .hold).value == .seconds(1_200))
        #expect(report([0, 0, 0]).advice(on: .hold).value == .seconds(300))
    }

    /// 17 min of silence are 21 min 15 s with the margin; 15 min of them are `vacant_after`.
    @Test func marginIsAQuarterMoreThanTheLongestGap() {
        let advice = report([0, 0, 0], gap: 17).advice(on: .hold)
        #expect(advice.value == .seconds(600))
        #expect(advice.reason.contains("21 min 15 s together"))
        #expect(report([0, 0, 0], gap: 16).advice(on: .hold).value == .seconds(300))
    }

    @Test func nothingIsRecommendedWhereEverythingIsWrong() {
        let wrong = report([3, 2, 1]).advice(on: .hold)
        #expect(wrong.value == nil)
        #expect(wrong.reason.contains("even with 20 min 1 of 30 bookings"))
        let long = report([0, 0, 0], gap: 40).advice(on: .hold)
        #expect(long.value == nil && long.reason.contains("50 min together"))
    }

    @Test(arguments: [(19, 6), (30, 4)])
    func smallRecordRecommendsNothing(bookings: Int, days: Int) throws {
        let report = report([0, 0, 0], bookings: bookings, days: days)
        let refusal = try #require(report.refusal)
        #expect(refusal.contains("\(bookings) judged bookings on \(days) days"))
        #expect(report.advice.isEmpty)
    }

    @Test func everyKnobIsSpokenOf() {
        #expect(report([0, 0, 0]).advice.map(\.knob) == TuningSetting.Knob.allCases)
    }
}
