import RoomCore

/// How many facts a second the room's rules take in, over a mixed day.
///
/// A day is played once against a journal and a server that answer at once, and every fact of it is recorded: edges of
/// two sensors, presses, polls every 30 s, answers, and a tick at each of the room's deadlines. The recorded day is
/// then applied again and again to a fresh room; only that is timed. The baseline in the same run goes over the same
/// facts and only builds and hashes each of them.
struct RoomBenchmark {
    /// What came out of the median day: facts taken in, and the seconds it took the room and the baseline.
    struct Result {
        var events: Int
        var seconds: Double
        var baselineSeconds: Double

        var eventsPerSecond: Double { Double(events) / seconds }
        var baselinePerSecond: Double { Double(events) / baselineSeconds }
    }

    /// One fact and when it was taken up.
    struct Fact {
        var event: Event
        var now: Now
    }

    /// Plays so many days, room and baseline in turn, and takes the median day of each: what else the machine does
    /// meanwhile falls out.
    static func run(days: Int = 101) -> Result {
        var recorder = DayRecorder()
        recorder.playDay()
        let room = recorder.fresh
        let facts = recorder.facts
        let clock = ContinuousClock()
        var checksum = 0
        var applied: [Duration] = []
        var hashed: [Duration] = []
        for day in 0..<days {
            applied.append(clock.measure { checksum &+= play(facts, on: room) })
            hashed.append(clock.measure { checksum &+= hash(facts, seed: day) })
        }
        precondition(checksum != 0, "a day without effects measures nothing")
        return Result(
            events: facts.count, seconds: median(applied), baselineSeconds: median(hashed))
    }

    private static func median(_ days: [Duration]) -> Double {
        days.sorted()[days.count / 2] / .seconds(1)
    }

    /// How often each kind of fact comes in the recorded day.
    static func mix() -> [(kind: String, count: Int)] {
        var recorder = DayRecorder()
        recorder.playDay()
        let counts = Dictionary(grouping: recorder.facts) { kind($0.event) }.mapValues(\.count)
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { (kind: $0.key, count: $0.value) }
    }

    private static func play(_ facts: [Fact], on room: Room) -> Int {
        var room = room
        var count = 0
        for fact in facts { count &+= room.apply(fact.event, at: fact.now).count }
        return count
    }

    private static func hash(_ facts: [Fact], seed: Int) -> Int {
        var hasher = Hasher()
        hasher.combine(seed)
        for fact in facts {
            let built = Fact(event: fact.event, now: fact.now)
            hasher.combine(built.event)
            hasher.combine(built.now)
        }
        return hasher.finalize()
    }

    private static func kind(_ event: Event) -> String {
        switch event {
        case .tick: "tick"
        case .sensor: "sensor"
        case .button: "button"
        case .server(.read): "read"
        case .server(.readFailed): "read failed"
        case .server(.acknowledged), .server(.writeFailed): "write"
        case .journal: "journal"
        case .clock, .settings, .lampFault: "other"
        }
    }
}
