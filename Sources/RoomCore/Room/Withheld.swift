/// What a rule would have done, and a panel that only watches (`shadow`) does not.
public enum Withheld: Hashable, Sendable {
    /// To let anyone take the room of this booking.
    case offer(BookingID)
    /// To cut this booking short on the server, to that end.
    case release(BookingID, at: WallTime)
    /// To write this state of a booking back.
    case mark(BookingID, BookingMark)
    /// To tell a booking's organiser.
    case message(Message.Kind, BookingID)
}

/// Remembers what the log was told of deeds that were withheld, so that each is told once.
struct WithheldDeeds: Sendable {
    /// Deeds that are remembered at most; beyond it all are forgotten, and may be told again.
    static let capacity = 256

    private var told: Set<Withheld> = []

    /// - Returns: whether the log has yet to be told of it.
    mutating func isNew(_ deed: Withheld) -> Bool {
        if told.count == Self.capacity { told = [] }
        return told.insert(deed).inserted
    }
}

/// A panel that only watches: its rules judge as ever, and nothing that a rule decides is done (decision 0032).
///
/// Whatever a rule would do asks here first: the offer of a room, a release, a mark, a message. Presses are people's own
/// acts, and do all that they ever do.
extension Room {
    /// Whether a deed is withheld; the log is told of it once.
    mutating func withholds(_ deed: Withheld) -> Bool {
        guard policy.isShadow else { return false }
        if withheld.isNew(deed) { step.note(.withheld(deed)) }
        return true
    }

    /// Tells the log of a room that anyone might have taken by now.
    mutating func noteWithheldOffer(at now: Now) {
        guard policy.isShadow, trust.isTrusted, senses.presence != .present,
            let current = agenda.current, isDueToBeOffered(current, at: now)
        else { return }
        _ = withholds(.offer(current.id))
    }
}
