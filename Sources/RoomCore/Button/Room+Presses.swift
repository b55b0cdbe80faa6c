/// How presses reach their decision, and how a decision becomes true: journal first, lamps after.
extension Room {
    /// Whether a press that comes now would be answered with ``Effect/acknowledgePress``.
    ///
    /// An order in advance: the shell may answer the next press by it before it hands the press in.
    public var answersPress: Bool { gesture.answersPress }

    mutating func takeButton(_ fact: Event.ButtonFact, at now: Now) {
        switch fact {
        case .pressed(let instant):
            if gesture.health == .gone { step.isDirty = true }
            act(on: gesture.pressed(at: min(instant, now.uptime)), at: now)
            noteGestureDeadline(at: now)
            return
        case .released(let instant):
            act(on: gesture.released(at: min(instant, now.uptime), policy: policy), at: now)
        case .gone: gesture.gone()
        case .found(let isPressed):
            act(on: gesture.found(isPressed: isPressed, at: now.uptime), at: now)
        case .recorded(let press): takeRecorded(press, at: now)
        case .tapped(let tap): take(tap, at: now)
        }
        step.isDirty = true
    }

    private mutating func noteGestureDeadline(at now: Now) {
        guard let held = gesture.deadline(policy: policy) else { return }
        wakeup.bringForward(to: max(held, now.uptime))
    }

    /// Lets a held button become a long press or a fault.
    mutating func passGesture(to instant: Uptime, at now: Now) {
        act(on: gesture.pass(to: instant, policy: policy), at: now)
    }

    private mutating func act(on outcome: ButtonGesture.Outcome?, at now: Now) {
        switch outcome {
        case .down?:
            step.answerPress()
            return
        case .press(let length, let pressedAt)?:
            senses.witness()
            enqueue(PressDesk.Gesture(ask: .button(length), pressedAt: pressedAt), at: now)
        case .stuck?: step.note(.buttonStuck(true))
        case .freed?: step.note(.buttonStuck(false))
        case nil: return
        }
        step.isDirty = true
    }

    mutating func enqueue(_ press: PressDesk.Gesture, at now: Now) {
        guard desk.isWaiting else {
            decide(press, at: now)
            return
        }
        if desk.queue.count < PressDesk.capacity {
            desk.queue.append(press)
        } else {
            refuse(press, .tooMany, at: now)
        }
    }

    private mutating func decide(_ gesture: PressDesk.Gesture, at now: Now) {
        let decision = decision(on: gesture, at: now)
        if let refusal = decision.refusal {
            refuse(gesture, refusal, booking: decision.booking, at: now)
            return
        }
        guard let entries = outbox.plan(intents(of: gesture, decision), at: now.wall) else {
            refuse(gesture, .outboxFull, booking: decision.booking, at: now)
            return
        }
        orderKept()
        let number = desk.nextNumber()
        let press = press(number, gesture, decision, at: now)
        let waiting = PressDesk.Waiting(
            receipt: backlog.nextReceipt(), press: press, decision: decision, entries: entries,
            actUntil: now.uptime + policy.undoWindow, tap: gesture.tap)
        desk.waiting = waiting
        step.order(.keep(records(of: waiting, at: now), .durable(waiting.receipt)))
    }

    /// What the server has to be told, and whether a hand or a tap wants it: a refusal of the server may have to say.
    private func intents(
        of gesture: PressDesk.Gesture, _ decision: PressDesk.Decision
    ) -> [Outbox.Wish] {
        guard settings.server != .none else { return [] }
        return decision.wishes.map { wish in
            (write: wish.write, cause: wish.cause == .press ? gesture.cause : wish.cause)
        }
    }

    private func records(of waiting: PressDesk.Waiting, at now: Now) -> [Record] {
        var records: [Record] = [.press(waiting.press)]
        records += waiting.entries.map { .outbox($0) }
        records += waiting.decision.changes.map { .sitting($0.after) }
        if let closed = waiting.decision.closes { records.append(.sittingClosed(closed)) }
        if settings.server == .none {
            var trial = schedule
            for wish in waiting.decision.wishes {
                trial.keep(wish.write, window: ownWindow(at: now))
            }
            if let reading = trial.reading {
                records.append(.schedule(reading, heardAt: now.wall))
            }
        }
        return records
    }

    /// How far a panel without a server looks: its own bookings are all there are.
    func ownWindow(at now: Now) -> Span {
        Span(start: now.wall - .seconds(86_400), length: .seconds(15 * 86_400))
    }

    private func press(
        _ number: Int64, _ gesture: PressDesk.Gesture, _ decision: PressDesk.Decision, at now: Now
    ) -> Press {
        Press(
            number: number, pressedAt: now.wall(at: gesture.pressedAt),
            wish: gesture.wish, outcome: decision.outcome, refusal: decision.refusal,
            booking: decision.booking)
    }

