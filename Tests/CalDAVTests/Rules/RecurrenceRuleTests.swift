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
            from: start, isDate: false, window: window, most: most, budget: &budget,
            until: { $0.seconds })
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
            "FREQ=DAILY;BYMONTHDAY=-1", "FREQ=DAILY;BYHOUR=8,20;BYSETPOS=-1",
            "FREQ=WEEKLY;BYDAY=\(some.joined(separator: ","));BYSETPOS=-1",
            "FREQ=HOURLY;BYMINUTE=0,30;BYHOUR=9,10", "FREQ=HOURLY;BYDAY=\(some[0])",
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
        ("FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", false),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", true), ("FREQ=YEARLY", true), ("FREQ=MONTHLY", true),
    ])
    func rulesThatNeverComeTrueYieldNothing(_ rule: String, _ comesTrue: Bool) throws {
        let start = try #require(CalendarTime(stamp: "20260105T100000Z")).seconds
        let outcome = starts(rule, from: start, window: start...(start + 40 * 366 * 86_400))
        guard case .starts(let found)? = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(found.isEmpty != comesTrue)
    }

    /// What RFC 5545 forbids, or nobody could tell the days of, is refused by name.
    @Test(arguments: [
        ("FREQ=DAILY;BYWEEKNO=20", "BYWEEKNO in DAILY"),
        ("FREQ=MONTHLY;BYWEEKNO=20", "BYWEEKNO in MONTHLY"),
        ("FREQ=DAILY;BYYEARDAY=1", "BYYEARDAY in DAILY"),
        ("FREQ=MONTHLY;BYYEARDAY=32", "BYYEARDAY in MONTHLY"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY in WEEKLY"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY with a number in WEEKLY"),
        ("FREQ=DAILY;BYDAY=-1MO", "BYDAY with a number in DAILY"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "BYDAY with a number beside BYWEEKNO"),
        ("RSCALE=CHINESE;FREQ=YEARLY", "RSCALE"), ("FREQ=YEARLY;SKIP=FORWARD", "SKIP"),
        ("FREQ=YEARLY;BYEASTER=1", "BYEASTER"), ("FREQ=DAILY;FREQ=WEEKLY", "FREQ twice"),
        ("FREQ=WEEKLY;BYDAY=MO;BYDAY=TU", "BYDAY twice"),
    ])
    func whatIsNotFollowedIsNamed(_ rule: String, _ what: String) {
        #expect(
            starts(rule, from: 0, window: 0...1)
                == .refused(
                    Complaint("its rule is not followed, \(what)", rule)))
    }

    @Test(arguments: [
        "", "DAILY", "FREQ=", "FREQ=FORTNIGHTLY", "INTERVAL=2", "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=x", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;COUNT=99999999999999999999", "FREQ=DAILY;UNTIL=never",
        "FREQ=DAILY;UNTIL=20260231", "FREQ=WEEKLY;BYDAY=", "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=MO,", "FREQ=MONTHLY;BYDAY=0MO", "FREQ=MONTHLY;BYDAY=54MO",
        "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTH=-1", "FREQ=YEARLY;BYYEARDAY=367", "FREQ=YEARLY;BYWEEKNO=54",
        "FREQ=DAILY;BYHOUR=24", "FREQ=DAILY;BYMINUTE=60", "FREQ=DAILY;BYSECOND=61",
        "FREQ=DAILY;BYSETPOS=0", "FREQ=DAILY;WKST=1", "FREQ=DAILY;COUNT",
    ])
    func whatIsNoRuleIsSaidToBeNone(_ rule: String) {
        #expect(
            starts(rule, from: 0, window: 0...1)
                == .refused(
                    Complaint("its rule cannot be read", rule)))
    }

    @Test func hoursOfWholeDaysAreNotFollowed() throws {
        var budget = StepBudget(CalDAVLimits())
        let outcome = try #require(RecurrenceRule("FREQ=HOURLY")).starts(
            from: 0, isDate: true, window: 0...1, most: 1, budget: &budget, until: { $0.seconds })
        #expect(
            outcome
                == .refused(
                    Complaint("its rule is not followed, hours of whole days", "FREQ=HOURLY")))
    }

    @Test func theLimitOfOccurrencesIsAnOutcome() {
        let outcome = starts("FREQ=DAILY", from: 0, window: 0...(100 * 86_400), most: 50)
        #expect(outcome == .refused(Complaint("it occurs more than 50 times")))
    }
}
