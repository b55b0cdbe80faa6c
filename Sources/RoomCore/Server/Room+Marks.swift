/// The state of bookings as it is written back to the server.
///
/// Only what the panel itself found out is written: that somebody came, is late, or did not come. A booking about which
/// it knows nothing keeps the state the server gave it.
extension Room {
    mutating func writeMarks(at now: Now) {
        guard policy.writesBack, settings.server != .none, trust.isTrusted, !isStale(at: now)
        else { return }
        for booking in agenda.running { writeMark(booking, at: now) }
        if let next = nextInWindow(at: now) { writeMark(next, at: now) }
    }

    private mutating func writeMark(_ booking: Booking, at now: Now) {
        guard booking.source == .server, booking.isWritable, let sitting = sittings[booking.id],
            sitting.endedAt == nil, desk.undoEnds(booking.id, at: now.uptime) == nil,
            let mark = mark(of: booking, sitting, at: now), mark != sitting.mark,
            !withholds(.mark(booking.id, mark))
        else { return }
        guard owe(.mark(booking.id, mark), .rule, at: now) else { return }
        changeSitting(of: booking.id) { $0.mark = mark }
    }

    /// Whether nobody has come to the booking that has the room, as far as the sensors see.
    private func isSurelyLate(_ booking: Booking, at now: Now) -> Bool {
        phase(of: booking, at: now) == .late && senses.presence != .unknown
            && booking.id == agenda.current?.id
    }

    private func mark(of booking: Booking, _ sitting: Sitting, at now: Now) -> BookingMark? {
        let rules = rules(for: booking)
        if sitting.checkIn != nil { return .confirmed }
        if sitting.arrival == .noShow { return .noShow }
        if isSurelyLate(booking, at: now) { return .late }
        guard sitting.mark != nil else { return nil }
        return rules.confirmation == .confirmed ? .confirmed : .unconfirmed
    }
}
