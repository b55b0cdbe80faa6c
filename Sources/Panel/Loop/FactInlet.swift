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
        /// The room's task, while it has nothing to do.
        var idle: UnsafeContinuation<[Item], Never>?
        var isFinished = false
    }
    private let state = Mutex(State())
    private let overflow = Mutex(Overflow())

    /// What could not be queued, in a form that stays small.
    struct Overflow: Sendable {
        var lostEdges: [String: Int] = [:]
        var levels: [String: Bool] = [:]
        var others: [Event] = []
        var isEmpty: Bool { lostEdges.isEmpty && others.isEmpty }
    }

    /// Hands in a fact; never waits.
    ///
    /// With the queue full an edge counts as lost, with its level kept, and any other fact waits beside the queue.
    func send(_ event: Event) {
        guard put(.fact(event)) == .full else { return }
        overflow.withLock { overflow in
            switch event {
            case .sensor(let sensor, .edge(let isActive, _)):
                overflow.lostEdges[sensor, default: 0] += 1
                overflow.levels[sensor] = isActive
            case .tick: break
            case .clock, .sensor, .button, .server, .journal, .settings, .lampFault:
                if overflow.others.count < Self.capacity { overflow.others.append(event) }
            }
        }
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

    /// Takes what could not be queued, as facts in a sensible order.
    func takeOverflow() -> [Event] {
        overflow.withLock { overflow in
            guard !overflow.isEmpty else { return [] }
            let lost = overflow.lostEdges.sorted { $0.key < $1.key }.flatMap { sensor, count in
                [
                    Event.sensor(sensor, .edgesLost(count)),
                    .sensor(sensor, .found(isActive: overflow.levels[sensor] ?? false)),
                ]
            }
            defer { overflow = Overflow() }
            return overflow.others + lost
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
            guard state.waiting.count < Self.capacity else { return .full }
            state.waiting.append(item)
            return .queued
        }
        idle?.resume(returning: [item])
        return place
    }

    /// Waits until something is there, and takes all of it, in order.
    ///
    /// For the room's task only.
    ///
    /// - Returns: at least one item; none once ``finish()`` was called and all was taken.
    func take() async -> [Item] {
        // SAFETY: resumed once: either here at once, or by whoever takes it out of the state.
        await withUnsafeContinuation { continuation in
            let items = state.withLock { state -> [Item]? in
                guard state.waiting.isEmpty, !state.isFinished else {
                    defer { state.waiting = [] }
                    return state.waiting
                }
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
