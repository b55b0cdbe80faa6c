/// A press of the record, where a record is replayed: it is taken for what it was.
///
/// Under other settings the same press may have meant something else: where the room would have been offered to anyone,
/// its people's press would claim it. So nothing is decided anew, and nothing about the schedule follows: whoever replays
/// tells how the bookings stood.
extension Room {
    mutating func takeRecorded(_ press: Press, at now: Now) {
        if press.wish.isAtDoor { senses.witness() }
        takeProof(press, at: now)
        guard press.showsItsPeople, trust.isTrusted, let id = press.booking,
            let booking = schedule.booking(id), sittings[id]?.endedAt == nil
        else { return }
        let pressedAt = min(now.uptime(at: press.pressedAt), now.uptime)
        guard press.outcome == .checkedIn || sittings[id]?.checkIn == nil else {
            changeSitting(of: id) { $0.pressedAt = now.wall(at: pressedAt) }
            return
        }
        for change in checkIn(booking, pressedAt: pressedAt, at: now).changes { make(change) }
        if let sitting = sittings[id] { keep(sitting) }
    }
}

extension Press {
    /// Whether it shows that the people of its booking were there, by what came of it.
    public var showsItsPeople: Bool {
        switch outcome {
        case .checkedIn, .alreadyCheckedIn, .extended, .ended: booking != nil
        case .booked, .claimed, .undone, .refused: false
        }
    }

    /// Whether a later press may take it back: it made, claimed, checked in to or ended a booking.
    public var isAct: Bool {
        switch outcome {
        case .booked, .claimed, .checkedIn, .ended: true
        case .alreadyCheckedIn, .extended, .undone, .refused: false
        }
    }
}
