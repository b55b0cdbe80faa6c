import RoomCore

/// One panel: the real core, and around it the machines and services that a real panel has.
final class SimulatedPanel {
    let number: Int
    let figures: PanelFigures
    let settings: RoomSettings
    var room: Room
    var isUp = false
    var isWithoutPower = false
    /// When the process last ended.
    var lostAt: Moment = 0
    /// Counts the starts of the process.
    var run = 0
    var clock: SimulatedClock
    var journal: SimulatedJournal
    var sensors: [SimulatedSensor]
    var link: SimulatedLink
    var messenger = SimulatedMessenger()
    var isButtonThere = true
    var isButtonDown = false
    var isSynchronisable = true
    var areLampsFaulty = false
    var door: Door
    var watch: PanelWatch
    /// Effects carried out since the world began, but for what is told to organisers.
    var effectsDone = 0
    /// The power goes when so many effects are done; nil if it does not.
    var powerGoesAtEffect: Int?
    /// What the next clock watch compares with.
    var toldSynchronised = false
    var isKernelSynchronised = false
    /// When the room wants to be called.
    var deadline: Moment = 0
    /// The same on the steady clock, to tell whether it has changed.
    private var wake: Uptime?
    /// What the journal holds against the core; the next check reports it.
    var conflict: String?
    /// Receipts of groups that found no room in the queue.
    var overflowed: [Receipt] = []
    /// Whether the last thing the journal told was a fault.
    var journalWasFaulty = false
    /// What the metrics say has happened since the start of the process.
    var counted = RoomCore.Tally()
    /// What was ordered to be told since then.
    var noted = (presses: 0, verdicts: 0)

    init(_ world: World, number: Int, dice: Dice) {
        self.number = number
        figures = world.panels[number]
        let sensors = figures.sensors.enumerated().map { SimulatedSensor($1, number: $0) }
        self.sensors = sensors
        var settings = RoomSettings(
            id: "aurora", name: "Aurora", timeZone: world.zone.rawValue,
            sensors: sensors.map(\.settings), server: world.server,
            clockTrust: figures.clockTrust,
            builtAt: WallTime(secondsSinceEpoch: world.startsAt - 86_400),
            policy: world.policy.policy)
        settings.takesTaps = world.hasTaps
        if world.server != .none { settings.messages = Set(world.messages.kinds) }
        self.settings = settings
        clock = SimulatedClock(origin: world.startsAt * 1_000_000)
        let salt = String(dice.roll(.salt, Int64(number)) & 0xFFFF_FFFF, radix: 16)
        journal = SimulatedJournal(
            salt: String(repeating: "0", count: 8 - salt.count) + salt)
        link = SimulatedLink(plan: PollPlan(interval: .seconds(figures.pollSeconds)))
        let now = clock.now(at: 0)
        room = Room(settings, at: now)
        door = Door(at: now.uptime)
        watch = PanelWatch(settings)
    }

    /// Whether the shell may answer a press before it hands it in; nil for any other fact.
    func answers(_ event: Event) -> Bool? {
        guard case .button(.pressed) = event else { return nil }
        return room.answersPress
    }

    /// Hands the core one fact.
    func apply(_ event: Event, at reading: Now, _ clock: SimulatedClock) -> [Effect] {
        let (effects, wake) = Self.apply(event, at: reading, to: &room)
        counted.count(event, effects)
        if wake != self.wake {
            self.wake = wake
            deadline = clock.moment(of: wake)
        }
        return effects
    }

    private static func apply(
        _ event: Event, at reading: Now, to room: inout Room
    ) -> ([Effect], Uptime) {
        let effects = room.apply(event, at: reading)
        return (effects, room.deadline)
    }

    /// The process starts; its first deadline is now.
    func start(_ memory: Memory, at reading: Now, _ now: Moment) {
        room = Room(settings, memory: memory, at: reading)
        counted = RoomCore.Tally()
        noted = (0, 0)
        wake = nil
        deadline = now
    }
}

extension World {
    /// Whether anybody taps: what could be tapped is told only then, since it takes its time.
    fileprivate var hasTaps: Bool {
        acts.contains { act in
            act.steps.contains { if case .tap = $0.deed { true } else { false } }
        }
    }
}
