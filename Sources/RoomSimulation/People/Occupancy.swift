/// Who is in the room: the truth that no sensor knows.
struct Occupancy {
    struct Person {
        var isInside = false
        /// The mean time between movements; 0 sits still.
        var pace: Int64 = 0
        /// Counts up with every change; older plans are void.
        var turn = 0
        var cameAt: Moment = 0
        /// Since when it has moved at this pace.
        var pacedSince: Moment = 0
    }

    private(set) var people: [Int: Person] = [:]
    private(set) var inside = 0
    /// When somebody was last in the room.
    private(set) var lastInside: Moment = -.day
    /// Since when the room has not been empty; nil if it is.
    private(set) var occupiedSince: Moment?
    private var stretches: [(from: Moment, to: Moment)] = []
    /// Stretches kept.
    private static let capacity = 64

    mutating func enter(_ person: Int, pace: Int64, at now: Moment) -> Int {
        var someone = people[person] ?? Person()
        if !someone.isInside {
            inside += 1
            someone.cameAt = now
            someone.pacedSince = now
            if inside == 1 { occupiedSince = now }
        }
        someone.isInside = true
        someone.pace = pace
        someone.turn += 1
        people[person] = someone
        return someone.turn
    }

    mutating func settle(_ person: Int, pace: Int64, at now: Moment) -> Int? {
        guard var someone = people[person], someone.isInside else { return nil }
        someone.pace = pace
        someone.pacedSince = now
        someone.turn += 1
        people[person] = someone
        return someone.turn
    }

    mutating func leave(_ person: Int, at now: Moment) {
        guard var someone = people[person], someone.isInside else { return }
        someone.isInside = false
        someone.turn += 1
        people[person] = someone
        inside -= 1
        guard inside == 0, let since = occupiedSince else { return }
        occupiedSince = nil
        lastInside = now
        if stretches.count == Self.capacity { stretches.removeFirst() }
        stretches.append((since, now))
    }

    /// Whether anybody at all was in the room at some moment of the stretch.
    func wasAnybody(from: Moment, to: Moment) -> Bool {
        if let occupiedSince, occupiedSince <= to { return true }
        return stretches.contains { $0.from <= to && $0.to >= from }
    }
}
