/// Whether a world of a file makes sense: numbers that no maker of worlds would write are refused before they run.
struct WorldCheck {
    /// The first thing that is wrong: what, where, and what is allowed; nil if nothing is.
    private(set) var fault: String?

    private static let moments = -400 * Int64.day...400 * Int64.day
    private static let seconds: ClosedRange<Int64> = -43_200_000...43_200_000
    private static let rates: ClosedRange<Int64> = 0...1_000_000
    /// `AfterthoughtMaker` numbers its people from 1 000 001.
    private static let people: ClosedRange<Int64> = 0...2_000_000
    private static let names = 1_000

    init(_ world: World) {
        number(world.startsAt, in: 0...4_102_444_800, "startsAt")
        number(world.length, in: 1...400 * Int64.day, "length")
        check(world.policy, "policy")
        number(world.panels.count, in: 1...2, "panels.count")
        each(world.panels, "panels") { $0.check($1, $2) }
        for (name, rate) in world.calls.byName { number(rate, in: Self.rates, "calls.\(name)") }
        for (name, rate) in world.messages.calls.byName {
            number(rate, in: Self.rates, "messages.\(name)")
        }
        number(world.acts.count, in: 0...100_000, "acts.count")
        each(world.acts, "acts") { $0.check($1, $2) }
        number(world.misfortunes.count, in: 0...100_000, "misfortunes.count")
        each(world.misfortunes, "misfortunes") { $0.check($1, $2) }
    }

    // MARK: Parts

    private mutating func check(_ panel: PanelFigures, _ path: String) {
        number(panel.sensors.count, in: 0...8, "\(path).sensors.count")
        each(panel.sensors, "\(path).sensors") { $0.check($1, $2) }
        number(panel.pollSeconds, in: 5...86_400, "\(path).pollSeconds")
        number(
            panel.synchronisedAfterSeconds ?? 0, in: 0...31_536_000,
            "\(path).synchronisedAfterSeconds")
        number(panel.driftPerMillion, in: -100_000...100_000, "\(path).driftPerMillion")
    }

    private mutating func check(_ sensor: PanelFigures.Sensor, _ path: String) {
        number(sensor.pulseMilliseconds, in: 1...3_600_000, "\(path).pulseMilliseconds")
        number(sensor.blindMilliseconds, in: 0...3_600_000, "\(path).blindMilliseconds")
        number(sensor.holdSeconds, in: 0...86_400, "\(path).holdSeconds")
        number(sensor.warmUpSeconds, in: 0...86_400, "\(path).warmUpSeconds")
    }

    private mutating func check(_ policy: PolicyFigures, _ path: String) {
        for (name, value) in policy.byName { number(value, in: 0...604_800, "\(path).\(name)") }
    }

    private mutating func check(_ act: Act, _ path: String) {
        text(act.name, "\(path).name")
        number(act.steps.count, in: 0...10_000, "\(path).steps.count")
        each(act.steps, "\(path).steps") { $0.check($1, $2) }
    }

    private mutating func check(_ step: Act.Step, _ path: String) {
        number(step.at, in: Self.moments, "\(path).at")
        switch step.deed {
        case .enter(let person, let pace), .settle(let person, let pace):
            number(person, in: Self.people, "\(path).deed.person")
            number(pace, in: 0...86_400, "\(path).deed.movesEverySeconds")
        case .leave(let person): number(person, in: Self.people, "\(path).deed.person")
        case .press(let panel, let milliseconds):
            number(panel, in: 0...1, "\(path).deed.panel")
            number(milliseconds, in: 0...86_400_000, "\(path).deed.milliseconds")
        case .tap(let panel, _): number(panel, in: 0...1, "\(path).deed.panel")
        case .edit(let edit): check(edit, "\(path).deed.edit")
        }
    }

