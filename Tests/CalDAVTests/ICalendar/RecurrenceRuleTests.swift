import RoomTestKit
import Testing

@testable import CalDAV

struct RecurrenceRuleTests {
    private func starts(
        _ rule: String, from start: Int64, window: ClosedRange<Int64>, most: Int = 100_000
    ) -> RecurrenceRule.Outcome? {
        var limits = CalDAVLimits()
        limits.stepsPerSeries = 1_000_000
        limits.stepsPerRead = 1_000_000
        var budget = StepBudget(limits)
        return RecurrenceRule(rule)?.starts(
            from: start, isDate: false, window: window, most: most, zone: .utc, budget: &budget)
    }

    /// Skipping ahead to the window has to yield what walking there from the start does.
    @Test(arguments: 0..<60)
    func skippingAheadIsWalking(_ seed: UInt64) throws {
        var chance = SplitMix64(seed: seed)
        let first = try #require(CalendarTime(stamp: "20200101T000000Z")).seconds
        for _ in 0..<10 {
            let start = first + 1_800 * Int64.random(in: 0..<48 * 800, using: &chance)
            let rule = randomRule(&chance)
            let begin = start + 86_400 * Int64.random(in: 0..<1_500, using: &chance)
            let window = begin...(begin + 20 * 86_400)
            guard
                case .starts(let walked)? = starts(
                    rule, from: start, window: start...window.upperBound),
                case .starts(let skipped)? = starts(rule, from: start, window: window)
            else { continue }  // refused both ways, or neither can be read
            #expect(
                skipped == walked.filter(window.contains), "seed \(seed): \(rule) from \(start)")
        }
    }

    private func randomRule(_ chance: inout SplitMix64) -> String {
        let days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        let some = days.shuffled(using: &chance).prefix(Int.random(in: 1...4, using: &chance))
        let day = Int.random(in: 1...28, using: &chance)
        let bases = [
            "FREQ=HOURLY", "FREQ=DAILY", "FREQ=DAILY;BYDAY=\(some.joined(separator: ","))",
            "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=\(some.joined(separator: ","))",
            "FREQ=WEEKLY;WKST=SU;BYDAY=\(some.joined(separator: ","))", "FREQ=MONTHLY",
            "FREQ=MONTHLY;BYMONTHDAY=\(day),-1", "FREQ=MONTHLY;BYDAY=\(some[0])",
            "FREQ=MONTHLY;BYDAY=2\(some[0]),-1\(some[0])",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=-1",
            "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=3,11;BYDAY=1SU", "FREQ=YEARLY;BYYEARDAY=100,-1",
            "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0,30",
        ]
        let base = bases.randomElement(using: &chance) ?? "FREQ=DAILY"
        let interval = Int.random(in: 1...5, using: &chance)
        let count = Int.random(in: 0..<4, using: &chance) == 0 ? ";COUNT=300" : ""
        return base + (interval > 1 ? ";INTERVAL=\(interval)" : "") + count
    }

    @Test(arguments: [
        ("FREQ=MONTHLY;BYDAY=5MO", true), ("FREQ=MONTHLY;BYDAY=6MO", false),
        ("FREQ=MONTHLY;BYDAY=1FR;BYMONTHDAY=8", false),
        ("FREQ=MONTHLY;BYDAY=1FR;BYMONTHDAY=7", true),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", true),
        ("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4,6", false),
        ("FREQ=MONTHLY;BYMONTHDAY=29;BYMONTH=2", true), ("FREQ=MONTHLY;BYMONTHDAY=-31", true),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=3", false),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTH=3;BYMONTHDAY=3", true),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", true),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", false),
        ("FREQ=MONTHLY;BYDAY=MO;BYHOUR=1,2;BYSETPOS=6", true),
        ("FREQ=YEARLY;BYYEARDAY=366", true), ("FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1", false),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", false), ("FREQ=YEARLY;BYDAY=53MO", true),
        ("FREQ=YEARLY;BYDAY=54MO", false), ("FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", false),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", true), ("FREQ=YEARLY", true), ("FREQ=MONTHLY", true),
    ])
    func rulesThatNeverComeTrueAreFoundOut(_ rule: String, _ comesTrue: Bool) throws {
        let start = try #require(CalendarTime(stamp: "20260105T100000Z")).seconds
        let parts = rule.split(separator: ";").map { $0.split(separator: "=") }
        let shape = try #require(
            RuleShape(
                Dictionary(uniqueKeysWithValues: parts.map { (String($0[0]), String($0[1])) })))
        #expect(shape.canMatch(start: start) == comesTrue)
    }

    @Test func theLimitOfOccurrencesIsAnOutcome() {
        let outcome = starts("FREQ=DAILY", from: 0, window: 0...(100 * 86_400), most: 50)
        #expect(outcome == .refused("it occurs more than 50 times"))
    }
}
