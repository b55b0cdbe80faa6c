import RoomCore

/// The journal of a panel while the process runs: what waits, what is gathered, and what is safe by now.
///
/// As the real one does: durable groups are committed one after the other, each safe when its receipt comes; the rest is
/// gathered and committed every minute without waiting for the card, so that a power cut may take the newest of it.
struct SimulatedJournal {
    static let capacity = 1_024
    static let flushAt = 64
    /// The kernel itself brings to the card what is half a minute old.
    static let greatestUnsynced = 1
    static let flushInterval = Int64.minute
    /// Flushes that go by before something is written that says only "still the same".
    static let patience: Int64 = 10

    private enum Order {
        case keep([Record], Receipt)
        case gather([Record])
    }

    private(set) var card: Card
    /// Transactions that are in the file, but perhaps not on the card yet.
    private var unsynced: [[Record]] = []
    private var orders: [Order] = []
    private var log: [Record] = []
    private var states: [Record] = []
    private var heard: Record?
    private var hasNewSchedule = false
    private var isFlushing = false
    private var startedAt: Moment = 0
    /// The schedule in the file or on its way there, to tell a new one.
    private var scheduleInFile: [Booking]?
    var isFull = false
    /// Whether the file can be opened now, and if not, whether it can be read.
    var isShut = false
    var isReadable = true
    /// Whether this run of the process has opened it.
    private(set) var isOpen = true
    var slowness: Int64 = 0

    init(salt: String) {
        card = Card(salt: salt)
    }

    var hasGathered: Bool { !log.isEmpty || !states.isEmpty || heard != nil }

    /// The process starts.
    mutating func start(at moment: Moment) {
        startedAt = moment
        isOpen = !isShut
        scheduleInFile = card.schedule?.bookings
    }

    /// Tries again to open the file.
    ///
    /// - Returns: whether it is open now.
    mutating func reopen() -> Bool {
        isOpen = isOpen || !isShut
        return isOpen
    }

    private var canWrite: Bool { isOpen && !isFull }

    // MARK: Orders

    /// What comes of an order.
    struct Taken {
        /// Whether the journal begins to commit now.
        var begins: Bool
        /// Whether there is room for the order at all.
        var isKept: Bool
        /// Whether so much is gathered that it has to be written now.
        var isFull = false
        /// When what is gathered has to be written; nil if nothing is, or it is planned already.
        var flushAt: Moment?
    }

    /// Takes an order.
    mutating func take(
        _ records: [Record], _ durability: Durability, at now: Moment
    ) -> Taken {
        let (begins, isKept) = take(records, durability)
        var taken = Taken(begins: begins, isKept: isKept, isFull: isGatheredFull)
        if !taken.isFull { taken.flushAt = nextFlush(at: now) }
        return taken
    }

    private mutating func take(_ records: [Record], _ durability: Durability) -> (
        begins: Bool, isKept: Bool
    ) {
        switch durability {
        case .relaxed:
            if orders.isEmpty {
                gather(records)
            } else if orders.count < Self.capacity {
                orders.append(.gather(records))
            }
            return (false, true)
        case .durable(let receipt):
            guard orders.count < Self.capacity else { return (false, false) }
            orders.append(.keep(records, receipt))
            return (orders.count == 1, true)
        }
    }

    /// The commit under way is done.
    ///
    /// - Returns: its receipt, whether it is safe, what contradicts the file, and whether another one begins.
    mutating func commit() -> (receipt: Receipt, isSafe: Bool, conflict: String?, goesOn: Bool)? {
        guard case .keep(let records, let receipt)? = orders.first else { return nil }
        orders.removeFirst()
        var conflict: String?
        if canWrite { conflict = makeDurable(records) }
        gatherWhatWaits()
        return (receipt, canWrite, conflict, !orders.isEmpty)
    }

    private mutating func gatherWhatWaits() {
        while case .gather(let records)? = orders.first {
            orders.removeFirst()
            gather(records)
        }
    }

