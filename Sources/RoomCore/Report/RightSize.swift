/// A weekly meeting that was left early for many weeks running: it may want a shorter booking.
public struct RightSizeHint: Hashable, Sendable {
    /// Which meeting.
    public var series: Series
    /// On which day it begins.
    public var weekday: Weekday
    /// When it begins, in minutes after midnight.
    public var minute: Int
    /// How long it is booked, in minutes.
    public var plannedMinutes: Int
    /// How long it was used at most in those weeks, in minutes from its start.
    public var usedMinutes: Int
    /// How many weeks running.
    public var weeks: Int
}

/// Finds meetings that are left early week after week.
struct RightSize: Sendable {
    /// Weeks running from which on it is no chance.
    static let leastWeeks = 7
    /// Minutes to spare from which on a shorter booking would help anybody; and a quarter of the booking.
    static let leastSpare = 15
    /// The most slots that are followed; later ones are passed over.
    static let capacity = 5_000

    private struct Slot: Hashable {
        var series: Series
        var weekday: Weekday
        var minute: Int
        var plannedMinutes: Int
    }

    private struct Streak {
        var week: Int
        var weeks: Int
        var usedMinutes: Int
    }

    private var running: [Slot: Streak] = [:]
    private var longest: [Slot: Streak] = [:]

    /// Takes in a booking; to be called in the order of their starts.
    mutating func add(_ booking: JudgedBookings.Judged, at start: RoomCalendar.LocalMinute) {
        guard let series = Series(booking), !booking.isNoShow, let leaving = booking.leaving else {
            return
        }
        let planned = Self.minutes(from: booking.run.start, to: leaving.end)
        let slot = Slot(
            series: series, weekday: start.weekday, minute: start.minute, plannedMinutes: planned)
        guard running[slot] != nil || running.count < Self.capacity else { return }
        let used = planned - leaving.unusedAtEnd / 60
        guard planned - used >= max(Self.leastSpare, planned / 4) else {
            running[slot] = nil
            return
        }
        follow(slot, used, in: start.week)
    }

    /// A week without the meeting, or of which nobody can tell, begins the count anew.
    private mutating func follow(_ slot: Slot, _ used: Int, in week: Int) {
        var streak = running[slot] ?? Streak(week: week - 1, weeks: 0, usedMinutes: 0)
        if streak.week == week { return }
        if streak.week != week - 1 { streak = Streak(week: week - 1, weeks: 0, usedMinutes: 0) }
        streak = Streak(
            week: week, weeks: streak.weeks + 1, usedMinutes: max(streak.usedMinutes, used))
        running[slot] = streak
        let known = longest[slot]?.weeks ?? Self.leastWeeks - 1
        if streak.weeks > known { longest[slot] = streak }
    }

    private static func minutes(from start: WallTime, to end: WallTime) -> Int {
        max(0, Int((end - start).components.seconds) / 60)
    }

    /// The meetings, those with the most time to spare first; 50 at most.
    var hints: [RightSizeHint] {
        let all = longest.map { slot, streak in
            RightSizeHint(
                series: slot.series, weekday: slot.weekday, minute: slot.minute,
                plannedMinutes: slot.plannedMinutes, usedMinutes: streak.usedMinutes,
                weeks: streak.weeks)
        }
        let sorted = all.sorted {
            ($1.plannedMinutes - $1.usedMinutes, $0.series.key, $0.weekday.index, $0.minute) < (
                $0.plannedMinutes - $0.usedMinutes, $1.series.key, $1.weekday.index, $1.minute
            )
        }
        return Array(sorted.prefix(50))
    }
}
