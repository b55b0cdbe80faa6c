internal import CGPIOD
internal import RoomCore

/// One line of the simulated chip.
struct SimulatedLine {
    /// Who has requested the line.
    struct Holder {
        var request: Int
        var consumer: String
        var active: SensorSettings.ActiveLevel
        var direction: LineInfo.Direction
    }

    var name: String?
    /// What drives it from outside; nil while it floats.
    var drive: Bool?
    /// What it drives itself; nil unless it is an output.
    var output: Bool?
    var bias = LineBias.asIs
    var holder: Holder?

    /// The electrical level.
    var level: Bool { output ?? drive ?? (bias == .pullUp) }
    /// The level as its holder sees it.
    var isActive: Bool { level == (holder?.active != .low) }
}

/// The edges of one requested input.
struct SimulatedQueue {
    var offset: Int
    /// An eventfd that belongs to the request.
    var descriptor: Int32
    var edges: [RawEdge] = []
    var sequence: UInt32 = 0
}

/// All of the simulated chip.
///
/// Always used under its lock.
struct SimulatedState {
    var lines: [SimulatedLine]
    var queues: [Int: SimulatedQueue] = [:]
    var isPlugged = true
    /// The number in its name; the next one after it was unplugged.
    var number = 0
    private var lastRequest = 0

    init(lines: [SimulatedLine]) {
        self.lines = lines
    }

    mutating func newRequest() -> Int {
        lastRequest += 1
        return lastRequest
    }

    mutating func drive(_ offset: Int, _ level: Bool?, at time: UInt64, queue: SimulatedChip.Queue)
    {
        let before = lines[offset].level
        lines[offset].drive = level
        let line = lines[offset]
        guard line.level != before, let request = line.holder?.request else { return }
        let edge = RawEdge(isActive: line.isActive, nanoseconds: time)
        queues[request]?.push(edge, queue)
    }

    mutating func release(_ request: Int) {
        queues[request] = nil
        for index in lines.indices where lines[index].holder?.request == request {
            lines[index].holder = nil
            lines[index].output = nil
        }
    }

    mutating func unplug(isWaking: Bool) {
        isPlugged = false
        number += 1
        if isWaking { for queue in queues.values { queue.wake() } }
        queues = [:]
        for index in lines.indices { lines[index] = SimulatedLine(name: lines[index].name) }
    }
}

extension SimulatedQueue {
    mutating func push(_ edge: RawEdge, _ kind: SimulatedChip.Queue) {
        var edge = edge
        switch kind {
        case .unnumbered(let capacity):
            guard edges.count < capacity else { return }
        case .numbered(let capacity):
            sequence &+= 1
            edge.sequence = sequence
            if edges.count == capacity { edges.removeFirst() }
        }
        edges.append(edge)
        wake()
    }

    mutating func take(_ kind: SimulatedChip.Queue) -> EdgeBatch {
        let taken = Array(edges.prefix(64))
        let count = edges.count
        edges.removeFirst(taken.count)
        if edges.isEmpty { cgpiod_wake_clear(descriptor) }
        guard case .unnumbered(let capacity) = kind else {
            return EdgeBatch(edges: taken, isPartial: !edges.isEmpty)
        }
        return EdgeBatch(
            edges: taken, mayHaveOverflowed: count == capacity, isPartial: !edges.isEmpty)
    }

    func wake() {
        cgpiod_wake_signal(descriptor)
    }
}
