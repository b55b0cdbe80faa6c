internal import RoomCore

/// What is known of one requested input; turns edges and levels into events, so that no edge is lost unnoticed.
///
/// Three things tell of a loss: a gap in the numbers, a queue that was found full where there are no numbers, and a
/// level that contradicts the last edge. The last is looked for when the line has been quiet for ``grace``, and
/// counts only when it is found twice, since an edge may be on its way. Knows no clock: all times come from outside.
struct LineTracker {
    /// How long an edge may lag behind its level; far above what the kernel takes even on a loaded machine.
    static let grace: UInt64 = 50_000_000

    private let name: String
    /// What the kernel's debounced edges are late by.
    private let lateness: UInt64
    private var patience: UInt64 { Self.grace + lateness }
    private var debouncer: Debouncer?
    private var level: Bool
    /// Whether the next edge must go the other way; not so after the level was read, since an edge may be under way.
    private var isFromEdge = false
    private var sequence: UInt32 = 0
    private var hasOverflowed = false
    private var hasGap = false
    private var isDoubted = false
    /// When the level has to be read and compared next; nil while there is no reason to.
    private(set) var compareDeadline: UInt64?

    /// Begins with the level that was read when the line was requested.
    init(_ settings: InputSettings, isDebounced: Bool, level: Bool) {
        let period = settings.debounceNanoseconds
        name = settings.name
        lateness = isDebounced ? period : 0
        debouncer = isDebounced || period == 0 ? nil : Debouncer(period: period, level: level)
        self.level = level
    }

    /// When to call ``settle(at:)`` next; nil while nothing is waited for.
    var settleDeadline: UInt64? { debouncer?.deadline }
    /// Whether the level has to be told as soon as the queue is empty.
    var owesLevel: Bool { hasOverflowed || hasGap }

    /// Takes edges from the queue.
    mutating func take(_ batch: EdgeBatch, at now: UInt64) -> [LineEvent] {
        var events: [LineEvent] = []
        events.reserveCapacity(batch.edges.count + 2)
        for edge in batch.edges { take(edge, at: now, into: &events) }
        if batch.mayHaveOverflowed {
            hasOverflowed = true
            isFromEdge = false
        }
        if !batch.edges.isEmpty {
            isDoubted = false
            compareDeadline = owesLevel ? now : now + patience
        }
        return events
    }

    /// Takes a level that was read when the queue was empty.
    mutating func compare(_ found: Bool, at now: UInt64) -> [LineEvent] {
        if hasOverflowed {
            // An even number of lost edges leaves the level as it was.
            let lost = LineEvent.lost(line: name, count: found == level ? 2 : 1)
            return [lost] + accept(found, at: now)
        }
        if hasGap { return accept(found, at: now) }
        guard found != level else {
            isDoubted = false
            compareDeadline = nil
            return []
        }
        guard isDoubted, let deadline = compareDeadline, now >= deadline else {
            if !isDoubted { compareDeadline = now + patience }
            isDoubted = true
            return []
        }
        // A change that our own debounce has still to judge is not lost: the level stands for its edge.
        if debouncer != nil { return rawEdge(found, at: now) }
        return [.lost(line: name, count: 1)] + accept(found, at: now)
    }

    /// Takes note of the time, for the debounce.
    mutating func settle(at now: UInt64) -> [LineEvent] {
        debouncer?.settle(at: now).map { [event($0)] } ?? []
    }

    private mutating func take(_ edge: RawEdge, at now: UInt64, into events: inout [LineEvent]) {
        let missing = missing(before: edge)
        if missing > 0 {
            events.append(.lost(line: name, count: missing))
            hasGap = true
        }
        sequence = edge.sequence
        // A kernel before 5.7 stamps with the wall clock, which is far ahead of this one.
        let time = min(edge.nanoseconds, now)
        if debouncer != nil {
            events += rawEdge(edge.isActive, at: time)
        } else {
            let change = Debouncer.Change(
                isActive: edge.isActive, nanoseconds: time - min(time, lateness))
            events.append(event(change))
        }
        level = edge.isActive
        isFromEdge = true
    }

    /// How many edges must have come between the last one and this.
    private func missing(before edge: RawEdge) -> Int {
        if edge.sequence > 0, edge.sequence != sequence &+ 1 {
            return Int(edge.sequence &- sequence &- 1)
        }
        // Two edges in the same direction: the one in between was too short for the interrupt.
        return debouncer == nil && isFromEdge && edge.isActive == level ? 1 : 0
    }

    /// Goes on from a level that was read, after a loss.
    private mutating func accept(_ found: Bool, at now: UInt64) -> [LineEvent] {
        hasOverflowed = false
        hasGap = false
        let edges = debouncer != nil && found != level ? rawEdge(found, at: now) : []
        level = found
        isFromEdge = false
        isDoubted = false
        compareDeadline = nil
        return edges + [.level(line: name, isActive: debouncer?.level ?? found)]
    }

    /// Hands an edge, or a level that stands for an edge not seen, to our own debouncer.
    private mutating func rawEdge(_ isActive: Bool, at time: UInt64) -> [LineEvent] {
        level = isActive
        isFromEdge = false
        isDoubted = false
        compareDeadline = nil
        return debouncer?.edge(isActive: isActive, at: time).map { [event($0)] } ?? []
    }

    private func event(_ change: Debouncer.Change) -> LineEvent {
        .edge(
            line: name, isActive: change.isActive,
            at: Uptime(nanosecondsSinceBoot: change.nanoseconds))
    }
}
