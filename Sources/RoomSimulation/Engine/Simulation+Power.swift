import RoomCore

/// Power, starts and misfortunes.
extension Simulation {
    // MARK: Power

    /// The first start, or the one after a power cut.
    func switchOn(_ panel: SimulatedPanel) {
        let showing: Int64 =
            switch panel.figures.bootClock {
            case .right: panel.clock.origin + now
            case .epoch: 0
            case .lastKnown:
                panel.run == 0
                    ? panel.clock.origin + now
                    : panel.clock.wall(at: panel.lostAt).microsecondsSinceEpoch
            }
        panel.clock.boot(at: now, showing: showing)
        panel.isKernelSynchronised = false
        for index in panel.sensors.indices { panel.sensors[index].blindUntil = now }
        let wait = dice.number(in: 12...40, .boot, now, Int64(panel.number)) * .second
        queue.plan(
            .starts(panel: panel.number, run: panel.run), at: panel.run == 0 ? now : now + wait)
    }

    func losePower(_ panel: SimulatedPanel, returnsAt: Moment) {
        let count = Int64(panel.journal.unsyncedCount)
        let surviving = dice.number(in: 0...count, .survival, now)
        let kept = panel.journal.losePower(
            surviving: Int(surviving), isCommitMade: dice.falls(500_000, .commit, now))
        ledger.accept(kept, panel.number, at: now, lookedAt: panel.link.lastLookedAt)
        stop(panel)
        panel.isWithoutPower = true
        queue.plan(
            .powerReturns(panel: panel.number), at: max(min(returnsAt, world.length), now + 1))
    }

    func powerReturns(_ panel: SimulatedPanel) {
        guard panel.isWithoutPower else { return }
        panel.isWithoutPower = false
        switchOn(panel)
    }

    private func stop(_ panel: SimulatedPanel) {
        story?.stops(panel, at: now)
        panel.isUp = false
        panel.run += 1
        panel.lostAt = now
        panel.door.goDark(at: panel.clock.uptime(at: now))
        panel.overflowed = []
        panel.messenger.lose()
    }

    func start(_ panel: SimulatedPanel, _ run: Int) {
        guard panel.run == run, !panel.isUp, !panel.isWithoutPower else { return }
        tally.starts += 1
        panel.isUp = true
        panel.journal.start(at: now)
        panel.journalWasFaulty = false
        let reading = panel.clock.now(at: now)
        let memory = memory(of: panel, at: reading)
        panel.link.restart(heardAt: memory.heardAt)
        panel.start(memory, at: reading, now)
        panel.watch.start(memory, panel.journal.card, at: reading)
        story?.starts(panel, at: now)
        checkPresses(panel)
        checkColours(panel)
        apply(.tick, to: panel)
        if !panel.journal.isOpen { journalStaysShut(panel) }
        findLines(panel)
        read(panel)
        clockChanged(panel)
        if let seconds = panel.figures.synchronisedAfterSeconds, !panel.isKernelSynchronised {
            queue.plan(
                .synchronises(panel: panel.number, run: panel.run), at: now + seconds * .second)
        }
    }

    // MARK: A journal that cannot be opened

    private func memory(of panel: SimulatedPanel, at reading: Now) -> Memory {
        if panel.journal.isOpen || panel.journal.isReadable { return panel.journal.card.memory }
        return .far(
            at: reading.wall, builtAt: panel.settings.builtAt,
            chance: dice.roll(.salt, now, Int64(panel.number)))
    }

    private func journalStaysShut(_ panel: SimulatedPanel) {
        panel.journalWasFaulty = true
        queue.plan(.journalTried(panel: panel.number, run: panel.run), at: now + .minute)
        apply(.journal(.fault("cannot be opened")), to: panel)
    }

    /// Tried once a minute, as the daemon does.
    func openJournal(_ panel: SimulatedPanel) {
        guard panel.journal.reopen() else {
            journalStaysShut(panel)
            return
        }
        panel.journalWasFaulty = false
        apply(.journal(.recalled(panel.journal.card.memory)), to: panel)
        apply(.journal(.fault(nil)), to: panel)
    }

    // MARK: Misfortunes

    func befall(_ misfortune: Misfortune) {
        let panel = panels[min(max(misfortune.panel, 0), panels.count - 1)]
        tally.faults += 1
        story?.befalls(misfortune, at: now)
        switch misfortune.kind {
        case .powerCut:
            if !panel.isWithoutPower { losePower(panel, returnsAt: misfortune.until) }
        case .crash: crash(panel, until: misfortune.until)
        case .journalShut(let isReadable):
            panel.journal.isShut = true
            panel.journal.isReadable = isReadable
            crash(panel, until: now)
        case .writesAway: server.takesNoWrites = true
        case .powerCutAfterEffects(let count):
            panel.powerGoesAtEffect = panel.effectsDone + max(count, 1)
        case .clockStep(let microseconds):
            panel.clock.step(by: microseconds, at: now)
            if panel.isUp { clockChanged(panel) }
        case .notSynchronised: loseTime(panel)
        case .serverAway(let kind): server.failure = kind
        case .serverClock(let seconds): server.clockOffset = seconds * .second
        case .serverDateless: server.tellsDate = false
        case .journalFull: panel.journal.isFull = true
        case .journalSlow(let milliseconds):
            panel.journal.slowness = milliseconds * .millisecond
        case .lampFault: apply(.lampFault("line is busy"), to: panel)
        case .reload(let figures): reload(figures.policy, panel)
        default: befallLine(misfortune, panel)
        }
    }

    private func crash(_ panel: SimulatedPanel, until: Moment) {
        guard panel.isUp else { return }
        panel.journal.loseProcess()
        stop(panel)
        queue.plan(
            .starts(panel: panel.number, run: panel.run),
            at: max(min(until, world.length), now + 2 * .second))
    }

    private func loseTime(_ panel: SimulatedPanel) {
        panel.isSynchronisable = false
        panel.isKernelSynchronised = false
        panel.clock.drift(panel.figures.driftPerMillion, at: now)
        if panel.isUp { clockChanged(panel) }
    }

    private func reload(_ policy: Policy, _ panel: SimulatedPanel) {
        apply(.settings(.policy(policy)), to: panel)
    }

    func end(_ misfortune: Misfortune) {
        let panel = panels[min(max(misfortune.panel, 0), panels.count - 1)]
        story?.ends(misfortune, at: now)
        switch misfortune.kind {
        case .notSynchronised:
            panel.isSynchronisable = true
            queue.plan(.synchronises(panel: panel.number, run: panel.run), at: now)
        case .clockStep: if panel.isSynchronisable { correct(panel) }
        case .serverAway: server.failure = nil
        case .serverClock: server.clockOffset = 0
        case .serverDateless: server.tellsDate = true
        case .journalFull: panel.journal.isFull = false
        case .journalShut: panel.journal.isShut = false
        case .writesAway: server.takesNoWrites = false
        case .journalSlow: panel.journal.slowness = 0
        case .lampFault: apply(.lampFault(nil), to: panel)
        case .reload: reload(world.policy.policy, panel)
        case .powerCut, .crash, .powerCutAfterEffects, .edgesLost, .falsePulse: break
        default: endLine(misfortune, panel)
        }
    }

    private func correct(_ panel: SimulatedPanel) {
        panel.clock.setRight(at: now)
        if panel.isUp { clockChanged(panel) }
    }
}