    private mutating func makeDurable(_ records: [Record]) -> String? {
        for transaction in unsynced { _ = card.write(transaction) }
        unsynced = []
        let conflict = card.write(records)
        for record in records {
            forget(record)
            if case .schedule(let reading, _) = record { scheduleInFile = reading.bookings }
        }
        return conflict
    }

    private mutating func forget(_ record: Record) {
        switch record {
        case .outbox, .sitting, .sittingClosed, .silences:
            states.removeAll { $0.isAboutTheSame(as: record) }
        case .schedule:
            heard = nil
            hasNewSchedule = false
        default: break
        }
    }

    // MARK: Gathering

    private mutating func gather(_ records: [Record]) {
        for record in records {
            switch record {
            case .heard(let at):
                if case .schedule(let reading, _)? = heard {
                    heard = .schedule(reading, heardAt: at)
                } else {
                    heard = record
                }
            case .schedule(let reading, _):
                heard = record
                hasNewSchedule = scheduleInFile != reading.bookings
            case .press, .verdict, .edge, .presence, .message: log.append(record)
            case .sync: break
            case .outbox, .sitting, .sittingClosed, .silences:
                states.removeAll { $0.isAboutTheSame(as: record) }
                states.append(record)
            }
        }
    }

    var isGatheredFull: Bool { log.count + states.count >= Self.flushAt }

    /// When what is gathered has to be written; nil if nothing is, or it is planned already.
    mutating func nextFlush(at now: Moment) -> Moment? {
        guard !isFlushing, hasGathered else { return nil }
        isFlushing = true
        let turn = (now - startedAt) / Self.flushInterval + 1
        let isPatient = log.isEmpty && states.isEmpty && !hasNewSchedule
        let wanted =
            isPatient ? (turn + Self.patience - 1) / Self.patience * Self.patience : turn
        return startedAt + wanted * Self.flushInterval
    }

    /// Writes what was gathered; it is not safe yet.
    ///
    /// - Returns: whether it could be written.
    mutating func flush() -> Bool {
        isFlushing = false
        guard hasGathered else { return canWrite }
        guard canWrite else { return false }
        var transaction = log + states
        if let heard {
            transaction.append(heard)
            if case .schedule(let reading, _) = heard { scheduleInFile = reading.bookings }
        }
        unsynced.append(transaction)
        if unsynced.count > Self.greatestUnsynced { _ = card.write(unsynced.removeFirst()) }
        (log, states, heard, hasNewSchedule) = ([], [], nil, false)
        return true
    }

    // MARK: Ending

    /// The power goes: of what was not synced a part survives, in its order; the commit under way may have been made.
    ///
    /// - Returns: the group whose commit was made, though nobody was told.
    @discardableResult
    mutating func losePower(surviving: Int, isCommitMade: Bool) -> [Record] {
        defer { forgetEverything() }
        if isCommitMade, canWrite, case .keep(let records, _)? = orders.first {
            _ = makeDurable(records)
            return records
        }
        for transaction in unsynced.prefix(surviving) { _ = card.write(transaction) }
        return []
    }

    /// The process dies: the kernel still has all that was written.
    mutating func loseProcess() {
        losePower(surviving: unsynced.count, isCommitMade: false)
    }

    var unsyncedCount: Int { unsynced.count }

    private mutating func forgetEverything() {
        unsynced = []
        orders = []
        (log, states, heard, hasNewSchedule) = ([], [], nil, false)
        isFlushing = false
    }
}

extension Record {
    /// Whether both are the state of one thing, of which the later one counts.
    fileprivate func isAboutTheSame(as other: Record) -> Bool {
        switch (self, other) {
        case (.outbox(let left), .outbox(let right)): left.number == right.number
        case (.silences, .silences): true
        default: subject != nil && subject == other.subject
        }
    }

    private var subject: BookingID? {
        switch self {
        case .sitting(let sitting): sitting.booking
        case .sittingClosed(let id): id
        default: nil
        }
    }
}
