/// When the rules have to look again without a new fact, and when the room wants to be called for it.
struct Wakeup: Sendable {
    /// The longest time between two calls.
    static let greatestSleep = Duration.seconds(60)
    static let greatestDrift = Duration.milliseconds(10)

    /// When the rules have to look again at the latest; may be long after ``deadline``.
    private(set) var due: Uptime
    /// When the room wants to be called at the latest.
    private(set) var deadline: Uptime
    /// The wall clock less the steady one when ``due`` was worked out.
    private var offset = Duration.zero
    private var last: Uptime

    /// Begins with rules that have yet to look for the first time.
    init(at now: Uptime) {
        due = now
        deadline = now
        last = now
    }

    /// The steady clock never runs backwards: a reading from before the last one is brought up to it.
    mutating func onward(_ now: Now) -> Now {
        guard now.uptime < last else {
            last = now.uptime
            return now
        }
        return Now(wall: now.wall(at: last), uptime: last)
    }

    /// Whether the rules have to look now: their time has come, or the wall clock was slewed.
    func isDue(at now: Now) -> Bool {
        let drift = Self.offset(of: now) - offset
        let hasDrifted = drift > Self.greatestDrift || drift < .zero - Self.greatestDrift
        // A wall clock that has run ahead since makes what is due by it come so much earlier.
        return now.uptime + max(drift, .zero) >= due || hasDrifted
    }

    /// A call came that has nothing to look at yet.
    mutating func sleepOn(at now: Uptime) {
        assert(now < due, "what is due is looked at")
        guard now >= deadline else { return }
        deadline = min(due, now + Self.greatestSleep)
    }

    /// The rules have looked: nothing changes until `due` without a new fact.
    mutating func set(due: Uptime, at now: Now) {
        assert(due >= now.uptime, "the rules have just looked")
        self.due = due
        offset = Self.offset(of: now)
        deadline = min(due, now.uptime + Self.greatestSleep)
    }

    /// Makes the rules look again at `instant`, if not sooner.
    mutating func bringForward(to instant: Uptime) {
        due = min(due, instant)
        deadline = min(deadline, due)
    }

    /// The wall clock less the steady one: it changes where the wall clock is slewed, by little steps that are no jump.
    private static func offset(of now: Now) -> Duration {
        now.wall - WallTime(sinceEpoch: now.uptime.sinceBoot)
    }
}
