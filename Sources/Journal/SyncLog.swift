import RoomCore

/// Gathers exchanges with the server into stretches, so that an answer like the last one costs no row.
struct SyncLog {
    /// Most stretches that wait to be written; beyond it the oldest are given up.
    static let capacity = 512

    /// The running stretch of each operation.
    private var current: [ServerOperation: SyncStretch] = [:]
    /// Operations whose running stretch has never been written.
    private var fresh: Set<ServerOperation> = []
    /// Operations whose running stretch has grown since it was written.
    private var grown: Set<ServerOperation> = []
    /// Stretches that ended before they were written in full.
    private var ended: [SyncStretch] = []

    /// Whether something new has happened, not only more of the same.
    var hasNews: Bool { !fresh.isEmpty || !ended.isEmpty }
    /// Whether there is anything to write.
    var isEmpty: Bool { !hasNews && grown.isEmpty }

    /// Takes in one exchange.
    ///
    /// - Returns: how many stretches had to be given up.
    mutating func add(_ record: SyncRecord) -> Int {
        let operation = record.operation
        if current[operation]?.extend(by: record) == true {
            if !fresh.contains(operation) { grown.insert(operation) }
            return 0
        }
        if let last = current[operation], fresh.contains(operation) || grown.contains(operation) {
            ended.append(last)
        }
        current[operation] = SyncStretch(record)
        fresh.insert(operation)
        grown.remove(operation)
        let excess = max(0, ended.count - Self.capacity)
        ended.removeFirst(excess)
        return excess
    }

    /// What to write: what is new, and with `all` also what has only grown.
    func stretches(all: Bool) -> [SyncStretch] {
        let operations = all ? fresh.union(grown) : fresh
        let running = ServerOperation.allCases.filter { operations.contains($0) }
        return ended + running.compactMap { current[$0] }
    }

    /// The same stretches, of this state, are written.
    mutating func written(all: Bool) {
        ended = []
        fresh = []
        if all { grown = [] }
    }
}
