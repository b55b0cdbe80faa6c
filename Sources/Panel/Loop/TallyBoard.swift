import RoomCore
import Synchronization

/// The counts of what has happened, for whoever asks; the room's loop keeps them.
final class TallyBoard: Sendable {
    private let counted = Mutex(Tally())

    var tally: Tally { counted.withLock { $0 } }

    func count(_ event: Event, _ effects: [Effect]) {
        counted.withLock { $0.count(event, effects) }
    }
}
