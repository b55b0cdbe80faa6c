package import RoomCore

/// A whole calendar in one file, read without a server.
package enum CalendarFile {
    /// The bookings of an iCalendar file that share an instant with a window.
    ///
    /// - Parameters:
    ///   - bytes: the file's text, of any size.
    ///   - timeZone: the IANA name of the zone for whole days and times without a zone.
    /// - Returns: nil if there is no such zone.
    package static func read(
        _ bytes: [UInt8], window: Span, timeZone: String, limits: CalDAVLimits = CalDAVLimits()
    ) -> ScheduleReading? {
        guard let room = Zone.named(timeZone) else { return nil }
        let context = CalendarObject.Context(room: room, roomAddress: nil, limits: limits)
        var budget = StepBudget(limits)
        let object = CalendarObject(
            bytes, name: "file", range: window, context, budget: &budget)
        return ScheduleReading(
            window: window, bookings: object.bookings, complaints: object.complaints)
    }
}
