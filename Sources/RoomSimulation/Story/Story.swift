import RoomCore

/// What happened in a world, written down for people.
struct Story {
    /// Where something belongs on the page.
    enum Lane: String, CaseIterable {
        case people, calendar, sensors, button, orders, lamps, verdicts, messages, server, faults,
            violation
    }

    struct Line {
        var at: Moment
        var panel: Int?
        var lane: Lane
        var text: String
    }

    let world: World
    private(set) var lines: [Line] = []
    var timeline = Timeline()
    /// Lines kept; the oldest give way.
    static let capacity = 200_000

    init(_ world: World) {
        self.world = world
    }

    private mutating func add(_ lane: Lane, _ text: String, at moment: Moment, panel: Int? = nil) {
        if lines.count == Self.capacity { lines.removeFirst(Self.capacity / 2) }
        lines.append(Line(at: moment, panel: panel, lane: lane, text: text))
    }

    // MARK: The world

    mutating func does(_ act: Act, _ step: Act.Step, at now: Moment) {
        mark(act, step, at: now)
        switch step.deed {
        case .enter(let person, let pace):
            add(.people, "person \(person) comes in (\(act.name), moves every \(pace) s)", at: now)
        case .settle(let person, let pace):
            let how = pace == 0 ? "sits still" : "moves every \(pace) s"
            add(.people, "person \(person) \(how)", at: now)
        case .leave(let person): add(.people, "person \(person) goes (\(act.name))", at: now)
        case .press(let panel, let milliseconds):
            add(.people, "presses for \(milliseconds) ms (\(act.name))", at: now, panel: panel)
        case .tap(let panel, let wish):
            add(.people, "taps \(wish.rawValue) (\(act.name))", at: now, panel: panel)
        case .edit(let edit): add(.calendar, "\(edit.words(world)) (\(act.name))", at: now)
        }
    }

    mutating func befalls(_ misfortune: Misfortune, at now: Moment) {
        mark(misfortune, begins: true, at: now)
        add(.faults, "\(misfortune.kind.words) begins", at: now, panel: misfortune.panel)
    }

    mutating func ends(_ misfortune: Misfortune, at now: Moment) {
        mark(misfortune, begins: false, at: now)
        add(.faults, "\(misfortune.kind.words) ends", at: now, panel: misfortune.panel)
    }

    mutating func callGoesWrong(
        _ fate: CallFate, _ what: String, _ panel: SimulatedPanel, at now: Moment
    ) {
        add(.faults, "a \(what) \(fate.words)", at: now, panel: panel.number)
    }

    mutating func served(
        _ entry: OutboxEntry, _ failure: ServerFailure?, _ panel: SimulatedPanel, at now: Moment
    ) {
        let result = failure.map { "refuses: \($0.kind.rawValue)" } ?? "does it"
        add(
            .server, "server gets \(entry.write.words(world)): \(result)", at: now,
            panel: panel.number)
    }

    mutating func starts(_ panel: SimulatedPanel, at now: Moment) {
        let wall = panel.clock.wall(at: now)
        add(
            .faults, "the panel starts, its clock shows \(world.day(wall))", at: now,
            panel: panel.number)
    }

    mutating func stops(_ panel: SimulatedPanel, at now: Moment) {
        add(.faults, "the panel stops", at: now, panel: panel.number)
        timeline.end("availability \(panel.number)", at: now)
        timeline.end("booking \(panel.number)", at: now)
        add(.lamps, "dark", at: now, panel: panel.number)
    }

    mutating func tells(
        _ message: Message, _ failure: ServerFailure?, _ panel: SimulatedPanel, at now: Moment
    ) {
        let result = failure.map { "cannot be told: \($0.kind.rawValue)" } ?? "is told"
        add(.messages, "\(result): \(message.words)", at: now, panel: panel.number)
    }

    mutating func violated(_ invariant: String, _ text: String, at now: Moment, panel: Int?) {
        timeline.point("faults", "\(invariant): \(text)", "refused", at: now)
        add(.violation, "\(invariant): \(text)", at: now, panel: panel)
    }

    // MARK: The panel

    mutating func take(
        _ event: Event, _ effects: [Effect], _ panel: SimulatedPanel, at now: Moment
    ) {
        if let (lane, text) = event.words(world) { add(lane, text, at: now, panel: panel.number) }
        mark(event, panel: panel.number, at: now)
        for effect in effects {
            mark(effect, panel: panel.number, at: now)
            if let (lane, text) = effect.words(world) {
                add(lane, text, at: now, panel: panel.number)
            }
        }
    }
}

extension World {
    /// A wall time in the words of the story: day and time of day in UTC, counted from the world's first day.
    func day(_ wall: WallTime) -> String {
        clockText(wall.microsecondsSinceEpoch - startsAt * 1_000_000)
    }

    func clockText(_ moment: Moment) -> String {
        let days = moment >= 0 ? moment / .day : (moment - .day + 1) / .day
        let rest = moment - days * .day
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let time =
            "\(two(rest / .hour)):\(two(rest / .minute % 60)):\(two(rest / .second % 60))"
        let milliseconds = rest / .millisecond % 1_000
        let padded = String(
            repeating: "0", count: milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0)
        return "day \(days + 1) \(time).\(padded)\(milliseconds)"
    }
}

extension Story {
    func text(of line: Line) -> String {
        let panel = line.panel.map { "panel \($0)" } ?? "       "
        return "\(world.clockText(line.at))  \(panel)  \(line.lane.rawValue): \(line.text)"
    }
}

extension Simulation {
    /// What happened, line by line; empty unless a story was asked for.
    public func storyText() -> String {
        guard let story else { return "" }
        return story.lines.map { story.text(of: $0) }.joined(separator: "\n")
    }
}
