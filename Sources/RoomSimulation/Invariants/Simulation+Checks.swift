import RoomCore

/// What is asked after every step, after every write at the server, and when the faults have stopped.
extension Simulation {
    func check(_ event: Event, _ effects: [Effect], _ reading: Now, _ panel: SimulatedPanel) {
        let waiting = storedPress(event, panel)
        let claimed = waiting.map { claims(in: $0, panel) } ?? []
        defer { checkMessages(event, effects, reading, waiting?.firstPress, claimed, panel) }
        guard !effects.isEmpty else {
            panel.watch.take(event, at: reading)
            return
        }
        let before = panel.watch.last
        let sight = Sight(event, effects, at: reading, now, before: before, &panel.room)
        if let (name, text) = panel.watch.check(sight) { report(name, text, panel: panel) }
        ledger.take(
            sight, records: waiting, panel: panel.number, at: now,
            lookedAt: panel.link.lastLookedAt)
        if sight.hasOrders { checkAgainstTruth(sight, before, panel) }
    }

    /// The records of the press that has just become safe.
    private func storedPress(_ event: Event, _ panel: SimulatedPanel) -> [Record]? {
        guard case .journal(.stored(let receipt)) = event,
            let waiting = panel.watch.known.pressUnderWay,
            waiting.receipt == receipt
        else { return nil }
        return waiting.records
    }

    /// What the shell does in advance is what the room orders then.
    func checkAnswer(_ isHeard: Bool?, _ effects: [Effect], _ panel: SimulatedPanel) {
        guard let isHeard, !ordeal.isUnchecked else { return }
        // The press that shows the button to be broken is answered once too often.
        if isHeard, effects.contains(.note(.buttonStuck(true))) { return }
        if isHeard != (effects.first == .acknowledgePress) {
            report(PressIsAnswered.name, "announced otherwise: \(isHeard)", panel: panel)
        }
    }

    func checkColours(_ panel: SimulatedPanel) {
        let missing = Door.missingColours(world.policy.policy)
        if !missing.isEmpty { report(LampsAgree.name, "no line for \(missing)", panel: panel) }
    }

    /// The metrics count what was told.
    private func checkCounts(_ panel: SimulatedPanel) {
        let presses = panel.counted.presses.values.reduce(0, +)
        let verdicts = panel.counted.verdicts.values.reduce(0, +)
        if (presses, verdicts) != panel.noted {
            report(
                "counts-add-up", "\(presses) presses and \(verdicts) verdicts of \(panel.noted)",
                panel: panel)
        }
    }

    // MARK: Messages

    /// The bookings whose room a press takes that has just become safe.
    private func claims(in records: [Record], _ panel: SimulatedPanel) -> [Sitting] {
        guard records.firstPress?.outcome == .claimed else { return [] }
        return records.compactMap { record in
            guard case .sitting(let sitting) = record, sitting.endedAt != nil,
                panel.watch.known.sittings[sitting.booking]?.endedAt == nil
            else { return nil }
            return sitting
        }
    }

    private func checkMessages(
        _ event: Event, _ effects: [Effect], _ reading: Now, _ press: Press?, _ claimed: [Sitting],
        _ panel: SimulatedPanel
    ) {
        guard violation == nil, world.server != .none else { return }
        let messages = effects.messages
        let isRecall = if case .journal(.recalled) = event { true } else { false }
        let hasNewPolicy = if case .settings(.policy) = event { true } else { false }
        let isSilent = messages.isEmpty && press == nil && !isRecall && !effects.haveVerdict
        if isSilent, !panel.watch.owesAWord { return }
        let step = MessagesAreTrue.Step(
            effects: effects, messages: messages, now: reading, moment: now, server: server,
            press: press, claimed: claimed, isRecall: isRecall, hasNewPolicy: hasNewPolicy,
            policy: panel.room.policy)
        if let (name, text) = panel.watch.check(step) { report(name, text, panel: panel) }
    }

    // MARK: The truth about people

