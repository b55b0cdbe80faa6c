/// Claims that can still be taken back.
///
/// Organisers are told of a claim once it cannot be taken back any more, and only if it still stands then.
struct TakeoverWatch: Sendable {
    /// Claims that wait at most; more are not told.
    static let capacity = 16

    /// A booking whose room somebody has claimed.
    struct Takeover: Sendable {
        var booking: BookingID
        var span: Span
        var claimant: BookingID
    }

    private var takeovers: [Takeover] = []

    var isEmpty: Bool { takeovers.isEmpty }

    /// Remembers what a press that has become safe has claimed.
    ///
    /// - Parameter act: what the last press did, as long as it can be taken back.
    mutating func remember(_ press: Press, _ act: PressDesk.Act?) {
        guard press.outcome == .claimed,
            case .booked(let claimant, let claimed)? = act, claimant == press.booking
        else { return }
        for claim in claimed where takeovers.count < Self.capacity {
            takeovers.append(
                Takeover(
                    booking: claim.booking, span: claim.sitting.span, claimant: claimant))
        }
    }

    /// Hands over the claims that cannot be taken back any more, whatever has become of them, and forgets them.
    mutating func settled(by desk: PressDesk, at now: Uptime) -> [Takeover] {
        let settled = takeovers.filter { desk.undoEnds($0.claimant, at: now) == nil }
        takeovers.removeAll { desk.undoEnds($0.claimant, at: now) == nil }
        return settled
    }
}
