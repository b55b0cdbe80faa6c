extension ReportFigure {
    /// What exactly is counted, in one sentence for people.
    public var definition: String {
        switch self {
        case .bookableMinutes:
            "minutes of the window within the opening hours as they were then, up to now; a minute "
                + "is what its first instant was"
        case .knownMinutes:
            "bookable minutes of which is known whether somebody was there: the coverage"
        case .presentMinutes:
            "known minutes in which a sensor that is believed said that somebody was there, its hold "
                + "after the last movement included"
        case .bookedMinutes:
            "bookable minutes that a booking held, up to when it was ended, claimed or cut short; "
                + "bookings that overlap count once, those of whole days not at all"
        case .bookedPresentMinutes: "booked and used: booked, and somebody was there"
        case .bookedVacantMinutes: "booked but unused: booked, and nobody was there"
        case .bookedUnknownMinutes: "booked, and nobody can tell whether it was used"
        case .unbookedPresentMinutes: "used but unbooked: not booked, and somebody was there"
        case .unbookedVacantMinutes: "not booked, and nobody was there"
        case .unbookedUnknownMinutes: "not booked, and nobody can tell whether it was used"
        case .releasedMinutes:
            "bookable minutes that a booking was to hold, after it was ended, claimed or cut short"
        case .reusedMinutes:
            "released minutes that another booking held, or in which somebody was there"
        default: bookingDefinition
        }
    }

    private var bookingDefinition: String {
        switch self {
        case .arrivals: "bookings that begin in the window and whose people came, on time or late"
        case .lateArrivals: "those that came at or after late_after"
        case .measuredLate:
            "late ones of which is known how late; of the others the panel was blind before the "
                + "first sign of people"
        case .lateMedianMinutes:
            "half of the measured were late by at most so many whole minutes, from when people were "
                + "expected"
        case .lateNinetiethMinutes: "nine in ten of the measured were late by at most so many"
        case .lateUnder5: "measured ones late by less than 5 min"
        case .lateFrom5: "measured ones late by 5 min to less than 10 min"
        case .lateFrom10: "measured ones late by 10 min to less than 15 min"
        case .lateFrom15: "measured ones late by 15 min to less than 30 min"
        case .lateFrom30: "measured ones late by 30 min to less than 60 min"
        case .lateFrom60: "measured ones late by 60 min or more"
        case .weeksRunning:
            "weeks running in which the meeting was left at least 15 min, and a quarter of its time, "
                + "early; 7 or more"
        case .plannedMinutes: "how long the meeting is booked"
        default: "how long it was used at most in those weeks, from its start"
        }
    }
}
