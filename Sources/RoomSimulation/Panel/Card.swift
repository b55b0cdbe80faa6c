import RoomCore

/// What the journal's file holds: the part of a panel that outlives its power.
struct Card {
    private(set) var schedule: ScheduleReading?
    private(set) var heardAt: WallTime?
    private(set) var sittings: [Sitting] = []
    private(set) var outbox: [OutboxEntry] = []
    private(set) var lastActive: [String: WallTime] = [:]
    private var newestEdge: WallTime?
    private(set) var presses: [Int64: Press] = [:]
    private var verdicts: [Int64: Verdict] = [:]
    private var silences: [SensorSilence] = []
    private var owedAt: [Int64: WallTime] = [:]
    private var lastPress: Int64 = 0
    private var lastVerdict: Int64 = 0
    private(set) var lastOutbox: Int64 = 0
    let salt: String

    init(salt: String) {
        self.salt = salt
    }

    /// Writes one transaction.
    ///
    /// - Returns: what contradicts the file, which the real journal refuses too.
    mutating func write(_ records: [Record]) -> String? {
        for record in records {
            if let conflict = conflict(record) { return conflict }
        }
        for record in records { write(record) }
        return nil
    }

    private func conflict(_ record: Record) -> String? {
        switch record {
        case .press(let press):
            guard let known = presses[press.number] else { return nil }
            return known.pressedAt == press.pressedAt
                ? nil : "press number \(press.number) is given twice"
        case .verdict(let verdict):
            guard let known = verdicts[verdict.number] else { return nil }
            return known.givenAt == verdict.givenAt && known.booking == verdict.booking
                && known.kind == verdict.kind
                ? nil : "verdict number \(verdict.number) is given twice"
        case .outbox(let entry):
            guard let known = owedAt[entry.number] else { return nil }
            return known == entry.createdAt ? nil : "outbox number \(entry.number) is given twice"
        default: return nil
        }
    }

    private mutating func write(_ record: Record) {
        switch record {
        case .press(let press):
            presses[press.number] = press
            lastPress = max(lastPress, press.number)
        case .verdict(let verdict):
            verdicts[verdict.number] = verdict
            lastVerdict = max(lastVerdict, verdict.number)
        case .outbox(let entry): write(entry)
        case .sitting(let sitting):
            sittings.removeAll { $0.booking == sitting.booking }
            sittings.append(sitting)
        case .sittingClosed(let id): sittings.removeAll { $0.booking == id }
        case .silences(let silences): self.silences = silences
        case .schedule(let reading, let at): (schedule, heardAt) = (reading, at)
        case .heard(let at): heardAt = at
        case .edge(let edge): write(edge)
        case .presence, .sync, .message: break
        }
    }

    private mutating func write(_ entry: OutboxEntry) {
        owedAt[entry.number] = entry.createdAt
        lastOutbox = max(lastOutbox, entry.number)
        outbox.removeAll { $0.number == entry.number }
        guard !entry.state.isFinal else { return }
        let index = outbox.partitioningPoint { $0.number > entry.number }
        outbox.insert(entry, at: index)
    }

    mutating func write(_ edge: SensorEdge) {
        newestEdge = max(newestEdge ?? edge.at, edge.at)
        guard edge.isActive else { return }
        lastActive[edge.sensor] = max(lastActive[edge.sensor] ?? edge.at, edge.at)
    }

    func verdict(_ number: Int64) -> Verdict? { verdicts[number] }

    func sitting(of id: BookingID) -> Sitting? { sittings.first { $0.booking == id } }

    /// The standing verdict of each phase, as the numbers of the file have it.
    func standing(on id: BookingID) -> [Verdict.Kind.Phase: Int64] {
        guard let sitting = sittings.first(where: { $0.booking == id }) else { return [:] }
        var standing: [Verdict.Kind.Phase: Int64] = [:]
        standing[.arrival] = sitting.arrivalNumber
        standing[.leaving] = sitting.leavingNumber
        return standing
    }

    // MARK: Recalling

    /// What a start of the process gets; the wall clock counts for nothing yet.
    var memory: Memory {
        let reference = [heardAt, newestEdge].compactMap(\.self).max()
        let edges = lastActive.filter { edge in
            reference.map { edge.value >= $0 - .seconds(7_200) } ?? false
        }
        return Memory(
            schedule: schedule, heardAt: heardAt,
            sittings: sittings.sorted {
                ($0.span.start, $0.booking.text) < ($1.span.start, $1.booking.text)
            },
            outbox: outbox,
            lastActiveEdges: edges, silences: silences, lastPress: lastPress,
            lastVerdict: lastVerdict,
            lastOutbox: lastOutbox, salt: salt)
    }
}
