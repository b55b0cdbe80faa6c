/// How much of a booking was seen not to be used: every vacancy inside it that is long enough (``Room/vacancyNeeded(at:)``).
///
/// What no sensor saw counts as used. Nothing of it outlives a restart: what an earlier run saw counts as used, too.
struct UnusedTime: Equatable, Sendable {
    /// All of it.
    var total: Duration
    /// That of it which reaches to the end.
    var atEnd: Duration

    var totalSeconds: Int { Int(total.components.seconds) }
    var secondsAtEnd: Int { Int(atEnd.components.seconds) }
}

/// A stretch in which nobody was seen.
struct Vacancy: Equatable, Sendable {
    /// When somebody was last seen before it; when it began, if nobody can say.
    var leftAt: Uptime
    /// From when on the sensors said that nobody is there.
    var from: Uptime
    /// When somebody was there again, or the last moment that was asked about.
    var to: Uptime

    /// The parts of it between signs that somebody was there all the same.
    func parted(by signs: [Uptime]) -> [Vacancy] {
        var parts: [Vacancy] = []
        var rest = self
        rest.leftAt = max(leftAt, signs.filter { $0 <= from }.max() ?? leftAt)
        for sign in signs.sorted() where sign >= rest.from && sign < rest.to {
            parts.append(Vacancy(leftAt: rest.leftAt, from: rest.from, to: sign))
            (rest.leftAt, rest.from) = (sign, sign)
        }
        return parts + [rest]
    }

    /// What of it lies at or after `start`.
    func clipped(from start: Uptime) -> Vacancy {
        Vacancy(leftAt: max(leftAt, start), from: max(from, start), to: to)
    }
}

extension Room {
    /// The unused time of a booking that is over.
    ///
    /// - Parameter leftAt: from when on it was not used to its end; nil if it was.
    func unusedTime(of sitting: Sitting, leftAt: WallTime?, at now: Now) -> UnusedTime {
        let end = sitting.span.end
        let left = min(leftAt ?? end, end)
        var unused = UnusedTime(total: end - left, atEnd: end - left)
        guard let trustedSince = trust.trustedSince else { return unused }
        let start = max(now.uptime(at: sitting.span.start), trustedSince)
        let needed = vacancyNeeded(at: now)
        let signs = [sitting.checkIn?.arrivedAt, sitting.pressedAt].compactMap { $0 }
            .map { now.uptime(at: $0) }
        for vacancy in senses.tracker.vacancies(from: start, to: now.uptime(at: left)) {
            for part in vacancy.clipped(from: start).parted(by: signs)
            where part.to - part.from >= needed {
                unused.total += part.to - part.leftAt
            }
        }
        return unused
    }
}
