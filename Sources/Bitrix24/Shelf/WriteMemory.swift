import RoomCore
import Synchronization

/// Which bookings were made and not yet seen: none of them is made again.
final class WriteMemory: Sendable {
    private let awaited = Mutex<[BookingID]>([])
    /// One write is under way at a time, so a few are plenty.
    private static let most = 64

    func isAwaited(_ id: BookingID) -> Bool { awaited.withLock { $0.contains(id) } }

    func await(_ id: BookingID) {
        awaited.withLock { awaited in
            if awaited.count == Self.most { awaited.removeFirst() }
            awaited.append(id)
        }
    }

    func forget(_ id: BookingID) { awaited.withLock { $0.removeAll { $0 == id } } }
}
