import CIcal
import HTTPExchange

/// One RRULE: the starts it yields, by libical, within a window and a number of steps.
struct RecurrenceRule: Hashable, Sendable {
    /// What became of a rule.
    enum Outcome: Hashable, Sendable {
        /// All starts in the window, in civil seconds, in order.
        case starts([Int64])
        /// It is not followed; the text says why.
        case refused(String)
    }

    private let text: String
    private let parts: [String: String]

    /// The length of one step, in seconds: secondly, minutely, hourly, daily, weekly, monthly, yearly.
    private static let stepSeconds: [Int64] = [
        1, 60, 3_600, 86_400, 604_800, 28 * 86_400, 365 * 86_400,
    ]
    private static let daily = 3
    private static let weekly = 4
    private static let textLimit = 2_000

    /// Takes the value of an RRULE as it is; nil if it is longer than any sensible rule.
    init?(_ value: String) {
        guard value.utf8.count <= RecurrenceRule.textLimit else { return nil }
        text = value.trimmed
        var parts: [String: String] = [:]
        for part in text.uppercased().split(separator: ";") {
            let sides = part.split(separator: "=", maxSplits: 1)
            if sides.count == 2 { parts[String(sides[0])] = String(sides[1]) }
        }
        self.parts = parts
    }

    /// The starts between two civil times of the series' zone.
    ///
    /// - Parameters:
    ///   - start: DTSTART, in civil seconds of the series' zone.
    ///   - window: the first and the last civil start that is wanted.
    ///   - most: how many starts are handed back at most; one more is an outcome of its own.
    ///   - zone: the series' zone, to read a UTC UNTIL by.
    func starts(
        from start: Int64, isDate: Bool, window: ClosedRange<Int64>, most: Int, zone: Zone,
        budget: inout StepBudget
    ) -> Outcome {
        var facts = cical_rule_facts()
        guard text.withCString({ cical_rule_read($0, &facts) }) else {
            return .refused("its rule cannot be read: \(text.oneLine(60))")
        }
        if facts.frequency > RecurrenceRule.weekly {
            guard let shape = RuleShape(parts), shape.canMatch(start: start) else {
                return .refused("its rule never comes true: \(text.oneLine(60))")
            }
        }
        let plan = plan(facts, start: start, isDate: isDate, window: window, zone: zone)
        if plan.last < max(start, window.lowerBound) { return .starts([]) }
        guard budget.take(plan.steps) else {
            return .refused("its rule takes too many steps: \(text.oneLine(60))")
        }
        return run(plan, start: start, isDate: isDate, window: window, most: most)
    }

    private struct Plan {
        var rule: String
        var last: Int64
        var steps: Int
    }

    private func plan(
        _ facts: cical_rule_facts, start: Int64, isDate: Bool, window: ClosedRange<Int64>,
        zone: Zone
    ) -> Plan {
        let step = RecurrenceRule.stepSeconds[Int(facts.frequency)] * Int64(facts.interval)
        var rule = text
        var last = window.upperBound
        var counts = facts.count > 0
        if facts.has_until {
            last = min(last, until(facts.until, isDate: isDate, zone: zone))
        }
        if counts && isPlain(facts) {
            // Without further parts the count says when the rule ends, and walking to the window can be spared.
            last = min(last, start + step * Int64(facts.count - 1))
            rule = rule.split(separator: ";").filter { !$0.uppercased().hasPrefix("COUNT=") }
                .joined(separator: ";")
            counts = false
        }
        let begin = counts ? start : max(start, window.lowerBound)
        let steps = max(last - begin, 0) / step + 1
        return Plan(rule: rule, last: last, steps: Int(clamping: steps) * Int(facts.per_step))
    }

    private func isPlain(_ facts: cical_rule_facts) -> Bool {
        facts.frequency <= RecurrenceRule.weekly
            && parts.keys.allSatisfy { ["FREQ", "INTERVAL", "COUNT", "WKST"].contains($0) }
    }

    /// The last permitted civil start, out of UNTIL (RFC 5545, section 3.3.10).
    private func until(_ stamp: cical_stamp, isDate: Bool, zone: Zone) -> Int64 {
        if stamp.is_utc && !isDate { return zone.civil(atUTC: stamp.seconds) }
        return stamp.is_date && !isDate
            ? stamp.seconds + CalendarTime.secondsPerDay - 1 : stamp.seconds
    }

    private func run(
        _ plan: Plan, start: Int64, isDate: Bool, window: ClosedRange<Int64>, most: Int
    ) -> Outcome {
        let stamp = cical_stamp(seconds: start, is_date: isDate, is_utc: false)
        let opened = plan.rule.withCString {
            cical_iterator_new($0, stamp, max(start, window.lowerBound), plan.last)
        }
        // libical makes no iterator where it finds nothing to yield.
        guard let iterator = opened else { return .starts([]) }
        // SAFETY: the iterator was made above and is freed once, here.
        defer { cical_iterator_free(iterator) }
        var starts: [Int64] = []
        var next: Int64 = 0
        while cical_iterator_next(iterator, &next), next <= window.upperBound {
            if next < window.lowerBound { continue }
            if starts.count == most { return .refused("it occurs more than \(most) times") }
            starts.append(next)
        }
        return .starts(starts)
    }
}
