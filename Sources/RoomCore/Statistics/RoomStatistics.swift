/// What became of the bookings of a stretch of time, in figures: ``RoomFigure`` defines each.
///
/// Takes in bookings and verdicts, and keeps little of each, so that a year of them may be read page by page. A booking
/// belongs to the stretch that it begins in: figures of stretches that touch add up to those of both.
public struct RoomStatistics: Sendable {
    /// One run of a booking: a booking that was moved is judged anew.
    private struct Run: Hashable {
        var booking: BookingID
        var start: WallTime
    }

    /// What counts of a verdict.
    private struct Finding {
        var run: Run
        var end: WallTime
        var kind: Verdict.Kind
        /// What was seen not to be used, what was given back included.
        var unused: Int
        var endedAt: WallTime?

        init(_ verdict: Verdict) {
            run = Run(booking: verdict.booking, start: verdict.span.start)
            end = verdict.span.end
            kind = verdict.kind
            // Earlier versions told only how early a booking was left.
            let early = verdict.kind == .endedEarly ? verdict.seconds : nil
            unused = verdict.evidence.unusedSeconds ?? early ?? 0
            endedAt = verdict.evidence.endedAt
        }
    }

    /// The verdicts that stand on one run.
    private struct Standing {
        var arrival: Finding?
        var leaving: Finding?

        /// The one that tells how the time was used; nil if none does.
        var measure: Finding? { isNoShow ? arrival : leaving }
        var isNoShow: Bool { arrival?.kind == .noShow }
    }

    private let window: Span
    private var ends: [Run: WallTime] = [:]
    /// The verdicts that were not replaced, by number.
    private var findings: [Int64: Finding] = [:]
    private var verdicts = 0
    private var corrections = 0

    /// Begins without bookings.
    public init(in window: Span) {
        self.window = window
    }

    /// Takes in a booking as it is listed; those that do not count are passed over.
    public mutating func add(_ booking: Booking) {
        guard window.contains(booking.span.start), booking.isBlocking, !booking.isAllDay else {
            return
        }
        ends[Run(booking: booking.id, start: booking.span.start)] = booking.span.end
    }

    /// Takes in a verdict; to be called in the order of their numbers.
    public mutating func add(_ verdict: Verdict) {
        if let replaced = verdict.replaces { findings[replaced] = nil }
        guard window.contains(verdict.span.start) else { return }
        findings[verdict.number] = Finding(verdict)
        verdicts += 1
        if verdict.replaces != nil { corrections += 1 }
    }

    /// How much a figure is: never negative, and never more than its ``RoomFigure/whole``.
    public var values: [RoomFigure: Int] {
        let standing = standing
        var values = Dictionary(uniqueKeysWithValues: RoomFigure.allCases.map { ($0, 0) })
        for run in Set(ends.keys).union(standing.keys) {
            count(standing[run] ?? Standing(), of: run, in: &values)
        }
        values[.verdicts] = verdicts
        values[.corrections] = corrections
        return values
    }

    private var standing: [Run: Standing] {
        var standing: [Run: Standing] = [:]
        for (_, finding) in findings.sorted(by: { $0.key < $1.key }) {
            switch finding.kind.phase {
            case .arrival: standing[finding.run, default: Standing()].arrival = finding
            case .leaving: standing[finding.run, default: Standing()].leaving = finding
            }
        }
        return standing
    }

    private func count(_ standing: Standing, of run: Run, in values: inout [RoomFigure: Int]) {
        let known = standing.measure ?? standing.arrival
        let planned = Self.seconds(from: run.start, to: known?.end ?? ends[run] ?? run.start)
        var figures: [RoomFigure] = [.bookings]
        var times: [RoomFigure] = [.bookedSeconds]
        switch standing.arrival?.kind {
        case .onTime: figures += [.judged, .arrived]
        case .late: figures += [.judged, .arrived, .late]
        case .noShow: figures += [.judged, .noShows]
        case .carriedOver: figures += [.carriedOver]
        case .unverifiable: figures += [.unverifiable]
        case .used, .endedEarly, .overran, nil: figures += [.unjudged]
        }
        if figures.contains(.judged) { times += [.judgedSeconds] }
        if standing.isNoShow { times += [.noShowSeconds] }
        for figure in figures { values[figure, default: 0] += 1 }
        for time in times { values[time, default: 0] += planned }
        if let measure = standing.measure { self.measure(measure, planned, in: &values) }
    }

    /// Counts how the planned time was used.
    private func measure(
        _ finding: Finding, _ planned: Int, in values: inout [RoomFigure: Int]
    ) {
        let listed = ends[finding.run] ?? finding.end
        let freedAt = min(finding.endedAt ?? finding.end, listed)
        let returned = min(planned, Self.seconds(from: freedAt, to: finding.end))
        let unused = finding.kind == .noShow ? planned : finding.unused
        values[.measuredSeconds, default: 0] += planned
        values[.returnedSeconds, default: 0] += returned
        values[.unusedSeconds, default: 0] += min(max(unused - returned, 0), planned - returned)
    }

    private static func seconds(from start: WallTime, to end: WallTime) -> Int {
        max(0, Int((end - start).components.seconds))
    }
}
