/// Claims that can still be taken back.
///
/// Organisers are told of a claim once it cannot be taken back any more, and only if it still stands then.
struct TakeoverWatch: Sendable {
    /// Claims that wait at most; more are not told.
    static let capacity = 16

    private struct Takeover: Sendable {
        var booking: BookingID
        var span: Span
        var claimant: BookingID
    }

    private var takeovers: [Takeover] = []

    var isEmpty: Bool { takeovers.isEmpty }

    /// Remembers what a press that has become safe has claimed.
    mutating func remember(_ press: Press, _ room: Room) {
        guard press.outcome == .claimed,
            case .booked(let claimant, let claimed)? = room.desk.act, claimant == press.booking
        else { return }
        for claim in claimed where takeovers.count < Self.capacity {
            takeovers.append(
                Takeover(
                    booking: claim.booking, span: claim.sitting.span, claimant: claimant))
        }
    }

    /// The messages whose time has come; a claim that was taken back or came to nothing is forgotten.
    mutating func due(_ room: Room, at now: Now) -> [Message] {
        guard !room.desk.isBusy, !room.gesture.isUndecided else { return [] }
        let due = takeovers.filter { room.desk.undoEnds($0.claimant, at: now.uptime) == nil }
        takeovers.removeAll { room.desk.undoEnds($0.claimant, at: now.uptime) == nil }
        return due.compactMap { message($0, room) }
    }

    private func message(_ takeover: Takeover, _ room: Room) -> Message? {
        guard let booking = room.schedule.booking(takeover.booking), booking.source == .server,
            room.schedule.booking(takeover.claimant) != nil,
            room.sittings[takeover.booking]?.endedAt != nil
        else { return nil }
        return Message(
            .takenOver, to: booking.id, span: takeover.span, title: booking.title,
            room: room.settings.name)
    }
}
