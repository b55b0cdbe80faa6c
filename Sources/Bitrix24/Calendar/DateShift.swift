import CivilCalendar
import JSONText
import RoomCore
import Synchronization

/// By how much a portal reads a date without an offset later than it says.
///
/// The documentation takes such a date in the zone that is named beside it. The vendor's source takes it in the
/// server's zone and adds the difference of the user's offset from the server's. Nothing is shifted until a written
/// event was read back at another time; a row itself tells whether that is the reason.
final class DateShift: Sendable {
    private let known = Mutex<Int>(0)

    /// Seconds; taken from every date that is written.
    var seconds: Int { known.withLock { $0 } }

    /// Learns from an event that was written and came out elsewhere.
    ///
    /// - Returns: whether it was only the portal's way to read dates that put it there.
    func learn(from row: CalendarRow, _ times: RowTimes, wanted: CivilTime, _ end: CivilTime?)
        -> Bool
    {
        let off = Self.quarters(times.start.seconds - wanted.seconds)
        guard off != 0, abs(off) <= 26 * 3_600,
            end.map({ Self.quarters(times.end.seconds - $0.seconds) == off }) ?? true
        else { return false }
        // The next write is shifted by what is known already, so that much is part of what was seen.
        let whole = off + seconds
        if let told = row.zoneDifference(times), told != whole, whole != 0 { return false }
        known.withLock { $0 = whole }
        return true
    }

    /// Zones differ by whole quarters of an hour, and the minute may have been rounded.
    fileprivate static func quarters(_ seconds: Int) -> Int {
        let quarter = 900
        let rounded = (seconds + (seconds < 0 ? -quarter / 2 : quarter / 2)) / quarter * quarter
        return abs(seconds - rounded) < 60 ? rounded : 0
    }
}

extension CalendarRow {
    /// How far the clock of the webhook's user is ahead of the server's, in seconds; nil if the row does not tell.
    ///
    /// `~USER_OFFSET_FROM` is the event's offset less the user's, and `DATE_FROM_TS_UTC` is off by the server's.
    func zoneDifference(_ times: RowTimes) -> Int? {
        guard !times.isAllDay, let name = value["TZ_FROM"]?.nonEmptyText,
            let zone = Zone.named(name), let apart = value["~USER_OFFSET_FROM"]?.wholeNumber,
            let stamp = value["DATE_FROM_TS_UTC"]?.wholeNumber.map(Int.init)
        else { return nil }
        let instant = Int(times.span.start.secondsSinceEpoch)
        let user = zone.offset(atUTC: instant) - Int(apart)
        let server = DateShift.quarters(instant - stamp)
        // Minutes that are no zone's come from a portal whose stamps mean something else.
        return abs(instant - stamp - server) < 60 ? user - server : nil
    }
}