    // MARK: Answers of the journal

    /// Once a press is kept, older states that wait for the journal must not be written over what it changed.
    mutating func forgetWhatPressReplaces(_ receipt: Receipt, at now: Now) {
        guard let waiting = desk.waiting, waiting.receipt == receipt, !backlog.isEmpty else {
            return
        }
        backlog.replaced(by: records(of: waiting, at: now))
    }

    mutating func pressStored(_ receipt: Receipt, at now: Now) {
        guard let waiting = desk.waiting, waiting.receipt == receipt else { return }
        desk.waiting = nil
        commit(waiting, at: now)
        takeProof(waiting.press, at: now)
        if waiting.decision.outcome != .alreadyCheckedIn {
            desk.remember(waiting.decision.act, until: waiting.actUntil)
        }
        shown.forgetRefusal()
        step.note(.press(waiting.press))
        answer(waiting.tap, with: waiting.press)
        noteConflicts(waiting.decision)
        step.isDirty = true
        nextPress(at: now)
    }

    private mutating func commit(_ waiting: PressDesk.Waiting, at now: Now) {
        outbox.commit(waiting.entries)
        if settings.server == .none {
            for wish in waiting.decision.wishes {
                schedule.keep(wish.write, window: ownWindow(at: now))
            }
        } else {
            schedule.fold(outbox.entries)
        }
        for entry in waiting.entries where entry.state.isFinal {
            step.note(.outbox(entry))
        }
        for change in waiting.decision.changes { make(change) }
        if let closed = waiting.decision.closes { sittings[closed] = nil }
        // The clock may have been set back while it waited.
        followed.forgetClock()
    }

    /// Makes a change to a sitting that may have moved on while the press waited.
    mutating func make(_ change: PressDesk.Change) {
        let id = change.after.booking
        let current = sittings[id] ?? change.before
        var made = change.applied(to: current)
        if current.span.start != change.before.span.start { fit(&made, to: current, change) }
        sittings[id] = made
        // What was written while the press waited has overwritten what was written with the press.
        if made != change.after || current != change.before { keep([.sitting(made)]) }
    }

    /// A booking that was moved meanwhile is another meeting, unless the people of this press are still in its time.
    private func fit(_ made: inout Sitting, to current: Sitting, _ change: PressDesk.Change) {
        if change.after.checkIn != change.before.checkIn, made.checkIn?.source != .adHoc {
            made.checkIn =
                Self.checkIn(made.checkIn, heldAfterMoveTo: current.span, policy)
                ?? current.checkIn
        }
        if let givenUp = made.givenUp, givenUp.at <= current.span.start {
            made.givenUp = current.givenUp
        }
    }

    /// A claimed booking that may not be cut stays on the server: people have to settle it.
    private mutating func noteConflicts(_ decision: PressDesk.Decision) {
        guard decision.outcome == .claimed, case .booked(let id, let claimed)? = decision.act
        else { return }
        for claim in claimed where !claim.isCut {
            step.note(.conflict(claim.booking, with: id))
        }
    }

    mutating func pressNotStored(_ receipt: Receipt, at now: Now) {
        guard let waiting = desk.waiting, waiting.receipt == receipt else { return }
        desk.waiting = nil
        // A reading that came meanwhile has left these bookings out: another one has to look at them.
        if waiting.decision.changes.contains(where: { outbox.isOpen($0.after.booking) }) {
            step.order(.readSchedule)
        }
        var press = waiting.press
        press.outcome = .refused
        press.refusal = .notStored
        backlog.wait(.press(press))
        showRefusal(press, at: now)
        answer(waiting.tap, with: press)
        nextPress(at: now)
    }

    private mutating func nextPress(at now: Now) {
        while !desk.isWaiting, !desk.queue.isEmpty {
            settleIfDirty(at: now)
            decide(desk.queue.removeFirst(), at: now)
        }
    }

    // MARK: Refusals

    private mutating func refuse(
        _ gesture: PressDesk.Gesture, _ refusal: Press.Refusal, booking: BookingID? = nil,
        at now: Now
    ) {
        let isKept = gesture.tap == nil || desk.refusedTaps.take(at: now.uptime)
        let number = isKept ? desk.nextNumber() : 0
        let press = press(number, gesture, .refused(refusal, booking), at: now)
        if isKept {
            keep([.press(press)])
            showRefusal(press, at: now)
        }
        answer(gesture.tap, with: press)
    }

    mutating func showRefusal(_ press: Press, at now: Now) {
        step.note(.press(press))
        guard let reason = press.refusal else {
            return assertionFailure("refused without a reason")
        }
        showRefused(reason, at: now)
    }

    mutating func showRefused(_ reason: Press.Refusal, at now: Now) {
        shown.refuse(reason, at: now.uptime)
        step.isDirty = true
    }
}
