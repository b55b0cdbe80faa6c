/// Rooms that somebody has taken over and may still give back.
///
/// A claim is told once it cannot be taken back any more, and only if it still stands then.
struct TakeoverWatch: Sendable {
    /// Claims that wait at most; more are not told.
    static let capacity = 16

    private struct Takeover: Sendable {
        var message: Message
        var claimant: BookingID
    }

    private var takeovers: [Takeover] = []

    /// Takes in a press that has become safe.
    mutating func take(_ press: Press, _ room: Room) {
        guard press.outcome == .claimed,
            case .booked(let claimant, let claimed)? = room.desk.act, claimant == press.booking
        else { return }
        for claim in claimed where takeovers.count < Self.capacity {
            let booking = room.schedule.booking(claim.booking)
            guard booking?.source != .panel else { continue }
            let message = Message(
                .takenOver, to: claim.booking, span: claim.sitting.span, title: booking?.title,
                room: room.settings.name)
            takeovers.append(Takeover(message: message, claimant: claimant))
        }
    }

    /// The messages whose time has come; a claim that was taken back or came to nothing is forgotten.
    mutating func due(_ room: Room, at now: Now) -> [Message] {
        guard !takeovers.isEmpty, !room.desk.isBusy, !room.gesture.isUndecided else { return [] }
        let due = takeovers.filter { room.desk.undoEnds($0.claimant, at: now.uptime) == nil }
        takeovers.removeAll { room.desk.undoEnds($0.claimant, at: now.uptime) == nil }
        return due.filter { takeover in
            room.schedule.booking(takeover.claimant) != nil
                && room.sittings[takeover.message.booking]?.endedAt != nil
        }.map(\.message)
    }
}