    /// No verdict contradicts who really was in the room, as long as every sensor was sound.
    private func checkAgainstTruth(_ sight: Sight, _ before: Sight?, _ panel: SimulatedPanel) {
        let current = before?.state.current
        for effect in sight.effects {
            switch effect {
            case .note(.verdict(let verdict)) where verdict.kind == .noShow:
                checkNoShow(verdict, sight, panel)
            case .keep(let records, .durable) where records.firstPress == nil:
                for case .sitting(let sitting) in records {
                    guard sitting.checkIn?.source == .activity, current?.id == sitting.booking,
                        current?.phase != .checkedIn
                    else { continue }
                    checkPresence(sitting, sight, panel)
                }
            default: break
            }
        }
    }

    private func areSensorsSound(_ panel: SimulatedPanel, since moment: Moment) -> Bool {
        panel.sensors.allSatisfy { $0.soundSince <= moment }
    }

    private func checkNoShow(_ verdict: Verdict, _ sight: Sight, _ panel: SimulatedPanel) {
        let expected = panel.watch.known.expectedFrom(verdict.booking, verdict.span)
        let start = panel.clock.moment(of: expected, at: now)
        guard areSensorsSound(panel, since: start - .hour),
            panel.sensors.contains(where: \.isMotion)
        else { return }
        let due = panel.clock.moment(
            of: min(expected + sight.policy.noShowAfter, verdict.span.end), at: now)
        guard due - start > 4 * .minute else { return }
        let isThere = people.people.values.contains {
            $0.isInside && $0.pace > 0 && $0.pace <= 60 * .second && $0.cameAt <= start
                && $0.pacedSince <= start
        }
        if isThere {
            report(
                "people-are-not-denied",
                "\(verdict.booking): no-show, and somebody moved about all the time",
                panel: panel)
        }
    }

    private func checkPresence(_ sitting: Sitting, _ sight: Sight, _ panel: SimulatedPanel) {
        // What a journal tells may have been found out by a clock that was wrong.
        if case .journal(.recalled) = sight.event { return }
        let expected = panel.watch.known.expectedFrom(sitting.booking, sitting.span)
        let start = panel.clock.moment(of: expected, at: now)
        // A clock that was set since may say that they came while the room was empty.
        let trusted = panel.watch.known.trust.trustedSince
        guard start < now, areSensorsSound(panel, since: start - .hour),
            trusted.map({ $0 <= sight.now.uptime(at: expected) }) ?? false
        else { return }
        let slack = 30 * Int64.second
        if !people.wasAnybody(from: start - slack, to: now) {
            report(
                "nobody-is-not-somebody", "\(sitting.booking): taken up in an empty room",
                panel: panel)
        }
    }

    // MARK: The server

    /// What a write really did to somebody else's booking.
    func checkWrite(
        _ entry: OutboxEntry, before: SimulatedServer.Entry?, _ panel: SimulatedPanel
    ) {
        guard !ordeal.isUnchecked, let before, before.maker == nil else { return }
        let id = entry.write.bookingID
        guard let after = server.entry(id) else {
            report("strangers-are-spared", "\(id) is deleted", panel: panel)
            return
        }
        let (old, new) = (before.booking.span.end, after.booking.span.end)
        guard old != new else { return }
        let licence = panel.watch.strangers.licences[entry.number]
        if let fault = fault(licence, entry.write, old: old, new: new, before, panel) {
            report("strangers-are-spared", "\(id): \(fault)", panel: panel)
        }
    }

