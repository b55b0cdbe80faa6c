/// One figure of ``RoomReport``: what it counts, and what it is a part of.
///
/// The bookings of a report have ``RoomFigure``s beside these.
public enum ReportFigure: String, Hashable, Sendable, Codable, CaseIterable {
    /// Minutes in which the room could be booked.
    case bookableMinutes = "bookable_minutes"
    /// Those of which is known whether somebody was there: the coverage.
    case knownMinutes = "known_minutes"
    /// Those of the known in which somebody was there.
    case presentMinutes = "present_minutes"
    /// Minutes that were booked.
    case bookedMinutes = "booked_minutes"
    /// Booked and used.
    case bookedPresentMinutes = "booked_present_minutes"
    /// Booked but unused.
    case bookedVacantMinutes = "booked_vacant_minutes"
    /// Booked, and nobody can tell whether used.
    case bookedUnknownMinutes = "booked_unknown_minutes"
    /// Used but unbooked.
    case unbookedPresentMinutes = "unbooked_present_minutes"
    /// Neither booked nor used.
    case unbookedVacantMinutes = "unbooked_vacant_minutes"
    /// Not booked, and nobody can tell whether used.
    case unbookedUnknownMinutes = "unbooked_unknown_minutes"
    /// Minutes that were given back.
    case releasedMinutes = "released_minutes"
    /// Those of them that were used again.
    case reusedMinutes = "reused_minutes"
    /// Bookings whose people came.
    case arrivals
    /// Those of them that came late.
    case lateArrivals = "late_arrivals"
    /// Late ones of which is known how late.
    case measuredLate = "measured_late"
    /// The median of their lateness.
    case lateMedianMinutes = "late_median_minutes"
    /// The 90th percentile of their lateness.
    case lateNinetiethMinutes = "late_p90_minutes"
    /// Late by less than 5 min.
    case lateUnder5 = "late_under_5"
    /// Late by 5 to 10 min.
    case lateFrom5 = "late_from_5"
    /// Late by 10 to 15 min.
    case lateFrom10 = "late_from_10"
    /// Late by 15 to 30 min.
    case lateFrom15 = "late_from_15"
    /// Late by 30 to 60 min.
    case lateFrom30 = "late_from_30"
    /// Late by 60 min or more.
    case lateFrom60 = "late_from_60"
    /// Weeks running in which a meeting was left early.
    case weeksRunning = "weeks_running"
    /// How long such a meeting is booked.
    case plannedMinutes = "planned_minutes"
    /// How long it was used at most.
    case usedMinutes = "used_minutes"

    /// The classes of the histogram of lateness, in the order of ``Lateness/classes``.
    public static let lateClasses: [ReportFigure] = [
        .lateUnder5, .lateFrom5, .lateFrom10, .lateFrom15, .lateFrom30, .lateFrom60,
    ]
    /// The figures of the whole window.
    public static let totals: [ReportFigure] = [
        .bookableMinutes, .knownMinutes, .presentMinutes, .bookedMinutes, .bookedPresentMinutes,
        .bookedVacantMinutes, .bookedUnknownMinutes, .unbookedPresentMinutes,
        .unbookedVacantMinutes, .unbookedUnknownMinutes, .releasedMinutes, .reusedMinutes,
    ]

    /// What it counts.
    public var unit: RoomFigure.Unit {
        switch self {
        case .arrivals, .lateArrivals, .measuredLate, .lateUnder5, .lateFrom5, .lateFrom10,
            .lateFrom15, .lateFrom30, .lateFrom60:
            .bookings
        case .weeksRunning: .weeks
        default: .minutes
        }
    }

    /// The figure that it is a part of, or was taken from: its denominator; nil where it is the whole.
    public var whole: ReportFigure? {
        switch self {
        case .bookableMinutes, .arrivals, .weeksRunning, .plannedMinutes: nil
        case .knownMinutes, .bookedMinutes, .bookedPresentMinutes, .bookedVacantMinutes,
            .bookedUnknownMinutes, .unbookedPresentMinutes, .unbookedVacantMinutes,
            .unbookedUnknownMinutes, .releasedMinutes:
            .bookableMinutes
        case .presentMinutes: .knownMinutes
        case .reusedMinutes: .releasedMinutes
        case .lateArrivals: .arrivals
        case .measuredLate: .lateArrivals
        case .lateMedianMinutes, .lateNinetiethMinutes, .lateUnder5, .lateFrom5, .lateFrom10,
            .lateFrom15, .lateFrom30, .lateFrom60:
            .measuredLate
        case .usedMinutes: .plannedMinutes
        }
    }
}

extension MinuteCells {
    /// What the cells make of the figures that are about minutes.
    public var values: [ReportFigure: Int] {
        [
            .bookableMinutes: bookable, .knownMinutes: known, .presentMinutes: seen(.present),
            .bookedMinutes: booked,
            .bookedPresentMinutes: self[isBooked: true, .present],
            .bookedVacantMinutes: self[isBooked: true, .vacant],
            .bookedUnknownMinutes: self[isBooked: true, .unknown],
            .unbookedPresentMinutes: self[isBooked: false, .present],
            .unbookedVacantMinutes: self[isBooked: false, .vacant],
            .unbookedUnknownMinutes: self[isBooked: false, .unknown],
        ]
    }
}

extension Lateness {
    /// The figures that are about lateness; without a median where nothing was measured.
    public var values: [ReportFigure: Int] {
        var values: [ReportFigure: Int] = [
            .arrivals: arrivals, .lateArrivals: late, .measuredLate: measured,
        ]
        values[.lateMedianMinutes] = percentile(50)
        values[.lateNinetiethMinutes] = percentile(90)
        for (figure, range) in zip(ReportFigure.lateClasses, classes) {
            values[figure] = range.bookings
        }
        return values
    }
}

extension RoomReport {
    /// The figures of the whole window; see ``ReportFigure/totals``.
    public var values: [ReportFigure: Int] {
        var values = total.values
        values[.releasedMinutes] = released
        values[.reusedMinutes] = reused
        return values
    }
}

extension RightSizeHint {
    /// The figures of the hint.
    public var values: [ReportFigure: Int] {
        [.weeksRunning: weeks, .plannedMinutes: plannedMinutes, .usedMinutes: usedMinutes]
    }
}
