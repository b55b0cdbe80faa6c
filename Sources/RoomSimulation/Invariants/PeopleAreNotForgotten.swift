import RoomCore

/// What is known of a booking's people is kept at least as long as the server is owed something about it: a reading has to
/// tell yet what becomes of that, and may list a booking that it had left out (section 6).
struct PeopleAreNotForgotten: Invariant {
    static let name = "people-are-not-forgotten"

    /// Runs after the step's records are taken: what is done with in the same step is not owed any more.
    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        // What could not be owed for want of room leaves the writes before it standing.
        guard !sight.effects.contains(where: \.isOfFullOutbox) else { return nil }
        for case .keep(let records, .durable) in sight.effects {
            // What a press takes back is closed, and withdrawn, once the press is safe.
            if let press = records.firstPress, press.outcome != .refused { continue }
            for case .sittingClosed(let id) in records {
                guard let intent = known.schedule.lastIntent(about: id) else { continue }
                // A booking of the button that is to go has no people any more.
                if case .withdraw = intent.write { continue }
                return "\(id) is forgotten, and entry \(intent.number) about it is open"
            }
        }
        return nil
    }
}

extension Effect {
    fileprivate var isOfFullOutbox: Bool {
        if case .note(.outboxFull) = self { true } else { false }
    }
}
