import CivilCalendar

/// Reads when an event takes place from what was sent.
struct EventTimes {
    private let call: Call
    private var arguments: Arguments { call.arguments }

    init(_ call: Call) {
        self.call = call
    }

    /// Sets start, end and zones; what is not sent stays.
    ///
    /// - Parameter areRequired: whether start and end have to be there.
    func set(_ event: inout EventRecord, areRequired: Bool) throws {
        if let isAllDay = try arguments.flag("skip_time") { event.isAllDay = isAllDay }
        try setZones(&event, isNew: areRequired)
        let start = try local("from", "from_ts", zone: event.startZone, isAllDay: event.isAllDay)
        let end = try local("to", "to_ts", zone: event.endZone, isAllDay: event.isAllDay)
        if areRequired {
            guard start != nil else { throw RESTError.missing("from", of: arguments.method) }
            guard end != nil else { throw RESTError.missing("to", of: arguments.method) }
        }
        if let start { (event.start, event.startRest) = kept(start) }
        if let end { (event.end, event.endRest) = kept(end) }
        if event.isAllDay {
            (event.start, event.end) = (event.start.midnight, event.end.midnight)
            (event.startRest, event.endRest) = (0, 0)
        }
        event.settle()
        let zone = event.zone
        let last = Zone(event.endZone) ?? zone
        guard zone.instant(of: event.start) <= last.instant(of: event.end) else {
            throw RESTError.invalid("to")
        }
    }

    private func setZones(_ event: inout EventRecord, isNew: Bool) throws {
        let from = try zone("timezone_from")
        let to = try zone("timezone_to")
        if isNew {
            event.startZone = from ?? to ?? call.callerZone.identifier
            event.endZone = to ?? event.startZone
        } else {
            event.startZone = from ?? event.startZone
            event.endZone = to ?? (from ?? event.endZone)
        }
    }

    private func zone(_ name: String) throws -> String? {
        guard let text = try arguments.text(name), !text.isEmpty else { return nil }
        guard let zone = Zone(text) else { throw RESTError.invalid(name) }
        return zone.identifier
    }

    /// What the calendar keeps of a reading, and the seconds that are missing from that.
    private func kept(_ reading: CivilTime) -> (time: CivilTime, rest: Int) {
        guard call.switches.eventSeconds == .rounded else { return (reading, 0) }
        let second = reading.secondOfDay
        let rest = second % 60 < 30 ? second % 60 : second % 60 - 60
        return (CivilTime(seconds: reading.seconds - rest), rest)
    }

    /// The reading on the clocks of `zone`; an offset in the text wins over the zone.
    private func local(
        _ name: String, _ timestampName: String, zone identifier: String, isAllDay: Bool
    ) throws -> CivilTime? {
        let zone = Zone(identifier) ?? call.callerZone
        if let reading = try call.date(name) {
            if isAllDay { return reading.local }
            let isAsWritten = call.switches.localDates == .asWritten
            guard let offset = reading.offset else {
                return isAsWritten ? reading.local : moved(reading.local)
            }
            return (isAsWritten ? zone : call.callerZone)
                .local(at: reading.local.seconds - offset)
        }
        guard let timestamp = try arguments.int(timestampName) else { return nil }
        guard (0...4_102_444_800).contains(timestamp) else {
            throw RESTError.invalid(timestampName)
        }
        return zone.local(at: timestamp)
    }

    /// A reading of the server's clock, and what the caller's clock is ahead of that.
    private func moved(_ local: CivilTime) -> CivilTime {
        let instant = call.portal.serverZone.instant(of: local)
        let ahead = call.callerZone.offset(at: instant) - call.portal.serverZone.offset(at: instant)
        return CivilTime(seconds: local.seconds + ahead)
    }
}
