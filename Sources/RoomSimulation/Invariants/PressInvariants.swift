import RoomCore

/// A press is answered in the same step: heard at once, decided on release, shown when it is safe (section 4).
struct PressIsAnswered: Invariant {
    static let name = "press-is-answered"
    private var downAt: Uptime?
    private var isFoundPressed = false
    private var hasTold = false

    mutating func check(_ sight: Sight, _ known: Knowledge) -> String? {
        let isIgnored = sight.buttonBefore == .stuck || isFoundPressed
        noteDecided(sight)
        switch sight.event {
        case .button(.found(let isPressed)):
            isFoundPressed = isPressed
            downAt = nil
        case .button(.gone): (downAt, isFoundPressed) = (nil, false)
        case .button(.pressed(let instant)):
            guard !isIgnored else { return nil }
            if sight.state.button == .stuck {
                downAt = nil
                return nil
            }
            (downAt, hasTold) = (instant, false)
            return sight.effects.first == .acknowledgePress ? nil : "it is not heard"
        case .button(.released(let instant)):
            defer { (downAt, isFoundPressed) = (nil, false) }
            return released(at: instant, sight, known)
        case .tick: return held(sight, known)
        case .journal(.stored(let receipt)): return stored(receipt, sight, known)
        // A world has a button of its own.
        case .button(.recorded): break
        case .button(.tapped): return decided(sight, known) ? nil : "a tap is not decided"
        case .clock, .sensor, .server, .journal(.notStored), .journal(.fault), .journal(.recalled),
            .settings, .lampFault:
            break
        }
        return nil
    }

    /// Any fact that comes at that very moment may bring the decision on a long press.
    private mutating func noteDecided(_ sight: Sight) {
        guard let downAt, !hasTold, sight.hasOrders,
            sight.now.uptime - downAt >= sight.policy.longPress
        else { return }
        hasTold = isDecided(sight)
    }

    private mutating func held(_ sight: Sight, _ known: Knowledge) -> String? {
        guard let downAt, !hasTold, sight.now.uptime - downAt >= sight.policy.longPress else {
            return nil
        }
        hasTold = true
        return decided(sight, known) ? nil : "a long press is not decided"
    }

    private mutating func released(
        at instant: Uptime, _ sight: Sight, _ known: Knowledge
    ) -> String? {
        guard let downAt, !hasTold, instant - downAt < sight.policy.longPress else { return nil }
        return decided(sight, known) ? nil : "a short press is not decided"
    }

    /// Decided at once, unless another press waits for the journal.
    private func decided(_ sight: Sight, _ known: Knowledge) -> Bool {
        known.pressUnderWay != nil || isDecided(sight)
    }

    private func isDecided(_ sight: Sight) -> Bool {
        sight.effects.contains { effect in
            guard case .keep(let records, .durable) = effect else { return false }
            return records.firstPress != nil
        }
    }

    private func stored(_ receipt: Receipt, _ sight: Sight, _ known: Knowledge) -> String? {
        guard let records = known.openReceipts[receipt.number], let press = records.firstPress,
            press.outcome != .refused
        else { return nil }
        let isTold = sight.effects.contains { effect in
            guard case .note(.press(let told)) = effect else { return false }
            return told.number == press.number
        }
        return isTold ? nil : "press \(press.number) is safe and not shown"
    }

    mutating func restart() {
        downAt = nil
        isFoundPressed = false
    }
}

/// What a press leads to is what the table of section 4 says.
struct PressFollowsTheTable: Invariant {
    static let name = "press-follows-the-table"
    private var lastNumber: Int64 = 0

    mutating func check(_ sight: Sight, _ known: Knowledge) -> String? {
        for case .keep(let records, .durable) in sight.effects {
            guard let press = records.firstPress, press.number > lastNumber else { continue }
            lastNumber = press.number
            if let fault = deeds(press, records, sight, known) {
                return "\(press.outcome.rawValue) press \(press.number) \(fault)"
            }
            if let fault = refusedOffer(press, sight) { return fault }
            if !press.wish.isAtDoor || isAside(press, sight, known) { continue }
            let allowed = allowed(press, sight, known)
            guard let allowed, !allowed.contains(press.verdict) else { continue }
            return "\(press.wish) press is \(press.verdict), not \(allowed)"
        }
        return nil
    }

