import RoomCore
import RoomTestKit

/// A room to which anything may happen, from one seed.
struct RandomWalk {
    private(set) var faults: [String] = []
    private(set) var verdicts = 0
    private(set) var presses = 0
    private(set) var lastEffects: [Effect] = []

    private var random: SplitMix64
    private var room: Room
    private var now: Now
    private var auditor = Auditor()
    private var receipts: [Receipt] = []
    private var underway: [Int64] = []
    private var served: [Booking] = []
    private var nextID = 0

    private let hasServer: Bool

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        let kinds = RoomSettings.ServerKind.allCases
        let server = kinds[Int(seed % UInt64(kinds.count))]
        hasServer = server != .none
        var policy = Policy()
        policy.onNoShow = Policy.OnNoShow.allCases[Int(seed / 3 % 3)]
        now = Now(wall: at("08:00"), uptime: Uptime(sinceBoot: .seconds(500)))
        var settings = RoomSettings(
            id: "walk", name: "Walk", sensors: [.pir, .radar], server: server,
            builtAt: at("00:00"), policy: policy)
        settings.messages = Set(Message.Kind.allCases)
        settings.takesTaps = true
        room = Room(settings, at: now)
        apply(.tick)
        apply(.button(.found(isPressed: false)))
        apply(.sensor("pir", .found(isActive: false)))
        apply(.sensor("radar", .found(isActive: false)))
        if hasServer { read() }
    }

    mutating func step() {
        passSomeTime()
        let event = fact()
        apply(event)
        ifDeadlineIsDue()
    }

    // MARK: Time

    private mutating func passSomeTime() {
        let length: Duration =
            switch number(0..<20) {
            case 0..<6: .milliseconds(number(0..<900))
            case 6..<15: .seconds(number(0..<90))
            case 15..<18: .minutes(number(0..<12))
            case 18: .zero
            default: .minutes(chance(10) ? number(0..<900) : number(0..<20))
            }
        if chance(80) {
            wait(length)
        } else {
            pass(length)
        }
        if chance(2) { jump() }
    }

    /// Lets time pass as the shell does, with a tick at each deadline.
    private mutating func wait(_ length: Duration) {
        let target = now.uptime + length
        while room.deadline <= target {
            pass(max(room.deadline - now.uptime, .zero))
            apply(.tick)
            ifDeadlineIsDue()
        }
        pass(max(target - now.uptime, .zero))
    }

    private mutating func ifDeadlineIsDue() {
        for _ in 0..<3 where room.deadline <= now.uptime { apply(.tick) }
        if room.deadline <= now.uptime { faults.append("the deadline stays in the past") }
    }

    private mutating func pass(_ length: Duration) {
        now = Now(wall: now.wall + length, uptime: now.uptime + length)
    }

    private mutating func jump() {
        let jumps: [Duration] = [
            .seconds(3), .seconds(-3), .hours(1), .hours(-1), .days(40), .days(-40), .days(9_000),
            .days(-9_000), at("09:00") - now.wall,
        ]
        now.wall = now.wall + (jumps.randomElement(using: &random) ?? .zero)
    }

    // MARK: Facts

    private mutating func fact() -> Event {
        switch number(0..<100) {
        case 0..<30: .sensor(sensor(), .edge(isActive: chance(50), at: instant()))
        case 30..<34: .sensor(sensor(), .found(isActive: chance(50)))
        case 34: .sensor(sensor(), .edgesLost(number(-2..<500)))
        case 35: .sensor(sensor(), .gone)
        case 36..<46: .button(.pressed(at: instant()))
        case 46..<56: .button(.released(at: instant()))
        case 56: .button(chance(50) ? .gone : .found(isPressed: chance(30)))
        case 57: .clock(isSynchronised: chance(60))
        case 58: .journal(.fault(chance(50) ? "full" : nil))
        case 59: .lampFault(chance(50) ? "gone" : nil)
        case 60: .settings(chance(50) ? .policy(policy()) : .sensors([otherPIR()]))
        case 61:
            .journal(.recalled(Memory(outbox: [], lastPress: 3, lastVerdict: 3, lastOutbox: 3)))
        case 62..<76: receiptAnswer()
        // Where there is no server, nobody answers for one.
        case 76..<84 where hasServer: writeAnswer()
        case 84..<92 where hasServer: reading()
        case 92..<96 where hasServer: .server(.readFailed(failure()))
        case 96..<98: .button(.tapped(tap()))
        default: .tick
        }
    }

    /// A tap on what is offered, or on what is not.
    private mutating func tap() -> Tap {
        nextID += 1
        let offers = room.state(at: now).offers ?? RoomState.Offers()
        let seen = [
            offers.checkIn, offers.end, offers.takeBack?.seen, offers.gaps.first?.inPlaceOf,
        ]
        .compactMap { $0 }.randomElement(using: &random)
        let from: WallTime? = chance(50) ? nil : now.wall + .minutes(number(-30..<1_500))
        let until = (from ?? now.wall) + .minutes(number(-10..<150))
        let deeds: [Tap.Deed] = [.checkIn, .end, .takeBack, .book(from: from, until: until)]
        return Tap(
            id: "tap-\(chance(90) ? nextID : 1)", deeds.randomElement(using: &random) ?? .end,
            seen: seen)
    }

    private mutating func sensor() -> String {
        ["pir", "pir", "pir", "radar", "nobody"].randomElement(using: &random) ?? "pir"
    }

    private mutating func otherPIR() -> SensorSettings {
        SensorSettings(
            name: "pir", hold: .seconds(number(1..<7_200)), stuckAfter: .hours(number(1..<24)))
    }

    private mutating func instant() -> Uptime {
        now.uptime - .milliseconds(number(-50..<400))
    }

    private mutating func policy() -> Policy {
        var policy = room.policy
        policy.lateAfter = .minutes(number(0..<5))
        policy.noShowAfter = .minutes(number(5..<12))
        policy.onNoShow = Policy.OnNoShow.allCases.randomElement(using: &random) ?? .soft
        return policy
    }

    private mutating func receiptAnswer() -> Event {
        guard !receipts.isEmpty, chance(95) else {
            return .journal(.stored(Receipt(Int64(number(0..<99)))))
        }
        let receipt = receipts.removeFirst()
        return .journal(chance(90) ? .stored(receipt) : .notStored(receipt, "full"))
    }

    private mutating func writeAnswer() -> Event {
        let asked = underway.last ?? 0
        let number = chance(90) ? asked : Int64(number(0..<99))
        if chance(60) { return .server(.acknowledged(number: number)) }
        let jitters: [Double] = [0, 0.3, 1, .nan, -4]
        let jitter = jitters.randomElement(using: &random) ?? 0
        return .server(.writeFailed(number: number, failure(), jitter: jitter))
    }

    private mutating func failure() -> ServerFailure {
        ServerFailure(
            ServerFailure.Kind.allCases.randomElement(using: &random) ?? .server, "scripted",
            retryAfter: chance(10) ? .seconds(number(-5..<9_000)) : nil,
            serverDate: chance(30) ? now.wall + .seconds(number(-300..<300)) : nil)
    }

    private mutating func reading() -> Event {
        let window = Span(start: now.wall - .days(1), length: .days(15))
        let startedAt = now.uptime - .seconds(number(0..<20))
        let date = chance(80) ? now.wall : nil
        if chance(60) { change() }
        return .server(
            .read(
                ScheduleReading(window: window, bookings: served, serverDate: date),
                startedAt: startedAt))
    }

    private mutating func read() {
        apply(
            .server(
                .read(
                    ScheduleReading(
                        window: Span(start: now.wall - .days(1), length: .days(15)),
                        bookings: served, serverDate: now.wall), startedAt: now.uptime)))
    }

    /// Somebody changes the calendar.
    private mutating func change() {
        served.removeAll { now.wall - $0.span.end > .days(1) }
        if !served.isEmpty, chance(30) { served.remove(at: number(0..<served.count)) }
        if !served.isEmpty, chance(30) {
            let index = number(0..<served.count)
            let start = served[index].span.start + .minutes(number(-30..<30))
            served[index].span = Span(start: start, length: .minutes(number(0..<90)))
        }
        for _ in 0..<number(0..<3) where served.count < 30 { served.append(booking()) }
    }

    private mutating func booking() -> Booking {
        nextID += 1
        let start = (now.wall + .minutes(number(-30..<90))).flooredToSecond
        return Booking(
            id: BookingID("server-\(nextID)"), title: chance(5) ? "#quiet" : "Standup",
            span: Span(start: start, length: .minutes(number(0..<80))),
            confirmation: [nil, .confirmed, .unconfirmed].randomElement(using: &random) ?? nil,
            createdAt: chance(50) ? now.wall : nil, isAllDay: chance(3), isBlocking: chance(95),
            isWritable: chance(80))
    }

    // MARK: Applying

    private mutating func apply(_ event: Event) {
        let effects = room.apply(event, at: now)
        lastEffects = effects
        for effect in effects {
            switch effect {
            case .keep(_, .durable(let receipt)): receipts.append(receipt)
            case .send(let entry): underway = [entry.number]
            case .note(.verdict): verdicts += 1
            case .note(.press): presses += 1
            default: break
            }
        }
        faults += auditor.audit(event, effects, room, at: now)
    }

    private mutating func number(_ range: Range<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    private mutating func chance(_ percent: Int) -> Bool { number(0..<100) < percent }
}
