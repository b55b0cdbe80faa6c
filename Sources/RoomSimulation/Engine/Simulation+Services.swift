import RoomCore

/// The services of a panel: reading and writing, the watch over the clock, the journal's flush.
extension Simulation {
    func takeService(_ happening: Happening) {
        switch happening {
        case .synchronises(let panel, let run):
            with(panel, run) { synchronise($0) }
        case .clockWatch(let panel, let run): with(panel, run) { watchClock($0) }
        case .poll(let panel, let run, let turn):
            with(panel, run) { if $0.link.turn == turn { read($0) } }
        case .readReachesServer(let panel, let run): with(panel, run) { serveRead($0) }
        case .readAnswered(let panel, let run): with(panel, run) { answerRead($0) }
        case .writeReachesServer(let panel, let run): serveWrite(panels[panel], run)
        case .writeAnswered(let panel, let run, let again):
            with(panel, run) { answerWrite($0, again: again) }
        case .committed(let panel, let run): with(panel, run) { committed($0) }
        case .flush(let panel, let run): with(panel, run) { flush($0) }
        case .lamps(let panel, let run): with(panel, run) { playLamps($0) }
        case .overflowed(let panel, let run): with(panel, run) { refuseOverflow($0) }
        case .journalTried(let panel, let run): with(panel, run) { openJournal($0) }
        case .messageReaches(let panel, let run): deliver(panels[panel], run)
        case .messageAnswered(let panel, let run): with(panel, run) { answerMessage($0) }
        case .messageDue(let panel, let run): with(panel, run) { tellNext($0) }
        default: break
        }
    }

    /// What an earlier start of the process has planned is void.
    private func with(_ number: Int, _ run: Int, _ act: (SimulatedPanel) -> Void) {
        let panel = panels[number]
        if panel.isUp, panel.run == run { act(panel) }
    }

    private func refuseOverflow(_ panel: SimulatedPanel) {
        let receipts = panel.overflowed
        panel.overflowed = []
        for receipt in receipts {
            apply(.journal(.notStored(receipt, "the journal is too slow")), to: panel)
        }
    }

    // MARK: The clock

    /// The time service sets the clock right.
    private func synchronise(_ panel: SimulatedPanel) {
        guard panel.isSynchronisable else { return }
        panel.clock.setRight(at: now)
        panel.isKernelSynchronised = true
        clockChanged(panel)
    }

    /// Somebody has set the clock, or the kernel thinks otherwise of it; the watch notices within 5 s.
    func clockChanged(_ panel: SimulatedPanel) {
        let wait = dice.number(in: 1...5_000_000, .pause, now, Int64(panel.number))
        queue.plan(.clockWatch(panel: panel.number, run: panel.run), at: now + wait)
    }

    private func watchClock(_ panel: SimulatedPanel) {
        apply(.clock(isSynchronised: panel.isKernelSynchronised), to: panel)
    }

    // MARK: Reading

    func read(_ panel: SimulatedPanel) {
        guard world.server != .none else { return }
        guard panel.link.read == nil else {
            panel.link.wantsRead = true
            return
        }
        let fate = fateOfCall(panel, "read", world.calls)
        panel.link.turn += 1
        let reading = panel.clock.now(at: now)
        panel.link.read = SimulatedLink.Read(
            startedAt: reading.uptime, window: PollPlan.window(at: reading.wall), fate: fate)
        queue.plan(
            .readReachesServer(panel: panel.number, run: panel.run), at: now + fate.there)
    }

    /// What becomes of a call.
    ///
    /// - Parameters:
    ///   - what: `read`, `write` or `message`.
    ///   - rates: how often such a call goes wrong.
    func fateOfCall(_ panel: SimulatedPanel, _ what: String, _ rates: CallFaults) -> CallFate {
        tally.calls += 1
        let channel = Int64(panel.number) + (what == "message" ? 2 : 0)
        var fate = CallFate.draw(
            now < world.length ? rates : CallFaults(), dice, key: now &* 4 &+ channel,
            isRead: what == "read", untilCalm: world.length - now)
        if ordeal.losesCall == tally.calls, now < world.length {
            if ordeal.losesAnswerOnly {
                fate.losesAnswer = true
            } else {
                fate.failure = ServerFailure(.unreachable, "no answer in time")
            }
            fate.back = CallFate.deadline - fate.there
        }
        if fate.isFault {
            tally.faults += 1
            story?.callGoesWrong(fate, what, panel, at: now)
        }
        return fate
    }

    private func serveRead(_ panel: SimulatedPanel) {
        guard let read = panel.link.read else { return }
        server.now = now
        var back = read.fate.back
        if let failure = standingFailure ?? read.fate.failure {
            panel.link.read?.answer = .failure(failure)
            if server.failure == .unreachable { back = CallFate.deadline }
        } else {
            let lookedAt = read.fate.isOld ? panel.link.lastLookedAt : now
            let answer = reading(read)
            panel.link.read?.answer = .success(answer)
            panel.link.read?.lookedAt = lookedAt
        }
        queue.plan(.readAnswered(panel: panel.number, run: panel.run), at: now + back)
    }

