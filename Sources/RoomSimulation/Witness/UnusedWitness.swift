import RoomCore

/// How much of a booking was not used, added up anew from what the sensors told (design, "Ending early").
struct UnusedWitness {
    private let verdict: Verdict
    private let sitting: Sitting
    /// How long a vacancy has to be; nil where the facts leave that open.
    private let needed: Duration?
    private let now: Now
    private let known: Knowledge

    /// What is said may be off by the rounding of each part.
    private static let slack = 2

    init(
        _ verdict: Verdict, _ sitting: Sitting, needed: Duration?, _ now: Now, _ known: Knowledge
    ) {
        (self.verdict, self.sitting, self.now, self.known) = (verdict, sitting, now, known)
        self.needed = needed
    }

    /// What is wrong with what the evidence says; nil if it is right, or the facts leave it open.
    var fault: String? {
        guard let total = verdict.evidence.unusedSeconds,
            let atEnd = verdict.evidence.unusedAtEndSeconds
        else { return "nothing is said of unused time" }
        let length = Int(verdict.span.length.components.seconds)
        if atEnd < 0 || atEnd > total || total > length {
            return "unused \(atEnd) of \(total) s"
        }
        let isEarly = verdict.kind == .endedEarly
        if isEarly != (atEnd > 0) { return "unused at the end \(atEnd) s" }
        if isEarly, verdict.seconds != total { return "\(total) s are unused by the evidence" }
        guard let seen = seen() else { return nil }
        let off = seen - total
        return off > Self.slack || off < -Self.slack ? "unused \(total) s, and not \(seen)" : nil
    }

    /// Seconds that were not used; nil where the facts leave that open.
    private func seen() -> Int? {
        let start = now.uptime(at: verdict.span.start)
        var end = now.uptime(at: verdict.span.end)
        guard let needed, let trusted = known.trust.trustedSince, trusted <= start,
            known.startedAt <= start
        else { return nil }
        var sum = Duration.zero
        if let endedAt = sitting.endedAt {
            let left = min(max(sitting.givenUp?.lastSeen ?? endedAt, lastSign), verdict.span.end)
            sum = verdict.span.end - left
            end = now.uptime(at: left)
        }
        guard end > start else { return Int(sum.components.seconds) }
        guard !known.presence.isOpen(from: start - .seconds(60), to: end) else { return nil }
        let signs = [sitting.checkIn?.arrivedAt, sitting.pressedAt].compactMap { $0 }
            .map { now.uptime(at: $0) }.filter { $0 > start && $0 < end }
        let stretches = known.presence.stretches
        var emptyUpTo = start
        for (index, stretch) in stretches.enumerated() where stretch.presence == .vacant {
            let to = index + 1 < stretches.count ? stretches[index + 1].from : now.uptime
            let bounds = Set([start, end] + signs)
            for lower in bounds {
                guard let upper = bounds.filter({ $0 > lower }).min() else { continue }
                let (from, until) = (max(stretch.from, lower), min(to, upper))
                guard until - from > .zero else { continue }
                // So near to the bound that rounding decides.
                let near = until - from - needed
                if near > .seconds(-1), near < .seconds(1) { return nil }
                guard near > .zero else { continue }
                if from == stretch.from, stretch.followsOpenTime { return nil }
                let left = from == stretch.from ? stretch.leftAt ?? from : from
                sum += until - max(left, lower, emptyUpTo)
            }
            emptyUpTo = max(emptyUpTo, min(to, end))
        }
        return Int(sum.components.seconds)
    }

    private var lastSign: WallTime {
        let start = verdict.span.start
        return max(start, sitting.checkIn?.arrivedAt ?? start, sitting.pressedAt ?? start)
    }
}
