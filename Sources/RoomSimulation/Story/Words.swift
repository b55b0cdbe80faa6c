import RoomCore

// How facts, orders and misfortunes are told in a story.

extension Event {
    func words(_ world: World) -> (Story.Lane, String)? {
        switch self {
        case .tick: nil
        case .sensor(let name, .found(let isActive)):
            (.sensors, "\(name) is found \(isActive ? "active" : "idle")")
        case .sensor(let name, .edge(let isActive, _)):
            (.sensors, "\(name) \(isActive ? "rises" : "falls")")
        case .sensor(let name, .edgesLost(let count)): (.sensors, "\(name) loses \(count) edges")
        case .sensor(let name, .gone): (.sensors, "\(name) is gone")
        case .sensor(let name, .reported(let isActive, _)):
            (.sensors, "\(name) reports \(isActive ? "somebody" : "nobody")")
        case .button(.pressed): (.button, "the button goes down")
        case .button(.released): (.button, "the button is let go")
        case .button(.gone): (.button, "the button is gone")
        case .button(.found(let isPressed)):
            (.button, "the button is found\(isPressed ? " pressed" : "")")
        case .button(.recorded(let press)): (.button, "press \(press.number) of the record")
        case .button(.tapped(let tap)): (.button, "a tap: \(Press.Wish(tap.deed).rawValue)")
        case .lampFault(let fault): (.faults, "lamps: \(fault ?? "well again")")
        case .clock(let isSynchronised):
            (.faults, "the kernel calls the clock \(isSynchronised ? "" : "not ")synchronised")
        case .server(.read(let reading, _)):
            (.server, "\(reading.bookings.count) bookings are read")
        case .server(.readFailed(let failure)): (.server, "a read failed: \(failure)")
        case .server(.acknowledged(let number)): (.server, "write \(number) is acknowledged")
        case .server(.writeFailed(let number, let failure, _)):
            (.server, "write \(number) failed: \(failure)")
        case .journal(.stored), .journal(.fault(nil)): nil
        case .journal(.notStored(let receipt, let why)):
            (.faults, "group \(receipt.number) is not stored: \(why)")
        case .journal(.fault(let fault?)): (.faults, "journal: \(fault)")
        case .journal(.recalled): (.faults, "the journal is opened late")
        case .settings(.policy): (.faults, "another policy is read")
        case .settings(.sensors): (.faults, "other settings of sensors are read")
        }
    }
}

extension Effect {
    func words(_ world: World) -> (Story.Lane, String)? {
        switch self {
        case .show(let display): (.lamps, "\(display.words)")
        case .acknowledgePress: (.button, "heard")
        case .send(let entry): (.orders, "sends \(entry.number): \(entry.write.words(world))")
        case .readSchedule: (.orders, "reads soon")
        case .tell(let messages):
            (.messages, "is to be told: \(messages.map(\.words).joined(separator: "; "))")
        case .keep, .answer, .publish: nil
        case .note(let notice): notice.words(world)
        }
    }
}

extension LampDisplay {
    var words: String { "\(availability.words) | \(booking.words)" }
}

extension LampSignal {
    var words: String {
        colour == .off ? "dark" : "\(colour.rawValue) \(pattern.rawValue)"
    }
}

extension Notice {
    func words(_ world: World) -> (Story.Lane, String)? {
        switch self {
        case .availability(let availability, let booking):
            (.orders, "\(availability.rawValue)\(booking.map { ": \($0)" } ?? "")")
        case .press(let press):
            (.button, "press \(press.number): \(press.verdict) \(press.booking?.text ?? "")")
        case .verdict(let verdict):
            (.verdicts, "\(verdict.booking): \(verdict.words)")
        case .sensor(let name, let health): (.sensors, "\(name) is \(health.rawValue)")
        case .buttonStuck(let isStuck): (.button, isStuck ? "the button is stuck" : "free again")
        case .clockTrust(let isTrusted):
            (.orders, "the clock is \(isTrusted ? "" : "not ")trusted")
        case .clockStepped(let step): (.orders, "the clock jumped by \(step)")
        case .stale(let isStale): (.orders, isStale ? "the schedule is stale" : "fresh again")
        case .outbox(let entry): (.orders, "write \(entry.number) is \(entry.state.rawValue)")
        case .slotLost(let id, let winner): (.orders, "\(id) yields to \(winner)")
        case .conflict(let id, let other): (.orders, "conflict: \(id) with \(other)")
        case .complaint(let line): (.orders, "the reading: \(line)")
        case .outboxFull: (.orders, "the outbox is full")
        case .withheld(let deed): (.orders, "withheld: \(deed)")
        }
    }
}