    private mutating func check(_ edit: Edit, _ path: String) {
        switch edit {
        case .make(let meeting):
            text(meeting.id, "\(path).id")
            text(meeting.title ?? "", "\(path).title")
            text(meeting.organiser ?? "", "\(path).organiser")
            number(meeting.start, in: Self.seconds, "\(path).start")
            number(meeting.end, in: Self.seconds, "\(path).end")
        case .move(let id, let start, let end):
            text(id, "\(path).id")
            number(start, in: Self.seconds, "\(path).start")
            number(end, in: Self.seconds, "\(path).end")
        case .changeEnd(let id, let end):
            text(id, "\(path).id")
            number(end, in: Self.seconds, "\(path).end")
        case .repeatDaily(let id, let times):
            text(id, "\(path).id")
            number(times, in: 0...1_000, "\(path).times")
        case .meddle(_, let seconds): number(seconds, in: Self.seconds, "\(path).bySeconds")
        case .delete(let id), .hide(let id), .free(let id), .lock(let id), .confirm(let id, _):
            text(id, "\(path).id")
        }
    }

    private mutating func check(_ misfortune: Misfortune, _ path: String) {
        number(misfortune.at, in: Self.moments, "\(path).at")
        number(misfortune.until, in: Self.moments, "\(path).until")
        number(misfortune.panel, in: 0...1, "\(path).panel")
        switch misfortune.kind {
        case .powerCutAfterEffects(let count):
            number(count, in: 0...10_000_000, "\(path).kind.powerCutAfterEffects")
        case .clockStep(let microseconds):
            // A hundred years either way.
            let century = 36_525 * Int64.day
            number(microseconds, in: -century...century, "\(path).kind.byMicroseconds")
        case .stuck(let sensor, _), .sensorGone(let sensor), .falsePulse(let sensor):
            number(sensor, in: 0...7, "\(path).kind.sensor")
        case .chatter(let sensor, let perMinute):
            number(sensor, in: 0...7, "\(path).kind.sensor")
            number(perMinute, in: 1...60_000, "\(path).kind.perMinute")
        case .edgesLost(let sensor, let count):
            number(sensor, in: 0...7, "\(path).kind.sensor")
            number(count, in: 0...1_000_000, "\(path).kind.count")
        case .serverClock(let seconds):
            number(seconds, in: -3_155_760_000...3_155_760_000, "\(path).kind.bySeconds")
        case .journalSlow(let milliseconds):
            number(milliseconds, in: 0...86_400_000, "\(path).kind.milliseconds")
        case .reload(let policy): check(policy, "\(path).kind.reload")
        case .powerCut, .crash, .notSynchronised, .buttonGone, .serverAway, .serverDateless,
            .journalFull, .journalShut, .writesAway, .lampFault:
            break
        }
    }

    // MARK: Rules

    private mutating func each<Part>(
        _ parts: [Part], _ path: String, _ check: (inout WorldCheck, Part, String) -> Void
    ) {
        for (index, part) in parts.enumerated() where fault == nil {
            check(&self, part, "\(path)[\(index)]")
        }
    }

    private mutating func number(
        _ value: some BinaryInteger, in range: ClosedRange<Int64>, _ path: @autoclosure () -> String
    ) {
        guard fault == nil, value < range.lowerBound || value > range.upperBound else { return }
        fault = "\(path()): \(value); allowed is \(range.lowerBound) to \(range.upperBound)"
    }

    private mutating func text(_ text: String, _ path: @autoclosure () -> String) {
        guard fault == nil, text.utf8.count > Self.names else { return }
        fault = "\(path()): \(text.utf8.count) bytes; allowed are \(Self.names)"
    }
}

extension CallFaults {
    fileprivate var byName: [(String, Int)] {
        [
            ("late", late), ("lostRequest", lostRequest), ("lostAnswer", lostAnswer),
            ("twice", twice), ("failed", failed), ("refused", refused), ("limited", limited),
            ("oldReading", oldReading), ("shuffled", shuffled),
        ]
    }
}

extension PolicyFigures {
    fileprivate var byName: [(String, Int64)] {
        [
            ("checkInWindow", checkInWindow), ("checkInWithin", checkInWithin),
            ("lateAfter", lateAfter),
            ("noShowAfter", noShowAfter), ("vacantAfter", vacantAfter),
            ("neverJudgeFrom", neverJudgeFrom), ("staleAfter", staleAfter),
            ("adHocLength", adHocLength), ("adHocMax", adHocMax), ("adHocMin", adHocMin),
        ]
    }
}