    private func fault(
        _ licence: StrangersAreSpared.Licence?, _ write: ServerWrite, old: WallTime, new: WallTime,
        _ before: SimulatedServer.Entry, _ panel: SimulatedPanel
    ) -> String? {
        if case .changeEnd(_, let from, _) = write, !from.isSameEnd(as: old) {
            return "another end is written over than the one that it was decided on"
        }
        /// What people changed after the panel last looked before it sent this, it cannot know; nor what lies outside
        /// of what it reads.
        let lookedAt = panel.link.write?.lookedAt ?? panel.link.lastLookedAt
        let isRead = panel.watch.known.schedule.window?.overlaps(before.booking.span) ?? false
        // Nor what a copy that lags behind shows of a write that the panel was never told of, or of what people had made
        // of the booking before it wrote over that.
        let isMisled =
            panel.link.isReadingOld
            && (now - panel.link.lostAnswerAt < .minute
                || ledger.overrode(before, panel: panel.number))
        let isUnknown = !isRead || isMisled || changedByOthers(before, panel) > lookedAt
        // A change that the server made, and then said it refused, is nothing that the panel could know.
        let isDenied = ledger.refusedCuts.contains(before.booking.id)
        switch licence {
        case nil: return "its end is changed unasked"
        case .press(.claimed)?, .press(.ended)?, .noShow?, .renewedCut?:
            // An extension that never reached the server may be used before it is cut.
            let isPromised = panel.watch.strangers.promised[before.booking.id].map { new <= $0 }
            return new < old || isUnknown || isPromised == true || isDenied
                ? nil : "made longer by a cut"
        case .press(.extended)?:
            if before.changedByPeopleAt > lookedAt { ledger.noteOverridden(before) }
            let step = panel.settings.policy.adHocStep
            let isKnown = !isUnknown && before.changedByPeopleAt + 5 * .second < lookedAt
            if isKnown, ledger.isCutSince(before, panel: panel.number, step: step) {
                return "made longer over a later cut"
            }
            return new > old || isUnknown || isDenied
                ? nil : "cut by a press that makes it longer"
        case .press(.undone)?, .lostClaim?:
            return new > old || isUnknown ? nil : "cut by taking a claim back"
        case .press?: return "changed by a press that changes nothing"
        case .lostExtension?:
            // What a claim had cut, and gets back only in part, is made longer all the same.
            // Where the other door has cut it since, that counts.
            let cuts = before.endByPanel.filter { $0.key != panel.number }.map(\.value.end)
            let wasUnknown =
                ledger.overrode(before, panel: panel.number)
                || ledger.isMistaken(before, panel: panel.number)
            // What was ended at this door, and made longer again, ends at the earliest where it had been ended.
            let own = before.endByPeople > old ? before.endBefore ?? old : old
            let least = min(before.endByPeople, own, cuts.min() ?? old)
            return new >= least || isUnknown || wasUnknown
                ? nil : "cut below what its people gave it"
        }
    }

    // MARK: Agreement

    /// After faults have stopped, panel and server agree, and every press is accounted for.
    func checkAgreement(_ panel: SimulatedPanel) {
        guard !ordeal.isUnchecked else { return }
        guard panel.isUp else {
            report("agrees-in-the-end", "the panel does not run", panel: panel)
            return
        }
        checkCounts(panel)
        guard world.server != .none else { return }
        let reading = panel.clock.now(at: now)
        let state = panel.room.state(at: reading)
        if state.sync.outbox > 0 {
            let owedSince = panel.watch.outbox.owedSince
            if owedSince.count == state.sync.outbox,
                owedSince.allSatisfy({ reading.wall - $0 < .seconds(5) })
            {
                // Ordered just now; it has not had its turn.
                return queue.plan(.agreement, at: now + 5 * .second)
            }
            report("agrees-in-the-end", "\(state.sync.outbox) writes are owed", panel: panel)
            return
        }
        // What the card could not take waits until it is written to again.
        if state.journalFault == nil,
            let entry = panel.journal.card.outbox.first(where: \.state.isOwed)
        {
            report(
                "agrees-in-the-end", "the journal owes \(entry.number), the panel does not",
                panel: panel)
        }
        if let text = disagreement(panel, reading) {
            report("agrees-in-the-end", text, panel: panel)
        }
        checkPresses(panel)
    }