extension Verdict {
    /// Booking, kind and seconds or reason; the names of ad hoc bookings are too long to read.
    var brief: String {
        var words = [booking.text.hasPrefix("domovoy-") ? "ad-hoc" : booking.text, kind.rawValue]
        if let seconds { words.append("\(seconds)") }
        if let doubt = evidence.atMostBecause { words.append("at most \(doubt.rawValue)") }
        if let reason { words.append(reason.rawValue) }
        return words.joined(separator: " ")
    }

    var words: String {
        var words = [kind.rawValue]
        if let seconds { words.append("\(seconds) s") }
        if let doubt = evidence.atMostBecause { words.append("at most: \(doubt.rawValue)") }
        if let reason { words.append(reason.rawValue) }
        if let replaces { words.append("replaces \(replaces)") }
        words.append("(\(evidence.activeEdges) edges, \(evidence.observedSeconds)")
        words.append("of \(evidence.dueSeconds) s seen)")
        return words.joined(separator: " ")
    }
}

extension Message {
    var words: String {
        guard kind == .doubleBooked else { return "\(booking) \(kind.rawValue)" }
        let pairs = collisions.map { collision in
            let others = collision.others.map(\.booking.text).joined(separator: " and ")
            return "\(collision.booking) \(kind.rawValue) with \(others)"
        }
        return pairs.joined(separator: ", ")
    }
}

extension ServerWrite {
    func words(_ world: World) -> String {
        switch self {
        case .create(let booking):
            "create \(booking.id) \(world.day(booking.span.start)) to \(world.day(booking.span.end))"
        case .changeEnd(let id, let from, let to):
            "end \(id) at \(world.day(to)) and not at \(world.day(from))"
        case .withdraw(let id): "withdraw \(id)"
        case .mark(let id, let mark): "mark \(id) \(mark.rawValue)"
        }
    }
}

extension Edit {
    func words(_ world: World) -> String {
        func time(_ seconds: Int64) -> String { world.clockText(seconds * .second) }
        return switch self {
        case .make(let meeting):
            "\(meeting.id) is booked \(time(meeting.start)) to \(time(meeting.end))"
        case .move(let id, let start, let end): "\(id) is moved to \(time(start)) to \(time(end))"
        case .changeEnd(let id, let end): "\(id) now ends at \(time(end))"
        case .delete(let id): "\(id) is deleted"
        case .hide(let id): "\(id) is made private"
        case .repeatDaily(let id, let times): "\(id) becomes a series of \(times)"
        case .free(let id): "\(id) takes no room any more"
        case .lock(let id): "\(id) may not be changed any more"
        case .confirm(let id, let standing): "\(id) is \(standing.rawValue)"
        case .meddle(let deletes, let seconds):
            "the newest panel booking is \(deletes ? "deleted" : "moved by \(seconds) s")"
        }
    }
}

extension Misfortune.Kind {
    var words: String {
        switch self {
        case .powerCut: "power cut"
        case .crash: "crash"
        case .powerCutAfterEffects(let count): "power cut after \(count) effects"
        case .clockStep(let by): "clock set by \(Double(by) / 1_000_000) s"
        case .notSynchronised: "no time service"
        case .stuck(let sensor, let isActive):
            "sensor \(sensor) stuck \(isActive ? "active" : "idle")"
        case .chatter(let sensor, let rate): "sensor \(sensor) chatters \(rate) a minute"
        case .sensorGone(let sensor): "sensor \(sensor) gone"
        case .edgesLost(let sensor, let count): "sensor \(sensor) loses \(count) edges"
        case .falsePulse(let sensor): "sensor \(sensor) false pulse"
        case .buttonGone: "button gone"
        case .serverAway(let kind): "server away (\(kind.rawValue))"
        case .serverClock(let by): "server clock off by \(by) s"
        case .serverDateless: "server without a clock"
        case .journalFull: "full card"
        case .journalShut(let isReadable):
            "journal cannot be opened\(isReadable ? ", only read" : "")"
        case .writesAway: "server takes no writes"
        case .journalSlow(let milliseconds): "slow card (\(milliseconds) ms)"
        case .lampFault: "lamps cannot be lit"
        case .reload: "another policy"
        }
    }
}

extension CallFate {
    var words: String {
        if let failure { return "fails: \(failure)" }
        if losesAnswer { return "is done, and its answer lost" }
        if answersTwice { return "is answered twice" }
        if isOld { return "shows an old state" }
        if isShuffled { return "comes in another order" }
        return "is answered after \(back / .second) s"
    }
}