    /// A world taps only what is offered at that very moment, so that only what lies outside of the room can refuse it.
    private func refusedOffer(_ press: Press, _ sight: Sight) -> String? {
        guard case .button(.tapped) = sight.event, let refusal = press.refusal else { return nil }
        switch refusal {
        case .notStored, .outboxFull, .tooMany: return nil
        case .tooShort, .noRoomToExtend, .notAllowed, .nothingToEnd, .clockUntrusted, .slotTaken,
            .changedMeanwhile:
            return "\(press.wish) tap is refused \(refusal.rawValue), though it was offered"
        }
    }

    /// Refusals that have nothing to do with the table, and presses within the time of an undo.
    private func isAside(_ press: Press, _ sight: Sight, _ known: Knowledge) -> Bool {
        switch press.refusal {
        case .notStored?, .outboxFull?, .tooMany?, .slotTaken?, .changedMeanwhile?: return true
        default: break
        }
        if case .journal(.notStored) = sight.event { return true }
        if case .journal(.stored) = sight.event { return true }
        // What a press had done, and the server refuses.
        if case .server(.writeFailed) = sight.event, press.outcome == .refused { return true }
        let near = sight.now.uptime - .seconds(15)
        return known.pressShownAt.map { $0 > near } ?? false
    }

    mutating func restart(_ lastStored: Int64) {
        lastNumber = lastStored
    }

    /// What an accepted press may ask of the server, whatever row of the table it fell under.
    private func deeds(
        _ press: Press, _ records: [Record], _ sight: Sight, _ known: Knowledge
    ) -> String? {
        let next = known.schedule.nextStart(notBefore: sight.now.wall, except: press.booking)
        var cut: [BookingID] = []
        for case .outbox(let entry) in records where entry.state == .queued {
            switch entry.write {
            case .create(let booking) where booking.id != press.booking: cut.append(booking.id)
            case .create(let booking) where press.outcome == .booked || press.outcome == .claimed:
                if booking.span.length > sight.policy.adHocLength { return "books too long" }
                if let next, booking.span.end > next { return "books into the next booking" }
            case .changeEnd(let id, _, let end) where press.outcome == .extended:
                if id != press.booking { return "changes another booking" }
                if let next, end > next { return "runs into the next booking" }
            case .changeEnd(let id, _, _) where press.outcome == .claimed: cut.append(id)
            default: break
            }
        }
        guard press.outcome == .claimed || press.outcome == .booked,
            known.settings.server != .none
        else { return nil }
        let held = known.schedule.running(at: sight.now.wall).filter {
            !known.isGivenUp($0.id) && !$0.isAllDay
        }
        if let fault = claims(press, held, sight) { return fault }
        if let again = cut.first(where: { known.isGivenUp($0) }) {
            return "cuts \(again) again, which was given up before"
        }
        // A booking may also be cut by an intent that is dropped: one that was to make it longer, and was never sent.
        let after = known.schedule.after(records, at: sight.now.uptime)
        for booking in held {
            let end = after.booking(booking.id)?.span.end
            let isCut = cut.contains(booking.id) || (end.map { $0 <= sight.now.wall } ?? true)
            if booking.isWritable == isCut { continue }
            return booking.isWritable ? "does not cut \(booking.id)" : "cuts what it may not"
        }
        return nil
    }

    /// Only what somebody still holds is claimed; what is free, or given up before, is booked.
    private func claims(_ press: Press, _ held: [Booking], _ sight: Sight) -> String? {
        let isSettledMeanwhile = sight.effects.contains { effect in
            guard case .keep(let records, .durable) = effect, records.firstPress == nil else {
                return false
            }
            return records.contains { if case .sitting = $0 { true } else { false } }
        }
        if isSettledMeanwhile || (press.outcome == .booked) == held.isEmpty { return nil }
        return held.isEmpty ? "claims what nobody holds" : "books over \(held[0].id)"
    }

    /// Nil where more than one row may hold.
    private func allowed(_ press: Press, _ sight: Sight, _ known: Knowledge) -> [String]? {
        guard known.isTrusted else { return ["refused clock_untrusted"] }
        let wall = sight.now.wall
        let held = known.schedule.running(at: wall).filter { !known.isGivenUp($0.id) }
        let timed = held.filter { !$0.isAllDay }
        let running = timed.isEmpty ? held : timed
        guard running.count <= 1, known.presence.now != nil else { return nil }
        let next = known.schedule.bookings.filter {
            $0.isBlocking && $0.span.start > wall
                && $0.span.start - sight.policy.checkInWindow <= wall
        }
        if let booking = running.first {
            return next.isEmpty ? onRunning(booking, press, sight, known) : nil
        }
        if known.schedule.running(at: wall).count > 0 { return nil }
        return next.isEmpty
            ? onFree(press, sight, known) : onNext(next, press, known)
    }