    /// After each reading: nobody's slot is kept.
    func checkSlots(_ panel: SimulatedPanel) {
        guard panel.isUp, !ordeal.isUnchecked, ledger.hasPresses,
            // Without its journal it knows nothing of what was pressed before.
            panel.journal.isOpen || panel.journal.isReadable
        else { return }
        let reading = panel.clock.now(at: now)
        guard panel.watch.known.isTrusted, panel.watch.known.pressUnderWay == nil else { return }
        let known = panel.watch.known
        guard let window = known.schedule.window else { return }
        ledger.pass(to: reading.wall, panel: panel.number)
        let instant = max(reading.wall, origin + .microseconds(now))
        let isOwed = { id in known.schedule.owed.values.contains { $0.bookingID == id } }
        if !panel.link.isReadingOld {
            ledger.settle(panel: panel.number, lookedAt: panel.link.lastLookedAt, isOwed: isOwed)
        }
        let isGivenUp = { self.isGivenUp($0, panel) }
        let slot = ledger.stolenSlot(
            server.entries, panel: panel.number, after: instant, lookedAt: panel.link.lastLookedAt,
            in: window, isGivenUp: isGivenUp, isOwed: isOwed)
        let text =
            slot
            ?? ledger.stolenTime(
                server.entries, panel: panel.number, after: instant,
                lookedAt: panel.link.lastLookedAt,
                in: window, isGivenUp: isGivenUp, isOwed: isOwed)
        if let text { report("slots-are-not-stolen", text, panel: panel) }
    }

    /// Given up, and not cut and made longer again since; where the server refused the cut, people have to settle it.
    private func isGivenUp(_ id: BookingID, _ panel: SimulatedPanel) -> Bool {
        guard let endedAt = panel.watch.known.sittings[id]?.endedAt, let entry = server.entry(id)
        else { return false }
        if ledger.refusedCuts.contains(id) { return true }
        let isCut = entry.changedByPanel.map { $0.panel == panel.number } ?? false
        // A server may refuse the cut for good; who was given up stays so until people change the booking.
        let isAsItWas = entry.changedByPeopleAt <= panel.clock.moment(of: endedAt, at: now)
        return isAsItWas || !entry.booking.isWritable || isCut
            || entry.booking.span.end <= endedAt
    }

    private func disagreement(_ panel: SimulatedPanel, _ reading: Now) -> String? {
        // An answer may have been under way when the faults stopped.
        guard panel.link.lastLookedAt >= world.length - CallFate.deadline else {
            return "the server is not heard"
        }
        let window = PollPlan.window(at: reading.wall)
        let known = panel.room.ledger(in: window).map(\.booking)
        let shown = panel.room.bookings(in: window, at: reading)
        if shown.map(\.id) != known.map(\.id) { return "the calendar shows something else" }
        for entry in server.entries where entry.booking.span.overlaps(window) {
            let booking = entry.booking
            // What others change after the last look is for the next one.
            if changedByOthers(entry, panel) > panel.link.lastLookedAt { continue }
            guard let view = known.first(where: { $0.id == booking.id }) else {
                return "the panel does not know \(booking.id)"
            }
            if view.span != booking.span { return "\(booking.id) runs at another time" }
        }
        let extra = known.first { booking in
            server.entry(booking.id) == nil
                && (server.removedAt[booking.id] ?? -1) <= panel.link.lastLookedAt
        }
        return extra.map { "\($0.id) is not on the server any more" }
    }

    /// When people or another panel last changed a booking.
    private func changedByOthers(
        _ entry: SimulatedServer.Entry, _ panel: SimulatedPanel
    ) -> Moment {
        var moment = entry.changedByPeopleAt
        if entry.maker != nil, entry.maker != panel.number { moment = max(moment, entry.madeAt) }
        if let change = entry.changedByPanel, change.panel != panel.number {
            moment = max(moment, change.at)
        }
        return moment
    }

    func checkPresses(_ panel: SimulatedPanel) {
        guard world.server != .none, !ordeal.isUnchecked else { return }
        let owed = Set(panel.journal.card.outbox.map { $0.write.bookingID })
        let open = Set(panel.watch.known.schedule.owed.values.map(\.bookingID))
        let text = ledger.check(server, panel: panel.number) {
            owed.contains($0) || open.contains($0)
        }
        if let text { report("presses-are-kept", text, panel: panel) }
    }
}

extension [Effect] {
    fileprivate var haveVerdict: Bool {
        contains { if case .note(.verdict) = $0 { true } else { false } }
    }
}
