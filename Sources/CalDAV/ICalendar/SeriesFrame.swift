import CivilCalendar

/// Reads the times that name occurrences of a series: EXDATE, RDATE and RECURRENCE-ID.
///
/// RFC 5545 wants them in the form of the series' own DTSTART. Programs write whole days as times of some zone, and
/// local times without the zone; what they mean is the series' own.
struct SeriesFrame {
    /// DTSTART of the series; of a changed occurrence that came without its series, its own.
    let first: CalendarTime
    let zones: ZoneTable

    /// The time as one of the series.
    func time(_ time: CalendarTime) -> CalendarTime {
        if first.isDate { return CalendarTime(seconds: zones.day(of: time), form: .date) }
        return time.form == .floating
            ? CalendarTime(seconds: time.seconds, form: first.form) : time
    }

    /// A start that RDATE adds; a day alone is taken at the series' time of day.
    func addition(_ time: CalendarTime) -> CalendarTime {
        guard time.isDate && !first.isDate else { return self.time(time) }
        let timeOfDay = first.seconds.flooredRemainder(by: CalendarTime.secondsPerDay)
        return CalendarTime(seconds: time.seconds + timeOfDay, form: first.form)
    }

    /// Which occurrence a time names.
    func key(_ named: CalendarTime) -> OccurrenceKey {
        let time = time(named)
        return time.isDate
            ? OccurrenceKey(seconds: time.seconds, isDate: true)
            : OccurrenceKey(seconds: zones.instant(time), isDate: false)
    }

    /// The last civil start that an UNTIL permits (RFC 5545, section 3.3.10).
    func last(_ until: CalendarTime) -> Int64 {
        if first.isDate { return zones.day(of: until) }
        switch until.form {
        case .date: return until.seconds + CalendarTime.secondsPerDay - 1
        case .utc: return zones.zone(of: first).civil(atUTC: until.seconds)
        case .floating, .zone: return until.seconds
        }
    }
}

/// The starts that EXDATE takes out of a series.
///
/// A DATE takes out every start on that day, also where the series has times: programs write it so.
struct Exclusions {
    private var instants: Set<Int64> = []
    private var days: Set<Int64> = []

    init(_ times: [CalendarTime], _ frame: SeriesFrame) {
        for time in times {
            let key = frame.key(time)
            if key.isDate {
                days.insert(key.seconds)
            } else {
                instants.insert(key.seconds)
            }
        }
    }

    /// Whether the start is taken out.
    func hold(_ start: CalendarTime, _ key: OccurrenceKey) -> Bool {
        let day = start.seconds.flooredDivision(by: CalendarTime.secondsPerDay)
        return instants.contains(key.seconds) && !key.isDate
            || days.contains(day * CalendarTime.secondsPerDay)
    }
}
