import RoomCore

/// How facts reach a panel's core, and how its orders are carried out.
extension Simulation {
    func tick(_ panel: SimulatedPanel) {
        for _ in 0..<3 where panel.isUp && panel.deadline <= now { apply(.tick, to: panel) }
        if panel.isUp, panel.deadline <= now {
            report("wakes-in-time", "three ticks leave the deadline in the past", panel: panel)
        }
    }

    func apply(_ event: Event, to panel: SimulatedPanel) {
        guard panel.isUp, violation == nil else { return }
        let clock = panel.clock
        let reading = clock.now(at: now)
        let isHeard = panel.answers(event)
        let effects = panel.apply(event, at: reading, clock)
        checkAnswer(isHeard, effects, panel)
        tally.steps += 1
        hash = mixed(effects)
        if isTold { story?.take(event, effects, panel, at: now) }
        if !ordeal.isUnchecked { check(event, effects, reading, panel) }
        guard violation == nil else { return }
        for effect in effects where carryOutOrLosePower(effect, panel, reading) { return }
    }

    private func mixed(_ effects: [Effect]) -> TraceHash {
        var hash = hash
        hash.mix(now)
        for effect in effects { hash.mix(effect) }
        // After all effects, wherever it stands among them: the traces of earlier builds can be compared.
        for message in effects.messages { hash.mix(message) }
        return hash
    }

    /// - Returns: whether the power has gone.
    private func carryOutOrLosePower(
        _ effect: Effect, _ panel: SimulatedPanel, _ reading: Now
    ) -> Bool {
        carryOut(effect, panel, reading)
        // Not counted: of a message nothing is kept, so that a cut right after it is one after the next effect.
        if case .tell = effect { return false }
        panel.effectsDone += 1
        if panel.number == 0 { tally.effects += 1 }
        let isSwept = panel.number == 0 && ordeal.cutAfterEffect == panel.effectsDone
        guard isSwept || panel.powerGoesAtEffect == panel.effectsDone, now < world.length else {
            return false
        }
        panel.powerGoesAtEffect = nil
        tally.faults += 1
        losePower(panel, returnsAt: now + 30 * .second)
        return true
    }

    private func carryOut(_ effect: Effect, _ panel: SimulatedPanel, _ reading: Now) {
        switch effect {
        case .show(let display):
            panel.door.show(display, at: reading.uptime)
            playLamps(panel)
        case .acknowledgePress:
            panel.door.acknowledgePress(at: reading.uptime)
            playLamps(panel)
        case .keep(let records, let durability): keep(records, durability, panel)
        case .send(let entry): send(entry, panel)
        case .readSchedule: read(panel)
        case .tell(let messages): tell(messages, panel)
        case .answer, .publish: break
        case .note(.verdict(let verdict)):
            panel.noted.verdicts += 1
            tally.verdicts += 1
            if panel.number == 0 { findings.append(verdict.brief) }
        case .note(.press(let press)):
            panel.noted.presses += 1
            tally.presses += 1
            if panel.number == 0 { findings.append("press \(press.verdict)") }
        case .note: break
        }
    }

    // MARK: Lamps

    func playLamps(_ panel: SimulatedPanel) {
        guard panel.door.isWatched, let next = panel.door.play(to: panel.clock.uptime(at: now))
        else { return }
        if let fault = panel.door.fault { report("flashes-are-slow", fault, panel: panel) }
        queue.plan(
            .lamps(panel: panel.number, run: panel.run),
            at: max(panel.clock.moment(of: next), now + 1))
    }

    // MARK: Journal

    private func keep(_ records: [Record], _ durability: Durability, _ panel: SimulatedPanel) {
        let taken = panel.journal.take(records, durability, at: now)
        if taken.begins { beginCommit(panel) }
        if !taken.isKept, case .durable(let receipt) = durability {
            panel.overflowed.append(receipt)
            queue.plan(.overflowed(panel: panel.number, run: panel.run), at: now)
        }
        if taken.isFull {
            flush(panel)
        } else if let moment = taken.flushAt {
            queue.plan(.flush(panel: panel.number, run: panel.run), at: moment)
        }
    }

    private func beginCommit(_ panel: SimulatedPanel) {
        let usual = dice.number(in: 400...4_000, .commitTime, now, Int64(panel.effectsDone))
        queue.plan(
            .committed(panel: panel.number, run: panel.run),
            at: now + usual + panel.journal.slowness)
    }

    func committed(_ panel: SimulatedPanel) {
        guard let (receipt, isSafe, conflict, goesOn) = panel.journal.commit() else { return }
        if goesOn { beginCommit(panel) }
        if let conflict { report("numbers-are-given-once", conflict, panel: panel) }
        if panel.journal.isGatheredFull { flush(panel) } else { planFlush(panel) }
        if !isSafe { panel.journalWasFaulty = true }
        let written = isSafe ? panel.watch.known.openReceipts[receipt.number] ?? [] : []
        apply(
            .journal(isSafe ? .stored(receipt) : .notStored(receipt, "no space left")), to: panel)
        checkCard(written, panel)
    }

    private func planFlush(_ panel: SimulatedPanel) {
        guard let moment = panel.journal.nextFlush(at: now) else { return }
        queue.plan(.flush(panel: panel.number, run: panel.run), at: moment)
    }

    func flush(_ panel: SimulatedPanel) {
        let isWritten = panel.journal.flush()
        planFlush(panel)
        if isWritten != panel.journalWasFaulty { return }
        panel.journalWasFaulty = !isWritten
        apply(.journal(.fault(isWritten ? nil : "no space left")), to: panel)
    }
}
