import RoomCore

/// A small world written by hand: one rule or boundary, and what has to come of it.
public struct Scenario: Sendable {
    /// Its name, in the words of the command line: `late-by-the-second`.
    public let name: String
    /// What has to come of it: verdicts and presses in their order.
    public let expected: [String]
    /// What organisers have to be told, in this order; nil where it is not the point.
    public let told: [String]?
    /// The world.
    public let world: World

    init(
        _ name: String, _ expected: [String], told: [String]? = nil,
        _ change: (inout ScenarioMaker) -> Void
    ) {
        var maker = ScenarioMaker()
        change(&maker)
        self.name = name
        self.expected = expected
        self.told = told
        world = maker.world
    }

    /// What came otherwise than it had to; nil if nothing did.
    public func difference(_ outcome: Outcome) -> String? {
        if outcome.findings != expected { return "came to \(outcome.findings), not \(expected)" }
        if let told, outcome.told != told { return "told \(outcome.told), not \(told)" }
        return nil
    }

    /// All of them.
    public static let all: [Scenario] =
        arrivals + absences + leavings + presses + taps + intents + calendars + troubles
        + messages

    /// The one of this name; nil if there is none.
    public static func named(_ name: String) -> Scenario? {
        all.first { $0.name == name }
    }
}

/// Writes the world of a scenario; times are minutes since it began.
///
/// One panel with a PIR, a clock that is right, and a booking `b` from 60 to 120 where one is wanted.
struct ScenarioMaker {
    var world: World

    init() {
        let pir = PanelFigures.Sensor(
            kind: .motion, pulseMilliseconds: 2_000, blindMilliseconds: 2_500, holdSeconds: 600,
            warmUpSeconds: 60)
        let panel = PanelFigures(
            sensors: [pir], pollSeconds: 240, clockTrust: .auto, synchronisedAfterSeconds: 0,
            bootClock: .right, driftPerMillion: 0)
        world = World(
            seed: 1, startsAt: 1_795_219_200, length: 150 * .minute, zone: .berlin,
            server: .caldav, policy: PolicyFigures(), panels: [panel], calls: CallFaults(),
            acts: [], misfortunes: [])
    }

    mutating func policy(_ change: (inout PolicyFigures) -> Void) {
        change(&world.policy)
    }

    mutating func panel(_ change: (inout PanelFigures) -> Void) {
        change(&world.panels[0])
    }

    mutating func secondPanel() {
        world.panels.append(world.panels[0])
    }

    mutating func onAPortal() {
        world.server = .bitrix24
    }

    mutating func withoutServer() {
        world.server = .none
    }

    mutating func lasts(_ minutes: Double) {
        world.length = Int64(minutes * 60) * .second
    }

    // MARK: People

    private mutating func act(_ name: String, _ steps: [(Double, Deed)]) {
        world.acts.append(
            Act(
                name: name,
                steps: steps.map { Act.Step(at: Int64(($0.0 * 60_000_000).rounded()), deed: $0.1) })
        )
    }

    /// A booking, made long before unless told otherwise.
    mutating func booking(
        _ id: String = "b", _ start: Double = 60, _ end: Double = 120, madeAt: Double = 0.05,
        _ change: (inout Meeting) -> Void = { _ in }
    ) {
        var meeting = Meeting(
            id: id, start: Int64(start * 60), end: Int64(end * 60), title: "Standup")
        change(&meeting)
        act("booking \(id)", [(madeAt, .edit(.make(meeting)))])
    }

    mutating func edit(_ edit: Edit, at minute: Double) {
        act("edit", [(minute, .edit(edit))])
    }

    /// Somebody is there and moves every 45 s or so.
    mutating func person(_ number: Int, from came: Double, to left: Double, every pace: Int64 = 45)
    {
        act(
            "person \(number)",
            [
                (came, .enter(person: number, movesEverySeconds: pace)),
                (left, .leave(person: number)),
            ])
    }

    mutating func press(at minute: Double, milliseconds: Int64 = 200, panel: Int = 0) {
        act("press", [(minute, .press(panel: panel, milliseconds: milliseconds))])
    }

    mutating func tap(_ wish: Press.Wish, at minute: Double, panel: Int = 0) {
        act("tap", [(minute, .tap(panel: panel, wish))])
    }

    mutating func longPress(at minute: Double, panel: Int = 0) {
        press(at: minute, milliseconds: 1_800, panel: panel)
    }

    // MARK: Trouble

    mutating func trouble(
        _ kind: Misfortune.Kind, at minute: Double, to end: Double? = nil, panel: Int = 0
    ) {
        let at = Int64(minute * 60) * .second
        world.misfortunes.append(
            Misfortune(
                at: at, until: end.map { Int64($0 * 60) * .second } ?? at, panel: panel, kind: kind)
        )
    }
}
