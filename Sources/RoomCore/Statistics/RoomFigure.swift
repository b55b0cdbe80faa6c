/// One figure of ``RoomStatistics``: what it counts, and what it is a part of.
///
/// Words such as *no-show* mean several things in this field, so no figure goes without its definition.
public enum RoomFigure: String, Hashable, Sendable, Codable, CaseIterable {
    /// Bookings of the room.
    case bookings
    /// Those whose people are known to have come, or not.
    case judged
    /// Those of the judged whose people came.
    case arrived
    /// Those of the arrived that came late.
    case late
    /// Those of the judged to which nobody came.
    case noShows = "no_shows"
    /// Those whose people may have been others.
    case carriedOver = "carried_over"
    /// Those of which the panel could not tell.
    case unverifiable
    /// Those without a verdict on the arrival.
    case unjudged
    /// Planned time of the bookings.
    case bookedSeconds = "booked_seconds"
    /// Planned time of the judged.
    case judgedSeconds = "judged_seconds"
    /// Planned time of the no-shows.
    case noShowSeconds = "no_show_seconds"
    /// Planned time of which is known how much was used.
    case measuredSeconds = "measured_seconds"
    /// That of it which was neither used nor given back.
    case unusedSeconds = "unused_seconds"
    /// That of it which was given back.
    case returnedSeconds = "returned_seconds"
    /// Verdicts on the bookings.
    case verdicts
    /// Those that replaced another one.
    case corrections

    /// What a figure counts.
    public enum Unit: String, Hashable, Sendable, Codable, CaseIterable {
        /// Bookings.
        case bookings
        /// Seconds.
        case seconds
        /// Minutes.
        case minutes
        /// Weeks.
        case weeks
        /// Verdicts.
        case verdicts
    }

    /// What it counts.
    public var unit: Unit {
        switch self {
        case .bookings, .judged, .arrived, .late, .noShows, .carriedOver, .unverifiable, .unjudged:
            .bookings
        case .bookedSeconds, .judgedSeconds, .noShowSeconds, .measuredSeconds, .unusedSeconds,
            .returnedSeconds:
            .seconds
        case .verdicts, .corrections: .verdicts
        }
    }

    /// The figure that it is a part of: its denominator; nil where it is the whole.
    public var whole: RoomFigure? {
        switch self {
        case .bookings, .bookedSeconds, .verdicts: nil
        case .judged, .carriedOver, .unverifiable, .unjudged: .bookings
        case .arrived, .noShows: .judged
        case .late: .arrived
        case .judgedSeconds, .measuredSeconds: .bookedSeconds
        case .noShowSeconds: .judgedSeconds
        case .unusedSeconds, .returnedSeconds: .measuredSeconds
        case .corrections: .verdicts
        }
    }

    /// What exactly is counted, in one sentence for people.
    public var definition: String {
        switch self {
        case .bookings:
            "bookings that begin in the window and take the room up, but for those of whole days; "
                + "one that was moved or removed after it was judged counts as it was judged"
        case .judged: "bookings whose standing verdict on the arrival is on_time, late or no_show"
        case .arrived: "judged bookings whose people came, on time or late"
        case .late: "bookings whose people came at or after late_after"
        case .noShows: "judged bookings to which nobody came by no_show_after, nor later"
        case .carriedOver: "bookings with people from the booking before: nobody can tell whose"
        case .unverifiable: "bookings of which the panel could not see enough to tell"
        case .unjudged:
            "bookings without a verdict on the arrival: still to come, long, quiet, or made at "
                + "the door"
        case .bookedSeconds: "planned time of the bookings"
        case .judgedSeconds: "planned time of the judged bookings"
        case .noShowSeconds: "planned time of the no-shows"
        case .measuredSeconds:
            "planned time of the no-shows, and of the bookings with a standing verdict on the leaving"
        case .unusedSeconds:
            "measured time in which nobody was seen to use the room, and which was not given back"
        case .returnedSeconds:
            "measured time after a booking was ended, claimed or cut short: others could have it"
        case .verdicts: "verdicts on these bookings"
        case .corrections: "verdicts on these bookings that replaced an earlier one"
        }
    }
}
