import RoomCore

/// Plagues a world: each seed switches a random part of the faults on and scales their rates.
struct FaultMaker {
    private let world: World
    private var random: Generator
    /// For what came later, so that the rest of a world stays as it was.
    private var other: Generator

    /// What can go wrong, one of each family.
    private enum Family: CaseIterable {
        case powerCut, crash, cutAtEffect, clockStep, clockYears, notSynchronised, stuck, chatter
        case sensorGone, edgesLost, falsePulse, buttonGone, serverAway, serverWeeks, serverClock
        case dateless, journalFull, journalSlow, lampFault, reload
    }

    init(_ world: World, seed: UInt64) {
        self.world = world
        random = Generator(seed: seed, 3)
        other = Generator(seed: seed, 6)
    }

    mutating func make(_ world: inout World) {
        let families = Family.allCases.filter { _ in random.chance(40) }
        let weight: Int64 = random.one(of: [1, 1, 2, 4])
        for day in 0..<(world.length / .day) {
            for family in families {
                for _ in 0..<count(of: family, weight) {
                    let at = day * .day + random.number(0...(.day - 1))
                    world.misfortunes.append(misfortune(family, at: at))
                }
            }
        }
        makeCalls(&world)
        makeMessages(&world)
        makeTogether(&world)
        makeLastingSensorFaults(&world)
        world.misfortunes.sort { ($0.at, $0.until) < ($1.at, $1.until) }
    }

    /// A part that oscillates for hours, a cable that is cut for days, a radar that stays on through the night.
    private mutating func makeLastingSensorFaults(_ world: inout World) {
        guard other.chance(20) else { return }
        let fault = other.number(0...2)
        for day in 0..<(world.length / .day) where other.chance(40) {
            let sensor = Int(other.number(0...1))
            let at = day * .day + other.number(0...(.day - 1))
            let (length, kind): (Int64, Misfortune.Kind) =
                switch fault {
                case 0:
                    (
                        other.number(40...400) * .minute,
                        .chatter(sensor: sensor, perMinute: other.number(2...40))
                    )
                case 1: (other.number(6...72) * .hour, .stuck(sensor: sensor, isActive: false))
                default: (other.number(5...20) * .hour, .stuck(sensor: sensor, isActive: true))
                }
            let panel = Int(other.number(0...1)) % world.panels.count
            world.misfortunes.append(
                Misfortune(at: at, until: at + length, panel: panel, kind: kind))
        }
    }

    private mutating func makeMessages(_ world: inout World) {
        if random.chance(20) {
            world.messages.kinds = Message.Kind.allCases.filter { _ in random.chance(60) }
        }
        for rate in MessageFigures.all where random.chance(50) {
            world.messages[keyPath: rate] = random.one(of: [20_000, 100_000, 300_000])
        }
    }

    /// Misfortunes that seldom come alone, or not without the other.
    private mutating func makeTogether(_ world: inout World) {
        for act in world.acts where act.name == PeopleMaker.endedTwice {
            guard let first = act.steps.first, let last = act.steps.last else { continue }
            let (at, until) = (first.at + 30 * .minute, last.at + 12 * .minute)
            guard at >= 0, random.chance(70) else { continue }
            world.misfortunes.append(
                Misfortune(at: at, until: until, panel: 0, kind: .writesAway))
        }
        let isShut = random.chance(30)
        let isUnwritable = random.chance(30)
        for day in 0..<(world.length / .day) {
            let at = day * .day + random.number(6 * .hour...18 * .hour)
            let until = at + minutes(2...90)
            let panel = Int(random.number(0...1)) % world.panels.count
            func add(_ kind: Misfortune.Kind) {
                world.misfortunes.append(
                    Misfortune(at: at, until: until, panel: panel, kind: kind))
            }
            let isReadable = random.chance(50)
            if isShut, random.chance(50) { add(.journalShut(isReadable: isReadable)) }
            if isShut, random.chance(70) {
                // What is owed when the process ends is known to nobody until the journal is open again.
                let kind: Misfortune.Kind =
                    random.chance(50) ? .writesAway : .serverAway(.unreachable)
                world.misfortunes.append(
                    Misfortune(
                        at: at - 40 * .minute, until: until + 3 * .minute, panel: panel,
                        kind: kind))
            }
            if isUnwritable, random.chance(50) {
                add(.writesAway)
                if random.chance(50) { add(.journalFull) }
            }
        }
        makeForActs(&world)
    }

    /// Misfortunes that strike where it matters.
    private mutating func makeForActs(_ world: inout World) {
        for act in world.acts {
            guard let first = act.steps.first, let last = act.steps.last, first.at >= 0 else {
                continue
            }
            func add(_ kind: Misfortune.Kind, at: Moment, until: Moment) {
                world.misfortunes.append(Misfortune(at: at, until: until, panel: 0, kind: kind))
            }
            switch act.name {
            case PeopleMaker.racedForTime where random.chance(30) && act.steps.count > 4:
                // The first press is done, and what follows from it is not.
                let pressed = act.steps[3].at
                add(.writesAway, at: pressed + .second, until: pressed + minutes(1...20))
            case PeopleMaker.givenUpTwice where random.chance(40):
                let at = first.at + minutes(1...3)
                add(
                    .journalShut(isReadable: random.chance(20)), at: at,
                    until: max(last.at, at) + minutes(1...30))
            default: break
            }
        }
        if random.chance(8) { world.calls.oldReading = 300_000 }
    }

