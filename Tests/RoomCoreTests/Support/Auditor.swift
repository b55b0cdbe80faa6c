import RoomCore

/// What must hold after every fact, whatever it was.
struct Auditor {
    private var lastVerdict: Int64 = 0
    private var lastReceipt: Int64 = 0
    private var standing: [String: Int64] = [:]
    private var underway: Int64?
    private var shown: LampDisplay?
    /// Entries that a press or a no-show asked for, and those that take the place of one.
    private var asked: Set<Int64> = []
    /// The bookings that these are about: what was asked for can be taken back, and decided anew.
    private var touched: Set<BookingID> = []
    private var closed: [BookingID] = []
    /// Bookings whose extension this fact takes back.
    private var lost: Set<BookingID> = []

    /// - Returns: what does not hold.
    mutating func audit(
        _ event: Event, _ effects: [Effect], _ room: Room, at now: Now
    ) -> [String] {
        var faults: [String] = []
        answered(event)
        for (index, effect) in effects.enumerated() {
            switch effect {
            case .acknowledgePress where index != 0: faults.append("heard comes late")
            case .publish where index != effects.count - 1: faults.append("publish is not last")
            case .tell(let messages) where messages.isEmpty: faults.append("tells nothing")
            case .tell where effects[(index + 1)...].contains(where: { $0 != .publish }):
                faults.append("organisers are told before all is ordered")
            case .show(let display): shown = display
            case .note(.verdict(let verdict)): faults += audit(verdict)
            case .note(.slotLost(let id, _)): lost.insert(id)
            case .keep(let records, let durability):
                faults += audit(records, durability, room.policy)
            case .send(let entry): faults += audit(sent: entry)
            default: break
            }
        }
        for id in closed {
            standing[id.text + "arrival"] = nil
            standing[id.text + "leaving"] = nil
        }
        closed = []
        lost = []
        faults += audit(room.state(at: now), room.policy)
        if room.deadline > now.uptime + .seconds(60) { faults.append("sleeps too long") }
        return faults
    }

    // MARK: Orders

    private mutating func answered(_ event: Event) {
        switch event {
        case .server(.acknowledged(let number)) where number == underway: underway = nil
        case .server(.writeFailed(let number, _, _)) where number == underway: underway = nil
        default: break
        }
    }

    private mutating func audit(sent entry: OutboxEntry) -> [String] {
        defer { underway = entry.number }
        if let underway { return ["sends \(entry.number) while \(underway) is under way"] }
        return entry.state == .sent && entry.attempts > 0 ? [] : ["sends what is not sent"]
    }

    private mutating func audit(
        _ records: [Record], _ durability: Durability, _ policy: Policy
    ) -> [String] {
        var faults: [String] = records.isEmpty ? ["keeps nothing"] : []
        if case .durable(let receipt) = durability {
            if receipt.number <= lastReceipt { faults.append("a receipt comes twice") }
            lastReceipt = receipt.number
        }
        let hasPress = records.contains { if case .press = $0 { true } else { false } }
        let replaced = records.compactMap { record in
            if case .outbox(let entry) = record, entry.state == .superseded,
                asked.contains(entry.number)
            {
                entry.write.bookingID
            } else {
                nil
            }
        }
        for record in records {
            switch record {
            case .outbox(let entry):
                let isLost = lost.contains(entry.write.bookingID)
                if hasPress || isLost || replaced.contains(entry.write.bookingID)
                    || policy.onNoShow == .end
                {
                    asked.insert(entry.number)
                    touched.insert(entry.write.bookingID)
                }
                faults += audit(entry)
            case .sittingClosed(let id): closed.append(id)
            default: break
            }
        }
        return faults
    }

    private mutating func audit(_ verdict: Verdict) -> [String] {
        var faults: [String] = []
        let place = verdict.booking.text + verdict.kind.phase.rawValue
        if verdict.number <= lastVerdict { faults.append("verdict \(verdict.number) repeats") }
        lastVerdict = max(lastVerdict, verdict.number)
        if verdict.replaces != standing[place] {
            faults.append("verdict \(verdict.number) on \(place) leaves two standing")
        }
        standing[place] = verdict.number
        if let seconds = verdict.seconds, seconds < 0 { faults.append("negative seconds") }
        let evidence = verdict.evidence
        if evidence.observedSeconds < 0 || evidence.observedSeconds > evidence.dueSeconds {
            faults.append("observed \(evidence.observedSeconds) of \(evidence.dueSeconds)")
        }
        if (verdict.kind == .unverifiable) != (verdict.reason != nil) {
            faults.append("reason where there is none to give")
        }
        return faults
    }

    private func audit(_ entry: OutboxEntry) -> [String] {
        let isOurs = entry.write.bookingID.text.hasPrefix("domovoy-")
        switch entry.write {
        case .withdraw, .create:
            return isOurs ? [] : ["\(entry.write.operation.rawValue) of another's"]
        case .changeEnd where entry.state == .queued && entry.attempts == 0:
            let isLater = entry.cause == .undo || entry.cause == .renewal
            return isOurs || asked.contains(entry.number)
                || (isLater && touched.contains(entry.write.bookingID))
                ? [] : ["changes another's booking unasked, by \(entry.cause)"]
        case .changeEnd, .mark: return []
        }
    }

    // MARK: State

    private func audit(_ state: RoomState, _ policy: Policy) -> [String] {
        var faults: [String] = []
        if state.lamps != shown { faults.append("the lamps show something else") }
        if !state.isClockTrusted, state.availability != .unknown {
            faults.append("knows without a clock")
        }
        if state.sync.outbox > 256 { faults.append("the outbox overflows") }
        if state.lamps.availability != Self.signal(state.availability) {
            faults.append("lamp \(state.lamps.availability) for \(state.availability)")
        }
        switch state.availability {
        case .busy where state.current == nil && state.next == nil,
            .claimable where state.current == nil:
            faults.append("\(state.availability) without a booking")
        case .free where state.presence == .present: faults.append("free, but somebody is there")
        case .claimable where policy.onNoShow != .soft: faults.append("claimable, but not soft")
        default: break
        }
        return faults
    }

    private static func signal(_ availability: Availability) -> LampSignal {
        switch availability {
        case .free: LampSignal(.green)
        case .startingSoon: LampSignal(.green, .slowBlink)
        case .claimable: LampSignal(.green, .doubleBlink)
        case .busy: LampSignal(.red)
        case .occupiedUnbooked: LampSignal(.red, .slowBlink)
        case .unknown: LampSignal(.redGreen, .doubleBlink)
        }
    }
}
