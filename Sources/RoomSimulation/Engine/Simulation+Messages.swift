import RoomCore

/// How organisers are told: what the room orders, the box sends, one message at a time.
extension Simulation {
    func tell(_ messages: [Message], _ panel: SimulatedPanel) {
        // The power may have gone since, in a step that another effect of this one led to.
        guard panel.isUp else { return }
        tally.messages += messages.count
        let uptime = panel.clock.uptime(at: now)
        panel.messenger.box.add(messages, at: uptime)
        panel.messenger.witness.add(messages, at: uptime)
        tellNext(panel)
    }

    // MARK: One call

    func tellNext(_ panel: SimulatedPanel) {
        guard panel.messenger.call.map({ $0.run != panel.run }) ?? true else { return }
        let uptime = panel.clock.uptime(at: now)
        guard let message = panel.messenger.box.next(at: uptime) else {
            waitForBox(panel, uptime)
            return
        }
        check(panel.messenger.witness.begins(message, panel.messenger.box, at: uptime), panel)
        let fate = fateOfCall(panel, "message", world.messages.calls)
        panel.messenger.call = SimulatedMessenger.Call(
            message: message, run: panel.run, fate: fate)
        queue.plan(
            .messageReaches(panel: panel.number, run: panel.run), at: now + fate.there)
    }

    private func waitForBox(_ panel: SimulatedPanel, _ uptime: Uptime) {
        check(panel.messenger.witness.rests(panel.messenger.box, at: uptime), panel)
        guard let deadline = panel.messenger.box.deadline else { return }
        queue.plan(
            .messageDue(panel: panel.number, run: panel.run),
            at: max(panel.clock.moment(of: deadline), now + 1))
    }

    private func check(_ fault: String?, _ panel: SimulatedPanel) {
        guard !ordeal.isUnchecked, let fault else { return }
        report(MessagesAreSent.name, fault, panel: panel)
    }

    /// The message reaches its organiser, even if the panel has lost its power meanwhile.
    func deliver(_ panel: SimulatedPanel, _ run: Int) {
        guard var call = panel.messenger.call, call.run == run else { return }
        if let failure = standingFailure ?? call.fate.failure {
            call.failure = failure
            if standingFailure?.kind == .unreachable { call.fate.back = CallFate.deadline }
        } else {
            call.failure = server.tell(call.message)
            if panel.number == 0, call.failure == nil { told.append(call.message.words) }
            story?.tells(call.message, call.failure, panel, at: now)
            if call.failure == nil, call.fate.losesAnswer {
                call.failure = ServerFailure(.unreachable, "the answer was lost")
            }
        }
        panel.messenger.call = call
        queue.plan(
            .messageAnswered(panel: panel.number, run: run), at: now + call.fate.back)
    }

    func answerMessage(_ panel: SimulatedPanel) {
        guard let call = panel.messenger.call, call.run == panel.run else { return }
        panel.messenger.call = nil
        let uptime = panel.clock.uptime(at: now)
        hash.mix(call.message)
        if let failure = call.failure {
            let jitter = Double(dice.number(in: 0...999, .messageJitter, now)) / 1_000
            panel.messenger.box.failed(call.message, failure, jitter: jitter, at: uptime)
            panel.messenger.witness.failed(call.message, failure, at: uptime)
        } else {
            panel.messenger.box.sent(call.message)
            panel.messenger.witness.sent(call.message)
        }
        tellNext(panel)
    }
}

extension [Effect] {
    /// What organisers are to be told.
    var messages: [Message] {
        for case .tell(let messages) in self { return messages }
        return []
    }
}

extension SimulatedServer {
    /// Tells the organiser of a message's booking; a newer message with a tag takes the place of the older.
    mutating func tell(_ message: Message) -> ServerFailure? {
        guard let entry = entry(message.booking) else {
            return ServerFailure(.gone, "it is not there any more")
        }
        guard entry.maker == nil, let organiser = entry.organiser else { return nil }
        inboxes[organiser, default: [:]][message.tag] = message
        return nil
    }
}
