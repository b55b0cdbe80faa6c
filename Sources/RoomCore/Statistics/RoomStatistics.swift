/// What became of the bookings of a stretch of time, in figures: ``RoomFigure`` defines each.
///
/// Takes in bookings and verdicts, and keeps little of each, so that a year of them may be read page by page. A booking
/// belongs to the stretch that it begins in: figures of stretches that touch add up to those of both.
public struct RoomStatistics: Sendable {
    private let window: Span
    private var bookings = JudgedBookings()
    private var verdicts = 0
    private var corrections = 0

    /// Begins without bookings.
    public init(in window: Span) {
        self.window = window
    }

    /// Takes in a booking as it is listed; those that do not count are passed over.
    public mutating func add(_ booking: Booking) {
        if window.contains(booking.span.start) { bookings.add(booking) }
    }

    /// Takes in a verdict; to be called in the order of their numbers.
    public mutating func add(_ verdict: Verdict) {
        guard window.contains(verdict.span.start) else {
            if let replaced = verdict.replaces { bookings.remove(replaced) }
            return
        }
        bookings.add(verdict)
        verdicts += 1
        if verdict.replaces != nil { corrections += 1 }
    }

    /// How much a figure is: never negative, and never more than its ``RoomFigure/whole``.
    public var values: [RoomFigure: Int] {
        var values = Dictionary(uniqueKeysWithValues: RoomFigure.allCases.map { ($0, 0) })
        for booking in bookings.all { count(booking, in: &values) }
        values[.verdicts] = verdicts
        values[.corrections] = corrections
        return values
    }

    private func count(_ booking: JudgedBookings.Judged, in values: inout [RoomFigure: Int]) {
        let planned = Self.seconds(from: booking.run.start, to: booking.plannedEnd)
        var figures: [RoomFigure] = [.bookings]
        var times: [RoomFigure] = [.bookedSeconds]
        switch booking.arrival?.kind {
        case .onTime: figures += [.judged, .arrived]
        case .late: figures += [.judged, .arrived, .late]
        case .noShow: figures += [.judged, .noShows]
        case .carriedOver: figures += [.carriedOver]
        case .unverifiable: figures += [.unverifiable]
        case .used, .endedEarly, .overran, nil: figures += [.unjudged]
        }
        if figures.contains(.judged) { times += [.judgedSeconds] }
        if booking.isNoShow { times += [.noShowSeconds] }
        for figure in figures { values[figure, default: 0] += 1 }
        for time in times { values[time, default: 0] += planned }
        if let finding = booking.measure { measure(booking, finding, planned, in: &values) }
    }

    /// Counts how the planned time was used.
    private func measure(
        _ booking: JudgedBookings.Judged, _ finding: JudgedBookings.Finding, _ planned: Int,
        in values: inout [RoomFigure: Int]
    ) {
        let freedAt = booking.freedAt(finding)
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
