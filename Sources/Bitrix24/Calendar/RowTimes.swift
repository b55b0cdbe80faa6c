import CivilCalendar
import HTTPExchange
import JSONText
import RoomCore

/// When an event runs, out of its wall clock and its zone.
///
/// `DATE_*_TS_UTC` is never looked at: it is off by the offset of the portal's server, and of a series it is the
/// first start. See docs/decisions/0011.
struct RowTimes: Hashable, Sendable {
    /// What a row's times are read with.
    struct Context: Sendable {
        /// The room's zone: for whole days, and where the row names none.
        var room: Zone
        /// The order of day and month where the portal writes slashes; nil if no row has told.
        var order: PortalDate.Order?
    }

    /// The first instant and the first one after.
    var span: Span
    /// The start on the wall clock of the event's own place.
    var start: CivilTime
    /// The end on the wall clock; of whole days the last day, which is inside.
    var end: CivilTime
    var isAllDay: Bool
    /// What had to be assumed, for people; nil if nothing.
    var doubt: String?

    /// Reads the times of a row; nil if it has none that make sense.
    init?(_ row: CalendarRow, _ context: Context) {
        let value = row.value
        guard let from = RowTimes.date("DATE_FROM", value, context) else { return nil }
        let to = RowTimes.date("DATE_TO", value, context)
        isAllDay = value["DT_SKIP_TIME"]?.text == "Y" || !from.hasClock
        if isAllDay {
            start = from.time.midnight
            end = max(to?.time.midnight ?? start, start)
            span = Span(
                start: context.room.instant(of: start),
                end: context.room.instant(of: end.adding(days: 1)))
            return
        }
        start = from.time
        let length = Int(value["DT_LENGTH"]?.wholeNumber ?? 0)
        end = to?.time ?? CivilTime(seconds: start.seconds + max(0, min(length, 366 * 86_400)))
        let begins = RowTimes.instant(start, "FROM", value, context, &doubt)
        let ends = RowTimes.instant(end, to == nil ? "FROM" : "TO", value, context, &doubt)
        guard ends >= begins else { return nil }
        span = Span(start: begins, end: ends)
    }

    /// The start that an occurrence had in its series; nil if the row does not tell.
    static func original(_ row: CalendarRow, _ context: Context) -> CivilTime? {
        row.value["ORIGINAL_DATE_FROM"]?.nonEmptyText
            .flatMap { PortalDate.formatted($0) ?? PortalDate.cultural($0, order: context.order) }?
            .time
    }

    /// What the rows of an answer tell about the order of day and month; nil if nothing.
    static func order(in rows: [CalendarRow]) -> PortalDate.Order? {
        rows.lazy.compactMap { row in
            guard let cultural = row.value["DATE_FROM"]?.text,
                let formatted = row.value["DATE_FROM_FORMATTED"]?.text
                    .flatMap(PortalDate.formatted)
            else { return nil }
            return PortalDate.order(of: cultural, meaning: formatted)
        }.first
    }

    /// How dates are read that come in the portal's own style only, for people; nil if all come in English too.
    static func guess(in rows: [CalendarRow], order: PortalDate.Order?) -> String? {
        let cultural = rows.lazy.compactMap { row -> String? in
            let isFormatted =
                row.value["DATE_FROM_FORMATTED"]?.text.flatMap(PortalDate.formatted) != nil
            guard !isFormatted, let text = row.value["DATE_FROM"]?.text,
                PortalDate.cultural(text, order: order) != nil
            else { return nil }
            return text
        }.first
        guard let cultural, let read = PortalDate.cultural(cultural, order: order) else {
            return nil
        }
        return "dates come in the portal's own style only: \(cultural.oneLine(40)) is read as "
            + read.time.dateText
    }

    private static func date(
        _ name: String, _ value: JSON, _ context: Context
    ) -> PortalDate.Reading? {
        if let date = value[name + "_FORMATTED"]?.text.flatMap(PortalDate.formatted) { return date }
        return value[name]?.text.flatMap { PortalDate.cultural($0, order: context.order) }
    }

    private static func instant(
        _ civil: CivilTime, _ edge: String, _ value: JSON, _ context: Context,
        _ doubt: inout String?
    ) -> WallTime {
        let name = value["TZ_" + edge]?.nonEmptyText ?? value["TZ_FROM"]?.nonEmptyText
        guard let name else { return context.room.instant(of: civil) }
        if let zone = Zone.named(name) { return zone.instant(of: civil) }
        let offset = (value["TZ_OFFSET_" + edge] ?? value["TZ_OFFSET_FROM"])?.wholeNumber
        if let offset, abs(offset) <= 18 * 3_600 {
            doubt = "zone \(name.oneLine(40)) is unknown; its offset of \(offset) s was used"
            return WallTime(secondsSinceEpoch: Int64(civil.seconds) - offset)
        }
        doubt = "zone \(name.oneLine(40)) is unknown; the room's was used"
        return context.room.instant(of: civil)
    }
}
