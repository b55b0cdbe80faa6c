import HTTPExchange

/// One RRULE: the starts it yields within a window and a number of steps.
struct RecurrenceRule: Hashable, Sendable {
    /// What became of a rule.
    enum Outcome: Hashable, Sendable {
        /// All starts in the window, in civil seconds, in order.
        case starts([Int64])
        /// It is not followed, and why.
        case refused(Complaint)
    }

    private let text: String
    private let parts: Result<RuleParts, RuleParts.Fault>

    private static let textLimit = 2_000

    /// Takes the value of an RRULE; nil if it is longer than any sensible rule.
    init?(_ value: String) {
        guard value.utf8.count <= RecurrenceRule.textLimit else { return nil }
        let text = value.trimmed
        self.text = text
        parts = Result { () throws(RuleParts.Fault) in try RuleParts(text) }
    }

    /// The starts between two civil times of the series' zone.
    ///
    /// - Parameters:
    ///   - start: DTSTART, in civil seconds of the series' zone.
    ///   - window: the first and the last civil start that is wanted.
    ///   - most: how many starts are handed back at most; one more is an outcome of its own.
    ///   - until: what UNTIL means as a last civil start (RFC 5545, section 3.3.10).
    func starts(
        from start: Int64, isDate: Bool, window: ClosedRange<Int64>, most: Int,
        budget: inout StepBudget, until: (CalendarTime) -> Int64
    ) -> Outcome {
        let parts: RuleParts
        switch self.parts {
        case .success(let read): parts = read
        case .failure(.unreadable): return refused("its rule cannot be read")
        case .failure(.notFollowed(let what)):
            return refused("its rule is not followed, \(what)")
        }
        if isDate && parts.frequency < .daily {
            return refused("its rule is not followed, hours of whole days")
        }
        var last = min(window.upperBound, parts.until.map(until) ?? .max)
        var count = parts.count
        if let number = count, let length = RecurrenceRule.length(of: parts) {
            // The count says when the rule ends, and walking to the window can be spared.
            let (whole, isEndless) = length.multipliedReportingOverflow(by: Int64(number - 1))
            if !isEndless { last = min(last, start + min(whole, .max / 2)) }
            count = nil
        }
        let first = max(start, window.lowerBound)
        if last < first { return .starts([]) }
        let from = count == nil ? first : start
        let walk = RuleWalk(parts, start: start, isDate: isDate, reach: from...last)
        return run(walk, from: from...last, first: first, count: count, most: most, &budget)
    }

    /// The length of one step where every step yields exactly one start; nil where that is not so.
    private static func length(of parts: RuleParts) -> Int64? {
        let seconds: [Int64] = [1, 60, 3_600, 86_400, 604_800]
        guard parts.isPlain, parts.frequency <= .weekly else { return nil }
        return seconds[parts.frequency.rawValue] * Int64(parts.interval)
    }

    private func run(
        _ walk: RuleWalk, from range: ClosedRange<Int64>, first: Int64, count: Int?, most: Int,
        _ budget: inout StepBudget
    ) -> Outcome {
        var walk = walk
        var left = count ?? .max
        var starts: [Int64] = []
        while left > 0 {
            let step = walk.next()
            if step.begin > range.upperBound { break }
            guard budget.take(step.cost) else { return refused("its rule takes too many steps") }
            for start in step.starts where range.contains(start) && left > 0 {
                left -= 1
                if start < first { continue }
                if starts.count == most {
                    return .refused(Complaint("it occurs more than \(most) times"))
                }
                starts.append(start)
            }
        }
        return .starts(starts)
    }

    private func refused(_ reason: String) -> Outcome {
        .refused(Complaint(reason, text.oneLine(60)))
    }
}
