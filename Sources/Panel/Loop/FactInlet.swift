import RoomCore
import Synchronization

/// The one way in to the room: a bounded queue of facts and questions.
final class FactInlet: Sendable {
    /// What the room's task takes from the queue.
    enum Item: Sendable {
        case fact(Event)
        case question(@Sendable (borrowing Room, Now) -> Void)
        /// Look at the clock, and at what could not be queued.
        case wake
    }

    /// Facts that may wait; at 120 edges a minute half an hour of them.
    static let capacity = 4_096

    let items: AsyncStream<Item>
    private let continuation: AsyncStream<Item>.Continuation
    private let overflow = Mutex(Overflow())

    /// What could not be queued, in a form that stays small.
    struct Overflow: Sendable {
        var lostEdges: [String: Int] = [:]
        var levels: [String: Bool] = [:]
        var others: [Event] = []
        var isEmpty: Bool { lostEdges.isEmpty && others.isEmpty }
    }

    init() {
        (items, continuation) = AsyncStream.makeStream(
            of: Item.self, bufferingPolicy: .bufferingOldest(Self.capacity))
    }

    /// Hands in a fact; never waits.
    ///
    /// With the queue full an edge counts as lost, with its level kept, and any other fact waits beside the queue.
    func send(_ event: Event) {
        guard case .dropped = continuation.yield(.fact(event)) else { return }
        overflow.withLock { overflow in
            switch event {
            case .sensorEdge(let sensor, let isActive, _):
                overflow.lostEdges[sensor, default: 0] += 1
                overflow.levels[sensor] = isActive
            case .tick: break
            default: if overflow.others.count < Self.capacity { overflow.others.append(event) }
            }
        }
    }

    /// Makes the room's task come round; dropped when the queue is full, since it comes round then anyway.
    func wake() {
        continuation.yield(.wake)
    }

    /// Asks something of the room.
    ///
    /// - Returns: the answer; nil when the room is shutting down or its queue is full.
    func ask<Answer: Sendable>(
        _ question: @escaping @Sendable (borrowing Room, Now) -> Answer
    ) async -> Answer? {
        await withCheckedContinuation { answer in
            let item = Item.question { room, now in answer.resume(returning: question(room, now)) }
            switch continuation.yield(item) {
            case .enqueued: break
            case .dropped, .terminated: answer.resume(returning: nil)
            @unknown default: answer.resume(returning: nil)
            }
        }
    }

    /// Takes what could not be queued, as facts in a sensible order.
    func takeOverflow() -> [Event] {
        overflow.withLock { overflow in
            guard !overflow.isEmpty else { return [] }
            let lost = overflow.lostEdges.sorted { $0.key < $1.key }.flatMap { sensor, count in
                [
                    Event.sensorEdgesLost(sensor: sensor, count: count),
                    Event.sensorLevel(
                        sensor: sensor, isActive: overflow.levels[sensor] ?? false),
                ]
            }
            defer { overflow = Overflow() }
            return overflow.others + lost
        }
    }

    func finish() {
        continuation.finish()
    }
}