    var standingFailure: ServerFailure? {
        server.failure.map { ServerFailure($0, "the server is away", serverDate: nil) }
    }

    private var writesFailure: ServerFailure? {
        server.takesNoWrites ? ServerFailure(.limit, "no writes now") : nil
    }

    var serverDate: WallTime? {
        guard server.tellsDate else { return nil }
        return (origin + .microseconds(now + server.clockOffset)).flooredToSecond
    }

    private func reading(_ read: SimulatedLink.Read) -> ScheduleReading {
        var bookings =
            read.fate.isOld
            ? server.oldBookings(in: read.window, at: now) : server.bookings(in: read.window)
        var complaints: [String] = []
        if read.fate.isShuffled {
            if let first = bookings.first { bookings.append(first) }
            bookings.reverse()
            complaints = ["an event is broken"]
        }
        return ScheduleReading(
            window: read.window, bookings: bookings, serverDate: serverDate,
            complaints: complaints)
    }

    private func answerRead(_ panel: SimulatedPanel) {
        guard let read = panel.link.takeRead(), let answer = read.answer else { return }
        var failure: ServerFailure?
        switch answer {
        case .success where read.fate.losesAnswer:
            failure = ServerFailure(.unreachable, "the answer was lost")
        case .success(let reading):
            panel.link.hear(read, at: panel.clock.now(at: now).wall)
            apply(.server(.read(reading, startedAt: read.startedAt)), to: panel)
            if read.fate.answersTwice {
                apply(.server(.read(reading, startedAt: read.startedAt)), to: panel)
            }
        case .failure(let told): failure = told
        }
        if let failure {
            apply(.server(.readFailed(failure)), to: panel)
        } else {
            checkSlots(panel)
        }
        guard panel.isUp else { return }
        panel.link.failures = failure == nil ? 0 : panel.link.failures + 1
        planNextRead(after: failure, panel)
    }

    private func planNextRead(after failure: ServerFailure?, _ panel: SimulatedPanel) {
        if panel.link.wantsRead {
            panel.link.wantsRead = false
            read(panel)
            return
        }
        let jitter = Double(dice.number(in: 0...999, .jitter, now, 0)) / 1_000
        let wait = panel.link.plan.wait(
            after: failure, failures: panel.link.failures, jitter: jitter)
        panel.link.turn += 1
        queue.plan(
            .poll(panel: panel.number, run: panel.run, turn: panel.link.turn),
            at: now + wait.microsecondsRoundedUp)
    }

    // MARK: Writing

    func send(_ entry: OutboxEntry, _ panel: SimulatedPanel) {
        let fate = fateOfCall(panel, "write", world.calls)
        let lookedAt = panel.link.lastLookedAt
        panel.link.write = SimulatedLink.Write(
            entry: entry, run: panel.run, fate: fate, lookedAt: lookedAt)
        queue.plan(
            .writeReachesServer(panel: panel.number, run: panel.run), at: now + fate.there)
    }

    /// A request that has left the panel arrives even if the panel has lost its power meanwhile.
    private func serveWrite(_ panel: SimulatedPanel, _ run: Int) {
        guard var write = panel.link.write, write.run == run else { return }
        if let failure = standingFailure ?? writesFailure ?? write.fate.failure {
            write.failure = failure
            if standingFailure?.kind == .unreachable { write.fate.back = CallFate.deadline }
        } else {
            write.failure = put(write.entry, panel, lookedAt: write.lookedAt)
            if write.failure == nil, write.fate.losesAnswer {
                panel.link.lostAnswerAt = now
                write.failure =
                    write.fate.isBlamed
                    ? ServerFailure(.server, "502, though it is done")
                    : ServerFailure(.unreachable, "the answer was lost")
            }
        }
        panel.link.write = write
        queue.plan(
            .writeAnswered(panel: panel.number, run: run, again: false),
            at: now + write.fate.back)
    }

    private func put(
        _ entry: OutboxEntry, _ panel: SimulatedPanel, lookedAt: Moment
    ) -> ServerFailure? {
        server.now = now
        let before = server.entry(entry.write.bookingID)
        let failure = server.carryOut(
            entry.write, of: panel.number, at: now, lookedAt: lookedAt)
        story?.served(entry, failure, panel, at: now)
        story?.timeline.calendar(server.entries, origin: origin)
        if failure == nil { checkWrite(entry, before: before, panel) }
        return failure
    }

    private func answerWrite(_ panel: SimulatedPanel, again: Bool) {
        guard let write = again ? panel.link.answered : panel.link.write, write.run == panel.run
        else { return }
        if again {
            panel.link.answered = nil
        } else {
            panel.link.write = nil
            if write.fate.answersTwice {
                panel.link.answered = write
                queue.plan(
                    .writeAnswered(panel: panel.number, run: panel.run, again: true),
                    at: now + .second)
            }
        }
        let number = write.entry.number
        guard var failure = write.failure else {
            apply(.server(.acknowledged(number: number)), to: panel)
            return
        }
        if failure.kind != .unreachable { failure.serverDate = serverDate }
        let jitter = Double(dice.number(in: 0...999, .jitter, now, number)) / 1_000
        apply(.server(.writeFailed(number: number, failure, jitter: jitter)), to: panel)
    }
}