    private func onNext(_ next: [Booking], _ press: Press, _ known: Knowledge) -> [String]? {
        guard next.count == 1 else { return nil }
        if press.wish == .long { return ["refused nothing_to_end"] }
        let isTaken = next[0].source == .panel || known.sittings[next[0].id]?.checkIn != nil
        return isTaken ? ["already_checked_in"] : ["checked_in"]
    }

    private func onFree(_ press: Press, _ sight: Sight, _ known: Knowledge) -> [String] {
        if press.wish == .long { return ["refused nothing_to_end"] }
        let start = sight.now.wall.flooredToSecond
        let limit = known.schedule.nextStart(notBefore: sight.now.wall)
        let free = limit.map { $0 - start } ?? sight.policy.adHocLength
        let length = min(free, sight.policy.adHocLength)
        return length >= sight.policy.adHocMin ? ["booked"] : ["refused too_short"]
    }

    private func onRunning(
        _ booking: Booking, _ press: Press, _ sight: Sight, _ known: Knowledge
    ) -> [String]? {
        let sitting = known.sittings[booking.id]
        let isTaken = booking.source == .panel || sitting?.checkIn != nil
        let mayBeEmpty = known.presence.now == .vacant && sight.policy.onNoShow == .soft
        if !isTaken {
            // People may have made it one that is never judged since.
            let isJudged = known.moments(of: booking, by: sight.policy).isJudged
            if sitting?.arrival == .noShow, sight.policy.onNoShow == .soft, isJudged {
                if press.wish == .long { return ["refused nothing_to_end"] }
                return known.presence.now == .present
                    ? ["checked_in"] : ["claimed", "refused too_short"]
            }
            return press.wish == .long ? ["refused nothing_to_end"] : ["checked_in"]
        }
        guard !mayBeEmpty else { return nil }
        if press.wish == .long {
            let mayEnd =
                booking.source == .panel
                || (sight.policy.endServerBookings && booking.isWritable)
            return mayEnd ? ["ended", "refused nothing_to_end"] : ["refused not_allowed"]
        }
        let source = sitting?.checkIn?.source
        if source == .activity || source == .carriedOver { return nil }
        let mayExtend =
            booking.source == .panel || (sight.policy.extendServerBookings && booking.isWritable)
        return mayExtend ? ["extended", "refused no_room_to_extend"] : ["refused not_allowed"]
    }
}

extension Press {
    /// Outcome and refusal in the words of the journal.
    var verdict: String {
        refusal.map { "\(outcome.rawValue) \($0.rawValue)" } ?? outcome.rawValue
    }
}

/// A press is on the card before its booking is shown as made or asked of the server (decision 0005).
struct PressIsKeptFirst: Invariant {
    static let name = "press-is-kept-first"

    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        guard let waiting = known.pressUnderWay else { return nil }
        for case .outbox(let entry) in waiting.records {
            guard case .create(let booking) = entry.write,
                known.schedule.booking(booking.id) == nil
            else { continue }
            if sight.state.current?.id == booking.id { return "\(booking.id) is shown too soon" }
        }
        for case .send(let entry) in sight.effects {
            return "entry \(entry.number) is sent while a press waits"
        }
        return nil
    }
}

/// Orders come in the order that the shell relies on (``Effect``).
struct OrdersAreOrdered: Invariant {
    static let name = "orders-are-ordered"
    private var lastReceipt: Int64 = 0

    mutating func check(_ sight: Sight, _ known: Knowledge) -> String? {
        for (index, effect) in sight.effects.enumerated() {
            switch effect {
            case .acknowledgePress where index != 0: return "heard comes late"
            case .publish where index != sight.effects.count - 1: return "publish is not last"
            case .tell(let messages) where messages.isEmpty: return "tells nothing"
            case .tell where sight.effects[(index + 1)...].contains(where: { $0 != .publish }):
                return "organisers are told before all is ordered"
            case .keep(let records, _) where records.isEmpty: return "keeps nothing"
            case .keep(_, .durable(let receipt)):
                if receipt.number <= lastReceipt { return "a receipt comes twice" }
                lastReceipt = receipt.number
            default: break
            }
        }
        return nil
    }

    mutating func restart() {
        lastReceipt = 0
    }
}
