import RoomCore

/// Plays one busy working day at a door and records every fact of it.
struct DayRecorder {
    private(set) var facts: [RoomBenchmark.Fact] = []
    /// The room as it was before the first fact.
    let fresh: Room

    private var room: Room
    private var now: Now
    private var schedule: [Booking]
    private var random: UInt64 = 2_026

    private static let midnight = WallTime(secondsSinceEpoch: 1_795_219_200)
    private static let halfMinute = Duration.seconds(30)

    init() {
        now = Now(wall: Self.midnight, uptime: Uptime(sinceBoot: .seconds(3_600)))
        let settings = RoomSettings(
            id: "aurora", name: "Aurora",
            sensors: [
                SensorSettings(name: "pir"), SensorSettings(name: "radar", kind: .presence),
            ],
            server: .caldav)
        fresh = Room(settings, at: now)
        room = fresh
        schedule = Self.fortnight()
    }

    /// Twelve meetings a working day, two weeks long.
    private static func fortnight() -> [Booking] {
        (0..<15).flatMap { day in
            (0..<12).map { slot in
                let start = midnight + .seconds(day * 86_400 + 8 * 3_600 + slot * 2_700)
                return Booking(
                    id: BookingID("meeting-\(day)-\(slot)@cal.example.org"),
                    title: "Meeting \(slot)", organiser: "Ada Lovelace",
                    span: Span(start: start, length: .seconds(slot % 3 == 0 ? 1_800 : 2_700)),
                    confirmation: slot % 2 == 0 ? .confirmed : nil)
            }
        }
    }

    // MARK: The day

    mutating func playDay() {
        fact(.tick)
        fact(.button(.found(isPressed: false)))
        fact(.sensor("pir", .found(isActive: false)))
        fact(.sensor("radar", .found(isActive: false)))
        for half in 0..<2_880 {
            poll(half)
            let isWorkingTime = (960..<2_160).contains(half)
            if isWorkingTime { bustle(half) }
            wait(until: Self.midnight + Self.halfMinute * (half + 1))
        }
    }

    private mutating func poll(_ half: Int) {
        let window = Span(start: now.wall - .seconds(86_400), length: .seconds(15 * 86_400))
        if half % 60 == 0 { reschedule(half / 60) }
        let reading = ScheduleReading(window: window, bookings: schedule, serverDate: now.wall)
        fact(.server(.read(reading, startedAt: now.uptime)))
    }

    /// Somebody moves a meeting of one of the next days.
    private mutating func reschedule(_ turn: Int) {
        let index = 24 + turn % 120
        schedule[index].span.end = schedule[index].span.end + .seconds(300)
    }

    /// Half a minute of people: pulses while a meeting is used, some radar, now and then a press.
    private mutating func bustle(_ half: Int) {
        let isUsed = half / 90 % 4 != 3
        if isUsed {
            for _ in 0..<5 { pulse() }
            if half % 10 == 0 {
                fact(.sensor("radar", .edge(isActive: half % 20 == 0, at: now.uptime)))
            }
        }
        if half % 25 == 0 { press() }
    }

    private mutating func pulse() {
        wait(by: .milliseconds(400 + draw() % 2_000))
        fact(.sensor("pir", .edge(isActive: true, at: now.uptime)))
        wait(by: .milliseconds(2_300))
        fact(.sensor("pir", .edge(isActive: false, at: now.uptime)))
    }

    private mutating func press() {
        fact(.button(.pressed(at: now.uptime)))
        wait(by: .milliseconds(180))
        fact(.button(.released(at: now.uptime)))
    }

    // MARK: Facts and time

    private mutating func fact(_ event: Event) {
        facts.append(RoomBenchmark.Fact(event: event, now: now))
        for effect in room.apply(event, at: now) {
            switch effect {
            case .keep(_, .durable(let receipt)): fact(.journal(.stored(receipt)))
            case .send(let entry):
                serve(entry.write)
                fact(.server(.acknowledged(number: entry.number)))
            default: break
            }
        }
    }

    /// The server carries out a write.
    private mutating func serve(_ write: ServerWrite) {
        let index = schedule.firstIndex { $0.id == write.bookingID }
        switch (write, index) {
        case (.create(let booking), nil): schedule.append(booking)
        case (.changeEnd(_, _, let end), let index?): schedule[index].span.end = end
        case (.withdraw, let index?): schedule.remove(at: index)
        default: break
        }
    }

    private mutating func wait(by length: Duration) {
        wait(until: now.wall + length)
    }

    private mutating func wait(until end: WallTime) {
        let target = now.uptime(at: max(end, now.wall))
        while room.deadline <= target {
            pass(max(room.deadline - now.uptime, .zero))
            fact(.tick)
        }
        pass(target - now.uptime)
    }

    private mutating func pass(_ length: Duration) {
        now = Now(wall: now.wall + length, uptime: now.uptime + length)
    }

    private mutating func draw() -> Int {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(random >> 33)
    }
}
