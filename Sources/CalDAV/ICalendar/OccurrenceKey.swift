/// Which occurrence of a series is meant: the start it had before anybody moved it (RFC 5545, section 3.8.4.4).
struct OccurrenceKey: Hashable, Sendable {
    /// The instant, in seconds since the epoch; for a whole day its midnight as if it were UTC.
    var seconds: Int64
    var isDate: Bool

    /// `20261121T100000Z`, or `20261121` for a whole day.
    var text: String {
        CalendarTime(seconds: seconds, form: isDate ? .date : .utc).stamp
    }

    init(seconds: Int64, isDate: Bool) {
        self.seconds = seconds
        self.isDate = isDate
    }

    /// Reads ``text``; nil if it is none.
    init?(_ text: some StringProtocol) {
        guard let time = CalendarTime(stamp: text), time.form == .date || time.form == .utc else {
            return nil
        }
        self.init(seconds: time.seconds, isDate: time.isDate)
    }
}

/// One occurrence of an event within the window.
struct Occurrence: Hashable, Sendable {
    /// Where in the list of the series' events the one stands that describes it.
    var event: Int
    /// Which occurrence of a series it is; nil if the event is no series.
    var key: OccurrenceKey?
    /// Its civil start, in the form of the event's DTSTART.
    var start: CalendarTime
    /// When it begins, in seconds since the epoch.
    var startsAt: Int64
    /// When it ends; not before the start.
    var endsAt: Int64
    var isAllDay: Bool
}
