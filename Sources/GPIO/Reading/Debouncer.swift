/// Tells a level that holds from contact bounce.
///
/// Knows no clock: all times come from outside.
///
/// Used where the kernel does not debounce. A level counts once it has held for the period, and is stamped with the
/// edge that began it. A contact that never comes to rest does not stay unheard: after ten periods of unrest its
/// level is taken as it is.
struct Debouncer: Hashable, Sendable {
    /// A change of the debounced level.
    struct Change: Hashable, Sendable {
        var isActive: Bool
        var nanoseconds: UInt64
    }

    /// How long a level must hold, in nanoseconds.
    let period: UInt64
    /// The debounced level.
    private(set) var level: Bool

    private var candidate: Bool
    private var candidateSince: UInt64 = 0
    private var lastEdge: UInt64 = 0
    private var unrestSince: UInt64?

    init(period: UInt64, level: Bool) {
        self.period = period
        self.level = level
        candidate = level
    }

    /// When to call ``settle(at:)`` next; nil while there is nothing to wait for.
    var deadline: UInt64? {
        candidate == level ? nil : lastEdge &+ period
    }

    /// Takes a raw edge; may settle what came before it.
    ///
    /// Times that run backwards count as standing still.
    mutating func edge(isActive: Bool, at time: UInt64) -> Change? {
        let time = max(time, lastEdge)
        let settled = settle(at: time)
        if isActive != candidate {
            candidate = isActive
            candidateSince = time
        }
        lastEdge = time
        guard settled == nil else {
            unrestSince = time
            return settled
        }
        let unrest = unrestSince ?? time
        unrestSince = unrest
        return time - unrest >= 10 * period ? take(at: time) : nil
    }

    /// Takes note of the time; a level that has held for the period becomes the debounced one.
    mutating func settle(at time: UInt64) -> Change? {
        guard time >= lastEdge &+ period else { return nil }
        unrestSince = nil
        guard candidate != level else { return nil }
        level = candidate
        return Change(isActive: level, nanoseconds: candidateSince)
    }

    /// Ends ten periods of unrest.
    private mutating func take(at time: UInt64) -> Change? {
        unrestSince = time
        guard candidate != level else { return nil }
        level = candidate
        return Change(isActive: level, nanoseconds: candidateSince)
    }
}
