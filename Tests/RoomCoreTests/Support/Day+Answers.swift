import RoomCore

/// What came out of a day so far.
extension Day {
    var state: RoomState { room.state(at: now) }
    var availability: Availability { state.availability }
    var presence: Presence { state.presence }
    var current: RoomState.BookingView? { state.current }
    var lamps: LampDisplay { state.lamps }

    /// What the lamps were last told, which must be what the state says.
    var shown: LampDisplay? { displays.last }

    var displays: [LampDisplay] {
        effects.compactMap { if case .show(let display) = $0 { display } else { nil } }
    }

    var notices: [Notice] {
        effects.compactMap { if case .note(let notice) = $0 { notice } else { nil } }
    }

    var sent: [OutboxEntry] {
        effects.compactMap { if case .send(let entry) = $0 { entry } else { nil } }
    }

    /// What organisers were to be told.
    var told: [Message] {
        effects.flatMap { effect -> [Message] in
            if case .tell(let messages) = effect { messages } else { [] }
        }
    }

    var writes: [Deed] { sent.map { Deed($0.write) } }

    /// Writes that are no marks.
    var deeds: [Deed] { writes.filter { $0.operation != .mark } }

    /// The booking that the server was asked to make last; nil if something else was asked since.
    var lastMade: Booking? {
        guard case .create(let booking)? = deeds.last else { return nil }
        return booking
    }

    var records: [Record] { groups.flatMap { $0 } }

    /// What was kept together.
    var groups: [[Record]] {
        effects.compactMap { if case .keep(let records, _) = $0 { records } else { nil } }
    }

    /// What was kept together with a write that the server refused.
    var groupsWithRefusal: [[Record]] {
        groups.filter { records in
            records.contains {
                if case .outbox(let entry) = $0 { entry.state == .rejected } else { false }
            }
        }
    }

    /// What the journal would have after a crash.
    var storedRecords: [Record] {
        effects.flatMap { effect -> [Record] in
            switch effect {
            case .keep(let records, .durable(let receipt)):
                stored.contains(receipt) ? records : []
            case .keep(let records, .relaxed): records
            default: []
            }
        }
    }

    /// The durable records that are safe, in the order they became so.
    var storedInOrder: [Record] {
        var groups: [Receipt: [Record]] = [:]
        for case .keep(let records, .durable(let receipt)) in effects { groups[receipt] = records }
        return stored.flatMap { groups[$0] ?? [] }
    }

    var verdicts: [Verdict] {
        records.compactMap { if case .verdict(let verdict) = $0 { verdict } else { nil } }
    }

    func verdicts(on id: String) -> [Verdict] {
        verdicts.filter { $0.booking == BookingID(id) }
    }

    /// Verdicts in short: `late 301 replaces 1`.
    var findings: [String] { verdicts.map(\.finding) }

    func findings(on id: String) -> [String] { verdicts(on: id).map(\.finding) }

    var presses: [Press] {
        notices.compactMap { if case .press(let press) = $0 { press } else { nil } }
    }

    var outcomes: [Press.Outcome] { presses.map(\.outcome) }

    var lastPress: Press? { presses.last }

    /// The ad hoc booking that has the room; nil if none has.
    var adHoc: RoomState.BookingView? {
        guard let current, current.source == .panel else { return nil }
        return current
    }

    /// The sitting of a booking as last kept.
    func sitting(_ id: String) -> Sitting? {
        var last: Sitting?
        for record in records {
            if case .sitting(let sitting) = record, sitting.booking.text == id { last = sitting }
            if case .sittingClosed(let closed) = record, closed.text == id { last = nil }
        }
        return last
    }

    func sensor(_ name: String) -> RoomState.SensorView? {
        state.sensors.first { $0.name == name }
    }

    func health(_ name: String = "pir") -> SensorHealth? { sensor(name)?.health }
}

extension Verdict {
    var finding: String {
        var words = [kind.rawValue]
        if let seconds { words.append("\(seconds)") }
        if let doubt = evidence.atMostBecause { words.append("at most \(doubt.rawValue)") }
        if let reason { words.append(reason.rawValue) }
        if let replaces { words.append("replaces \(replaces)") }
        return words.joined(separator: " ")
    }
}
