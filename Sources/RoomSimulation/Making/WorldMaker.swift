import RoomCore

/// Makes a world from a seed: which room, which people, and which faults it is plagued by.
struct WorldMaker {
    var random: Generator
    let seed: UInt64

    /// Longer worlds have no panel that polls more often than every four minutes.
    private static let quickPollingDays: Int64 = 2

    init(seed: UInt64) {
        self.seed = seed
        random = Generator(seed: seed, 1)
    }

    /// Makes the world.
    mutating func make() -> World {
        let days = length()
        let zone = random.one(of: LocalZone.allCases)
        var world = World(
            seed: seed, startsAt: firstDay(zone), length: days * .day, zone: zone,
            server: server(), policy: policy(), panels: [], calls: CallFaults(), acts: [],
            misfortunes: [])
        let count = random.chance(12) ? 2 : 1
        for _ in 0..<count { world.panels.append(panel(world.server, days: days)) }
        var people = PeopleMaker(world, seed: seed)
        world.acts = people.make()
        var afterthoughts = AfterthoughtMaker(world, seed: seed)
        world = afterthoughts.made()
        var faults = FaultMaker(world, seed: seed)
        faults.make(&world)
        return world
    }

    /// Mostly a week; now and then one day, and now and then weeks.
    private mutating func length() -> Int64 {
        switch random.number(0...19) {
        case 0...3: random.number(1...2)
        case 19: random.number(18...35)
        default: random.number(4...9)
        }
    }

    /// A day of the years 2026 to 2028, often shortly before the clocks change or a leap day comes.
    private mutating func firstDay(_ zone: LocalZone) -> Int64 {
        let day: Int64 = 86_400
        let start: Int64
        switch random.number(0...9) {
        case 0...2:
            let change = random.one(of: zone.changes).at
            start = change - random.number(0...4) * day
        case 3:
            let leapDay: Int64 = 1_835_395_200
            start = leapDay - random.number(0...3) * day
        default: start = 1_767_225_600 + random.number(0...1_060) * day
        }
        return start / day * day
    }

    private mutating func server() -> RoomSettings.ServerKind {
        switch random.number(0...19) {
        case 0...12: .caldav
        case 13...16: .bitrix24
        default: .none
        }
    }

    private mutating func policy() -> PolicyFigures {
        var figures = PolicyFigures()
        figures.onNoShow = random.one(of: [.soft, .soft, .soft, .end, .mark])
        guard random.chance(45) else { return figures }
        figures.lateAfter = random.one(of: [0, 60, 300, 300, 420])
        figures.noShowAfter = random.one(of: [300, 600, 600, 900, 1_800])
        if figures.lateAfter >= figures.noShowAfter { figures.lateAfter = 120 }
        figures.checkInWindow = random.one(of: [0, 300, 600, 900])
        figures.vacantAfter = random.one(of: [300, 900, 1_800])
        figures.staleAfter = random.one(of: [120, 900, 900, 3_600])
        figures.neverJudgeFrom = random.one(of: [7_200, 14_400])
        figures.adHocLength = random.one(of: [900, 1_800, 3_600])
        figures.adHocMin = random.one(of: [300, 600])
        figures.defaultConfirmation = random.one(of: [.confirmed, .unconfirmed])
        figures.extendsServerBookings = random.chance(75)
        figures.endsServerBookings = random.chance(75)
        figures.writesBack = random.chance(80)
        figures.palette = random.one(of: LampPalette.allCases)
        figures.isCombined = random.chance(20)
        // Luck of its own: the rest of the world stays as it was.
        var other = Generator(seed: seed, 9)
        figures.checkInWithin = other.one(of: [60, 120, 600, 600, 1_200])
        return figures
    }

    // MARK: The panel

    private mutating func panel(_ server: RoomSettings.ServerKind, days: Int64) -> PanelFigures {
        let kinds: [[SensorSettings.Kind]] = [
            [.motion], [.motion], [.motion], [.motion, .presence], [.presence],
            [.motion, .motion], [],
        ]
        let synchronises = random.chance(85)
        let sensors = random.one(of: kinds).map { sensor($0) }
        let poll: Int64 = random.one(of: [
            30, 60, 120, 120, 240, 240, 240, 240, 240, 240, 270, 270, 270, 270,
        ])
        return PanelFigures(
            sensors: sensors,
            // A day of quick polling costs as much as a week, and shows as much as any other day.
            pollSeconds: days > Self.quickPollingDays ? max(poll, 240) : poll,
            clockTrust: random.chance(6) ? .always : .auto,
            synchronisedAfterSeconds: synchronises ? random.number(0...200) : nil,
            bootClock: random.one(of: PanelFigures.BootClock.allCases),
            driftPerMillion: random.one(of: [-80, -20, 0, 15, 100]))
    }

    private mutating func sensor(_ kind: SensorSettings.Kind) -> PanelFigures.Sensor {
        switch kind {
        case .motion:
            PanelFigures.Sensor(
                kind: kind, pulseMilliseconds: random.one(of: [300, 2_000, 2_500, 8_000]),
                blindMilliseconds: random.one(of: [200, 2_500, 5_000]),
                holdSeconds: random.one(of: [300, 600, 600, 600]),
                warmUpSeconds: random.one(of: [0, 30, 60, 60]))
        case .presence:
            PanelFigures.Sensor(
                kind: kind, pulseMilliseconds: random.one(of: [5_000, 15_000, 30_000]),
                blindMilliseconds: 0, holdSeconds: random.one(of: [30, 300, 600]),
                warmUpSeconds: random.one(of: [0, 10]))
        }
    }
}

extension World {
    /// When a day begins where the room is: seconds since the world began.
    func midnight(of day: Int64) -> Int64 {
        day * 86_400 - zone.offset(at: startsAt + day * 86_400 + 43_200)
    }

    /// The world that a seed stands for.
    public static func made(from seed: UInt64) -> World {
        var maker = WorldMaker(seed: seed)
        return maker.make()
    }
}