    /// How many of a family a day has.
    private mutating func count(of family: Family, _ weight: Int64) -> Int64 {
        switch family {
        case .clockYears, .chatter, .reload: random.chance(12) ? 1 : 0
        case .serverWeeks: random.chance(4) ? 1 : 0
        case .cutAtEffect, .falsePulse, .edgesLost: random.number(0...3 * weight)
        default: random.number(0...weight)
        }
    }

    /// So many calls a day go wrong, however often the panel asks.
    private mutating func makeCalls(_ world: inout World) {
        let poll = world.panels.map(\.pollSeconds).min() ?? 300
        let callsADay = 86_400 / poll + 60
        for rate in CallFaults.all where random.chance(60) {
            let wanted: Int64 = random.one(of: [1, 3, 8, 25])
            world.calls[keyPath: rate] = Int(min(wanted * 1_000_000 / callsADay, 60_000))
        }
        if random.chance(6) {
            world.calls.lostAnswer = 300_000
            world.calls.lostRequest = 300_000
        }
    }

    private mutating func misfortune(_ family: Family, at: Moment) -> Misfortune {
        let panel = Int(random.number(0...1)) % world.panels.count
        let (length, kind) = kind(family)
        return Misfortune(at: at, until: at + length, panel: panel, kind: kind)
    }

    private mutating func minutes(_ range: ClosedRange<Int64>) -> Int64 {
        random.number(range.lowerBound * .minute...range.upperBound * .minute)
    }

    private mutating func kind(_ family: Family) -> (Int64, Misfortune.Kind) {
        let sensor = Int(random.number(0...1))
        switch family {
        case .powerCut:
            let long = random.chance(10) ? minutes(200...900) : minutes(1...20)
            return (random.chance(50) ? .second : long, .powerCut)
        case .crash: return (3 * .second, .crash)
        case .cutAtEffect: return (0, .powerCutAfterEffects(Int(random.number(1...40))))
        case .stuck: return (minutes(5...500), .stuck(sensor: sensor, isActive: random.chance(50)))
        case .chatter:
            return (minutes(3...14), .chatter(sensor: sensor, perMinute: random.number(100...200)))
        case .sensorGone: return (minutes(1...200), .sensorGone(sensor: sensor))
        case .edgesLost:
            return (0, .edgesLost(sensor: sensor, count: Int(random.number(1...600))))
        case .falsePulse: return (0, .falsePulse(sensor: sensor))
        case .buttonGone: return (minutes(1...300), .buttonGone)
        case .journalFull: return (minutes(1...200), .journalFull)
        case .journalSlow:
            return (minutes(1...90), .journalSlow(milliseconds: random.number(20...4_000)))
        case .lampFault: return (minutes(1...60), .lampFault)
        case .reload: return (minutes(20...600), .reload(otherPolicy()))
        default: return clockOrServer(family)
        }
    }

    private mutating func clockOrServer(_ family: Family) -> (Int64, Misfortune.Kind) {
        switch family {
        case .clockStep:
            let steps: [Int64] = [
                1, 3, 90, 121, 700, 3_600, -3, -90, -700, -3_600, -7_200, 5_400,
            ]
            return (
                minutes(1...300),
                .clockStep(byMicroseconds: random.one(of: steps) * .second)
            )
        case .clockYears:
            let years = random.one(of: [-30, -1, 1, 12]) * 365 * Int64.day
            return (minutes(1...300), .clockStep(byMicroseconds: years))
        case .notSynchronised: return (minutes(10...2_000), .notSynchronised)
        case .serverWeeks: return (minutes(3_000...25_000), .serverAway(.unreachable))
        case .serverClock:
            let offsets: [Int64] = [-7_200, -3_600, -121, -119, 119, 121, 3_600, 10_800]
            return (minutes(10...600), .serverClock(bySeconds: random.one(of: offsets)))
        case .dateless: return (minutes(10...900), .serverDateless)
        default:
            let kinds: [ServerFailure.Kind] = [
                .unreachable, .unreachable, .offline, .server, .limit, .malformed, .configuration,
                .authentication,
            ]
            let kind = random.one(of: kinds)
            return (minutes(1...120), .serverAway(kind))
        }
    }

    private mutating func otherPolicy() -> PolicyFigures {
        var figures = world.policy
        figures.onNoShow = random.one(of: Policy.OnNoShow.allCases)
        figures.noShowAfter = random.one(of: [300, 600, 1_200])
        figures.lateAfter = random.one(of: [60, 240])
        figures.vacantAfter = random.one(of: [300, 900])
        return figures
    }
}
