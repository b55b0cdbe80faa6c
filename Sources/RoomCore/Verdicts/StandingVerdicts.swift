/// What the verdicts tell of the people of past bookings, once the panel has closed its sittings.
///
/// Verdicts are append-only: of one booking and phase the one given last stands.
public struct StandingVerdicts: Sendable {
    /// One run of a booking: a booking that was moved is judged anew.
    private struct Run: Hashable {
        var booking: BookingID
        var start: WallTime
    }

    private var sittings: [Run: Sitting] = [:]

    /// Begins with none.
    public init() {}

    /// Takes in a verdict; to be called in the order of their numbers.
    public mutating func add(_ verdict: Verdict) {
        let run = Run(booking: verdict.booking, start: verdict.span.start)
        var sitting = sittings[run] ?? Sitting(booking: verdict.booking, span: verdict.span)
        sitting.span = verdict.span
        switch verdict.kind.phase {
        case .arrival:
            (sitting.arrival, sitting.arrivalNumber) = (verdict.kind, verdict.number)
            sitting.lateAtMostBecause = verdict.evidence.atMostBecause
        case .leaving: (sitting.leaving, sitting.leavingNumber) = (verdict.kind, verdict.number)
        }
        let evidence = verdict.evidence
        sitting.firstPresence = evidence.firstPresence ?? sitting.firstPresence
        sitting.activeEdges = max(sitting.activeEdges, evidence.activeEdges)
        sitting.checkIn = Self.checkIn(by: verdict) ?? sitting.checkIn
        sitting.knownSince = Self.knownSince(verdict, sitting.checkIn) ?? sitting.knownSince
        if let endedAt = evidence.endedAt {
            sitting.givenUp = Sitting.GivenUp(at: endedAt, by: nil)
        }
        sittings[run] = sitting
    }

    /// What is known of a booking's people; nil if nothing was ever said of them.
    public func sitting(of booking: Booking) -> Sitting? {
        sittings[Run(booking: booking.id, start: booking.span.start)]
    }

    /// From when on late people were expected: as long before their arrival as they were late.
    private static func knownSince(_ verdict: Verdict, _ checkIn: Sitting.CheckIn?) -> WallTime? {
        guard verdict.kind == .late, let seconds = verdict.seconds, let checkIn else { return nil }
        return checkIn.arrivedAt - .seconds(seconds)
    }

    /// Earlier versions did not note the arrival: then it is the next best thing that they did note.
    private static func checkIn(by verdict: Verdict) -> Sitting.CheckIn? {
        let evidence = verdict.evidence
        guard let source = evidence.checkIn else { return nil }
        if let arrivedAt = evidence.arrivedAt {
            return Sitting.CheckIn(source: source, arrivedAt: arrivedAt)
        }
        let start = verdict.span.start
        guard verdict.kind.phase == .arrival || source == .adHoc else { return nil }
        if verdict.kind == .late, let seconds = verdict.seconds {
            return Sitting.CheckIn(source: source, arrivedAt: start + .seconds(seconds))
        }
        return Sitting.CheckIn(
            source: source,
            arrivedAt: source == .adHoc ? start : evidence.firstPresence ?? start)
    }
}
