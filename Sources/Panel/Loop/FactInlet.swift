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

    private struct State {
        var waiting: [Item] = []
        /// What came after all that waits, and found no place.
        var overflow = Overflow()
        /// The room's task, while it has nothing to do.
        var idle: UnsafeContinuation<[Item], Never>?
        var isFinished = false

        mutating func takeAll() -> [Item] {
            defer {
                waiting = []
                overflow = Overflow()
            }
            return overflow.isEmpty ? waiting : waiting + overflow.events.map(Item.fact)
        }
    }
    private let state = Mutex(State())

    /// What could not be queued, in a form that stays small.
    private struct Overflow {
        private var lostEdges: [String: Int] = [:]
        private var levels: [String: Bool] = [:]
        private var others: [Event] = []

        var isEmpty: Bool { lostEdges.isEmpty && others.isEmpty }

        mutating func add(_ event: Event) {
            switch event {
            case .sensor(let sensor, .edge(let isActive, _)):
                lostEdges[sensor, default: 0] += 1
                levels[sensor] = isActive
            case .tick: break
            case .clock, .sensor, .button, .server, .journal, .settings, .lampFault:
                if others.count < FactInlet.capacity { others.append(event) }
            }
        }

        /// Facts in a sensible order.
        var events: [Event] {
            others
                + lostEdges.sorted { $0.key < $1.key }.flatMap { sensor, count in
                    [
                        Event.sensor(sensor, .edgesLost(count)),
                        .sensor(sensor, .found(isActive: levels[sensor] ?? false)),
                    ]
                }
        }
    }

    /// Hands in a fact; never waits.
    ///
    /// With the queue full an edge counts as lost, with its level kept, and any other fact waits beside the queue.
    func send(_ event: Event) {
        _ = put(.fact(event))
    }

    /// Makes the room's task come round; dropped when the queue is full, since it comes round then anyway.
    func wake() {
        _ = put(.wake)
    }

    /// Asks something of the room.
    ///
    /// - Returns: the answer; nil when the room is shutting down or its queue is full.
    func ask<Answer: Sendable>(
        _ question: @escaping @Sendable (borrowing Room, Now) -> Answer
    ) async -> Answer? {
        await withCheckedContinuation { answer in
            let item = Item.question { room, now in answer.resume(returning: question(room, now)) }
            if put(item) != .queued { answer.resume(returning: nil) }
        }
    }

    // MARK: The queue

    private enum Place {
        case queued
        case full
        case finished
    }

    /// A queue of its own, since a press goes through it: an AsyncStream takes ten times as long for an item.
    private func put(_ item: Item) -> Place {
        var idle: UnsafeContinuation<[Item], Never>?
        let place = state.withLock { state -> Place in
            guard !state.isFinished else { return .finished }
            idle = state.idle.take()
            if idle != nil { return .queued }
            guard state.waiting.count < Self.capacity else {
                if case .fact(let event) = item { state.overflow.add(event) }
                return .full
            }
            state.waiting.append(item)
            return .queued
        }
        idle?.resume(returning: [item])
        return place
    }

    /// Waits until something is there, and takes all of it, in order: first what waits, then what found the queue full.
    ///
    /// For the room's task only.
    ///
    /// - Returns: at least one item; none once ``finish()`` was called and all was taken.
    func take() async -> [Item] {
        // SAFETY: resumed once: either here at once, or by whoever takes it out of the state.
        await withUnsafeContinuation { continuation in
            let items = state.withLock { state -> [Item]? in
                guard state.waiting.isEmpty, !state.isFinished else { return state.takeAll() }
                state.idle = continuation
                return nil
            }
            if let items { continuation.resume(returning: items) }
        }
    }

    /// Takes nothing more; what is queued is still handed out.
    func finish() {
        let idle = state.withLock { state in
            state.isFinished = true
            return state.idle.take()
        }
        idle?.resume(returning: [])
    }
}
