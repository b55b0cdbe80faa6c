/// Bookings with the verdicts that stand on them: what every figure is made of, so that there is one answer to which
/// bookings count.
///
/// Keeps little of each, so that many may be read page by page.
struct JudgedBookings: Sendable {
    /// One run of a booking: a booking that was moved is judged anew.
    struct Run: Hashable {
        var booking: BookingID
        var start: WallTime
    }

    /// What counts of a verdict.
    struct Finding {
        var run: Run
        var end: WallTime
        var kind: Verdict.Kind
        /// Late by, unused, or overrun, in seconds; nil for other kinds.
        var seconds: Int?
        /// Whether `seconds` of a late one are the most it may have been.
        var isAtMost: Bool
        /// What was seen not to be used, what was given back included.
        var unused: Int
        /// That of it which reaches to the end.
        var unusedAtEnd: Int
        var endedAt: WallTime?

        init(_ verdict: Verdict) {
            run = Run(booking: verdict.booking, start: verdict.span.start)
            end = verdict.span.end
            kind = verdict.kind
            seconds = verdict.seconds
            isAtMost = verdict.evidence.atMostBecause != nil
            // Earlier versions told only how early a booking was left.
            let early = verdict.kind == .endedEarly ? verdict.seconds : nil
            unused = verdict.evidence.unusedSeconds ?? early ?? 0
            unusedAtEnd = verdict.evidence.unusedAtEndSeconds ?? early ?? 0
            endedAt = verdict.evidence.endedAt
        }
    }

    /// A run with the verdicts that stand on it.
    struct Judged {
        var run: Run
        /// When it ends as it is listed; nil if it was moved or removed after it was judged.
        var listedEnd: WallTime?
        /// Its title as it may be shown; nil where that is hidden or unknown.
        var title: String?
        var arrival: Finding?
        var leaving: Finding?

        var isNoShow: Bool { arrival?.kind == .noShow }
        /// The verdict that tells how the time was used; nil if none does.
        var measure: Finding? { isNoShow ? arrival : leaving }

        /// When it was to end.
        var plannedEnd: WallTime { (measure ?? arrival)?.end ?? listedEnd ?? run.start }

        /// From when on others could have the room, by how `finding` and the calendar have it.
        func freedAt(_ finding: Finding) -> WallTime {
            min(finding.endedAt ?? finding.end, listedEnd ?? finding.end)
        }
    }

    private var listed: [Run: (end: WallTime, title: String?)] = [:]
    /// The verdicts that were not replaced, by number.
    private var findings: [Int64: Finding] = [:]

    /// Takes in a booking as it is listed; those that do not take up the room, or fill whole days, are passed over.
    mutating func add(_ booking: Booking) {
        guard booking.isBlocking, !booking.isAllDay else { return }
        let run = Run(booking: booking.id, start: booking.span.start)
        listed[run] = (booking.span.end, booking.title)
    }

    /// Takes in a verdict; to be called in the order of their numbers.
    mutating func add(_ verdict: Verdict) {
        if let replaced = verdict.replaces { remove(replaced) }
        findings[verdict.number] = Finding(verdict)
    }

    /// The verdict of this number stands no more.
    mutating func remove(_ number: Int64) {
        findings[number] = nil
    }

    /// All of them, by start.
    var all: [Judged] {
        var judged: [Run: Judged] = [:]
        for (run, booking) in listed {
            judged[run] = Judged(run: run, listedEnd: booking.end, title: booking.title)
        }
        for (_, finding) in findings.sorted(by: { $0.key < $1.key }) {
            switch finding.kind.phase {
            case .arrival: judged[finding.run, default: Judged(run: finding.run)].arrival = finding
            case .leaving: judged[finding.run, default: Judged(run: finding.run)].leaving = finding
            }
        }
        return judged.values.sorted {
            ($0.run.start, $0.run.booking.text) < ($1.run.start, $1.run.booking.text)
        }
    }
}
