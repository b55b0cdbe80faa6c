import JSONText
package import RoomCore

/// Answers of a portal read without a portal; for measuring.
package enum PortalAnswer {
    /// The bookings of one answer to `calendar.event.get`.
    ///
    /// - Parameters:
    ///   - bytes: the whole body, envelope and all.
    ///   - timeZone: the IANA name of the room's zone.
    /// - Returns: nil if it is no answer with a list of events, or there is no such zone.
    package static func read(
        _ bytes: [UInt8], window: Span, timeZone: String
    ) -> ScheduleReading? {
        guard let zone = Zone.named(timeZone), let result = result(of: bytes) else { return nil }
        return reading(result, window, zone)
    }

    /// The bookings of one answer to a `batch` of `calendar.event.get`, one reading for each of its commands.
    ///
    /// - Returns: nil if it is no answer with lists of events, or there is no such zone; a command without a result has
    ///   an empty reading.
    package static func readBatch(
        _ bytes: [UInt8], count: Int, window: Span, timeZone: String
    ) -> [ScheduleReading]? {
        guard let zone = Zone.named(timeZone), let result = result(of: bytes) else { return nil }
        var readings: [ScheduleReading] = []
        for outcome in BatchAnswer(result, count: count).outcomes {
            guard case .result(let value, _) = outcome else {
                readings.append(ScheduleReading(window: window, bookings: []))
                continue
            }
            guard let reading = reading(value, window, zone) else { return nil }
            readings.append(reading)
        }
        return readings
    }

    private static func result(of bytes: [UInt8]) -> JSON? {
        (try? JSON.answer(bytes))?["result"]
    }

    private static func reading(_ result: JSON, _ window: Span, _ zone: Zone)
        -> ScheduleReading?
    {
        guard let list = try? RowList(result, { CalendarRow($0) }) else { return nil }
        let mapper = CalendarMapper(times: RowTimes.Context(room: zone), userID: 1)
        let found = mapper.map(list.rows, window: window, limit: Bitrix24Limits().bookings)
        return ScheduleReading(
            window: window, bookings: found.entries.map(\.booking), complaints: found.complaints)
    }
}
