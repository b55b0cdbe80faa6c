import RoomCore

/// What may be lost with the last minute, gathered so that a commit carries many rows.
struct RelaxedBuffer {
    /// When the server was last heard, and what it then said if it said anything.
    struct Heard {
        var at: WallTime
        var reading: ScheduleReading?
    }

    /// Rows after which gathering further saves nothing.
    static let flushAt = 64
    /// Most rows that are held while nothing can be written; beyond it the oldest are given up.
    static let capacity = 4096
    /// Flushes that go by before something is written that says only "still the same".
    static let patience = 10

    /// Edges, presence, messages and whatever else was given, in the order given.
    private(set) var log: [RoomCore.Record] = []
    /// The newest state of what replaces its own earlier state.
    private(set) var states: [Key: RoomCore.Record] = [:]
    private(set) var heard: Heard?
    private(set) var sync = SyncLog()
    private(set) var hasNewSchedule = false
    /// Rows given up since they were last asked for.
    private(set) var dropped = 0
    private var flushesWaited = 0

    /// What a state is the state of.
    enum Key: Hashable {
        case outbox(Int64)
        case sitting(BookingID)
        case silences

        init?(_ record: RoomCore.Record) {
            switch record {
            case .outbox(let entry): self = .outbox(entry.number)
            case .sitting(let sitting): self = .sitting(sitting.booking)
            case .sittingClosed(let booking): self = .sitting(booking)
            case .silences: self = .silences
            default: return nil
            }
        }
    }

    /// Rows that wait for the next flush.
    var count: Int { log.count + states.count }
    /// Whether gathering further saves nothing.
    var isFull: Bool { count >= Self.flushAt }

    // MARK: Gathering

    /// Takes in a record; a schedule is `isNew` if it differs from the stored one.
    mutating func add(_ record: RoomCore.Record, isNew: Bool = false) {
        switch record {
        case .heard(let at): hear(at, nil)
        case .schedule(let reading, let heardAt):
            hear(heardAt, reading)
            hasNewSchedule = isNew
        case .sync(let exchange): dropped += sync.add(exchange)
        case .press, .verdict, .edge, .presence, .message: log.append(record)
        case .outbox, .sitting, .sittingClosed, .silences:
            Key(record).map { states[$0] = record }
        }
        if count > Self.capacity { drop() }
    }

    private mutating func hear(_ at: WallTime, _ reading: ScheduleReading?) {
        heard = Heard(at: at, reading: reading ?? heard?.reading)
    }

    /// Gives up a flush's worth of the oldest rows at once, since each time moves all the others.
    private mutating func drop() {
        let excess = min(Self.flushAt, log.count)
        log.removeFirst(excess)
        dropped += excess
        while count > Self.capacity, let key = states.keys.first {
            states[key] = nil
            dropped += 1
        }
    }

    /// Forgets what a durable group has overtaken.
    mutating func forget(overtakenBy records: [RoomCore.Record], schedule: Bool) {
        for key in records.compactMap(Key.init) { states[key] = nil }
        if schedule {
            heard = nil
            hasNewSchedule = false
        }
    }

    // MARK: Flushing

    /// What one flush writes.
    struct Batch {
        var records: [RoomCore.Record]
        var stretches: [SyncStretch]
        var heard: Heard?
        /// Whether what says only "still the same" is in it.
        var isWhole: Bool

        var isEmpty: Bool { records.isEmpty && stretches.isEmpty && heard == nil }
        /// Whether it changes tables that the panel starts from, in which nothing may be missing unsaid.
        var isVital: Bool { heard?.reading != nil || records.contains(where: \.isVital) }
    }

    /// What to write now.
    ///
    /// - Parameter everything: leaves nothing behind; else "still the same" waits its turn.
    mutating func batch(everything: Bool) -> Batch {
        flushesWaited += 1
        let isWhole = everything || flushesWaited >= Self.patience
        return Batch(
            records: log + states.values, stretches: sync.stretches(all: isWhole),
            heard: isWhole || hasNewSchedule ? heard : nil, isWhole: isWhole)
    }

    /// The batch is written; nothing was added since it was taken.
    mutating func written(_ batch: Batch) {
        log = []
        states = [:]
        sync.written(all: batch.isWhole)
        if batch.heard != nil {
            heard = nil
            hasNewSchedule = false
        }
        if batch.isWhole { flushesWaited = 0 }
    }

    /// The stretches that a durable group took along are written.
    mutating func syncWritten() {
        sync.written(all: true)
    }

    /// Tells how many rows were given up, once.
    mutating func takeDropped() -> Int {
        defer { dropped = 0 }
        return dropped
    }
}
